import json
import random
from dataclasses import replace

import pytest

from api.live.hub import Hub
from api.live.limits import LiveLimits
from api.live.requests import parse_request
from api.live.session import Session
from api.live.tiles import places_of
from geo.cell import cell_text, parent_of
from parking.ids import LotKey
from parking.problems import ProblemError
from tests.live.city import City, lot_at, row_of_lots
from tests.live.picture import Picture

AROUND_1 = {"type": "watch", "id": "a", "center": {"lat": 36.67, "lon": 117.12}, "radius_m": 300}
EVERYWHERE = {"type": "watch", "id": "a", "bbox": [117.0, 36.5, 117.3, 38.9]}


def payloads(data: bytes) -> list[bytes]:
    found = []
    while data:
        size, start = data[1], 2
        if size == 126:
            size, start = int.from_bytes(data[2:4]), 4
        elif size == 127:
            size, start = int.from_bytes(data[2:10]), 10
        found.append(data[start : start + size])
        data = data[start + size :]
    return found


class Client:
    """A session whose socket is a list, visited by hand."""

    def __init__(self, hub: Hub, city: City, picture: Picture | None = None) -> None:
        self.city = city
        self.hub = hub
        self.picture = picture or Picture()
        self.session = Session(hub)
        self.wire: list[bytes] = []

    def watch(self, request: dict, limits: LiveLimits | None = None) -> None:
        self.session.watch(parse_request(json.dumps(request).encode()), limits or LiveLimits())

    def read(self) -> list[dict]:
        taken = [self.picture.take(part) for data in self.wire for part in payloads(data)]
        self.wire.clear()
        return taken

    def visit(self) -> list[dict]:
        self.wire.append(self.session.next_frame(self.city.now_us))
        return self.read()

    def visit_until_idle(self) -> list[dict]:
        taken = []
        while not self.session.join(self.wire.append):
            taken += self.visit()
        return taken


def tick(hub: Hub, city: City, *clients: Client) -> None:
    for client in clients:
        if client.session.is_behind:
            client.session.join(client.wire.append)
    for delivery in hub.deliver(hub.collect(), lambda: city.now_us):
        for member in delivery.members:
            if member in delivery.group.members:
                delivery.group.members[member](delivery.frame)
    hub.settled = hub.seq


@pytest.fixture
def city() -> City:
    city = City([*row_of_lots(5), lot_at(9, None, None)])
    city.count(*((key, 10 * key) for key in (1, 2, 3, 4, 5, 9)))
    return city


@pytest.fixture
def hub(city: City) -> Hub:
    return Hub(city.replica)


@pytest.fixture
def client(hub: Hub, city: City) -> Client:
    return Client(hub, city)


def test_a_watch_shows_all_lots_in_view_and_no_others(client):
    client.watch(AROUND_1)
    (snapshot,) = client.visit()
    assert [lot["lot_id"] for lot in snapshot["lots"]] == ["L00001"]
    assert snapshot["lots"][0]["availability"]["free"] == 10
    assert snapshot["last"] is True


def test_two_clients_of_the_same_view_share_the_very_bytes(client, hub, city):
    other = Client(hub, city)
    for one in (client, other):
        one.watch(AROUND_1)
        one.visit_until_idle()
    city.count((1, 7))
    tick(hub, city)
    assert client.wire[0] is other.wire[0]
    assert client.read()[0]["lots"][0]["availability"]["free"] == 7


def test_only_the_newest_state_of_a_lot_waits_for_a_client_that_is_away(client, hub, city):
    client.watch(AROUND_1)
    client.visit_until_idle()
    client.session.leave()
    for free in range(50):
        city.count((1, free))
        tick(hub, city)
    (changes,) = client.visit()
    assert [lot["availability"]["free"] for lot in changes["lots"]] == [49]


def test_a_resume_brings_exactly_what_was_missed(client, hub, city):
    client.watch(EVERYWHERE)
    client.visit_until_idle()
    resume = client.picture.resume()
    client.session.close()
    city.count((2, 99))
    tick(hub, city)
    again = Client(hub, city, client.picture)
    again.watch(EVERYWHERE | {"resume": resume})
    (changes,) = again.visit()
    assert changes["type"] == "changes"
    assert changes["resumed"] == "a"
    assert [lot["lot_id"] for lot in changes["lots"]] == ["L00002"]


def test_a_resume_from_another_epoch_reloads(client, hub, city):
    client.watch(EVERYWHERE | {"resume": {"epoch": "b" * 16, "pos": {"1": 100}}})
    reload, snapshot = client.visit()
    assert (reload["type"], reload["reason"]) == ("reload", "epoch")
    assert len(snapshot["lots"]) == 5


def test_a_resume_from_before_the_change_log_reloads(client, city):
    pos = dict.fromkeys("0123", 1)
    client.watch(EVERYWHERE | {"resume": {"epoch": city.replica.epoch, "pos": pos}})
    assert client.visit()[0]["reason"] == "gap"


def test_a_resume_waits_for_a_process_that_is_behind_the_client(client, hub, city):
    pos = {str(part): at for part, at in city.replica.positions().items()}
    client.watch(EVERYWHERE | {"resume": {"epoch": city.replica.epoch, "pos": pos | {"1": 105}}})
    tick(hub, city)
    assert client.visit() == []
    city.count((1, 3), (5, 3))
    tick(hub, city)
    assert client.visit()[0]["resumed"] == "a"


def test_a_new_epoch_reloads_every_watch(client, hub, city):
    client.watch(EVERYWHERE)
    client.visit_until_idle()
    city.load("c" * 16, forget_positions=True)
    assert hub.turn_epoch()
    client.session.reload("epoch")
    tick(hub, city)
    reload, snapshot = client.visit()
    assert (reload["epoch"], snapshot["epoch"]) == ("c" * 16, "c" * 16)
    assert client.picture.free() == {f"L{key:05d}": 10 * key for key in range(1, 6)}


def test_a_deleted_lot_is_gone_and_stays_gone_for_who_resumes(client, hub, city):
    client.watch(EVERYWHERE)
    client.visit_until_idle()
    away = Client(hub, city, Picture())
    away.watch(EVERYWHERE)
    away.visit_until_idle()
    away.session.close()
    city.delete(3)
    tick(hub, city)
    assert client.read()[0]["gone"] == ["L00003"]
    back = Client(hub, city, away.picture)
    back.watch(EVERYWHERE | {"resume": away.picture.resume()})
    back.visit()
    assert "L00003" not in back.picture.lots


def test_a_lot_that_moves_out_of_view_is_gone_and_one_that_moves_within_is_not(client, hub, city):
    client.watch(EVERYWHERE)
    client.visit_until_idle()
    city.move(1, 39.9, 116.4)
    city.move(2, 36.65 + 4 * 0.02, 117.12)
    tick(hub, city)
    (changes,) = client.read()
    assert changes["gone"] == ["L00001"]
    assert client.picture.lots["L00002"]["lat"] == pytest.approx(36.73)


def test_named_lots_need_no_position_and_unknown_ones_are_said_to_be_gone(client, hub, city):
    client.watch({"type": "watch", "id": "mine", "lots": ["L00009", "nowhere"]})
    (snapshot,) = client.visit()
    assert [lot["lot_id"] for lot in snapshot["lots"]] == ["L00009"]
    assert snapshot["gone"] == ["nowhere"]
    client.visit_until_idle()
    city.count((9, 1))
    tick(hub, city)
    assert client.read()[0]["lots"][0]["availability"]["free"] == 1


def test_cells_coarser_and_finer_than_a_tile_round_out(client, city):
    lot = city.lot(1)
    for resolution in (5, 8, 10):
        cells = [cell_text(parent_of(lot.cell, resolution))]
        client.watch({"type": "watch", "id": "a", "cells": cells})
        assert "L00001" in {seen["lot_id"] for seen in client.visit()[0]["lots"]}


def test_one_lot_too_many_is_refused_and_the_watch_before_it_stays(client):
    client.watch(AROUND_1)
    client.visit_until_idle()
    with pytest.raises(ProblemError) as refused:
        client.watch(EVERYWHERE, LiveLimits(lots=4))
    assert refused.value.problem.slug == "limit-exceeded"
    assert client.session.is_member


def test_a_large_view_comes_in_parts_of_which_only_the_last_says_so():
    city = City([lot_at(key, 36.0 + key * 1e-3, 117.12) for key in range(1, 2_001)])
    client = Client(Hub(city.replica), city)
    client.watch({"type": "watch", "id": "a", "bbox": [117.0, 35.9, 117.3, 38.9]})
    parts = client.visit_until_idle()
    assert len(parts) > 1
    assert [part["last"] for part in parts] == [False] * (len(parts) - 1) + [True]
    assert len(client.picture.lots) == 2_000


def test_nothing_is_left_in_the_hub_when_a_session_closes(client, hub):
    client.watch(EVERYWHERE)
    client.visit_until_idle()
    client.session.close()
    assert not hub._tiles
    assert not hub._groups


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
        self.city.move(int(self.chance.choice(lots)[1:]), 36.6 + self.chance.random() / 3, 117.12)

    def register(self) -> None:
        self.city.put(lot_at(self.chance.randrange(7, 12), 36.6 + self.chance.random() / 3, 117.1))

    def delete(self) -> None:
        lots = sorted(self.city.free())
        if len(lots) > 3 and self.chance.random() < 0.3:
            self.city.delete(int(self.chance.choice(lots)[1:]))

    def count(self) -> None:
        for lot_id in self.chance.sample(sorted(self.city.free()), 2):
            self.city.count((int(lot_id[1:]), self.chance.randrange(100)))

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


def test_who_resumes_at_a_process_that_began_meanwhile_hears_what_was_edited(hub, city):
    away = Client(hub, city, Picture())
    away.watch(EVERYWHERE)
    away.visit_until_idle()
    away.session.close()
    city.delete(3)
    city.put(replace(city.lot(2), name="renamed"))
    city.load("a" * 16)
    back = Client(Hub(city.replica), city, away.picture)
    back.watch(EVERYWHERE | {"resume": away.picture.resume()})
    (answer,) = back.visit()
    assert answer["resumed"] == "a"
    assert "L00003" not in back.picture.lots
    assert back.picture.lots["L00002"]["name"] == "renamed"


def test_who_resumes_at_another_process_hears_what_closed_by_its_hours(hub, city):
    away = Client(hub, city, Picture())
    away.watch(EVERYWHERE)
    away.visit_until_idle()
    away.session.close()
    city.put(replace(city.lot(2), opening_hours="off"))
    city.load("a" * 16)
    resume = away.picture.resume()
    resume["pos"]["1000"] = city.directory.version
    back = Client(Hub(city.replica), city, away.picture)
    back.watch(EVERYWHERE | {"resume": resume})
    back.visit()
    assert back.picture.lots["L00002"]["availability"]["state"] == "closed"


def test_a_lot_watched_by_name_is_shown_when_its_id_is_taken_again(client, hub, city):
    client.watch({"type": "watch", "id": "a", "lots": ["L00003"]})
    client.visit_until_idle()
    gone = city.lot(3)
    city.delete(3)
    tick(hub, city)
    assert client.read()[0]["gone"] == ["L00003"]
    city.put(replace(gone, lot_key=LotKey(33)))
    client.picture._greatest.clear()  # another lot, with positions of its own
    newcomers = hub.take_newcomers()
    taken = client.session.extend(places_of(newcomers.tiles), newcomers.lots)
    hub.stir(taken)
    client.visit_until_idle()
    tick(hub, city)
    client.read()
    assert "L00003" in client.picture.lots
