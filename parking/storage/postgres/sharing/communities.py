"""Communities: drivers whom an owner knows, for whom spaces can be kept. Members have no names."""

from dataclasses import dataclass
from datetime import datetime

from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.operators import ensure_operator
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.new_ids import new_id


@dataclass(frozen=True, slots=True)
class Community:
    """The owner is an operator, or a single owner's key. `members`: how many."""

    community_key: int
    community_id: str
    name: str
    owner_operator_key: int | None
    owner_operator_id: str | None
    owner_key_id: str | None
    created_at: datetime
    members: int

    def is_owned_by(self, principal: Principal) -> bool:
        if self.owner_operator_key is not None:
            return principal.may_act_for(self.owner_operator_key)
        return principal.role == "admin" or principal.key_id == self.owner_key_id


class InUseError(Exception):
    """An agreement names the community."""

    def __init__(self, agreement_id: str) -> None:
        super().__init__(agreement_id)
        self.agreement_id = agreement_id


async def make_community(
    connection: Connection, actor: Principal, name: str, operator_id: str | None
) -> Community:
    """Make one for the caller; `operator_id`: for whom an admin makes it."""
    owner_key_id = actor.key_id if actor.role == "owner" else None
    operator_key: int | None = None if actor.role == "owner" else actor.operator_key
    if actor.role == "admin" and operator_id is not None:
        operator, _ = await ensure_operator(connection, operator_id)
        operator_key = operator.operator_key
    community_id = new_id()
    await connection.execute(
        query("sharing/community_insert"), community_id, name, operator_key, owner_key_id
    )
    await audit.record(connection, actor, "community.create", community_id)
    made = await find_community(connection, actor, community_id)
    if made is None:
        raise LookupError(f"there is no community {community_id}")
    return made


async def find_community(
    connection: Connection, principal: Principal, community_id: str
) -> Community | None:
    """Read one of the caller's; another's is not found."""
    row = await connection.fetchrow(query("sharing/community_find"), community_id)
    found = None if row is None else Community(**dict(row))
    return found if found is not None and found.is_owned_by(principal) else None


async def list_communities(
    connection: Connection, principal: Principal, *, after: str = "", limit: int = 1_000
) -> list[Community]:
    """List the caller's, an admin's are all, in the order of ids, those above `after`."""
    operator_key = principal.operator_key if principal.role == "operator" else None
    rows = await connection.fetch(
        query("sharing/communities_list"), after, principal.role == "admin", principal.key_id,
        operator_key, limit,
    )  # fmt: skip
    return [Community(**dict(row)) for row in rows]


async def list_members(
    connection: Connection, community: Community, *, after: str = "", limit: int = 1_000
) -> list[str]:
    """List drivers by their ids, those above `after`."""
    rows = await connection.fetch(
        query("sharing/community_members"), community.community_key, after, limit
    )
    return [row["driver_id"] for row in rows]


async def add_member(
    connection: Connection, actor: Principal, community: Community, driver_id: str
) -> bool:
    """Let a driver in; False where there is no such driver. Twice is once."""
    known = await connection.fetch(query("sharing/driver_ids_known"), [driver_id])
    if not known:
        return False
    await connection.execute(
        query("sharing/community_member_put"), community.community_key, driver_id
    )
    await audit.record(connection, actor, "community.add", community.community_id)
    return True


async def remove_member(
    connection: Connection, actor: Principal, community: Community, driver_id: str
) -> bool:
    """Let a driver go, whose bookings stand; False where it is no member."""
    removed = await connection.fetchval(
        query("sharing/community_member_delete"), community.community_key, driver_id
    )
    if removed is None:
        return False
    await audit.record(connection, actor, "community.remove", community.community_id)
    return True


async def remove_community(connection: Connection, actor: Principal, community: Community) -> None:
    """Raises InUseError where an agreement that runs is for its members."""
    agreement_id = await connection.fetchval(
        query("sharing/community_in_use"), community.community_id
    )
    if agreement_id is not None:
        raise InUseError(agreement_id)
    await connection.execute(query("sharing/community_delete"), community.community_key)
    await audit.record(connection, actor, "community.delete", community.community_id)
