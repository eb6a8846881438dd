"""Twin choice: of lots that are one, which is counted. Pure, and the same whoever asks.

The one that is known for more of the time; of like ones the one that was registered first. What was
chosen once stays while it is nearly as good.
"""

from collections.abc import Iterable, Mapping, Set
from typing import Final

from parking.checking.twins import Twins
from parking.checking.verdict import Evidence

ALIKE: Final = 0.9
"""Known for so much of the time of the best: as good."""
STAYS: Final = 0.75
"""What is counted already stays counted while it is known for so much of the time of the best."""


def left_out(
    pairs: Iterable[Twins], known: Mapping[int, int], counted: Set[int]
) -> dict[int, tuple[int, Evidence]]:
    """Return the lots that are not counted, each with the one that is, and why.

    `known` is how many steps of each lot are known; `counted` are those that others were left out
    for until now.
    """
    pairs = list(pairs)
    chosen: dict[int, tuple[int, Evidence]] = {}
    for group in _groups(pairs):
        kept = _best(group, known, counted)
        for pair in pairs:
            for lot_key in {pair.lot_key, pair.other_key} & group - {kept}:
                is_direct = kept in {pair.lot_key, pair.other_key}
                if is_direct or lot_key not in chosen:
                    chosen[lot_key] = kept, pair.evidence
    return chosen


def _best(group: Set[int], known: Mapping[int, int], counted: Set[int]) -> int:
    most = max(known.get(key, 0) for key in group)
    standing = [key for key in group & counted if known.get(key, 0) >= STAYS * most]
    alike = [key for key in group if known.get(key, 0) >= ALIKE * most]
    return min(standing or alike)


def _groups(pairs: Iterable[Twins]) -> list[set[int]]:
    """Return the lots that are one, by pairs: whose twin is a twin's twin is one of them."""
    groups: list[set[int]] = []
    for pair in pairs:
        joined = {pair.lot_key, pair.other_key}
        apart = []
        for group in groups:
            if group & joined:
                joined |= group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups
