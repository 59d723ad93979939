"""How a code leaves: in the background, so that a known address takes no longer than an unknown."""

import logging
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger("alongside.accounts")

# Threads start with the first message; what is under way is finished before the process ends.
_post = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail")
_under_way: set[Future[None]] = set()


# Sending takes the processor from the page that is being made: let the page go out first.
_HEAD_START = 0.1


def post(message: EmailMessage) -> None:
    """Send without making anybody wait, and without telling anybody whether it was sent."""
    sending = _post.submit(_send, message)
    _under_way.add(sending)
    sending.add_done_callback(_under_way.discard)


def settle() -> None:
    """Wait until everything posted so far has left, or failed."""
    wait(set(_under_way))


def _send(message: EmailMessage) -> None:
    time.sleep(_HEAD_START)
    try:
        message.send()
    except Exception as problem:  # noqa: BLE001  # whatever a mail server does, the page has gone out
        # The kind of problem only: its words may hold the address.
        log.error("a sign-in code was not sent: %s", type(problem).__name__)


class ConsoleCodes(BaseEmailBackend):
    """The demo's mailbox is the terminal: the body, constant but for the code, and no address."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            sys.stdout.write(f"\n{message.body}\n\n")
        sys.stdout.flush()
        return len(email_messages)
