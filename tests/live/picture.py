"""A client's picture of the city, kept by the rules that docs/live.md gives to page authors."""

import json
from collections.abc import Callable

MARKS = ("1000", "1001")


class Picture:
    """Takes server messages; fails when one of them breaks a promise of the protocol.

    `views` says of each watch which lots lie within its shape; all do, where it is silent. A lot
    under another name may be another one, registered anew under the id.
    """

    def __init__(self, views: dict[str, Callable[[dict], bool]] | None = None) -> None:
        self.lots: dict[str, dict] = {}
        self.pos: dict[str, int] = {}
        self.epoch = ""
        self.held: set[str] = set()
        self.seen: list[str] = []
        self._views = views or {}
        self._told: dict[str, int] = {}
        self._greatest: dict[tuple[str, str], tuple[str | None, int]] = {}

    def take(self, payload: str | bytes) -> dict:
        return self.take_message(json.loads(payload))

    def take_message(self, message: dict) -> dict:
        self.seen.append(message["type"])
        match message["type"]:
            case "hello":
                self._told.clear()
            case "reload":
                self._reload(message)
            case "snapshot":
                self.epoch = message["epoch"]
                self._merge(message)
                if message["last"]:
                    self.held.add(message["id"])
            case "changes":
                self._merge(message)
        return message

    def free(self) -> dict[str, int | None]:
        return {lot_id: lot["availability"]["free"] for lot_id, lot in self.lots.items()}

    def resume(self) -> dict | None:
        return {"epoch": self.epoch, "pos": dict(self.pos)} if self.held else None

    def reconnect(self, watch_id: str = "a") -> dict | None:
        """What to send to resume this watch on a new connection; None to begin it anew."""
        self._told.clear()
        if not self.held:
            self.pos.clear()
        if watch_id not in self.held:
            self._forget(watch_id)
            return None
        return self.resume()

    def _forget(self, watch_id: str) -> None:
        self.held.discard(watch_id)
        within = self._views.get(watch_id, lambda _: True)
        self.lots = {name: lot for name, lot in self.lots.items() if not within(lot)}

    def _reload(self, message: dict) -> None:
        self._forget(message["id"])
        if message["epoch"] != self.epoch:
            self.epoch = message["epoch"]
            self.pos.clear()
            self._told.clear()
            self.held.clear()

    def _merge(self, message: dict) -> None:
        for lot_id in message["gone"]:
            self.lots.pop(lot_id, None)
        for lot in message["lots"]:
            name = lot.get("name") or self.lots.get(lot["lot_id"], {}).get("name")
            key = (self.epoch, lot["lot_id"])
            named, greatest = self._greatest.get(key, (name, 0))
            assert lot["v"] >= greatest or name != named, f"{lot['lot_id']} went back"
            self._greatest[key] = name, lot["v"]
            if name is None:
                continue
            self.lots[lot["lot_id"]] = self.lots.get(lot["lot_id"], {}) | lot
        for partition, position in message["pos"].items():
            before = self._told.get(partition, 0)
            assert position >= before or partition in MARKS, "a position went back"
            self._told[partition] = self.pos[partition] = position
