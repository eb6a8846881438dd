"""Sessions: what is shown of a view, and what follows it, without a socket."""

from dataclasses import replace

import pytest

from api.live.hub import GONE_TICKS, Hub
from api.live.limits import LiveLimits
from api.live.tiles import places_of
from geo.cell import cell_text, parent_of
from parking.ids import LotKey
from parking.problems import ProblemError
from tests.live.city import City, lot_at
from tests.live.session_client import AROUND_1, EVERYWHERE, Client, tick


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


def test_a_lot_that_moves_out_of_view_is_gone_and_one_that_moves_within_is_not(client, hub, city):
    client.watch(EVERYWHERE)
    client.visit_until_idle()
    city.move(1, 39.9, 116.4)
    city.move(2, 36.65 + 4 * 0.02, 117.12)
    tick(hub, city)
    (changes,) = client.read()
    assert changes["gone"] == ["L00001"]
    assert client.picture.lots["L00002"]["lat"] == pytest.approx(36.73)


NAMED = {"type": "watch", "id": "b", "lots": ["L00001"]}


@pytest.mark.parametrize("views", [[EVERYWHERE], [AROUND_1, NAMED]])
def test_a_lot_that_moved_is_not_called_gone_to_whoever_comes_before_the_tick(hub, city, views):
    city.move(2, 36.67, 117.12)  # somebody stays where the lot leaves
    tick(hub, city)
    other, newcomer = Client(hub, city), Client(hub, city)
    other.watch(AROUND_1)
    other.visit_until_idle()
    city.move(1, 36.65 + 4 * 0.02, 117.12)
    for view in views:
        newcomer.watch(view)
    newcomer.visit_until_idle()
    tick(hub, city, other, newcomer)
    newcomer.read()
    assert "L00001" in newcomer.picture.lots
    assert [news["gone"] for news in other.read()] == [["L00001"]]


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


def test_who_is_behind_for_longer_than_a_lot_that_went_is_remembered_sees_all_anew(hub, city):
    prompt, slow = Client(hub, city), Client(hub, city)
    for client in (prompt, slow):
        client.watch(EVERYWHERE)
        client.visit_until_idle()
    slow.session.leave()
    city.delete(3)
    for _ in range(GONE_TICKS + 2):
        tick(hub, city, prompt)
    assert "L00003" in prompt.read()[0]["gone"]
    assert hub.fact(LotKey(3)) is None
    told = slow.visit_until_idle()
    assert [message["type"] for message in told][:2] == ["reload", "snapshot"]
    assert slow.picture.free() == prompt.picture.free()
    assert "L00003" not in slow.picture.lots
    prompt.session.leave()
    assert prompt.visit_until_idle() == [], "who has been told is not told again"


def test_a_lot_never_goes_back_though_it_is_newer_than_the_position():
    city = City([lot_at(key, 36.65 + key * 0.02, 117.12) for key in (1, 5)], settled_a_step=1)
    hub = Hub(city.replica)
    client, other = Client(hub, city), Client(hub, city)
    client.watch(EVERYWHERE)
    client.visit_until_idle()
    city.count((1, 7))
    other.watch(AROUND_1)
    other.visit()
    city.take((1, 8), (5, 8))
    city.replica.settle(city.now_us)  # the first of two: its step is not told yet
    tick(hub, city)
    client.read()
    assert client.picture.free()["L00001"] == 8
    client.watch(AROUND_1 | {"id": "b"})
    client.visit()
    assert client.picture.free()["L00001"] == 8
