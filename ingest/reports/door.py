"""The door for reports: bytes in, an answer out, nothing acknowledged before it is committed.

It knows who may send what and how it is answered; HTTP itself is its callers' business.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

from ingest.metrics import IngestMetrics
from ingest.problem_notes import ProblemNotes
from ingest.reports.answer import Answer, problem_answer, results_answer
from ingest.reports.inflate import plain_body
from ingest.reports.prepare import LIVE, Prepared, Terms, names_unknown_lot, prepare
from ingest.reports.rate import ReportRate
from ingest.reports.results import results_of
from ingest.writer import ReportWriter, UnavailableError
from parking.clock import CityClock
from parking.directory import Directory
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.report import Report
from parking.report_body import decode_reports
from parking.storage.postgres.errors import DATABASE_FAILED

REFRESH_PAUSE_S: Final = 1.0


class ReportDoor:
    """One per process and kind of door; `handle` is called by every request at once."""

    def __init__(
        self,
        writer: ReportWriter,
        directory: Directory,
        clock: CityClock,
        notes: ProblemNotes,
        metrics: IngestMetrics,
        *,
        name: str,
        reports_per_s: float,
        refresh: Callable[[], Awaitable[None]],
        terms: Terms = LIVE,
    ) -> None:
        self._writer = writer
        self._directory = directory
        self._clock = clock
        self._notes = notes
        self._statuses = metrics.reports
        self._limited = metrics.limited.labels(name)
        self._unavailable = metrics.unavailable.labels(name)
        self._name = name
        self._rate = ReportRate(reports_per_s)
        self._refresh = refresh
        self._refresh_at_s = 0.0
        self._refreshing: asyncio.Future[None] | None = None
        self._terms = terms
        self._jitter = random.Random()  # noqa: S311 - spreads retries, guards nothing

    async def handle(self, principal: Principal, body: bytes, encoding: str | None) -> Answer:
        """Take one request's reports; every outcome is an answer, nothing is raised."""
        if principal.source_key is None:
            return problem_answer(Problem("forbidden", "this key belongs to no source"))
        try:
            reports = decode_reports(plain_body(body, encoding))
            self._take_rate(principal, len(reports))
        except _RateExceededError as error:
            self._limited.inc()
            return problem_answer(error.problem, retry_after_s=error.retry_after_s)
        except ProblemError as error:
            return problem_answer(error.problem)
        prepared = await self._prepare(principal, reports)
        try:
            if prepared.submission.left:
                await self._writer.write(
                    prepared.submission,
                    prepared.absolute,
                    prepared.counted,
                    size_bytes=len(body),
                )
        except UnavailableError:
            told = "nothing of this request is acknowledged; send the same reports again"
            wait_s = 1.0 + self._jitter.random()
            self._unavailable.inc()
            return problem_answer(Problem("unavailable", told), retry_after_s=wait_s)
        results = results_of(reports, prepared)
        for status, times in Counter([result.status for result in results]).items():
            self._statuses.labels(self._name, status).inc(times)
        self._notes.note(principal, reports, results)
        return results_answer(results)

    async def _prepare(self, principal: Principal, reports: list[Report | Problem]) -> Prepared:
        prepared = self._prepare_now(principal, reports)
        if names_unknown_lot(prepared) and await self._refreshed():
            return self._prepare_now(principal, reports)
        return prepared

    def _prepare_now(self, principal: Principal, reports: list[Report | Problem]) -> Prepared:
        now_us = self._clock.now_us()
        return prepare(
            reports, principal, self._directory, now_us, self._writer.counted_lots, self._terms
        )

    async def _refreshed(self) -> bool:
        """Ask the registry for lots it may have since milliseconds; once a second at most."""
        now_s = asyncio.get_running_loop().time()
        if now_s < self._refresh_at_s:
            return False
        self._refresh_at_s = now_s + REFRESH_PAUSE_S
        before = self._directory.version
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.ensure_future(self._refresh_quietly())
        # Not cancelled: a connection to a database that hangs would not even let go of us.
        await asyncio.wait([self._refreshing], timeout=REFRESH_PAUSE_S / 4)
        return self._directory.version > before

    async def _refresh_quietly(self) -> None:
        with suppress(*DATABASE_FAILED):
            await self._refresh()

    def _take_rate(self, principal: Principal, reports: int) -> None:
        now_s = asyncio.get_running_loop().time()
        wait_s = self._rate.take(principal.key_id or "", reports, now_s)
        if wait_s > 0:
            raise _RateExceededError(wait_s * self._jitter.uniform(1.0, 1.2))


class _RateExceededError(ProblemError):
    """This caller sends more than its share."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(Problem("rate-limited", "more reports a second than this key may send"))
        self.retry_after_s = retry_after_s
