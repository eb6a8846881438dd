"""Mosquitto's ACL file: every operator its own topics, whoever the operators are."""

from collections.abc import Mapping, Sequence
from typing import Final

from ingest.mqtt.topics import REFUSALS, ROOT
from ingest.sharing.gate_messages import ROOT as GATES

PLATFORM_USER: Final = "onelot"
DROPPED: Final = "$SYS/broker/publish/messages/dropped"
_DOWN: Final = ("authorisations", "receipts")
_UP: Final = ("acknowledgements", "passages")
_HEAD: Final = """\
# Who may say and hear what. Written by `onelot mqtt acl`; write it anew when lots with a gate come
# or go, and send Mosquitto a SIGHUP. An operator's user name is its operator id.
"""


def acl_text(gated_lots: Mapping[str, Sequence[str]], platform_user: str = PLATFORM_USER) -> str:
    """Write the file. `gated_lots`: by operator, whose gates are spoken to by lot.

    Reports need no line per operator: `%u` is whoever is connected.
    """
    lines = [
        f"user {platform_user}",
        f"topic read {ROOT}/#",
        f"topic write {REFUSALS}/#",
        *(f"topic write {GATES}/+/{kind}" for kind in _DOWN),
        *(f"topic read {GATES}/+/{kind}" for kind in _UP),
        f"topic read {DROPPED}",
        "",
        f"pattern readwrite {ROOT}/%u/#",
        f"pattern read {REFUSALS}/%u",
    ]
    for operator_id, lot_ids in sorted(gated_lots.items()):
        if operator_id == platform_user or not lot_ids:
            continue
        lines += ["", f"user {operator_id}"]
        for lot_id in sorted(lot_ids):
            lines += [f"topic read {GATES}/{lot_id}/{kind}" for kind in _DOWN]
            lines += [f"topic write {GATES}/{lot_id}/{kind}" for kind in _UP]
    return "\n".join([_HEAD, *lines]) + "\n"
