"""Clients that come, stall and go end with the city's own picture, whatever happens to it."""

import random
from dataclasses import replace

import pytest

from api.live.hub import Hub
from api.live.tiles import places_of
from parking.ids import LotId, LotKey
from tests.live.city import City, lot_at, row_of_lots
from tests.live.picture import Picture
from tests.live.session_client import Client, tick

SOUTH = {"type": "watch", "id": "south", "bbox": [117.0, 36.0, 117.3, 36.72]}
NORTH = {"type": "watch", "id": "north", "bbox": [117.0, 36.71, 117.3, 38.9]}
NAMED = {"type": "watch", "id": "named", "lots": ["L00002", "L00005", "L00008"]}
VIEWS = {
    "south": lambda lot: lot["lat"] <= 36.72,
    "north": lambda lot: lot["lat"] >= 36.71,
    "named": lambda lot: lot["lot_id"] in NAMED["lots"],
}


@pytest.mark.parametrize("seed", range(40))
def test_whoever_comes_and_goes_ends_with_the_citys_own_picture(seed):
    town = Town(random.Random(seed))
    for _ in range(120):
        town.one_event()
    for _ in range(40):
        for index in range(4):
            town.clients[index] = town.clients[index] or town.come(index)
        town.round()
    for picture in town.pictures:
        assert picture.free() == town.city.free()


class Town:
    """A city where counts change, lots move, come and go, and so do four clients."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.city = City(row_of_lots(6))
        self.keys = 6
        self.hub = Hub(self.city.replica)
        self.pictures = [Picture(VIEWS) for _ in range(4)]
        self.clients: list[Client | None] = [None] * 4
        self.events = [self.join, self.part, self.stall, self.rebuild, self.move, self.register]
        self.events += [self.delete, self.round, self.round, *[self.count] * 4]

    def one_event(self) -> None:
        self.chance.choice(self.events)()

    def join(self) -> None:
        index = self.chance.randrange(4)
        self.clients[index] = self.clients[index] or self.come(index)

    def part(self) -> None:
        index = self.chance.randrange(4)
        client, self.clients[index] = self.clients[index], None
        if client:
            client.session.close()

    def stall(self) -> None:
        client = self.chance.choice(self.clients)
        if client:
            client.session.leave()

    def rebuild(self) -> None:
        if self.chance.random() < 0.2:
            forget = self.chance.random() < 0.5
            self.city.load(f"{self.chance.getrandbits(64):016x}", forget_positions=forget)

    def move(self) -> None:
        lots = sorted(self.city.free())
        key = self.key_of(self.chance.choice(lots))
        self.city.move(key, 36.6 + self.chance.random() / 3, 117.12)

    def register(self) -> None:
        """Register a lot that is not there; its id may have been another's that has gone."""
        number = self.chance.randrange(1, 12)
        if f"L{number:05d}" not in self.city.free():
            self.keys += 1
            lot = lot_at(self.keys, 36.6 + self.chance.random() / 3, 117.1)
            self.city.put(replace(lot, lot_id=LotId(f"L{number:05d}")))

    def delete(self) -> None:
        lots = sorted(self.city.free())
        if len(lots) > 3 and self.chance.random() < 0.3:
            self.city.delete(self.key_of(self.chance.choice(lots)))

    def key_of(self, lot_id: str) -> LotKey:
        lot = self.city.directory.find_lot(lot_id)
        assert lot is not None
        return lot.lot_key

    def count(self) -> None:
        for lot_id in self.chance.sample(sorted(self.city.free()), 2):
            self.city.count((self.key_of(lot_id), self.chance.randrange(100)))

    def come(self, index: int) -> Client:
        picture = self.pictures[index]
        client = Client(self.hub, self.city, picture)
        for request in (SOUTH, NORTH, NAMED):
            resume = picture.reconnect(request["id"])
            client.watch(request | ({"resume": resume} if resume else {}))
        return client

    def round(self) -> None:
        """Do what the ticker does."""
        hub, clients = self.hub, [client for client in self.clients if client]
        if hub.turn_epoch():
            for client in clients:
                client.session.reload("epoch")
        newcomers = hub.take_newcomers()
        for client in clients:
            places = places_of(newcomers.tiles)
            hub.stir(client.session.extend(places, newcomers.lots))
        tick(hub, self.city, *clients)
        for client in clients:
            client.read()
            if client.session.is_behind and self.chance.random() < 0.8:
                client.visit()
