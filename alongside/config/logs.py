"""What the log says and to whom: sentences and ids on standard error, never anybody's words."""

import logging
from traceback import extract_tb, format_list
from types import TracebackType
from typing import Any

type Problem = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class WithoutWords(logging.Formatter):
    """Tells where a program failed and of what kind it was; the message could quote a person."""

    def formatException(self, ei: Problem) -> str:  # noqa: N802 - logging's own name
        kind, _, trace = ei
        return "".join(format_list(extract_tb(trace))) + (kind.__name__ if kind else "")


class RouteInsteadOfPath(logging.Filter):
    """Django names the path that failed, and anybody can type anything into a path."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            if match and is_unlogged(match.func) and status_of(record) < 500:
                return False
            record.msg, record.args = "%s: /%s", (status(record), match.route if match else "…")
        return True


def status(record: logging.LogRecord) -> str:
    return f"answered {status_of(record)}"


def status_of(record: logging.LogRecord) -> int:
    return int(getattr(record, "status_code", 500))


def is_unlogged(view: object) -> bool:
    """As accounts.routes says it; asked here without it, since settings are read before rooms."""
    return bool(getattr(view, "is_unlogged", False))


def settings(*, access: bool) -> dict[str, Any]:
    """Django's LOGGING; `access` says whether each answer is told too."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"route": {"()": RouteInsteadOfPath}},
        "formatters": {
            "plain": {
                "()": WithoutWords,
                "format": "%(asctime)s %(name)s %(levelname)s %(message)s",
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "plain",
                "filters": ["route"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # 404 and the like are everyday; the access log counts them.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": True},
            "alongside": {"level": "INFO"},
            "alongside.access": {"level": "INFO" if access else "WARNING"},
        },
    }
