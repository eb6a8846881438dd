"""A city in memory: a directory, a registry and a report door with the real rules and no store."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from ingest.interlink.door import InterlinkDoor
from ingest.interlink.profile import Profile
from ingest.interlink.registering import Registering
from ingest.interlink.shipped import shipped_profiles
from ingest.reports.answer import Answer, results_answer
from ingest.reports.prepare import prepare
from ingest.reports.results import results_of
from ingest.submission import ACCEPTED, CONFLICT, DUPLICATE
from parking.clock import to_us
from parking.directory import Directory
from parking.draft import LotDraft
from parking.draft_reading import DraftRules
from parking.ids import LotId, LotKey, OperatorId, OperatorKey, SourceKey
from parking.live.lot_registers import LotRegisters
from parking.live.register import registers_of
from parking.live.stored import POS_WIDTH
from parking.lot import Lot
from parking.ports import LotOutcome, RegistryDelta
from parking.principal import Principal
from parking.report import Report
from parking.report_body import decode_reports

NOW = datetime(2026, 9, 21, 10, 0, tzinfo=UTC)
SECRET = b"a secret of the city"
VENDOR = Principal(
    "operator", "k1", OperatorId("quancheng"), OperatorKey(1), SourceKey(7)
)  # fmt: skip


@dataclass
class SmallCity:
    """Lots of the operator `quancheng` (泉城), what was logged, and the door under test."""

    profiles: dict[str, Profile] = field(default_factory=shipped_profiles)
    directory: Directory = field(default_factory=Directory)
    log: dict[bytes, tuple[Report, int]] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)
    unavailable: Answer | None = None
    registers: dict[int, LotRegisters] = field(default_factory=dict)
    position: int = 0
    settled: int = 0
    puts: int = 0

    def __post_init__(self) -> None:
        self.door = InterlinkDoor(
            self.profiles,
            self,
            Registering(self, self.directory, DraftRules(), most_lots=9, settled=self.settle),
            self.directory,
            plate_secret=SECRET,
            registers=self.registers.get,
        )

    def add_lot(self, lot_id: str, operator: str = "quancheng", key: int = 1, **more) -> Lot:
        version = self.directory.version + 1
        lot = Lot(
            lot_key=LotKey(version), lot_id=LotId(lot_id), operator_key=OperatorKey(key),
            operator_id=OperatorId(operator), name=lot_id, partition=0, version=version,
            **{"capacity": {"general": 600}, **more},
        )  # fmt: skip
        self.directory.apply(RegistryDelta(version, lots=[lot]))
        return lot

    async def put_lots(self, principal: Principal, drafts: Sequence[LotDraft]) -> list[LotOutcome]:
        self.puts += 1
        [draft] = drafts
        content = asdict(draft)
        for name in ("name", "partition", "operator_id", "lot_id"):
            content.pop(name)
        known = self.directory.find_lot(draft.lot_id)
        lot = self.add_lot(draft.lot_id, **content)
        named = Lot(**(asdict(lot) | {"name": draft.name, "version": lot.version + 1}))
        self.directory.apply(RegistryDelta(named.version, lots=[named]))
        return [LotOutcome(named, created=known is None)]

    async def settle(self) -> None:
        self.settled += 1

    async def handle(self, principal: Principal, body: bytes, encoding: str | None) -> Answer:
        """The report door: the same rules and identities, a dictionary for a log."""
        self.bodies.append(body)
        if self.unavailable is not None:
            return self.unavailable
        reports = decode_reports(body)
        prepared = prepare(reports, principal, self.directory, to_us(NOW), frozenset())
        for row, report, _, _, submission, index in (*prepared.absolute, *prepared.counted):
            known = self.log.get(row[0])
            submission.outcomes[index] = (
                ACCEPTED if known is None else DUPLICATE if known[1] == row[-1] else CONFLICT
            )
            self.log.setdefault(row[0], (report, row[-1]))
            self._live(report, row[0], row[1], row[2])
        return results_answer(results_of(reports, prepared))

    def _live(self, report: Report, ident: bytes, source_key: int, lot_key: int) -> None:
        held = self.registers.setdefault(lot_key, LotRegisters())
        for one in registers_of(report, report.observed_us, lot_key, source_key, ident):
            self.position += 1
            held.put(one.name, f"{self.position:0{POS_WIDTH}d}{one.version}{one.value}")

    @property
    def logged(self) -> list[Report]:
        return [report for report, _ in self.log.values()]

    async def push(
        self,
        profile: str,
        body: object,
        message: str | None = None,
        *,
        encoding: str = "utf-8",
        content_type: str = "application/json",
    ) -> dict:
        """Push and return the decoded answer, with `http` and `encoding` beside it."""
        content = (
            body
            if isinstance(body, bytes)
            else json.dumps(body, ensure_ascii=False).encode(encoding)
        )
        known = self.door.profile(profile)
        assert isinstance(known, Profile)
        received = self.door.open(content, content_type, None)
        answer = await self.door.handle(VENDOR, known, received, message)
        charset = answer.headers["content-type"].partition("charset=")[2]
        told = json.loads(answer.body.decode(charset or "utf-8"))
        return told | {"http": answer.status, "charset": charset}
