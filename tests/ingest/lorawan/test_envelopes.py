"""Envelopes: who sent what, when, whatever network brought it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lorawan.envelopes import ENVELOPES, envelope_of, messages_of
from ingest.lorawan.uplink import NotAnUplinkError, UnreadableUplinkError
from tests.ingest.lorawan.samples import SAMPLES, sample


def uplink_of(name: str):
    (_, message), *_ = messages_of(json.loads(sample(name)))
    envelope, _ = envelope_of(message)
    return envelope.name, envelope.read(message)


@pytest.mark.parametrize(
    ("name", "network", "device", "payload", "port", "counter", "observed"),
    [
        ("chirpstack-up.json", "chirpstack", "0102030405060708", b"\x01", 1, 41,
         "2026-11-21T01:00:03.775023+00:00"),
        ("chirpstack-v3-up.json", "chirpstack", "0102030405060709", b"\x00\xff", 2, 17,
         "2026-11-21T01:00:07+00:00"),
        ("things-stack-up.json", "things_stack", "0004A30B001C0530", b"\x00\x0c", 2, 0,
         "2026-11-21T01:00:05.572000+00:00"),
        ("thingpark-up.json", "thingpark", "70B3D53AF0001234", b"\x00", 1, 902,
         "2026-11-21T09:00:06.120000+08:00"),
        ("sigfox-callback.json", "sigfox", "1D2F3A", b"\xb2", None, 118,
         "2026-11-21T01:00:00+00:00"),
    ],
)  # fmt: skip
def test_each_network_says_who_sent_what_and_when(
    name, network, device, payload, port, counter, observed
):
    found, uplink = uplink_of(name)
    assert found == network
    assert (uplink.device_id, uplink.payload, uplink.port, uplink.counter) == (
        device, payload, port, counter,
    )  # fmt: skip
    assert uplink.observed_at == observed


def test_the_clock_of_a_gateway_without_gps_is_not_believed():
    _, uplink = uplink_of("chirpstack-up.json")
    assert uplink.observed_at.startswith("2026-11-21")
    assert uplink.gateway_at is None  # 1980: no clock at all


def test_a_join_is_no_message_of_a_bay():
    with pytest.raises(NotAnUplinkError):
        uplink_of("chirpstack-join.json")


@pytest.mark.parametrize(
    "message",
    [
        {"DevEUI_downlink_Sent": {"DevEUI": "70B3D53AF0001234"}},
        {"end_device_ids": {"device_id": "a"}, "join_accept": {"session_key_id": "x"}},
        {"device": "1D2F3A", "data": None, "deviceTypeId": "5f0c"},
    ],
)
def test_receipts_joins_and_states_are_no_messages_of_a_bay_on_any_network(message):
    for _, found in messages_of(message):
        envelope, _ = envelope_of(found)
        with pytest.raises(NotAnUplinkError):
            envelope.read(found)


def test_a_payload_that_the_network_encrypts_is_refused_with_the_reason():
    message = json.loads(sample("thingpark-up.json"))["DevEUI_uplink"]
    with pytest.raises(UnreadableUplinkError, match="encrypted"):
        envelope_of(message)[0].read(message | {"payload_encryption": "1"})


@pytest.mark.parametrize("written", ["AB-02-03-04-05-06-07-08", "ab:02:03:04:05:06:07:08",
                                     "ab02030405060708", "qwIDBAUGBwg="])  # fmt: skip
def test_one_device_is_one_device_however_its_id_is_written(written):
    message = json.loads(sample("chirpstack-up.json"))
    message["deviceInfo"]["devEui"] = written
    assert envelope_of(message)[0].read(message).device_id == "AB02030405060708"


@pytest.mark.parametrize("wrap", [
    lambda m: [m, m], lambda m: {"result": m}, lambda m: [{"result": m}],
    lambda m: {"name": "as.up.data.forward", "data": m}, lambda m: {"data": [m]},
])  # fmt: skip
@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith("up.json")])
def test_a_message_is_found_in_a_list_an_event_or_a_store_s_answer(wrap, name):
    message = json.loads(sample(name))
    alone = [found for _, found in messages_of(message)]
    wrapped = [found for _, found in messages_of(wrap(message))]
    assert wrapped[0] == alone[0]


NAMES = [
    "deviceInfo", "devEui", "devEUI", "rxInfo", "data", "object", "fPort", "time", "end_device_ids",
    "uplink_message", "frm_payload", "dev_eui", "rx_metadata", "DevEUI", "payload_hex", "FPort",
    "Lrrs", "Lrr", "DevEUI_uplink", "device", "seqNumber", "result", "decoded_payload",
    "received_at",
]  # fmt: skip
SENT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(SENT)
def test_whatever_is_sent_is_read_or_refused_and_never_breaks_the_reader(json_value):
    for _, message in messages_of(json_value):
        envelope, score = envelope_of(message)
        assert envelope in ENVELOPES
        assert 0 < score <= 1
        try:
            uplink = envelope.read(message)
        except (NotAnUplinkError, UnreadableUplinkError):
            continue
        assert 0 < len(uplink.device_id) <= 64
