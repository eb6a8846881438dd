"""Whose lot a vendor's code means: the caller's own lot of that name, else the one made of it."""

from ingest.formats.lot_ids import lot_id_of
from parking.directory import Directory
from parking.principal import Principal


def lot_id_for(directory: Directory, principal: Principal, code: str) -> str:
    """Return our lot id for a vendor's code.

    A lot that the operator registered under that very code is meant; otherwise the id begins with
    the operator's, so that the codes of two vendors never meet.
    """
    lot = directory.find_lot(code)
    if lot is not None and principal.may_act_for(lot.operator_key):
        return code
    return code if principal.operator_id is None else lot_id_of(principal.operator_id, code)
