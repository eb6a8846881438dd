"""Resumes: a client that was away is told what it missed, or honestly that nobody knows."""

from dataclasses import replace

from api.live.hub import Hub
from tests.live.picture import Picture
from tests.live.session_client import EVERYWHERE, Client, tick


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
