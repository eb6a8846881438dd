"""A viewer: one client of the live channel, by the rules of docs/live.md, on a bad network."""

import asyncio
import json
from collections.abc import Mapping

from geo.position import Position, haversine_m
from parking.lot import Lot
from tests.live.picture import Picture
from tests.live.raw import CLOSE, PING, PONG, TEXT
from tests.simulation.ages import wrong_with
from tests.simulation.cluster import Cluster
from tests.simulation.process import ApiProcess
from tests.simulation.registry_model import RegistryModel
from tests.simulation.socket_model import ModelSocket
from tests.simulation.stage import Stage

AWAY_S = (0.05, 1.5)
STAY_S = 4.0
NEEDED_BYTES = 2


def frame(opcode: int, data: bytes) -> bytes:
    """A client's frame, under a mask of zeros."""
    size = len(data)
    head = bytes([0x80 | opcode, 0x80 | (min(126, size))])
    return head + (b"" if size < 126 else size.to_bytes(2, "big")) + bytes(4) + data


class Sight(Picture):
    """The picture, and the rule that only an honest word may take a newer state away."""

    def __init__(self, registry: RegistryModel, begun: Mapping[str, int]) -> None:
        super().__init__()
        self._registry = registry
        self._begun = begun
        self._hello = ""

    def take(self, payload: str | bytes) -> dict:
        message = json.loads(payload)
        if message["type"] == "hello":
            self._hello = message["epoch"]
        if "resumed" in message:
            begun = self._begun
            assert begun[self._hello] <= begun[self.epoch], "resumed in another epoch"
        for lot in message.get("lots", ()):
            if self._registry.is_taken_again(lot["lot_id"]):
                # Another lot under an id that came free has positions of its own.
                self._greatest.pop((self.epoch, lot["lot_id"]), None)
        if message["type"] == "reload" and message["reason"] in ("ahead", "epoch"):
            # This process may know less than the last one did, and says so.
            self._greatest.clear()
            self.pos.clear()
        return super().take(payload)

    def reconnect(self, watch_id: str = "a") -> dict | None:
        resume = super().reconnect(watch_id)
        if resume is None:
            self._greatest.clear()
        return resume


class Line:
    """The client's end of one connection; what comes when it has hung up is nobody's."""

    def __init__(self, viewer: "Viewer") -> None:
        self._viewer: Viewer | None = viewer
        self.unread = b""
        self.is_gone = asyncio.Event()

    def hang_up(self) -> None:
        self._viewer = None

    def lost(self) -> None:
        self.is_gone.set()

    def take(self, data: bytes) -> None:
        self.unread += data
        while self._viewer and (found := _next_frame(self.unread)) is not None:
            opcode, payload, self.unread = found
            self._viewer.take(opcode, payload)


class Viewer:
    """Comes, watches, stalls, loses its connection and comes again, until it is told to stay."""

    def __init__(self, stage: Stage, cluster: Cluster, number: int, view: dict) -> None:
        self.name = f"viewer-{number}"
        self.view = view
        self.sight = Sight(stage.registry, stage.redis.begun)
        self.process: ApiProcess | None = None
        self._stage = stage
        self._cluster = cluster
        self._chance = stage.stream(self.name)
        self._socket: ModelSocket | None = None
        self._line = Line(self)
        self.is_staying = False

    @property
    def is_complete(self) -> bool:
        return self.process is not None and "a" in self.sight.held

    def sees(self, lot: Lot) -> bool:
        """Tell whether a lot must be in the picture; more may be."""
        if "lots" in self.view:
            return lot.lot_id in self.view["lots"]
        if lot.lat is None:
            return False
        if "bbox" in self.view:
            return True
        centre = Position(**self.view["center"])
        return haversine_m(centre, Position(lot.lat, lot.lon)) <= self.view["radius_m"]

    async def run(self) -> None:
        while True:
            if self._connect():
                await self._visit()
                self._hang_up()
            await asyncio.sleep(self._chance.uniform(*AWAY_S))

    def _connect(self) -> bool:
        process = self._cluster.any_api(self._chance)
        if process is None or self._stage.to_clients.loses(self._chance):
            return False
        self._line = Line(self)
        socket = ModelSocket(self._line, self._stage.to_clients, self._chance)
        self._socket = socket
        if not process.open_socket(socket):
            return False
        self.process = process
        self._watch()
        return True

    async def _visit(self) -> None:
        """Stay for a while, or for good once it is told to; now and then look away."""
        is_gone = self._line.is_gone
        while not is_gone.is_set():
            try:
                async with asyncio.timeout(self._chance.expovariate(1 / STAY_S)):
                    await is_gone.wait()
            except TimeoutError:
                if self.is_staying:
                    continue
                fate = self._chance.random()
                if fate < 0.4:
                    return
                if fate < 0.6:
                    await self._look_away()
                elif fate < 0.7:
                    self._watch_anew()

    async def _look_away(self) -> None:
        socket = self._socket
        socket.stall()
        await asyncio.sleep(self._chance.choice((0.3, 2.0, 12.0)))
        socket.read_on()

    def _watch_anew(self) -> None:
        self._say({"type": "unwatch", "id": "a"})
        self._watch()

    def _watch(self) -> None:
        resume = self.sight.reconnect()
        self._say({"type": "watch", "id": "a"} | self.view | ({"resume": resume} if resume else {}))

    def _hang_up(self) -> None:
        self.process = None
        self._line.hang_up()
        self._socket.reset()

    def _say(self, message: dict) -> None:
        self._socket.send(frame(TEXT, json.dumps(message).encode()))

    def take(self, opcode: int, payload: bytes) -> None:
        """Take one frame of the connection that is open."""
        if opcode == TEXT:
            self._read(payload)
        elif opcode == PING:
            self._socket.send(frame(PONG, payload))
        elif opcode == CLOSE:
            self._socket.send(frame(CLOSE, payload))

    def _read(self, payload: bytes) -> None:
        stage = self._stage
        stage.note(self.name, payload)
        try:
            message = self.sight.take(payload)
        except AssertionError as error:
            stage.fail(f"{self.name}: {error}", error)
            return
        self._demand_shown(message.get("pos", {}))
        for lot in message.get("lots", ()):
            wrong = wrong_with(lot["availability"], lot["ttl_s"])
            if wrong:
                stage.fail(f"{self.name} was shown {wrong}: {lot}")
        if message["type"] == "error":
            stage.fail(f"{self.name} was told {message}")

    def _demand_shown(self, told: Mapping[str, int]) -> None:
        """Whoever is told to stand at a position has been shown what was written up to there."""
        stage, sight = self._stage, self.sight
        if not self.is_complete:
            return
        for lot_id, seen in sight.lots.items():
            lot = stage.registry.find(lot_id)
            if lot is None or stage.registry.is_taken_again(lot_id):
                continue
            missed = stage.ledger.missed(lot, seen["v"], sight.epoch, told)
            if missed is not None:
                stage.fail(f"{self.name} was told {told} and of {lot_id} not {missed}: {seen}")


def _next_frame(data: bytes) -> tuple[int, bytes, bytes] | None:
    """Take one frame off; None until it is whole."""
    if len(data) < NEEDED_BYTES:
        return None
    size, start = data[1], 2
    if size == 126:
        size, start = int.from_bytes(data[2:4], "big"), 4
    elif size == 127:
        size, start = int.from_bytes(data[2:10], "big"), 10
    if len(data) < start + size or len(data) < start:
        return None
    return data[0] & 0x0F, data[start : start + size], data[start + size :]
