"""Times: when a count of an NGSI entity was so."""

from collections.abc import Sequence

from ingest.formats.facts import Facts
from ingest.formats.ngsi.entities import Entity
from ingest.formats.ngsi.payload import TIMES


def moment_of_count(entity: Entity, facts: Facts, counted: Sequence[str]) -> str | None:
    """Return the count's own time, else the entity's time of observation, else of its change."""
    for name in counted:
        if name in entity.times:
            own = Facts(
                facts.publication,
                f"{facts.pointer}/{name}",
                {"": entity.times[name]},
                facts.zone,
                lot_id=facts.lot_id,
            )
            return own.moment("")
    for name in TIMES:
        if facts.get(name) not in (None, ""):
            return facts.moment(name)
    return None
