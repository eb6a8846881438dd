"""Role × route × ownership, generated from the OpenAPI: every cell declared, none wrong."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import get_args

import httpx

from parking.storage.settings import StoreUrls
from parking.vocabulary import Role
from tests.services.city import City, draft, running_city, snapshot

ROLES = get_args(Role)
OWN, FOREIGN, MISSING = "op1-a", "op2-a", "op1-none"
NOW = datetime.now(UTC).isoformat()

BODIES = {
    ("put", "/v1/operator/lots/{lot_id}"): {
        "name": "A",
        "lat": 36.65,
        "lon": 117.12,
        "capacity": 9,
    },
    ("post", "/v1/operator/lots/{lot_id}/recount"): {"spaces": [{"free": 1}], "reason": "seen"},
    ("post", "/v1/operator/lots/{lot_id}/closures"): {"reason": "match day"},
    ("put", "/v1/operator/lots/{lot_id}/aggregate"): {"is_aggregate": False, "reason": "seen"},
    ("post", "/v1/admin/clock"): {"now": NOW},
    ("post", "/v1/admin/operators"): {"operator_id": "op3", "name": "three"},
    ("post", "/v1/admin/keys"): {"role": "operator", "operator": "op3"},
}
QUERY = {
    "/v1/lots/nearby": "lat=36.65&lon=117.12",
    "/v1/cells": "bbox=117,36,118,37",
    "/v1/search": "q=a",
    "/v1/planner/replay": "at=2026-01-01T00:00:00Z",
}
OPEN_DOOR = {200, 201, 204, 409}
"""409: the clock is not manual, a key is gone: the caller was let in."""


@dataclass
class Operation:
    method: str
    path: str
    roles: list[str]

    @property
    def is_about_a_lot(self) -> bool:
        return "{lot_id}" in self.path and self.path.startswith("/v1/operator")


async def operations(city: City) -> list[Operation]:
    document = (await city.client.get("/openapi.json")).json()
    return [
        Operation(method, path, operation["x-roles"])
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


async def call(
    city: City, operation: Operation, headers: dict[str, str], lot_id: str = OWN
) -> httpx.Response:
    path = operation.path.replace("{lot_id}", lot_id)
    path = path.replace("{slug}", "not-found").replace("{key_id}", "nosuchkey0")
    path = path.replace("{closure_id}", "nosuchclosure")
    path += "?" + QUERY[operation.path] if operation.path in QUERY else ""
    body = BODIES.get((operation.method, operation.path))
    if operation.path in {"/v1/reports", "/v1/history"}:
        body = {"reports": [snapshot(lot_id, 1)]}
    return await city.client.request(operation.method, path, json=body, headers=headers)


async def keys_of(city: City) -> dict[str, dict[str, str]]:
    await city.put_lots(draft(OWN), draft(FOREIGN))
    keys = {role: await city.key(role) for role in ("driver", "owner", "planner", "admin")}
    return keys | {"anonymous": {}, "operator": await city.key("operator", "op1")}


async def test_every_role_may_do_what_is_declared_and_nothing_else(city: City):
    keys = await keys_of(city)
    for operation, role in product(await operations(city), ROLES):
        if operation.method == "delete" and not operation.path.endswith("{closure_id}"):
            continue  # ends what the others need; has its own tests
        status = (await call(city, operation, keys[role])).status_code
        cell = f"{role} {operation.method} {operation.path}: {status}"
        if role in operation.roles or "anonymous" in operation.roles:
            assert status not in {401, 403, 405, 500}, cell
        else:
            assert status == (401 if role == "anonymous" else 403), cell


async def test_an_operator_cannot_tell_a_foreign_lot_from_a_missing_one(city: City):
    keys = await keys_of(city)
    about_lots = [operation for operation in await operations(city) if operation.is_about_a_lot]
    assert len(about_lots) >= 4
    for operation in about_lots:
        foreign = await call(city, operation, keys["operator"], FOREIGN)
        missing = await call(city, operation, keys["operator"], "op2-none")
        assert foreign.status_code == missing.status_code == 404, operation
        assert foreign.text.replace(FOREIGN, "op2-none") == missing.text, operation


async def test_an_operator_may_use_every_route_on_its_own_lot(city: City):
    keys = await keys_of(city)
    for operation in await operations(city):
        is_plain = "{closure_id}" not in operation.path and operation.method != "delete"
        if operation.is_about_a_lot and is_plain:
            answer = await call(city, operation, keys["operator"])
            assert answer.status_code in OPEN_DOOR, (operation, answer.text)


async def test_no_key_of_the_wrong_shape_opens_a_route(stores: StoreUrls):
    """Each route is tried from an address of its own: one that guesses much is asked nothing."""
    async with running_city(stores, trusted_proxies="127.0.0.1") as city:
        closed = [op for op in await operations(city) if "anonymous" not in op.roles]
        for number, operation in enumerate(closed):
            address = {"x-forwarded-for": f"10.0.0.{number}"}
            for shown in ("ol_aaaaaaaaaa_bbb", "ol__", "x" * 5_000):
                answer = await call(city, operation, address | {"authorization": f"Bearer {shown}"})
                assert answer.status_code == 401, operation
