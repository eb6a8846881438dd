"""The best lots found so far, as a bounded heap in two plain arrays, worst first.

Better is the lower key, then the lower rank of the lot. Knows nothing of where lots are.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from geo.compiled import compiled

BEST_TYPES = (types.int32[::1], types.float64[::1], types.int32[::1])
"""Lots, their keys; and the rank of every lot there is."""


@compiled(types.boolean(*BEST_TYPES, types.int64, types.int64))
def _worse(
    lots: NDArray[np.int32], keys: NDArray[np.float64], ranks: NDArray[np.int32], a: int, b: int
) -> bool:
    if keys[a] == keys[b]:
        return bool(ranks[lots[a]] > ranks[lots[b]])
    return bool(keys[a] > keys[b])


@compiled(types.void(types.int32[::1], types.float64[::1], types.int64, types.int64))
def _swap(lots: NDArray[np.int32], keys: NDArray[np.float64], a: int, b: int) -> None:
    lots[a], lots[b] = lots[b], lots[a]
    keys[a], keys[b] = keys[b], keys[a]


@compiled(types.void(*BEST_TYPES, types.int64))
def _sink_worst(
    lots: NDArray[np.int32], keys: NDArray[np.float64], ranks: NDArray[np.int32], size: int
) -> None:
    """Bring the heap's order back after its root was replaced."""
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            return
        if child + 1 < size and _worse(lots, keys, ranks, child + 1, child):
            child += 1
        if not _worse(lots, keys, ranks, child, at):
            return
        _swap(lots, keys, at, child)
        at = child


@compiled(types.int64(*BEST_TYPES, types.int64, types.int64, types.float64))
def offer(
    lots: NDArray[np.int32],
    keys: NDArray[np.float64],
    ranks: NDArray[np.int32],
    size: int,
    lot: int,
    key: float,
) -> int:
    """Keep the lot if there is room or it beats the worst kept; gives the new size."""
    if size == lots.size:
        if keys[0] > key or (keys[0] == key and ranks[lots[0]] > ranks[lot]):
            lots[0], keys[0] = lot, key
            _sink_worst(lots, keys, ranks, size)
        return size
    at = size
    lots[at], keys[at] = lot, key
    while at > 0 and _worse(lots, keys, ranks, at, (at - 1) // 2):
        _swap(lots, keys, at, (at - 1) // 2)
        at = (at - 1) // 2
    return size + 1


@compiled(types.void(*BEST_TYPES, types.int64))
def sort_best_first(
    lots: NDArray[np.int32], keys: NDArray[np.float64], ranks: NDArray[np.int32], size: int
) -> None:
    """Turn the heap into a list, best first."""
    for end in range(size - 1, 0, -1):
        _swap(lots, keys, 0, end)
        _sink_worst(lots, keys, ranks, end)
