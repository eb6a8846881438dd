"""Calls of the function library and what it answers. Knows no connection and no retry."""

from collections.abc import Sequence
from typing import Final, cast

from redis.exceptions import OutOfMemoryError, ResponseError

from parking.ports import Register
from parking.storage.redis.errors import (
    ProjectionAwayError,
    ProjectionFullError,
    ProjectionLostError,
)
from parking.storage.redis.keys import partition_keys
from parking.storage.redis.transport import Call, Reply

CHANGES_KEPT: Final = 20_000
"""By the stream of a partition, for followers: eight seconds of all that one process can take, an
hour of a city's day. Whoever missed more loads the partition anew."""
LAYOUT: Final = "2"
"""How keys, registers and streams are written. Whoever changes that takes the next number, and for
registers a migration that empties the checkpoint: a rebuild would bring the old ones back."""
DISK_FULL: Final = "MISCONF"
"""How Redis begins to say that it cannot write to its disk."""


def apply_call(partition: int, epoch: str, registers: Sequence[Register]) -> Call:
    """Write the call that merges registers into a partition."""
    call: list[str | bytes | int] = [
        "FCALL", "onelot_apply", 3, *partition_keys(partition), epoch, CHANGES_KEPT
    ]  # fmt: skip
    for register in registers:
        call.append(f"{register.lot_key}/{register.name}")
        call.append(register.version + register.value)
    return tuple(call)


def is_other_epoch(reply: Reply) -> bool:
    """Tell whether Redis refused because another epoch is in force."""
    return isinstance(reply, ResponseError) and str(reply).startswith("EPOCH")


def raise_if_error(reply: Reply) -> None:
    """Raise what a refusal means to callers of the projection."""
    if is_other_epoch(reply):
        raise ProjectionLostError(str(reply))
    if isinstance(reply, ResponseError):
        is_full = isinstance(reply, OutOfMemoryError) or str(reply).startswith(DISK_FULL)
        raise (ProjectionFullError if is_full else ProjectionAwayError)(str(reply)) from reply


def applied_of(reply: Reply) -> tuple[int, str]:
    """Read the position and a status digit per register."""
    raise_if_error(reply)
    position, statuses = cast("tuple[int, bytes]", reply)
    return position, statuses.decode()


def state_of(reply: Reply) -> tuple[str, int, bool]:
    """Read a partition's epoch, its position, and whether readers may trust it.

    What another release wrote in a layout of its own is as good as nothing: no epoch.
    """
    if isinstance(reply, ResponseError) and "WRONGTYPE" in str(reply):
        return "", 0, False
    raise_if_error(reply)
    epoch, position, trusted, *layout = cast("list[bytes | int]", reply)
    if layout != [LAYOUT.encode()]:
        return "", 0, False
    return cast("bytes", epoch).decode(), cast("int", position), trusted == 1


def policy_of(reply: Reply) -> str:
    """Read what a server does when its memory is full."""
    raise_if_error(reply)
    return cast("bytes", reply).decode()


def split_field(field: bytes) -> tuple[int, str]:
    """Read the lot and the register's name out of a hash field."""
    lot_key, _, name = field.decode().partition("/")
    return int(lot_key), name
