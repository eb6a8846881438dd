"""A guess from names and values: right where it can be, and open about its doubts."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mapping.guessing import Guess, guess_mapping
from ingest.mapping.reading import read_mapping
from ingest.mapping.writing import to_toml
from tests.ingest.mapping.documents import opened


def guessed(content: object, name: str = "") -> Guess:
    guess = guess_mapping(opened(content, name))
    assert guess is not None
    return guess


def columns(guess: Guess) -> dict[str, str]:
    fields = {name: "+".join(pick.columns) for name, pick in guess.mapping.fields.items()}
    for counted, classes in guess.mapping.counts.items():
        for space_class, pick in classes.items():
            fields[f"{counted}.{space_class}"] = "+".join(pick.columns)
    return fields


def doubts(guess: Guess) -> set[str]:
    return {doubt.code for doubt in guess.doubts}


def table(header: str, *rows: str) -> str:
    return "\n".join((header, *rows)) + "\n"


SAME_IN_EIGHT = [
    ("停车场编号,停车场名称,总车位,剩余车位,经度,纬度,更新时间", "zh-Hans"),
    ("停車場編號,停車場名稱,總車位數,剩餘車位,經度,緯度,更新時間", "zh-Hant"),
    ("id,Bezeichnung,Kapazität,frei_gesamt,Längengrad,Breitengrad,Zeitstempel", "de"),
    ("car_park_id,name,total_spaces,availableSpaces,lng,lat,lastUpdated", "en"),
    ("code,naam,capaciteit,vrije plaatsen,lon,lat,tijdstip", "nl"),
    ("identifiant,nom,nb_places,places_disponibles,lon,lat,horodatage", "fr"),
    ("codice,nome,posti totali,posti liberi,longitudine,latitudine,data aggiornamento", "it"),
    ("id,nombre,plazas totales,plazas libres,longitud,latitud,fecha actualización", "es"),
]
ROWS = (
    "P1,泉城路停车场,120,37,117.0244,36.6651,2026-11-21 09:00:00",
    "P2,大明湖停车场,300,0,117.0201,36.6743,2026-11-21 09:00:00",
    "P3,洪家楼停车场,80,80,117.0655,36.6862,2026-11-21 09:05:00",
)


@pytest.mark.parametrize(("header", "language"), SAME_IN_EIGHT, ids=lambda one: str(one)[:8])
def test_the_same_table_is_understood_in_eight_languages(header: str, language: str):
    guess = guessed(table(header, *ROWS))
    names = header.split(",")
    assert columns(guess) == {
        "lot_id": names[0], "name": names[1], "capacity.general": names[2],
        "free.general": names[3], "lon": names[4], "lat": names[5], "observed_at": names[6],
    }  # fmt: skip
    assert guess.score >= 0.8
    assert not guess.doubts


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_columns_changes_nothing(order: random.Random):
    record = {
        "uid": "a", "Name": "泉城路", "total": 40, "free": 3, "occupied": 37, "status": "open",
        "address": {"street": "泉城路 1", "lat": "36.66", "lon": "117.02"}, "objectid": 9,
        "updated": "2026-11-21T09:00:00+08:00", "max_height": 210,
    }  # fmt: skip
    rows = [record | {"uid": str(n), "objectid": n} for n in range(3)]
    shuffled = [dict(order.sample(list(row.items()), len(row))) for row in rows]
    assert guessed({"list": shuffled}).mapping == guessed({"list": rows}).mapping


def test_a_guess_can_be_saved_and_used_as_a_file():
    for header, _ in SAME_IN_EIGHT:
        mapping = guessed(table(header, *ROWS)).mapping
        assert read_mapping(to_toml(mapping).encode()) == mapping


def test_a_field_called_occupancy_is_not_believed_without_a_word():
    for name in ("occupancy", "Belegung", "占用"):
        guess = guessed(
            table(f"id,name,capacity,{name}", "a,泉城停车场,50,20", "b,大明湖停车场,90,60")
        )
        assert columns(guess)["occupied.general"] == name
        assert doubts(guess) == {"maybe-free"}


def test_fractions_and_percents_are_shares_and_no_counts():
    ratio = guessed(
        table("id,name,capacity,occupancy", "a,泉城停车场,50,0.25", "b,大明湖停车场,90,0.8")
    )
    assert columns(ratio)["occupancy.general"] == "occupancy"
    assert ratio.mapping.units["occupancy"] == "ratio"
    percent = guessed(
        table("id,name,泊位数,占用率", "a,泉城停车场,50,25 %", "b,大明湖停车场,90,80 %")
    )
    assert columns(percent)["occupancy.general"] == "占用率"
    assert percent.mapping.units["occupancy"] == "percent"


def test_a_percent_of_unsaid_meaning_is_left_alone():
    guess = guessed(table("id,name,capacity,prozent", "a,Parkhaus A,50,25", "b,Parkhaus B,90,80"))
    assert "prozent" not in columns(guess).values()


def test_a_capacity_that_changes_beside_a_trend_is_taken_for_free_spaces_and_doubted():
    rows = [{"id": n, "parkhaus": f"P{n}", "kapazitaet": k, "tendenz": 0, "x": 7.0, "y": 51.0}
            for n, k in enumerate([0, 32, -1, 185])]  # fmt: skip
    guess = guessed(rows)
    assert columns(guess)["free.general"] == "kapazitaet"
    assert doubts(guess) == {"maybe-capacity"}


def test_codes_that_say_nothing_are_not_guessed():
    guess = guessed([{"id": n, "name": f"停车场{n}", "free": n, "total": 9, "state": n % 3}
                     for n in range(6)])  # fmt: skip
    assert "state" not in guess.mapping.fields
    assert "unread-words" in doubts(guess)


def test_yes_and_no_mean_what_the_name_of_the_column_says():
    for name, word in (("isOpened", "open"), ("is_closed", "closed")):
        rows = [
            {"id": n, "name": f"停车场{n}", "free": n, "total": 9, name: n < 2} for n in range(4)
        ]
        assert "true" in guessed(rows).mapping.words["state"][word]


def test_spaces_of_other_kinds_are_not_the_capacity():
    header = (
        "id,name,Anzahl Stellplätze,Anzahl Frauenparkplätze,Anzahl Behindertenparkplätze,Ladeplätze"
    )
    guess = guessed(table(header, "a,Parkhaus A,400,20,6,4", "b,Parkhaus B,90,2,1,0"))
    assert columns(guess) == {
        "lot_id": "id", "name": "name", "capacity.general": "Anzahl Stellplätze",
        "capacity.accessible": "Anzahl Behindertenparkplätze", "capacity.charging": "Ladeplätze",
    }  # fmt: skip


def test_limits_and_statistics_are_no_counts():
    guess = guessed([{"id": n, "name": f"Parkhaus {n}", "capacity": 90, "free_max": 80,
                      "max_stay_min": 60, "lat": 48.1, "lon": 9.2} for n in range(3)])  # fmt: skip
    assert set(columns(guess)) == {"lot_id", "name", "capacity.general", "lat", "lon"}
    assert guess.mapping.rows == "lots"


def test_bicycles_are_known_by_what_stands_there():
    rows = [{"id": n, "name": f"Bahnhof {n}", "art": "Fahrradbox", "kapazitaet": 9, "lat": 48.1,
             "lon": 9.2} for n in range(3)]  # fmt: skip
    assert guessed(rows).not_cars is not None
    mixed = guessed([*rows, *({**row, "art": "Parkhaus"} for row in rows)])
    assert mixed.not_cars is None
    assert [rule.why for rule in mixed.mapping.skip] == ["not-parking"]


def test_datum_zone_and_heights_are_read_off_the_names():
    guess = guessed(table(
        "id,name,capacity,free,lng_gcj02,lat_gcj02,time_utc,限高",
        "a,泉城停车场,50,20,117.02,36.66,2026-11-21 01:00:00,210",
        "b,大明湖停车场,90,60,117.03,36.67,2026-11-21 01:00:00,190",
    ))  # fmt: skip
    assert (guess.mapping.coordsys, guess.mapping.zone) == ("gcj02", "UTC")
    assert guess.mapping.units == {"height": "cm"}


def test_what_is_no_list_of_lots_is_told_what_it_lacks():
    stops = [{"stop_code": n, "name": f"站{n}", "lat": 36.6, "lon": 117.0, "line": "K50",
              "shelter": True} for n in range(5)]  # fmt: skip
    for content in (stops, {"hello": "world"}, [{"a": 1}, {"a": 2}], table("x,y", "1,2")):
        guess = guess_mapping(opened(content))
        assert guess is None or (guess.score < 0.6 and guess.lacks is not None), json.dumps(content)
