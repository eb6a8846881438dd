"""Payload records: the objects a JSON payload lists, found in whatever envelope they came in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from ingest.formats.facts import Facts, below, elements
from ingest.formats.form import IT_IS, NOT_AT_ALL, Likeness
from ingest.formats.publication import Publication

ENVELOPES: Final = (
    "items", "results", "data", "value", "records", "result", "Result", "payload", "body",
    "features",
)  # fmt: skip
"""Members under which lists are sent, whatever they list."""
_DEEPEST: Final = 3
_LOOKED_AT: Final = 500
_PARTLY: Final = 0.7
_HALF: Final = 0.5

Records = list[tuple[str, object]]
"""(pointer, element) of each record, in the payload's order."""
IsOurs = Callable[[Mapping[str, object]], bool]


def records_of(root: object, *names: str, is_record: IsOurs | None = None) -> Records:
    """Return the elements of a list, of the list under one of `names` or in an usual envelope.

    An object that holds none of these, or that `is_record` knows, is itself the one record.
    """
    if is_record is not None and isinstance(root, Mapping) and is_record(root):
        return [("", root)]
    return _records(root, "", (*names, *ENVELOPES), _DEEPEST)


def _records(root: object, pointer: str, names: Sequence[str], depth: int) -> Records:
    if isinstance(root, Mapping) and depth:
        for name in names:
            inner = root.get(name)
            if isinstance(inner, list) and (
                not inner or any(isinstance(i, Mapping) for i in inner)
            ):
                return list(elements(inner, below(pointer, name)))
            if isinstance(inner, Mapping) and any(member in inner for member in names):
                return _records(inner, below(pointer, name), names, depth - 1)
    return list(elements(root, pointer))


def facts_of(
    publication: Publication, records: Records, zone: ZoneInfo, *, is_zone_known: bool = False
) -> Iterator[Facts]:
    """Yield the facts of each record; what is no object gets a finding."""
    for pointer, element in records:
        if isinstance(element, Mapping):
            yield Facts(publication, pointer, element, zone, is_zone_known=is_zone_known)
        else:
            publication.find("bad-record", pointer, value=element)


def likeness_of(records: Records, is_ours: IsOurs) -> Likeness:
    """Tell how many of the first records bear a format's marks: most, some or none."""
    seen = [element for _, element in records[:_LOOKED_AT] if isinstance(element, Mapping)]
    marked = sum(1 for element in seen if is_ours(element))
    if marked == 0:
        return NOT_AT_ALL
    return IT_IS if marked >= len(seen) * _HALF else Likeness(_PARTLY)
