"""Partitions are for ever: these values may never change, or every stored key is lost."""

import numpy as np

from geo.cell import cell_of
from geo.partition import partition_of
from geo.position import Position


def test_a_partition_never_changes():
    quancheng = cell_of(Position(36.6638, 117.0208))
    assert partition_of(quancheng, "370102-P-00123") == 11
    assert partition_of(None, "370102-P-00123") == 7
    assert partition_of(None, "370102-P-00123", count=7) == 0


def test_neighbours_share_a_partition_whatever_their_ids():
    here, next_door = Position(36.6638, 117.0208), Position(36.6640, 117.0210)
    assert partition_of(cell_of(here), "a") == partition_of(cell_of(next_door), "b")


def test_lots_without_a_position_spread_evenly():
    counts = np.bincount([partition_of(None, f"lot-{n}") for n in range(4000)], minlength=16)
    assert counts.size == 16
    assert counts.min() > 180
