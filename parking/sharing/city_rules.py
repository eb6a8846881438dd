"""What a city decides about sharing, in one place: its sanctions, and how long plates are kept.

Set by `ONELOT_SANCTION_...` and `ONELOT_PLATE_DAYS`; the defaults are Jinan's.
"""

from typing import Final

from msgspec import Struct

from parking.sharing.sanctions import SanctionRules


class CityRules(Struct, frozen=True):
    """`plate_days`: so long after a booking's end the plate that its gate needed is kept."""

    sanctions: SanctionRules = SanctionRules()
    plate_days: int = 30


JINAN: Final = CityRules()
