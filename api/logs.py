"""Logs: one JSON object a line on standard error, without anything personal in it."""

import logging
import sys
import time
from collections.abc import Callable, Mapping, MutableMapping
from typing import Final

import structlog
from structlog.typing import EventDict, WrappedLogger

from api.settings import LogLevel

# Two decimals are about a kilometre: enough to see where load comes from, not where somebody is.
COORDINATE_DECIMALS = 2
COORDINATES = frozenset({"lat", "lon"})
OF_REQUESTS: Final = ("uvicorn", "websockets", "httptools")
SPARED_S: Final = 60.0
SENTENCES_KEPT: Final = 100
NEVER_LOGGED = frozenset({"authorization", "cookie", "key", "secret", "plate", "plate_hash"})


def configure_logs(level: LogLevel, *, process: str) -> None:
    """Send structlog's and the libraries' records through one line of processors."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _NamedProcess(process),
        without_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    handler.addFilter(SparingOfRequests())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)


class SparingOfRequests(logging.Filter):
    """Holds back what libraries say of single requests: whoever sends them would fill the disk.

    The same sentence passes once a minute, and no sentence that quotes an address or a path.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said_s: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith(OF_REQUESTS) or record.levelno > logging.WARNING:
            return True
        if '"WebSocket' in str(record.msg):
            return False
        now_s = self._clock()
        if now_s - self._said_s.get(str(record.msg), -SPARED_S) < SPARED_S:
            return False
        if len(self._said_s) >= SENTENCES_KEPT:
            self._said_s.clear()
        self._said_s[str(record.msg)] = now_s
        return True


def without_personal_data(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Round coordinates and leave out credentials and plates, however deep they lie."""
    return _clean(event)


def _clean(fields: MutableMapping[str, object]) -> dict[str, object]:
    return {
        name: _clean_value(name, value)
        for name, value in fields.items()
        if name.lower() not in NEVER_LOGGED
    }


def _clean_value(name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return _clean(dict(value))
    if name in COORDINATES and isinstance(value, int | float):
        return round(value, COORDINATE_DECIMALS)
    return value


class _NamedProcess:
    """Adds which of the city's processes speaks."""

    def __init__(self, process: str) -> None:
        self._process = process

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event.setdefault("process", self._process)
        return event
