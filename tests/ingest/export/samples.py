"""Lots and availabilities for the tests of exports: by hand, and as hypothesis makes them."""

from dataclasses import replace

from hypothesis import strategies as st

from geo.cell import cell_of
from geo.position import Position
from ingest.export.publisher import Publisher
from ingest.export.shown import Shown
from parking.ids import LotId, LotKey, OperatorId, OperatorKey, SourceKey
from parking.live.availability import availability_of
from parking.live.class_picture import both, class_picture
from parking.live.picture import LotPicture
from parking.lot import Lot, Source
from parking.opening import OpeningState
from parking.ports import Operator
from parking.vocabulary import LAND_USES, LOT_CLASSES, SPACE_CLASSES, STRUCTURES
from parking.words import Words

NOW_US = 1_795_222_800_000_000
SECOND_US = 1_000_000
SOURCE = Source(SourceKey(12), "op-17", 1, "op", ttl_s=120)
OPERATOR = Operator(1, "op", "泉城停车", "Quancheng Parking")
PUBLISHER = Publisher(
    name=Words("济南市停车平台", "Jinan Parking"),
    url="https://parking.example.org",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[117.1, 36.6], [117.101, 36.6], [117.101, 36.601], [117.1, 36.6]]],
}
FULL_TARIFF = {
    "free_min": 30,
    "periods": [
        {"days": ["workday"], "from": "08:00", "to": "20:00", "cap_fen": 3_000,
         "steps": [{"fen": 500, "per_min": 60, "up_to_min": 120}, {"fen": 300, "per_min": 30}]},
    ],
    "day_cap_fen": 5_000,
}  # fmt: skip
HOURLY = {"periods": [{"steps": [{"fen": 250, "per_min": 30}]}]}
FREE = {"free": True}
TARIFFS = (None, FREE, HOURLY, FULL_TARIFF, {"visit_fen": 500})
HOURS = (
    None, "24/7", "Mo-Fr 08:00-20:00", "Mo-Su 07:30-22:00; Su 10:00-18:00",
    "Mo-Fr 08:00-12:00,13:00-18:00; PH off", "Nov-Mar 08:00-18:00", "22:00-06:00",
)  # fmt: skip


def lot(lot_id: str = "op-1", *, key: int = 1, **facts: object) -> Lot:
    """A lot of 100 general spaces in Jinan."""
    given = {"lat": 36.6512345, "lon": 117.1201234, "capacity": {"general": 100}} | facts
    given.setdefault("name", f"停车场 {lot_id}")
    name = given.pop("name")
    if given["lat"] is not None:
        given["cell"] = cell_of(Position(given["lat"], given["lon"]))
    return Lot(
        LotKey(key), LotId(lot_id), OperatorKey(1), OperatorId("op"), name, 0, version=7, **given
    )


def shown(
    a_lot: Lot,
    counts: dict[str, int | tuple[int, int]] | None = None,
    *,
    age_s: float = 10,
    is_open: bool = True,
    flags: frozenset[str] = frozenset(),
    kind: str = "measured",
    spread: int = 0,
) -> Shown:
    """A lot as readers see it: free, or free and capacity, by class, counted so long ago."""
    classes = {}
    for space_class, count in (counts or {}).items():
        free, capacity = count if isinstance(count, tuple) else (count, None)
        classes[space_class] = class_picture(
            free,
            a_lot.capacity.get(space_class) if capacity is None else capacity,
            spread=spread, kind=kind, observed_us=NOW_US - int(age_s * SECOND_US), source_key=12,
            flow_per_min=0.0, trend="filling", flags=set(flags),
        )  # fmt: skip
    picture = LotPicture(a_lot, classes, both(classes.get("general"), classes.get("shared")))
    opening = OpeningState(is_open)
    return Shown(a_lot, availability_of(picture, NOW_US, SOURCE, opening), OPERATOR)


names = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20
).filter(lambda text: " ".join(text.split()) == text)
lot_ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,20}", fullmatch=True)
degrees = st.integers(-10_000, 10_000).map(lambda n: n / 1e6)


@st.composite
def lots(draw, classes=SPACE_CLASSES, *, placed: bool = False) -> Lot:
    """Any lot; ids need not differ. `classes` are those it may have, `placed` that it is there."""
    lot_id = draw(lot_ids)
    lat, lon = 36.65 + draw(degrees), 117.1 + draw(degrees)
    has_place = placed or draw(st.booleans())
    is_drawn = has_place and draw(st.booleans())
    entrances = [{"lat": lat, "lon": lon, "name": "东门"}, {"lat": lat, "lon": lon + 0.001}]
    return lot(
        lot_id,
        key=draw(st.integers(1, 10**6)),
        name=draw(names),
        name_en=draw(st.none() | st.sampled_from(["East <Gate> & Co", 'A "B"'])),
        lat=round(lat, 7) if has_place else None,
        lon=round(lon, 7) if has_place else None,
        capacity=draw(st.dictionaries(st.sampled_from(classes), st.integers(1, 500))),
        lot_class=draw(st.none() | st.sampled_from(LOT_CLASSES)),
        structure=draw(st.none() | st.sampled_from(STRUCTURES)),
        land_use=draw(st.none() | st.sampled_from(LAND_USES)),
        address=draw(st.none() | names),
        opening_hours=draw(st.sampled_from(HOURS)),
        tariff=draw(st.sampled_from(TARIFFS)),
        max_height_m=draw(st.none() | st.sampled_from([1.8, 2.05, 4.0])),
        entrances=entrances if has_place and draw(st.booleans()) else None,
        outline=SQUARE if is_drawn else None,
        has_gate=draw(st.booleans()),
    )


@st.composite
def seen_lots(draw, classes=SPACE_CLASSES, *, placed: bool = False) -> Shown:
    """Any lot with any availability; where nothing is registered, the counts say of how many."""
    a_lot = draw(lots(classes, placed=placed))
    counted = draw(st.sets(st.sampled_from(sorted(a_lot.capacity or classes))))
    capacities = {name: a_lot.capacity.get(name, 60) for name in counted}
    counts = {name: (draw(st.integers(0, most)), most) for name, most in capacities.items()}
    return shown(
        a_lot,
        counts,
        age_s=draw(st.sampled_from([0, 5.5, 200, 4_000, 900_000])),
        is_open=draw(st.booleans()),
        flags=draw(st.sampled_from([frozenset(), frozenset({"suspect"}), frozenset({"drifting"})])),
        kind=draw(st.sampled_from(["measured", "derived", "expected", "declared"])),
        spread=draw(st.integers(0, 5)),
    )


def distinct(several: list[Shown]) -> list[Shown]:
    """Leave out lots whose id or key another has already."""
    by_id = {one.lot.lot_id: one for one in several}
    return [
        replace(one, lot=replace(one.lot, lot_key=LotKey(number)))
        for number, one in enumerate(by_id.values(), 1)
    ]
