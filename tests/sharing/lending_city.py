"""A city of one lot that may lend spaces: the real replica, fed as its follower would feed it."""

from dataclasses import replace

from geo.nearby import Wanted
from geo.position import Position
from parking.live.availability import Availability
from parking.live.live_lot import LiveLot
from parking.live.register import merge
from parking.live.supply_register import Away, Supply, SupplyStep, register_of_supply
from parking.ports import Changes, Register
from tests.live.city import SOURCE, START_US, City, lot_at

MINUTE_US = 60_000_000
PLACE = (36.65, 117.12)
KEY = 1


def supply(*steps: tuple[int | dict[str, Away], ...], known_min: int = 48 * 60) -> Supply:
    """Steps as (minute, free, capacity), or with `away` after it, from the city's first moment."""
    return Supply(
        START_US + known_min * MINUTE_US,
        tuple(SupplyStep(START_US + minute * MINUTE_US, *figures) for minute, *figures in steps),
    )


class LendingCity(City):
    """Its clock stands at minute 0 until it is moved on."""

    def __init__(self, **facts) -> None:
        super().__init__([replace(lot_at(KEY, *PLACE), **facts)])
        self._claims = 0

    @property
    def live(self) -> LiveLot:
        return self.replica.live_lot(KEY)

    def lend(self, told: Supply) -> None:
        """Take in the register that a publisher wrote."""
        self._claims += 1
        self._take(register_of_supply(KEY, told, self._claims))

    def report(self, free: int, capacity: int, space_class: str = "general") -> None:
        """Let the lot's own source count now."""
        self._claims += 1
        value = f"{free:+08d}{capacity:+08d}{0:04d}{SOURCE.source_key:08d}"
        self._take(Register(KEY, f"s:{space_class}", self._version_now(), value))

    def sense(self, space_code: str, status: str) -> None:
        """Let a bay's sensor say `f`, `o` or `u` now."""
        self._claims += 1
        value = f"{status}{SOURCE.source_key}"
        self._take(Register(KEY, f"b:{space_code}", self._version_now(), value))

    def pass_to(self, minute: float) -> None:
        self.now_us = START_US + int(minute * MINUTE_US)
        while self.replica.sweep(self.now_us):
            pass

    def shown(self) -> Availability:
        return self.live.availability(self.now_us)

    def shared(self) -> tuple[int, int] | None:
        space = self.shown().by_class.get("shared")
        return None if space is None else (space.free, space.capacity)

    def is_near(self, space_class: str, min_free: int = 1) -> bool:
        arrays = self.replica.arrays
        columns = arrays.columns.nearby(space_class)
        wanted = Wanted(self.now_us, min_free)
        return arrays.index.nearest(Position(*PLACE), 500, 9, columns, wanted)[0] != []

    def _version_now(self) -> str:
        return f"{0:04d}{self.now_us:016d}{self._claims:015d}"

    def _take(self, register: Register) -> None:
        partition = self.lot(KEY).partition
        self._pos[partition] += 1
        position = self._pos[partition]
        stored, _ = merge(self._stored.get((KEY, register.name)), register, position)
        self._stored[KEY, register.name] = stored
        changes = Changes(partition, position, position, [(KEY, register.name, stored)])
        self.replica.apply_changes(changes, self.now_us)
