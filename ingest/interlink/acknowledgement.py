"""Acknowledgement: the answer in the vendor's own words and encoding, made from outcomes."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from ingest.interlink.looking import Layer, folded, look
from ingest.interlink.outcome import WORST_FIRST, Outcome, Status
from ingest.interlink.profile import AckRule, Code, Encoding, Profile
from ingest.interlink.received import Received, members_of
from ingest.reports.answer import Answer

HTTP_STATUS: Final[dict[Status, int]] = {
    "success": 200, "conflict": 409, "rejected": 422, "unauthorized": 401, "unavailable": 503,
}  # fmt: skip
_NEVER_200: Final = frozenset({"unavailable", "unauthorized"})


def acknowledge(
    profile: Profile,
    received: Received | None,
    outcomes: Sequence[Outcome],
    *,
    http_status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Answer a request: one code for all of it, the worst, and one for each record of several.

    `received` is None where the body could not be opened. A vendor's program that was told of a
    failure sends again: so what can never get in is told apart from what may.
    """
    rule = profile.acknowledgement
    worst = min(outcomes, key=lambda outcome: WORST_FIRST.index(outcome.status))
    document = received.document if received else None
    told: dict[str, object] = {**_echoed(rule, document), **_told(rule, worst)}
    if rule.records and len(outcomes) > 1:
        told[rule.records] = [_of_record(rule, outcome) for outcome in outcomes]
    status = http_status or _http_status(rule, worst.status)
    encoding: Encoding = (received.encoding if received else None) or profile.encoding
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(encoding, "replace")
    kind = {"content-type": f"application/json; charset={encoding}"}
    return Answer(status, body, kind | dict(headers or {}))


def _http_status(rule: AckRule, status: Status) -> int:
    return 200 if rule.is_always_200 and status not in _NEVER_200 else HTTP_STATUS[status]


def _told(rule: AckRule, outcome: Outcome) -> dict[str, object]:
    is_well = outcome.status == "success"
    told: dict[str, object] = {
        rule.code: code_of(rule, outcome.status),
        rule.message: rule.success_message if is_well else outcome.words.zh,
    }
    return told if is_well else told | {"detail": outcome.words.en}


def _of_record(rule: AckRule, outcome: Outcome) -> dict[str, object]:
    named = {rule.serial: outcome.serial} if rule.serial else {}
    return named | _told(rule, outcome)


def code_of(rule: AckRule, status: Status) -> Code:
    codes: dict[Status, Code] = {
        "success": rule.success,
        "conflict": rule.conflict,
        "rejected": rule.rejected,
        "unauthorized": rule.unauthorized,
        "unavailable": rule.unavailable,
    }
    return codes[status]


def _echoed(rule: AckRule, document: object) -> dict[str, object]:
    """Return the members that the vendor wants to see again, whichever layer they stood in."""
    layer = Layer(members_of(document))
    inner = [Layer(one.value) for one in layer.members.values() if isinstance(one.value, Mapping)]
    found = {name: look((name,), (layer, *inner)) for name in rule.echo}
    return {
        name: one.value
        for name, one in found.items()
        if one is not None
        and isinstance(one.value, str | int)
        and folded(name) not in {folded(rule.code), folded(rule.message)}
    }
