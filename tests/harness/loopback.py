"""No test reaches past this machine: a connection to any other address fails the test."""

import ipaddress
import sys
from typing import Any

NAMES = {"localhost", "ip6-localhost", None, ""}


def is_here(host: object) -> bool:
    """Whether the host is this machine's loopback. A name that needs looking up is not."""
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if host in NAMES:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


class LeftThisMachine(AssertionError):
    """A test tried to reach another machine."""


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        # An address of a Unix socket is a path: text or bytes.
        reached = isinstance(address, str | bytes) or is_here(address[0])
    elif event == "socket.getaddrinfo":
        reached = is_here(arguments[0])
    else:
        return
    if not reached:
        raise LeftThisMachine(f"Tests stay on this machine, but one asked for {arguments[-1]!r}.")


sys.addaudithook(watch)
