"""Every format there is, in one list, and which of them a document is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.formats.apds.mapping import FORM as APDS
from ingest.formats.cds.mapping import FORM as CDS
from ingest.formats.datex2_light.mapping import FORM as DATEX2_LIGHT
from ingest.formats.datex2_v2_facility.mapping import FORM as DATEX2_V2_FACILITY
from ingest.formats.datex2_v2_parking_record.mapping import FORM as DATEX2_V2_PARKING_RECORD
from ingest.formats.datex2_v3.mapping import FORM as DATEX2_V3
from ingest.formats.datex2_v3_old_names.mapping import FORM as DATEX2_V3_OLD_NAMES
from ingest.formats.document import Document
from ingest.formats.form import Form, Likeness
from ingest.formats.geojson.mapping import FORM as GEOJSON
from ingest.formats.hk_carpark.mapping import FORM as HK_CARPARK
from ingest.formats.interlink.mapping import FORM as INTERLINK
from ingest.formats.liipi.mapping import FORM as LIIPI
from ingest.formats.lorawan.mapping import FORMS as LORAWAN
from ingest.formats.ngsi.mapping import FORM as NGSI
from ingest.formats.onelot_lots.mapping import FORM as ONELOT_LOTS
from ingest.formats.onelot_reports.mapping import FORM as ONELOT_REPORTS
from ingest.formats.osm.mapping import FORM as OSM
from ingest.formats.p_m_bw.mapping import FORM as P_M_BW
from ingest.formats.parkapi_v1.mapping import FORM as PARKAPI_V1
from ingest.formats.parkapi_v3.mapping import FORM as PARKAPI_V3
from ingest.formats.records.mapping import FORM as RECORDS
from ingest.formats.rss_parkleitsystem.mapping import FORM as RSS_PARKLEITSYSTEM
from ingest.formats.sensade.mapping import FORM as SENSADE
from ingest.formats.sg_carpark.mapping import FORM as SG_CARPARK
from ingest.formats.sheet.mapping import FORM as SHEET
from ingest.formats.siri_fm.mapping import FORM as SIRI_FM
from ingest.formats.spdp_nl.mapping import FORM as SPDP_NL
from ingest.formats.tw_tdx.mapping import FORM as TW_TDX
from ingest.formats.wfs_gml.mapping import FORM as WFS_GML

FORMS: Final[tuple[Form, ...]] = (
    ONELOT_LOTS, ONELOT_REPORTS, DATEX2_V3, DATEX2_V3_OLD_NAMES, DATEX2_V2_PARKING_RECORD,
    DATEX2_V2_FACILITY, DATEX2_LIGHT, SIRI_FM, WFS_GML, RSS_PARKLEITSYSTEM, PARKAPI_V1,
    PARKAPI_V3, SPDP_NL, SENSADE, P_M_BW, LIIPI, HK_CARPARK, SG_CARPARK, TW_TDX, NGSI, CDS,
    APDS, INTERLINK, OSM, *LORAWAN, GEOJSON, RECORDS, SHEET,
)  # fmt: skip
"""Of equally like ones the first is taken, so those that read anything stand last."""
_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True)
class Guess:
    """A format and how much a document looks like it."""

    form: Form
    likeness: Likeness


def guesses(document: Document, forms: Sequence[Form] = FORMS) -> list[Guess]:
    """Return the formats that a document looks like at all, the likest first."""
    found = [Guess(form, form.recognise(document)) for form in forms if document.kind in form.kinds]
    likely = [guess for guess in found if guess.likeness.score > 0]
    return sorted(likely, key=lambda guess: -guess.likeness.score)


def is_recognised(found: Sequence[Guess]) -> bool:
    """Tell whether the likest is like enough to be read."""
    return bool(found) and found[0].likeness.score >= _ENOUGH
