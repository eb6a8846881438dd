"""Logs: one JSON object a line on standard error, without anything personal in it."""

import logging
import sys
from collections.abc import Mapping, MutableMapping

import structlog
from structlog.typing import EventDict, WrappedLogger

from api.settings import LogLevel

# Two decimals are about a kilometre: enough to see where load comes from, not where somebody is.
COORDINATE_DECIMALS = 2
COORDINATES = frozenset({"lat", "lon"})
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
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)


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
