"""Live lot: one lot of the replica, its registers, picture, hours, and what it renders to.

It knows its own state and the source behind it; nothing of the other lots or of who asks.
"""

from collections.abc import Iterator
from typing import Final

from geo.datum import Datum
from parking.directory import Directory
from parking.live.availability import (
    DEFAULT_TTL_S,
    Availability,
    availability_of,
    confirmed_us,
    to_json,
)
from parking.live.class_picture import ALWAYS_US, ClassPicture
from parking.live.facts import facts_head
from parking.live.freshness import freshness_at, stale_after_us
from parking.live.glance import Glance, glance_at, glance_of
from parking.live.hours import Hours
from parking.live.lot_registers import LotRegisters
from parking.live.picture import LotPicture, earliest, picture_of
from parking.live.stored import COUNT_NAME
from parking.lot import Lot, Source
from parking.vocabulary import Freshness, SpaceClass

RENDERED_FOR_US: Final = 1_000_000
"""A rendered fragment may be handed out for this long; ages in it are that much behind."""
SUPPLY_TTL_S: Final = 7_200.0
"""For readers who are far away: supply is told anew at least every hour."""
_MINUTE_S: Final = 60.0


class LiveLot:
    """`refresh` must follow every change of the lot, its registers, its source or its hours.

    A lot with one count of one class has its picture made when somebody asks for it.
    """

    __slots__ = (
        "_classes", "_directory", "_heads", "_hours", "_only_count", "_picture", "_rendered",
        "changed_us", "glance", "is_closed", "is_counted", "lot", "next_turn_us", "registers",
        "source", "stale_after_us", "turned_us",
    )  # fmt: skip

    def __init__(self, lot: Lot, directory: Directory) -> None:
        self._directory = directory
        self._classes: dict[SpaceClass, None] = {"general": None}
        self.registers = LotRegisters()
        self.put_facts(lot)
        self._only_count: str | None = None
        self._picture: LotPicture | None = None
        self.source: Source | None = None
        self.glance: Glance = glance_of(self.picture, None)
        self.is_closed = False
        self.is_counted = True
        self.changed_us = 0
        self.next_turn_us: int | None = None
        self.turned_us = 0
        """When it last changed by the clock; of what happened before it was here, when it came."""
        self.stale_after_us = stale_after_us(DEFAULT_TTL_S)

    @property
    def picture(self) -> LotPicture:
        """As of the last `refresh`."""
        if self._picture is None:
            only = self._only_count
            stored = {} if only is None else {COUNT_NAME["general"]: only}
            self._picture = picture_of(self.lot, stored)
        return self._picture

    @property
    def version(self) -> int:
        """The greatest position of the lot's registers."""
        return self.picture.version

    @property
    def ttl_s(self) -> float:
        if self.source is not None:
            return self.source.ttl_s
        return SUPPLY_TTL_S if self.glance.confirmed_us == ALWAYS_US else DEFAULT_TTL_S

    @property
    def heard_us(self) -> int:
        """When the lot was last heard of by a count, a bay or a heartbeat; 0 for never."""
        if self._only_count is not None:
            return self.glance.confirmed_us
        picture = self.picture
        observed = (space.observed_us for space in picture.classes.values())
        return max([picture.heartbeat_us, *(us for us in observed if us != ALWAYS_US)])

    # What the replica feeds.

    def put_facts(self, lot: Lot) -> None:
        """Take the registry's newest word on this lot."""
        self.lot = lot
        self._classes.update(dict.fromkeys(lot.capacity))
        self._hours = Hours(lot)
        self._heads: dict[Datum, bytes] = {}
        self._rendered: dict[Datum, tuple[int, bytes]] = {}

    def refresh(self, now_us: int) -> bool:
        """Bring registers, source and hours up to date; the lot counts as changed now.

        True when the clock may have changed it since the last time, if only in between.
        """
        self.changed_us = now_us
        self._rendered.clear()
        self._only_count = self.registers.only_count() if len(self._classes) == 1 else None
        if self._only_count is not None:
            self._picture = None
            self.is_counted = True
            self.glance = glance_at(self.lot, self._only_count)
            self._take_source(self.glance.source_key)
        else:
            self._picture = picture = self.registers.picture(self.lot)
            picture.show_supply(now_us)
            self.is_counted = picture.is_counted
            self._classes.update(dict.fromkeys(picture.classes))
            self._take_source(0 if picture.top is None else picture.top.source_key)
            self.glance = glance_of(picture, self.source)
        return self._turn(now_us)

    def forget_turns(self, now_us: int) -> None:
        """Take into account what the clock may have changed while nobody here was looking."""
        if self.lot.opening_hours is not None or self._has_turns:
            self.turned_us = now_us

    # What readers ask.

    def space(self, space_class: SpaceClass) -> ClassPicture | None:
        """Return the class as readers count it: general is what anybody may take."""
        if space_class == "general":
            return self.picture.top
        return self.picture.classes.get(space_class)

    def counts(self) -> Iterator[tuple[SpaceClass, tuple[int | None, int, int]]]:
        """Yield each class: free (None: no count), capacity (0: none here), when confirmed.

        Classes that the lot never had are left out: nearly all lots have one of eight.
        """
        for space_class in self._classes:
            yield space_class, self._count(space_class)

    def free(self, space_class: SpaceClass, now_us: int) -> int | None:
        """Return what is free; None where that is not known or too old to say."""
        free, _, confirmed = self._count(space_class)
        return free if now_us - confirmed <= self.stale_after_us else None

    def freshness(self, now_us: int) -> Freshness:
        """Return how fresh the lot's first figure is; unknown where there is none."""
        if self.glance.free is None:
            return "unknown"
        age_us = max(0, now_us - self.glance.confirmed_us)
        return freshness_at(age_us / 1_000_000, self.ttl_s)

    def low_at(self, space_class: SpaceClass, now_us: int, ahead_s: int) -> int:
        """Return the least that may be left `ahead_s` from now, at the rate the lot has shown."""
        space = self.space(space_class)
        if space is None or self.free(space_class, now_us) is None:
            return 0
        age_s = (now_us - confirmed_us(self.picture, space, self.source)) / 1_000_000 + ahead_s
        low = space.low - round(space.flow_per_min * age_s / _MINUTE_S)
        low -= self.picture.lost(space_class, now_us, now_us + ahead_s * 1_000_000)
        return max(0, low)

    def is_closed_at(self, moment_us: int) -> bool:
        """Tell whether a driver who comes then finds it closed."""
        return not self._hours.look_up(moment_us).is_open or self.picture.is_closed(moment_us)

    def availability(self, now_us: int) -> Availability:
        return availability_of(self.picture, now_us, self.source, self._hours.at(now_us))

    def fragment(self, datum: Datum, now_us: int) -> bytes:
        """Render a JSON object's members without its closing brace; up to a second old."""
        kept = self._rendered.get(datum)
        if kept is not None and 0 <= now_us - kept[0] < RENDERED_FOR_US:
            return kept[1]
        head = self._heads.get(datum)
        if head is None:
            head = self._heads[datum] = facts_head(self.lot, datum)
        rendered = b'%b,"v":%d,"ttl_s":%g,"availability":%b' % (
            head,
            self.picture.version,
            self.ttl_s,
            to_json(self.availability(now_us)),
        )
        self._rendered[datum] = (now_us, rendered)
        return rendered

    def snapshot_json(self, now_us: int) -> bytes:
        """Render the lot as a live `snapshot` shows it."""
        return self.fragment("wgs84", now_us) + b"}"

    def change_json(self, now_us: int) -> bytes:
        """Render what `changes` says of the lot."""
        return b'{"lot_id":"%b","v":%d,"ttl_s":%g,"availability":%b}' % (
            self.lot.lot_id.encode(),
            self.picture.version,
            self.ttl_s,
            to_json(self.availability(now_us)),
        )

    @property
    def _has_turns(self) -> bool:
        """Tell whether closures or shared spaces make the clock change it."""
        if self._only_count is not None:
            return False
        return bool(self.picture.closures) or self.picture.supply is not None

    def _take_source(self, source_key: int) -> None:
        source = self._directory.source(source_key)
        if source is not self.source:
            self.source = source
            self.stale_after_us = stale_after_us(self.ttl_s)

    def _turn(self, now_us: int) -> bool:
        opening = self._hours.at(now_us)
        was_closed = self.is_closed
        has_turned = self.next_turn_us is not None and self.next_turn_us <= now_us
        self.is_closed, self.next_turn_us = not opening.is_open, opening.until_us
        if self._has_turns:
            self.is_closed = self.is_closed or self.picture.is_closed(now_us)
            self.next_turn_us = earliest(opening.until_us, self.picture.next_turn_us(now_us))
        has_turned = has_turned or self.is_closed != was_closed
        if has_turned:
            self.turned_us = now_us
        return has_turned

    def _count(self, space_class: SpaceClass) -> tuple[int | None, int, int]:
        """Return free, capacity and when confirmed, as `counts` yields them."""
        if space_class == "general":
            glance = self.glance
            return glance.free, glance.capacity, glance.confirmed_us
        space = self.picture.classes.get(space_class)
        if space is None:
            return None, self.picture.registered(space_class) or 0, 0
        known = self.lot.capacity.get(space_class) if space.capacity is None else space.capacity
        confirmed = confirmed_us(self.picture, space, self.source)
        free = None if space.is_withheld else space.free
        return free, 1 if known is None else known, confirmed
