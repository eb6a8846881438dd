"""Program: a linear program with whole columns, laid down block by block. It knows no parking."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Program:
    """To be maximised: columns with a worth and bounds from 0, rows with an upper bound."""

    def __init__(self) -> None:
        self.columns = 0
        self.rows = 0
        self._worth: list[Floats] = []
        self._most: list[Floats] = []
        self._is_whole: list[NDArray[np.bool_]] = []
        self._bounds: list[Floats] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []

    def add_columns(self, worth: Floats, most: Floats, *, whole: bool = False) -> Ints:
        """Return the numbers of the new columns."""
        numbers = np.arange(self.columns, self.columns + worth.size)
        self.columns += worth.size
        self._worth.append(worth)
        self._most.append(most)
        self._is_whole.append(np.full(worth.size, whole))
        return numbers

    def add_rows(self, bounds: Floats) -> Ints:
        """Return the numbers of the new rows, each at most its bound."""
        numbers = np.arange(self.rows, self.rows + bounds.size)
        self.rows += bounds.size
        self._bounds.append(bounds)
        return numbers

    def enter(self, rows: Ints, columns: Ints, factors: Floats | float) -> None:
        """Add columns times factors to rows, one by one; no place may be entered twice."""
        factors = np.broadcast_to(np.asarray(factors, float), rows.shape)
        self._entries.append((rows, columns, factors))

    @property
    def worth(self) -> Floats:
        return np.concatenate([np.zeros(0), *self._worth])

    @property
    def most(self) -> Floats:
        return np.concatenate([np.zeros(0), *self._most])

    @property
    def is_whole(self) -> NDArray[np.bool_]:
        return np.concatenate([np.zeros(0, bool), *self._is_whole])

    @property
    def bounds(self) -> Floats:
        return np.concatenate([np.zeros(0), *self._bounds])

    def by_row(self) -> tuple[Ints, Ints, Floats]:
        """Return where each row begins, and columns and factors row after row."""
        rows = np.concatenate([np.zeros(0, np.int64), *(part[0] for part in self._entries)])
        columns = np.concatenate([np.zeros(0, np.int64), *(part[1] for part in self._entries)])
        factors = np.concatenate([np.zeros(0), *(part[2] for part in self._entries)])
        order = np.lexsort((columns, rows))
        begins = np.searchsorted(rows[order], np.arange(self.rows + 1))
        return begins, columns[order], factors[order]
