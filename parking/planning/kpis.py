"""KPIs: every figure of some lots in some time, from sums. It knows no lot, no report and no store.

The same sums always give the same figures, to the last bit. docs/kpis.md says what each one is.
"""

from msgspec import Struct

from parking.planning.kpi_names import KPI_CODES, KpiCode
from parking.planning.kpi_notes import NOT_LOOKED_AT, Figure, Note, notes_of
from parking.planning.kpi_service import service_figures, sharing_figures
from parking.planning.kpi_space import space_figures
from parking.planning.kpi_sums import KpiSums
from parking.planning.kpi_vehicles import vehicle_figures


class Kpis(Struct, frozen=True):
    """Every code has a value, or None and a note that says why; units are in `KPI_NAMES`.

    `coverage` is the share of open space-time that is known, None where nothing was open.
    `peak_at_us` is when the quarter hour of `peak_saturation` begins, None where that is.
    """

    coverage: float | None
    values: dict[KpiCode, float | int | None]
    notes: tuple[Note, ...]
    peak_at_us: int | None


def kpis(sums: KpiSums, zone: str) -> Kpis:
    """Make the figures; moments in notes are told in a zone's time."""
    made: list[Figure] = [
        *space_figures(sums, zone),
        *vehicle_figures(sums),
        *service_figures(sums),
        *sharing_figures(sums),
    ]
    figures = [
        Figure(figure.code, None, (NOT_LOOKED_AT,)) if figure.code in sums.left_out else figure
        for figure in made
    ]
    found = {figure.code: figure.value for figure in figures}
    values = {code: found[code] for code in KPI_CODES}
    peak = None if values["peak_saturation"] is None else sums.peak
    return Kpis(
        coverage=sums.occupancy.space.coverage,
        values=values,
        notes=notes_of(figures),
        peak_at_us=None if peak is None else peak.at_us,
    )
