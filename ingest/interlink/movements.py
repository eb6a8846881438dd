"""From entries, exits and whole sessions to reports of movements. A session may hold both."""

from ingest.formats.publication import said
from ingest.interlink.looking import look
from ingest.interlink.reading import Amounts
from ingest.interlink.record_reader import LONGEST_CODE, RecordReader


def common_of(reader: RecordReader) -> dict[str, object]:
    """Return what every report may have; a serial is left out where the vendor has none."""
    return {
        "lot_id": reader.lot_id,
        "record_serial": reader.serial(),
        "sent_at": reader.moment_if_good("sent_at"),
        "epoch": reader.cumulative("epoch"),
        "seq": reader.cumulative("seq"),
        "is_backfill": reader.flag("is_backfill") or None,
    }


def vehicle_of(reader: RecordReader) -> dict[str, object]:
    """Return what is said of the vehicle; a car without a plate has no hash."""
    return {
        "plate_hash": reader.plate_hash(),
        "plate_color": reader.word("plate_color"),
        "vehicle_class": reader.word("vehicle_class"),
        "user_class": reader.word("user_class"),
        "space_code": reader.text("space_code", LONGEST_CODE),
        "space_class": space_class_of(reader),
    }


def space_class_of(reader: RecordReader) -> str | None:
    return reader.word("space_class", is_closed=True)


def free_of(reader: RecordReader) -> int | None:
    """Return the free count that came along, where it says anything."""
    free, capacity = reader.count("free_after"), reader.count("capacity")
    if free is None or (reader.profile.free_needs_capacity and not capacity):
        return None
    if capacity is not None and free > capacity:
        reader.note("free-above-capacity", "free_after", free=free, capacity=capacity)
    return free


def read_movement(reader: RecordReader, kind: str) -> None:
    """Read an entry or an exit; an exit needs no entry."""
    reader.out.amounts = amounts_of(reader)
    reader.out.reports.append(
        said(
            {
                "kind": kind,
                **common_of(reader),
                "observed_at": reader.needed_moment("observed_at"),
                **vehicle_of(reader),
                "lane_id": reader.text("lane_id", LONGEST_CODE),
                "free_after": free_of(reader),
            }
        )
    )


def read_passage(reader: RecordReader) -> None:
    """Read a record that says by a word whether it is an entry or an exit."""
    read_movement(reader, reader.needed_word("direction"))


def read_session(reader: RecordReader) -> None:
    """Read a record of a stay: its entry, and its exit once the car has left.

    The same stay comes twice, first without the exit. So that its entry is the same both times, a
    free count that comes with the entry alone is a snapshot of its own.
    """
    entered, left = reader.moment("entered_at"), reader.moment("left_at")
    if entered is None and left is None:
        reader.refuse("missing-field", "entered_at")
    told_when = reader.message.entry_when
    tells_entry = left is None or not told_when or look(told_when, reader.chain) is not None
    shared = {**common_of(reader), **vehicle_of(reader)}
    free = free_of(reader)
    reader.out.amounts = amounts_of(reader)
    reports = reader.out.reports
    if entered is not None and tells_entry:
        if left is not None:
            reader.out.derived.add(len(reports))
        lane = reader.text("entry_lane_id", LONGEST_CODE)
        entry = {"kind": "entry", **shared, "observed_at": entered, "lane_id": lane}
        reports.append(said(entry))
    if left is not None:
        lane = reader.text("exit_lane_id", LONGEST_CODE)
        leaving = {"kind": "exit", **shared, "observed_at": left, "lane_id": lane}
        reports.append(said({**leaving, "free_after": free}))
    elif free is not None:
        counted = {"kind": "snapshot", **common_of(reader), "observed_at": entered}
        space = said({"space_class": shared["space_class"], "free": free})
        reports.append(said({**counted, "spaces": [space]}))


def amounts_of(reader: RecordReader) -> Amounts | None:
    """Read the money in fen, so that what is wrong with it can be told."""
    amounts = Amounts(
        reader.fen("amount_due"), reader.fen("amount_paid"), reader.fen("amount_discount")
    )
    return None if amounts == Amounts() else amounts
