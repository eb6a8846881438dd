"""Service hour: how well one lot was reported on in one hour, in sums that add up in any order.

It knows what the reports were, not what they said of spaces; rates are made elsewhere, of sums.
"""

from collections.abc import Mapping

from msgspec import Struct


class ServiceHour(Struct, frozen=True):
    """Of one lot in the hour from `hour_us` on, computed up to `until_us`.

    `reports` stood, of every kind; `suspects` of them said what cannot be quite right: the door
    found it so, or an absolute count leapt within a minute. `entries` and `exits` are single
    passages that were reported.
    `due_us`: the lot was registered and had been heard before; `online_us`: of that, its newest
    report was no older than its source's interval.
    `delays`: by whole seconds, rounded up, how many reports took so long from `observed_at` to the
    platform; without those that said themselves that they were sent later than they happened.
    `drifts` absolute counts met an estimate that vehicles had been counted into; they were off by
    `drift_spaces` in all, either way, of `drift_capacity` in all.
    """

    hour_us: int
    until_us: int
    reports: int = 0
    suspects: int = 0
    entries: int = 0
    exits: int = 0
    due_us: int = 0
    online_us: int = 0
    delays: Mapping[int, int] = {}
    drifts: int = 0
    drift_spaces: int = 0
    drift_capacity: int = 0
