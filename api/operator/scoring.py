"""Makes an operator's score and its parts of the same sums as planners' figures are made of."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from api.planner.filters import Times
from api.planner.scoping import scope_of
from parking.directory import Directory
from parking.planning.chosen_lots import LotChoice
from parking.planning.durations import MEDIAN, NO_SESSIONS, P95, SessionSums, nearest_rank
from parking.planning.history.service_hour import ServiceHour
from parking.planning.quality import (
    PART_NAMES,
    WEIGHTS,
    Quality,
    count_drift,
    online_rate,
    quality_of,
)
from parking.ports import Operator
from parking.storage.postgres.planning.reading import Reading
from parking.storage.postgres.planning.reading_quality import (
    read_scope_service,
    read_scope_sessions,
)

_DECIMALS: Final = 4
_NO_SERVICE: Final = ServiceHour(hour_us=0, until_us=0)


async def scores_of(
    reading: Reading,
    operators: Iterable[Operator],
    asked: Times,
    directory: Directory,
    now_us: int,
    zone: str,
) -> list[dict[str, Any]]:
    """Read the scores of some operators, in their order, as JSON members."""
    told = []
    for operator in operators:
        choice = LotChoice(operator_id=operator.operator_id)
        scope = await scope_of(reading, asked, choice, directory, now_us, zone)
        service = await read_scope_service(reading.connection, scope, with_delays=True)
        sessions = await read_scope_sessions(reading.connection, scope, now_us, with_minutes=False)
        told.append(_told(operator, len(scope.lots), service or _NO_SERVICE, sessions))
    return told


def _told(
    operator: Operator, lots: int, service: ServiceHour, sessions: SessionSums = NO_SESSIONS
) -> dict[str, Any]:
    quality = quality_of(service, sessions)
    return {
        "operator": operator.operator_id,
        "name": operator.name,
        "lots": lots,
        "score": None if quality.score is None else round(quality.score, 1),
        "parts": list(_parts(quality)),
        "online_rate": _rounded(online_rate(service)),
        "information_delay_s": {
            "median": nearest_rank(service.delays, MEDIAN),
            "p95": nearest_rank(service.delays, P95),
        },
        "count_drift": _rounded(count_drift(service)),
    }


def _parts(quality: Quality) -> Iterable[Mapping[str, Any]]:
    for part, share in quality.parts.items():
        yield {
            "part": part,
            "name": PART_NAMES[part]._asdict(),
            "weight": WEIGHTS[part] / 100,
            "value": None if share is None else _rounded(float(share)),
        }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _DECIMALS)
