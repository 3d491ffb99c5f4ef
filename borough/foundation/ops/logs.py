"""JSON line logs without personal data: route names instead of paths, error class names instead of messages."""

import json
import logging
import logging.config
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

OURS = "borough"
SLOW_MS = 250


class JsonFormatter(logging.Formatter):
    """One JSON object per line. Library log records are reduced to their template, as arguments may be personal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage() if record.name.startswith(OURS) else str(record.msg),
        }
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-6:]
            line["where"] = [f"{f.filename.rsplit('/', 3)[-1]}:{f.lineno} {f.name}" for f in frames]
        return json.dumps(line)


def configure(_settings: dict[str, Any]) -> None:
    """Log everything to standard error as plain lines."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"plain": {"()": JsonFormatter}},
            "handlers": {"standard": {"class": "logging.StreamHandler", "formatter": "plain"}},
            "root": {"handlers": ["standard"], "level": "WARNING"},
            "loggers": {
                OURS: {"level": "INFO"},
                "django.request": {"level": "ERROR"},
                "procrastinate": {"level": "WARNING"},
            },
        }
    )


_log = logging.getLogger("borough.request")


def request_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: log route, method, status and milliseconds of each request; never its path or query."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = get_response(request)
        route = f"/{request.resolver_match.route}" if request.resolver_match else "(no route)"
        ms = round((time.perf_counter() - started) * 1000, 1)
        facts = {
            "route": route,
            "method": request.method,
            "status": response.status_code,
            "ms": ms,
        }
        if response.status_code >= 400 or ms > SLOW_MS:
            _log.warning("answered", extra={"facts": facts})
        else:
            _log.debug("answered", extra={"facts": facts})
        return response

    return middleware
