"""A client of the live channel without a socket, and the tick that its hub waits for."""

import json

from api.live.hub import Hub
from api.live.limits import LiveLimits
from api.live.requests import parse_request
from api.live.session import Session
from tests.live.city import City
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
