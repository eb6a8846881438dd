"""A whole city as shipped (`onelot up`: stores with fsync, work, all guards) to watch live."""

import json
import re
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx

from tests.bench import jinan, servers
from tests.end_to_end.city import running_city
from tests.services.cities import MADE_UP_COUNTS

LOTS = 5_000
OPERATOR = "bench"
CAPACITY = 1_000
BATCH = 500
RADIUS_M = 1_500
ZONE = ZoneInfo("Asia/Shanghai")
SETTINGS = {
    "ONELOT_LIMIT_SOCKETS": "0",
    "ONELOT_LIMIT_READS_PER_S": "0",
    "ONELOT_LIMIT_REPORTS_PER_S": "0",
    **MADE_UP_COUNTS,
}
"""All clients have one address here; every other limit is as shipped."""


@dataclass(slots=True)
class LiveCity:
    """A city of many lots, each with a count."""

    url: str
    key: str
    serve_pid: int
    lats: jinan.Floats
    lons: jinan.Floats
    _serials: count = field(default_factory=lambda: count(1))

    @property
    def port(self) -> int:
        port = urlsplit(self.url).port
        assert port is not None
        return port

    def cpu_s(self) -> float:
        return servers.cpu_s(self.serve_pid)

    def rss_bytes(self) -> int:
        status = Path(f"/proc/{self.serve_pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found.group(1)) * 1024

    def client(self) -> httpx.Client:
        """A reporter's connection."""
        headers = {"authorization": f"Bearer {self.key}", "content-type": "application/json"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)

    def report(self, client: httpx.Client, lots: Sequence[int]) -> None:
        """Count these lots anew, each observed when it is first sent; sent until it is taken."""
        body = self._body(lots)
        while (answer := client.post("/v1/reports", content=body)).is_server_error:
            time.sleep(float(answer.headers["retry-after"]))
        answer.raise_for_status()

    def views(self, size: int) -> list[dict]:
        """What as many drivers watch: each the surroundings of a place where lots are."""
        return [view(*place) for place in jinan.drivers(self.lats, self.lons, size)]

    def _body(self, lots: Sequence[int]) -> bytes:
        observed_at = datetime.now(ZONE).isoformat()
        reports = []
        for lot, serial in zip(lots, self._serials, strict=False):
            space = {"space_class": "general", "free": serial % CAPACITY, "capacity": CAPACITY}
            reports.append(
                {
                    "kind": "snapshot", "lot_id": lot_id(lot), "record_serial": str(serial),
                    "observed_at": observed_at, "spaces": [space],
                }
            )  # fmt: skip
        return json.dumps({"reports": reports}).encode()


def lot_id(index: int) -> str:
    return f"{OPERATOR}-{index:06d}"


def view(lat: float, lon: float) -> dict:
    return {
        "type": "watch",
        "id": "a",
        "center": {"lat": lat, "lon": lon},
        "radius_m": RADIUS_M,
    }


@contextmanager
def live_city(lots: int = LOTS) -> Iterator[LiveCity]:
    """Run a city in which every lot has reported once."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    lats, lons = (degrees.round(7) for degrees in jinan.lots(lots))
    with (
        tempfile.TemporaryDirectory() as folder,
        running_city(Path(folder) / "city", settings=SETTINGS) as up,
    ):
        key = up.key("operator", OPERATOR)
        file = Path(folder) / "lots.geojson"
        file.write_text(json.dumps(_collection(lats, lons)))
        data_dir = str(up.started.data_dir)
        up.onelot("import", str(file), "--operator", OPERATOR, "--data-dir", data_dir)
        city = LiveCity(up.url, key, up.children()["serve"], lats, lons)
        with city.client() as client:
            for first in range(0, lots, BATCH):
                city.report(client, range(first, min(first + BATCH, lots)))
            _wait_until_counted(client, lots - 1)
        yield city


def _collection(lats: jinan.Floats, lons: jinan.Floats) -> dict:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                "lot_id": lot_id(index),
                "name": f"停车场 {index}",
                "capacity": CAPACITY,
            },
        }
        for index, (lat, lon) in enumerate(zip(lats.tolist(), lons.tolist(), strict=True))
    ]
    return {"type": "FeatureCollection", "features": features}


def _wait_until_counted(client: httpx.Client, lot: int) -> None:
    while client.get(f"/v1/lots/{lot_id(lot)}").json()["availability"]["free"] is None:
        time.sleep(0.02)
