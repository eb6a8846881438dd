"""The standards' formats, their samples beside the tests, and a shared folder's where it is."""

import json
from pathlib import Path

from ingest.formats.apds.mapping import FORM as APDS
from ingest.formats.cds.mapping import FORM as CDS
from ingest.formats.document import Document
from ingest.formats.form import Form, Terms
from ingest.formats.hk_carpark.mapping import FORM as HK_CARPARK
from ingest.formats.liipi.mapping import FORM as LIIPI
from ingest.formats.ngsi.mapping import FORM as NGSI
from ingest.formats.no_payload import FORM as NO_PAYLOAD
from ingest.formats.p_m_bw.mapping import FORM as P_M_BW
from ingest.formats.parkapi_v1.mapping import FORM as PARKAPI_V1
from ingest.formats.parkapi_v3.mapping import FORM as PARKAPI_V3
from ingest.formats.publication import Publication
from ingest.formats.sensade.mapping import FORM as SENSADE
from ingest.formats.sg_carpark.mapping import FORM as SG_CARPARK
from ingest.formats.spdp_nl.mapping import FORM as SPDP_NL
from ingest.formats.tw_tdx.mapping import FORM as TW_TDX

FORMS: tuple[Form, ...] = (
    PARKAPI_V1, PARKAPI_V3, SPDP_NL, SENSADE, P_M_BW, LIIPI, HK_CARPARK, SG_CARPARK, TW_TDX, NGSI,
    CDS, APDS, NO_PAYLOAD,
)  # fmt: skip
HERE = Path(__file__).parent
SHARED = HERE.parents[3] / "shared" / "data" / "feeds"
SAMPLES = [
    (form, path)
    for form in FORMS
    if (HERE / form.name).is_dir()
    for path in sorted((HERE / form.name).glob("*.*json*"))
]
"""Every (form, sample of it)."""


def json_document(root: object) -> Document:
    return Document("json", json=root)


def sample(name: str) -> object:
    """The parsed sample at `format/file`."""
    return json.loads((HERE / name).read_text("utf-8"))


def read_sample(form: Form, name: str) -> Publication:
    return form.read(json_document(sample(f"{form.name}/{name}")), Terms())


def read_json(form: Form, root: object) -> Publication:
    return form.read(json_document(root), Terms())


def lots_of(publication: Publication) -> dict[str, dict[str, object]]:
    """Descriptions by id."""
    return {str(row.fields["lot_id"]): dict(row.fields) for row in publication.lots}


def spaces_of(publication: Publication) -> dict[str, dict[str, dict[str, object]]]:
    """The counts of all snapshots by lot and class, without the class in them."""
    counts: dict[str, dict[str, dict[str, object]]] = {}
    for row in publication.reports:
        for space in row.fields.get("spaces", []):
            rest = {name: value for name, value in space.items() if name != "space_class"}
            counts.setdefault(str(row.fields["lot_id"]), {})[space["space_class"]] = rest
    return counts


def codes_of(publication: Publication) -> dict[str | None, set[str]]:
    """The codes of findings by lot."""
    codes: dict[str | None, set[str]] = {}
    for finding in publication.findings:
        codes.setdefault(finding.lot_id, set()).add(finding.code)
    return codes


def states_of(publication: Publication) -> dict[str, bool]:
    """Which lots are said to be open or closed."""
    return {opening.lot_id: opening.is_open for opening in publication.openings}
