"""What a network's decoder made of a message: its word for the bay is found, or it is refused."""

import pytest

from ingest.lorawan.codecs.decoded import read_decoded
from ingest.lorawan.uplink import UnreadablePayloadError


@pytest.mark.parametrize(
    ("decoded", "status"),
    [
        ({"type": "parking status", "occupied": True}, "occupied"),
        ({"occupied": False}, "free"),
        ({"occupied": 1}, "occupied"),
        ({"isOccupied": "false"}, "free"),
        ({"parking_status": "Vacant"}, "free"),
        ({"parkingStatus": 1}, "occupied"),
        ({"status": "busy", "battery": 3.4}, "occupied"),
        ({"car": "no car", "presence": 0}, "free"),
        ({"data": {"parking": {"occupied": True}}}, "occupied"),
        ({"available": True}, "free"),
        ({"vacant": 0}, "occupied"),
        ({"free": "occupied"}, "occupied"),
        ({"车位状态": "有车"}, "occupied"),
        ({"state": "unknown"}, "unknown"),
    ],
)
def test_the_words_for_a_bay_that_are_in_use_are_understood(decoded, status):
    assert read_decoded(decoded).status == status


@pytest.mark.parametrize(
    "decoded",
    [
        {"temperature": 21.5},
        {"status": 1},
        {"state": 0},
        {"available": 5},
        {"occupied": True, "free": True},
        {"occupied": "perhaps"},
        {"occupied": None},
    ],
)
def test_what_says_nothing_clear_of_a_bay_is_refused(decoded):
    with pytest.raises(UnreadablePayloadError):
        read_decoded(decoded)


def test_a_heartbeat_is_told_from_a_change():
    assert read_decoded({"type": "heartbeat", "occupied": True}).kind == "heartbeat"
    assert read_decoded({"occupied": True}).kind == "change"
