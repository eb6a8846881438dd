"""Service tally: counts up what a service hour has; it knows neither time nor lots."""

from collections import Counter

from parking.clock import SECOND_US
from parking.planning.history.service_hour import ServiceHour


class ServiceTally:
    """Goes on where an hour that runs was left."""

    __slots__ = (
        "_delays", "_drift_capacity", "_drift_spaces", "_drifts", "_due_us", "_entries", "_exits",
        "_is_suspect", "_online_us", "_reports", "_suspects",
    )  # fmt: skip

    def __init__(self, hour: ServiceHour | None) -> None:
        so_far = ServiceHour(0, 0) if hour is None else hour
        self._reports, self._suspects = so_far.reports, so_far.suspects
        self._entries, self._exits = so_far.entries, so_far.exits
        self._due_us, self._online_us = so_far.due_us, so_far.online_us
        self._delays = Counter(so_far.delays)
        self._drifts = so_far.drifts
        self._drift_spaces, self._drift_capacity = so_far.drift_spaces, so_far.drift_capacity
        self._is_suspect = False

    def run(self, us: int, *, is_due: bool, is_online: bool) -> None:
        """Let so much time go by."""
        self._due_us += us * is_due
        self._online_us += us * (is_due and is_online)

    def note_report(self, *, is_suspect: bool, delay_us: int | None) -> None:
        self._reports += 1
        self._suspects += is_suspect
        self._is_suspect = is_suspect
        if delay_us is not None:
            self._delays[max(0, -(-delay_us // SECOND_US))] += 1

    def note_leap(self) -> None:
        """Make the report last noted suspect, if it is not so already."""
        self._suspects += not self._is_suspect
        self._is_suspect = True

    def note_drift(self, spaces: int, capacity: int) -> None:
        self._drifts += 1
        self._drift_spaces += spaces
        self._drift_capacity += capacity

    def note_passage(self, freed: int) -> None:
        self._entries += freed < 0
        self._exits += freed > 0

    def hour(self, hour_us: int, until_us: int) -> ServiceHour | None:
        """Return what it comes to; None where nothing was reported and nothing was due."""
        if not (self._reports or self._due_us):
            return None
        return ServiceHour(
            hour_us,
            until_us,
            self._reports,
            self._suspects,
            self._entries,
            self._exits,
            self._due_us,
            self._online_us,
            dict(sorted(self._delays.items())),
            self._drifts,
            self._drift_spaces,
            self._drift_capacity,
        )
