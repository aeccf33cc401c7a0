"""Promise 18: log lines that hold no secret, no address, no number and no text of a shopper, whoever writes them.

One JSON object a line, on standard error. Of a message only the template is written, never what was filled in; of a
foreign message without a template, and of an exception, only its kind and the places in the code. Paths and queries
are left out (they hold tokens and searches): a request is named by its route and its id, which every response carries
too, in `X-Request-ID` and on error pages. Our own code logs through `logging.getLogger("agentdash…")` with constant
words, and figures in `extra={"figures": {...}}`.
"""

import json
import logging
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

OURS = "agentdash"
MOST_PLACES = 12
"""Of a traceback, the innermost."""

request_id: ContextVar[str] = ContextVar("request_id", default="")


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _words(record),
            "place": f"{_short(record.pathname)}:{record.lineno}",
        }
        if asked := request_id.get():
            line["request_id"] = asked
        figures = getattr(record, "figures", None)
        if record.name.startswith(OURS) and isinstance(figures, Mapping):
            line |= figures
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = type(record.exc_info[1]).__name__
            line["trace"] = _places(record.exc_info[2])
        return json.dumps(line)


def configuration(*, level: str) -> dict[str, Any]:
    """For Django's LOGGING. Nothing is mailed: Django's error mails quote the request."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
    }


def _words(record: logging.LogRecord) -> str:
    """The template; nothing of a message that somebody else put together already."""
    return str(record.msg) if record.args or record.name.startswith(OURS) else ""


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{_short(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-MOST_PLACES:]


def _short(path: str) -> str:
    """The last three parts say which file it is."""
    return "/".join(Path(path).parts[-3:])
