"""Terms of an agreement as the `terms` columns hold them: the fields of `Terms`, dates as text.

The one place that writes and reads that form; the form that callers send is `terms_reading`'s.
"""

from typing import Any

import msgspec

from parking.sharing.terms import Terms


def terms_to_stored(terms: Terms) -> dict[str, Any]:
    """Return what goes into `sharing_agreement.terms` and `sharing_agreement_version.terms`."""
    stored: dict[str, Any] = msgspec.to_builtins(terms)
    return stored


def terms_from_stored(stored: object) -> Terms:
    """Read such a column; raises msgspec.ValidationError for anything else."""
    return msgspec.convert(stored, Terms)
