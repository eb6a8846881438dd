"""A client's picture of the city, kept by the rules that docs/live.md gives to page authors."""

import json


class Picture:
    """Takes server messages; fails when one of them breaks a promise of the protocol."""

    def __init__(self) -> None:
        self.lots: dict[str, dict] = {}
        self.pos: dict[str, int] = {}
        self.epoch = ""
        self.held: set[str] = set()
        self.seen: list[str] = []
        self._greatest: dict[tuple[str, str], int] = {}

    def take(self, payload: str | bytes) -> dict:
        message = json.loads(payload)
        self.seen.append(message["type"])
        match message["type"]:
            case "reload":
                self.held.discard(message["id"])
                self.lots.clear()
                self.pos.clear()
                self.epoch = message["epoch"]
            case "snapshot":
                self.epoch = message["epoch"]
                self._merge(message)
                if message["last"]:
                    self.held.add(message["id"])
            case "changes":
                self._merge(message)
                if "resumed" in message:
                    self.held.add(message["resumed"])
        return message

    def free(self) -> dict[str, int | None]:
        return {lot_id: lot["availability"]["free"] for lot_id, lot in self.lots.items()}

    def resume(self) -> dict | None:
        return {"epoch": self.epoch, "pos": dict(self.pos)} if self.held else None

    def reconnect(self) -> dict | None:
        """Begin a new connection: with what is held to resume from, or else with nothing."""
        resume = self.resume()
        if resume is None:
            self.lots.clear()
            self.pos.clear()
        self.held.clear()
        return resume

    def _merge(self, message: dict) -> None:
        for lot_id in message["gone"]:
            self.lots.pop(lot_id, None)
        for lot in message["lots"]:
            key = (self.epoch, lot["lot_id"])
            assert lot["v"] >= self._greatest.get(key, 0), f"{lot['lot_id']} went back"
            self._greatest[key] = lot["v"]
            assert "name" in lot or lot["lot_id"] in self.lots, "a lot never shown has changed"
            self.lots[lot["lot_id"]] = self.lots.get(lot["lot_id"], {}) | lot
        for partition, position in message["pos"].items():
            assert position >= self.pos.get(partition, 0), "a position went back"
            self.pos[partition] = position
