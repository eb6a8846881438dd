from api.logs import without_personal_data


def test_coordinates_are_rounded_however_deep_they_lie() -> None:
    event = without_personal_data(None, "info", {"lat": 36.651234, "query": {"lon": 117.129876}})
    assert event == {"lat": 36.65, "query": {"lon": 117.13}}


def test_credentials_and_plates_never_reach_a_log() -> None:
    event = {
        "event": "x",
        "Authorization": "Bearer ol_1",
        "headers": {"cookie": "c"},
        "plate": "鲁A",
    }
    assert without_personal_data(None, "info", event) == {"event": "x", "headers": {}}
