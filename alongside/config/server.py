"""Serves pages and the stream on one port, in this process, until it is asked to stop."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable

from granian.constants import Interfaces
from granian.server.embed import Server
from granian.utils.proxies import wrap_asgi_with_proxy_headers

__all__ = ["PortTaken", "serve", "wrap_asgi_with_proxy_headers"]

# Granian takes no more connections than this at once, and an open stream is one of them.
CONNECTIONS = 20_000
WAITING = 2_048
ASKED_TO_STOP = (signal.SIGTERM, signal.SIGINT)


class PortTaken(Exception):
    """Somebody else listens there."""
