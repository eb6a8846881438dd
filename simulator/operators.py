"""The simulated operators, how each of them reports, and which of their lots misbehave."""

from dataclasses import dataclass
from typing import Final, Literal

FeedStyle = Literal["snapshots", "movements", "changes", "totals", "bays"]
Fault = Literal["frozen", "inverted", "offline", "miscounting"]


@dataclass(frozen=True, slots=True)
class SimulatedOperator:
    """`share` weighs how many lots it runs; `period_s` is its rhythm of absolute counts."""

    operator_id: str
    name: str
    name_en: str
    style: FeedStyle
    period_s: float
    share: float
    fault: Fault | None = None


OPERATORS: Final[dict[str, SimulatedOperator]] = {
    operator.operator_id.removeprefix("jn-"): operator
    for operator in (
        SimulatedOperator("jn-static", "济南静态交通（模拟）", "Jinan Static Traffic (simulated)",
                          "snapshots", 60, 35),
        SimulatedOperator("jn-plaza", "泉城商业停车（模拟）", "Spring City Plazas (simulated)",
                          "movements", 900, 25),
        SimulatedOperator("jn-estate", "安居物业（模拟）", "Anju Estates (simulated)",
                          "changes", 60, 25),
        SimulatedOperator("jn-gate", "道闸科技（模拟）", "Gateworks (simulated)",
                          "totals", 600, 15),
        SimulatedOperator("jn-kerb", "路内泊位（模拟）", "Kerb Spaces (simulated)",
                          "bays", 600, 0),
        SimulatedOperator("jn-mirror", "镜像停车（模拟故障）", "Mirror Parking (simulated fault)",
                          "snapshots", 60, 2, fault="inverted"),
        SimulatedOperator("jn-silent", "沉默停车（模拟故障）", "Silent Parking (simulated fault)",
                          "snapshots", 60, 2, fault="offline"),
    )
}  # fmt: skip
