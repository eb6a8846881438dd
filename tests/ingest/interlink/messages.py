"""Messages as vendors of Jinan would send them, all invented, and how tests read them."""

import json

from ingest.interlink.mapping import read_records
from ingest.interlink.plates import plate_hasher
from ingest.interlink.reading import RecordReading
from ingest.interlink.received import open_body
from ingest.interlink.shipped import shipped_profiles

LOT = {
    "ParkID": 370102000031, "Name": "泉城广场地下停车场", "Addr": "历下区泺源大街", "Lat": 36.66127,
    "Lon": 117.02094, "Coordsys": "GCJ-02", "TotalSpace": 620, "CSpace": 80, "DSpace": 12,
    "Type": "11", "LimitHeight": 2.1, "StreetCode": "370102001",
    "OpeningHours": [{"StartTime": "06:00", "EndTime": "23:30"}],
    "PortalInfo": [{"Name": "北口", "Lat": 36.6620, "Lon": 117.0211}, {"Name": "坏"}],
    "UpdateTime": "2026-09-21 17:00:00",
}  # fmt: skip
HASHED = plate_hasher(b"secret", "quancheng")


def read(profile: str, body: object, named: str | None = None) -> list[RecordReading]:
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    document = open_body(content).document
    return read_records(document, shipped_profiles()[profile], named=named, hashed=HASHED)


def entry(**more: object) -> dict[str, object]:
    return {
        "parkCode": "JN-QCGC-01", "recordNo": "20260921000017", "plateNumber": "鲁A12345",
        "plateColorTxt": "蓝", "inChannelid": 1, "enterTime": "2026-09-21 17:09:10",
        "remainParkNum": 471, "totalParkNum": 600, "bcbz": 1, **more,
    }  # fmt: skip


def leaving(**more: object) -> dict[str, object]:
    told = entry(leaveTime="2026-09-21 18:40:02", outChannelid=2, remainParkNum="472")
    return {**told, **more}


def push(*records: dict[str, object], service: str = "") -> dict[str, object]:
    return {"serviceId": service, "timestamp": "2026-09-21 18:40:03", "dataItems": list(records)}
