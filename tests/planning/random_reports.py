"""Reports as feeds send them: in any order, late, twice, corrected and voided; from a seed."""

from random import Random

from tests.ingest.city import at, report, snapshot

LOTS = ("N-1", "N-2", "N-3")
HOUR_S = 3_600


def random_reports(random: Random, count: int, from_s: int, to_s: int) -> list[dict]:
    """Return so many reports of a time (seconds from noon) in the order in which they come."""
    reports = [_claim(random, place, random.randrange(from_s, to_s)) for place in range(count)]
    amendments = [
        _amendment(random, place, claim, to_s)
        for place, claim in enumerate(random.sample(reports, count // 5))
    ]
    doubled = random.sample(reports, count // 10)
    everything = [*reports, *amendments, *doubled]
    random.shuffle(everything)
    return everything


def _claim(random: Random, place: int, seconds: int) -> dict:
    lot, serial = random.choice(LOTS), f"c{place}"
    plate = {"plate_hash": random.choice("PQR")}
    match random.randrange(8):
        case 0 | 1 | 2:
            return snapshot(random.randrange(110), seconds, lot, serial=serial)
        case 3:
            return report("entry", serial, seconds, lot, **plate)
        case 4:
            return report("exit", serial, seconds, lot, free_after=random.randrange(100), **plate)
        case 5:
            return report("heartbeat", serial, seconds, lot)
        case 6:
            status = random.choice(["free", "occupied", "unknown"])
            space = {"space_code": random.choice("XYZ"), "status": status}
            return report("space", serial, seconds, lot, **space)
        case _:
            ends = {"to": at(seconds + random.randrange(60, HOUR_S))}
            return report("closure", serial, seconds, lot, **ends)


def _amendment(random: Random, place: int, claim: dict, to_s: int) -> dict:
    """Void or correct a report; some say which second they mean and are older than it."""
    lot, serial = claim["lot_id"], claim["record_serial"]
    target: object = serial
    if random.random() < 0.5:
        target = {"record_serial": serial, "observed_at": claim["observed_at"]}
    seconds = to_s - 1 - place
    if claim["kind"] == "snapshot" and random.random() < 0.6:
        spaces = [{"free": random.randrange(100)}]
        return report("correction", f"k{place}", seconds, lot, correction_of=target, spaces=spaces)
    return report("void", f"v{place}", seconds, lot, void_of=target)
