"""Payloads: a bay is occupied, free, or the message says nothing of it; never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lorawan.codecs import CODECS, DECODED, NAMES, guess, reading_of
from ingest.lorawan.uplink import UnreadablePayloadError, Uplink


def read(codec: str, payload: str, port: int | None = None):
    return CODECS[codec].decode(bytes.fromhex(payload), port)


@pytest.mark.parametrize(
    ("codec", "payload", "port", "kind", "status"),
    [
        ("bosch_tps110", "01", 1, "change", "occupied"),
        ("bosch_tps110", "00", 1, "change", "free"),
        ("bosch_tps110", "01", 2, "heartbeat", "occupied"),
        ("bosch_tps110", "0012", 2, "heartbeat", "free"),
        ("bosch_tps110", "2403000075030000000000000" + "01d02" + "0301", 3, "start", "occupied"),
        ("bosch_tps110", "0102030405", 4, "other", None),
        ("bosch_tps110", "00" * 12, 6, "other", None),
        ("sigmais_sigpark", "b0007d004c00a3282436680c", None, "change", "occupied"),
        ("sigmais_sigpark", "380096005f00b5272432680c", None, "change", "free"),
        ("sigmais_sigpark", "82", None, "heartbeat", "occupied"),
        ("sigmais_sigpark", "32", None, "heartbeat", "free"),
        ("sigmais_sigpark", "811b24112233", None, "change", "occupied"),
        ("sigmais_sigpark", "0405aa", None, "other", None),
        ("libelium_parking", "80041e01ad109393ee00c7", 3, "change", "occupied"),
        ("libelium_parking", "0114160011f35a1095f3b5", 3, "heartbeat", "free"),
        ("libelium_parking", "04001e0e7cf2d9f91e0ddf", 3, "start", None),
        ("libelium_parking", "8303071e01921085853ac6", 3, "other", None),
        ("cayenne_lpp", "156601", 5, "heartbeat", "occupied"),
        ("cayenne_lpp", "0200000102016f026700d7", 5, "heartbeat", "free"),
        ("cayenne_lpp", "026700d7", 5, "other", None),
    ],
)
def test_what_a_sensor_says_is_what_its_maker_documents(codec, payload, port, kind, status):
    reading = read(codec, payload, port)
    assert (reading.kind, reading.status) == (kind, status)


def test_batteries_and_temperatures_are_read_beside_the_bay():
    assert read("bosch_tps110", "01ff", 2).temperature_c == -1
    sigpark = read("sigmais_sigpark", "b0007d004c00a3282436680c")
    assert (sigpark.battery_v, sigpark.temperature_c, sigpark.is_battery_low) == (3.6, 40, False)
    assert read("sigmais_sigpark", "c2").is_battery_low
    libelium = read("libelium_parking", "80041e01ad109393ee00c7", 1)
    assert (libelium.battery_v, libelium.temperature_c) == (3.596, 30)
    lpp = read("cayenne_lpp", "0200000102016f026700d7", 1)
    assert (lpp.battery_v, lpp.temperature_c) == (3.67, 21.5)


@pytest.mark.parametrize(
    ("codec", "payload", "port"),
    [
        ("bosch_tps110", "", 1), ("bosch_tps110", "effe", 1), ("bosch_tps110", "01", 99),
        ("bosch_tps110", "01", None), ("bosch_tps110", "0102", 3),
        ("sigmais_sigpark", "", None), ("sigmais_sigpark", "b000", None),
        ("sigmais_sigpark", "87", None), ("libelium_parking", "8004", 1),
        ("libelium_parking", "8f041e01ad109393ee00c7", 1), ("cayenne_lpp", "15", 1),
        ("cayenne_lpp", "156602", 1), ("cayenne_lpp", "", 1), ("cayenne_lpp", "01ff00", 1),
    ],
)  # fmt: skip
def test_what_no_sensor_of_the_family_writes_is_refused_and_no_bay_changes(codec, payload, port):
    with pytest.raises(UnreadablePayloadError):
        read(codec, payload, port)


@given(st.sampled_from(sorted(CODECS)), st.binary(max_size=64), st.none() | st.integers(0, 255))
def test_no_payload_breaks_a_codec(codec, payload, port):
    try:
        reading = CODECS[codec].decode(payload, port)
    except UnreadablePayloadError:
        return
    assert reading.status in {None, "free", "occupied", "unknown"}


def uplink(payload: str | None, port: int | None = 1, decoded=None) -> Uplink:
    return Uplink(
        "A1", None if payload is None else bytes.fromhex(payload), port, 1, decoded=decoded
    )


def test_a_device_nobody_named_is_read_only_where_one_family_alone_writes_so():
    assert guess(uplink("01"))[0] == "bosch_tps110"
    assert guess(uplink("82", None))[0] == "sigmais_sigpark"
    assert guess(uplink("effe")) is None
    assert guess(uplink("156601", 5)) is None  # a door may write so too


def test_the_codec_that_the_operator_names_counts_more_than_the_network_s_own_decoder():
    both = uplink("01", decoded={"occupied": False})
    assert reading_of(both, "bosch_tps110").status == "occupied"
    assert reading_of(both, DECODED).status == "free"
    assert reading_of(uplink(None, decoded={"occupied": False}), "bosch_tps110").status == "free"


def test_a_device_that_is_to_be_decoded_by_its_network_and_is_not_is_refused():
    with pytest.raises(UnreadablePayloadError):
        reading_of(uplink("01"), DECODED)


def test_names_of_codecs_are_what_a_list_of_devices_may_say():
    assert set(NAMES) == {
        "bosch_tps110", "sigmais_sigpark", "libelium_parking", "cayenne_lpp", "decoded",
    }  # fmt: skip
