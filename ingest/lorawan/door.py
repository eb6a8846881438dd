"""The door for networks' callbacks: envelopes in, an answer for each, nothing told before commit.

It knows principals and networks; HTTP is its callers' business.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec

from ingest.lorawan.envelopes import ENVELOPES, envelope_of
from ingest.lorawan.fields import Members
from ingest.lorawan.heard import envelopes_in, report_in, uplink_in
from ingest.lorawan.uplink import Uplink
from ingest.reports.answer import JSON, PROBLEM_JSON, REJECTED, Answer, problem_answer
from parking.clock import CityClock
from parking.device import Device
from parking.principal import Principal
from parking.problems import Problem, ProblemError

NETWORKS: Final = tuple(envelope.name for envelope in ENVELOPES)
NOTHING: Final = "nothing"
"""What became of an envelope that says nothing of a bay: a join, a receipt, a battery."""


class Reports(Protocol):
    """The report door, as far as it is needed here."""

    async def handle(self, principal: Principal, body: bytes, encoding: str | None) -> Answer: ...


class Devices(Protocol):
    """The operators' lists."""

    async def named(
        self, principal: Principal, operator_key: int, device_ids: Collection[str]
    ) -> Mapping[str, Device]: ...


@dataclass(slots=True)
class _Heard:
    """One envelope on its way: an uplink, then a report, a problem, or neither."""

    pointer: str
    uplink: Uplink | None = None
    report: Mapping[str, object] | None = None
    problem: Problem | None = None


class LorawanDoor:
    """One per process."""

    def __init__(self, reports: Reports, devices: Devices, clock: CityClock) -> None:
        self._reports = reports
        self._devices = devices
        self._clock = clock

    async def take(self, principal: Principal, network: str, content: bytes) -> Answer:
        """Take one envelope or several of a network; each is answered by itself."""
        if network not in NETWORKS:
            told = f"no network {network!r:.40}; there are {', '.join(NETWORKS)}"
            return problem_answer(Problem("not-found", told))
        if principal.operator_key is None:
            return problem_answer(Problem("forbidden", "this key belongs to no operator"))
        try:
            envelopes = envelopes_in(content)
        except ProblemError as error:
            return problem_answer(error.problem)
        heard = [_heard(pointer, members, network) for pointer, members in envelopes]
        await self._report_of_each(principal, principal.operator_key, heard)
        reports = [one.report for one in heard if one.report is not None]
        results: Sequence[Mapping[str, object]] = []
        if reports:
            answer = await self._reports.handle(
                principal, msgspec.json.encode({"reports": reports}), None
            )
            told_results = json.loads(answer.body).get("results")
            if told_results is None:
                return answer  # of the whole: nothing is acknowledged
            results = told_results
        return _answered(heard, results)

    async def _report_of_each(
        self, principal: Principal, operator_key: int, heard: Sequence[_Heard]
    ) -> None:
        ids = {one.uplink.device_id for one in heard if one.uplink is not None}
        if not ids:
            return
        listed = await self._devices.named(principal, operator_key, ids)
        for one in heard:
            if one.uplink is not None:
                device = listed.get(one.uplink.device_id)
                try:
                    one.report = report_in(one.uplink, device, one.pointer, self._clock.now_us())
                except ProblemError as error:
                    one.problem = error.problem


def _heard(pointer: str, members: Members, network: str) -> _Heard:
    found = envelope_of(members)
    if found is not None and found[0].name != network:
        told = f"this is of {found[0].name}; post it to /v1/lorawan/{found[0].name}"
        return _Heard(pointer, problem=Problem("bad-message", told, pointer))
    try:
        return _Heard(pointer, uplink=uplink_in(pointer, members))
    except ProblemError as error:
        return _Heard(pointer, problem=error.problem)


def _answered(heard: Sequence[_Heard], results: Sequence[Mapping[str, object]]) -> Answer:
    """Answer 200 with a status for each envelope, 422 where none of them could be taken."""
    of_reports = iter(results)
    told = [
        {"index": index, **_outcome(one, None if one.report is None else next(of_reports))}
        for index, one in enumerate(heard)
    ]
    problems = [one["problem"] for one in told if one["status"] == REJECTED]
    if len(problems) == len(told):
        first = problems[0]
        whole = first if isinstance(first, dict) else {}
        body = msgspec.json.encode({**whole, "status": 422, "results": told})
        return Answer(422, body, {"content-type": PROBLEM_JSON})
    accepted = sum(one["status"] == "accepted" for one in told)
    body = msgspec.json.encode({"durability": "committed", "accepted": accepted, "results": told})
    return Answer(200, body, {"content-type": JSON})


def _outcome(one: _Heard, result: Mapping[str, object] | None) -> dict[str, object]:
    if one.problem is not None:
        return {"status": REJECTED, "problem": _unprocessable(one.problem).to_dict()}
    if result is None:
        return {"status": NOTHING}
    told = {name: value for name, value in result.items() if name != "index"}
    problem = told.get("problem")
    if isinstance(problem, dict):  # the place is one in what was sent, not in what we made of it
        told["problem"] = {**problem, "pointer": one.pointer}
    return told


def _unprocessable(problem: Problem) -> Problem:
    return Problem(problem.slug, problem.detail, problem.pointer, status=422)


NOTHING_TAKEN: Final = _answered([_Heard("")], [])
"""The answer to one envelope that says nothing of a bay."""
