"""A time stamp for many answers a second: the slow part of RFC 3339 is done once a second."""

from parking.clock import SECOND_US, rfc3339


class Stamp:
    """Milliseconds, in the city's own offset."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self._second = -1
        self._head = ""
        self._offset = ""

    def at(self, now_us: int) -> str:
        second, part_us = divmod(now_us, SECOND_US)
        if second != self._second:
            whole = rfc3339(second * SECOND_US, self._zone)
            self._head, self._offset = whole[:19], whole[19:]
            self._second = second
        return f"{self._head}.{part_us // 1000:03d}{self._offset}"
