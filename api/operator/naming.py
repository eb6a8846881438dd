"""Which lot ids a caller may write to and how many; of the others it is always told the same.

It knows names and owners as this process has followed them; the registry checks again as it writes.
"""

from parking.directory import Directory
from parking.principal import Principal
from parking.problems import Problem, ProblemError


def refuse_foreign(directory: Directory, caller: Principal, lot_id: str) -> None:
    """Answer another operator's lot like one that does not exist, before the body is looked at."""
    if caller.role == "admin":
        return
    known = directory.find_lot(lot_id)
    if known is None:
        is_own = _may_take(directory, caller, lot_id)
    else:
        is_own = caller.may_act_for(known.operator_key)
    if not is_own:
        raise ProblemError(not_yours(caller))


def _may_take(directory: Directory, caller: Principal, lot_id: str) -> bool:
    """Tell whether a new lot's id lies in the caller's name space, and in no longer name's."""
    return lot_id.startswith(f"{caller.operator_id}-") and not any(
        len(operator.operator_id) > len(caller.operator_id or "")
        and lot_id.startswith(f"{operator.operator_id}-")
        for operator in directory.operators()
    )


def refuse_one_too_many(directory: Directory, caller: Principal, lot_id: str, most: int) -> None:
    """Refuse a new lot beyond what one operator may register; what it has it may still change."""
    if caller.role == "admin" or not most or directory.find_lot(lot_id) is not None:
        return
    own = sum(lot.operator_key == caller.operator_key for lot in directory.lots())
    if own >= most:
        told = f"You have {own:,} lots, and {most:,} are allowed; ask the city for more."
        raise ProblemError(Problem("limit-exceeded", told, status=422))


def not_yours(caller: Principal) -> Problem:
    """Say of a foreign lot and of one that is not there the same: how new ids of this key begin."""
    return Problem(
        "not-found",
        f"You have no such lot; the id of a new one begins with '{caller.operator_id}-' and not "
        "with another operator's longer id.",
    )
