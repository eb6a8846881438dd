"""The shapes of the sensors' routes, as the OpenAPI shows them."""

from typing import Any, Final, Literal

from pydantic import BaseModel, Field

from ingest.reports.schemas import ProblemAnswer
from parking.device import Device


class EnvelopeAnswer(BaseModel):
    """What became of one envelope."""

    index: int = Field(description="its place among the envelopes of the request")
    status: Literal["accepted", "duplicate", "late", "conflict", "rejected", "nothing"] = Field(
        description="`nothing`: read, and it says nothing of a bay"
    )
    flags: list[str] = []
    problem: ProblemAnswer | None = None


class EnvelopesAnswer(BaseModel):
    """Everything not `rejected` is in the log, committed to disk."""

    durability: Literal["committed"]
    accepted: int
    results: list[EnvelopeAnswer]


class AllRefusedAnswer(ProblemAnswer):
    """None could be taken; the problem is the first one's."""

    results: list[EnvelopeAnswer] | None = None


class TokenKeyAnswer(BaseModel):
    """What a ThingPark connection is set up with."""

    key_id: str
    key: str = Field(description="Tunnel interface authentication key · 隧道接口认证密钥")
    path: str = Field(description="Where it posts to · 推送地址")


class DeviceAnswer(BaseModel):
    """One sensor: the bay that it watches, and how its payload is written."""

    device_id: str
    lot_id: str
    space_code: str
    codec: str


class DeviceList(BaseModel):
    """A page of an operator's sensors, by id."""

    devices: list[DeviceAnswer]
    next_after: str | None = Field(description="`after` of the next page; null on the last one")


class RowProblem(ProblemAnswer):
    """Why a row cannot be taken; `id` is the device's, where it has one."""

    id: str | None


class DevicesPut(BaseModel):
    """What became of a list: good rows are stored, whatever the others are."""

    changed: int = Field(description="new, or other than before")
    unchanged: int
    rejected: list[RowProblem]


class AllRowsRefused(ProblemAnswer):
    """No row could be taken; the problem is the first one's."""

    rejected: list[RowProblem] | None = None


ENVELOPES_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "One envelope as the network writes it, or a list",
        "content": {"application/json": {"schema": {"type": ["object", "array"]}}},
    }
}
DEVICES_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": 'JSON, `{"devices": [...]}` or the list alone, or CSV with a header',
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["devices"],
                    "properties": {
                        "devices": {"type": "array", "items": DeviceAnswer.model_json_schema()}
                    },
                }
            },
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


def told_of(device: Device) -> DeviceAnswer:
    return DeviceAnswer.model_validate(device._asdict())
