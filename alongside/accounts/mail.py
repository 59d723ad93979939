"""How a code leaves: in the background, so that a known address takes no longer than an unknown."""

import logging
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger("alongside.accounts")

# Threads start with the first message; what is under way is finished before the process ends.
_post = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail")


def post(message: EmailMessage) -> None:
    """Send without making anybody wait, and without telling anybody whether it was sent."""
    _post.submit(_send, message)


def _send(message: EmailMessage) -> None:
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
