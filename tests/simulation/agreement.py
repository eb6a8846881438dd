"""What must hold once everything works again: the log, Redis, replicas and viewers agree."""

from parking.live.lot_registers import is_kept
from tests.simulation.cluster import Cluster
from tests.simulation.expected import expected, rows_of, shown
from tests.simulation.process import ApiProcess
from tests.simulation.stage import PARTITIONS, Stage
from tests.simulation.viewer import Viewer

SAME = ("name", "lat", "lon", "v")


def stored_registers(stage: Stage) -> dict[tuple[int, str], str]:
    """Return all that Redis holds, by lot and register."""
    found: dict[tuple[int, str], str] = {}
    for partition in range(PARTITIONS):
        fields = stage.redis.data.hashes.get(f"lot:{{p{partition:02d}}}:registers", {})
        for name, stored in fields.items():
            lot_key, _, register = name.partition("/")
            found[int(lot_key), register] = stored
    return found


def disagreement(stage: Stage, cluster: Cluster, viewers: list[Viewer]) -> str | None:
    """Say what still differs; None when nothing does."""
    stored = stored_registers(stage)
    counted = {lot_key for lot_key, (version, _) in stage.postgres.counts.items() if version}
    wanted = expected(stage.postgres.committed(), counted)
    held = shown(stored.items()) | rows_of(stage.postgres.counts)
    # Of lots that have gone nobody asks any more: after a rebuild Redis has nothing of them.
    lots = {lot.lot_key for lot in stage.registry.lots()}
    wrong = _differs("the city", _of(lots, held), _of(lots, wanted))
    for process in cluster.apis.values():
        wrong = wrong or _wrong_replica(process, stage, stored)
    for viewer in viewers:
        wrong = wrong or _wrong_sight(viewer)
    return wrong


def _of(lots: set[int], registers: dict) -> dict:
    return {key: value for key, value in registers.items() if key[0] in lots}


def _differs(who: str, found: dict, wanted: dict) -> str | None:
    for key in sorted(found.keys() | wanted.keys(), key=str):
        if found.get(key) != wanted.get(key):
            return f"{who} holds for {key} {found.get(key)}, not {wanted.get(key)}"
    return None


def _wrong_replica(process: ApiProcess, stage: Stage, stored: dict) -> str | None:
    replica = process.replica
    if not process.follower.is_ready:
        return f"{process.name} is not ready"
    lots = {lot.lot_key: lot for lot in stage.registry.lots()}
    held = {live.lot.lot_key: live.lot for live in replica.live_lots()}
    if held != lots:
        return f"{process.name} knows other lots than the registry"
    found = {
        (live.lot.lot_key, name): value
        for live in replica.live_lots()
        for name, value in live.registers.all().items()
    }
    wanted = {
        key: value for key, value in stored.items() if key[0] in lots and is_kept(key[1], value)
    }
    return _differs(process.name, found, wanted)


def _wrong_sight(viewer: Viewer) -> str | None:  # noqa: PLR0911 - a list of wrongs
    """Compare with the process it is connected to: as if it had been there from the beginning."""
    process = viewer.process
    if process is None or not viewer.is_complete:
        return f"{viewer.name} has no picture yet"
    now_us = process.clock.now_us()
    wanted = {
        live.lot.lot_id: live for live in process.replica.live_lots() if viewer.sees(live.lot)
    }
    lots = viewer.sight.lots
    if not wanted.keys() <= lots.keys():
        return f"{viewer.name} misses {sorted(wanted.keys() - lots.keys())}"
    for lot_id, seen in lots.items():
        live = process.replica.find_live_lot(lot_id)
        if live is None:
            return f"{viewer.name} still sees {lot_id}, which is gone"
        facts = (live.lot.name, live.lot.lat, live.lot.lon, live.version)
        if tuple(seen[name] for name in SAME) != facts:
            return f"{viewer.name} holds {seen}, not {facts}"
        shut = seen["availability"]["state"] == "closed"
        if shut != live.is_closed:
            return f"{viewer.name} sees {lot_id} closed: {shut}"
        current = live.availability(now_us)
        before = seen["availability"]["free"]
        if None not in (before, current.free) and before != current.free:
            return f"{viewer.name} sees {before} free in {lot_id}, not {current.free}"
    return None
