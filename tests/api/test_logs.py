import logging

from api.logs import SparingOfRequests, without_personal_data


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


def said(text: str, *args: object, name: str = "uvicorn.error", level: int = logging.WARNING):
    return logging.LogRecord(name, level, "", 0, text, args, None)


def test_a_flood_of_broken_requests_is_a_line_a_minute() -> None:
    now = [0.0]
    sparing = SparingOfRequests(lambda: now[0])
    lines = 0
    for _ in range(1_000):
        now[0] += 0.6
        lines += sparing.filter(said("Invalid HTTP request received."))
    assert lines == 10
    assert sparing.filter(said("Exception in ASGI application", level=logging.ERROR))
    assert all(sparing.filter(said("leading", name="onelot.work")) for _ in range(5))


def test_a_path_that_somebody_made_up_reaches_no_log() -> None:
    asked = said('%s - "WebSocket %s" 403', "1.2.3.4", "/?lat=36.651234&lon=117.129876")
    assert not SparingOfRequests().filter(asked)
