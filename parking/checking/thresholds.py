"""Thresholds: every number by which a feed is judged, in one place; `docs/feeds/self-checking.md`
says what each is for and what was measured with it.

Times are microseconds where a name ends in `_US`, seconds in `_S`; shares are of the capacity
unless they say of what.
"""

from typing import Final

from parking.clock import DAY_US, HOUR_US, MINUTE_US, SECOND_US

# Verdicts.
GOOD_TO_CLEAR: Final = 3
"""Good observations in a row end a verdict."""
AGAIN_WITHIN_US: Final = 36 * HOUR_US
AGAIN_CLEARS_US: Final = (0, HOUR_US, 6 * HOUR_US, 2 * DAY_US)
"""What comes back so soon after it ended, as each night at about the same hour, is one trouble: the
second time such a verdict lasts until all was good for the second of these, and so on."""

# What a lot usually does: changes per hour of the week, with a prior.
CHANCE: Final = 1e-4
CHANCES_A_DAY: Final = 48.0
"""A stillness less likely than that is no chance, even with so many chances a day."""
PRIOR_SHARE_AN_HOUR: Final = 0.05
PRIOR_AN_HOUR: Final = (0.5, 5.0)
"""Of a lot that nobody has seen: changes per hour of daytime, by capacity, within these bounds."""
PRIOR_NIGHT: Final = 0.1
"""Of the prior's daytime rate, from 22 to 6 o'clock."""
PRIOR_CHANGES: Final = 3.0
"""The changes that a prior weighs as much as."""
OTHER_DAYS: Final = 0.5
"""Of a workday's rate a weekend is expected to have, and the other way round, until it is seen."""
MEMORY_A_WEEK: Final = 0.8
"""What was seen in an hour of the week counts so much less each time that hour comes again."""
SURE_UNSEEN: Final = 0.5
SURE_PER_WEEK: Final = 4.0
SURE_PER_DAY: Final = 3.0
SURE_PER_OTHER_DAY: Final = 0.5
SURE_AT_MOST: Final = 14.0
"""How sure a rate is, as the shape of a gamma distribution: by how often this hour of the week,
of like days and of other days was seen. The most leaves room for days unlike any other."""
DAY_OPEN_CHANGES: Final = 4.0
SURE_BEFORE_FIRST_CHANGE: Final = 8.0
SURE_BEFORE_FIRST_CHANGE_UNSEEN: Final = 1.0
KNOWN_DAYS: Final = 1.8
"""Until so much has moved on a day it may be a holiday; the second is for an hour that was seen on
fewer days like it than the third."""
DAY_BEGINS_US: Final = 4 * HOUR_US
"""After local midnight: what is quiet from then on may be closed for the day."""
DAY_WEIGHT: Final = 4.0
"""A day that is quieter than usual is believed with so many changes in favour of the usual."""
LONGEST_WATCH_US: Final = 30 * MINUTE_US
"""Two equal counts further apart, and three usual intervals apart, do not show that it stood."""
LEARN_STILL_US: Final = 7 * DAY_US
"""A stillness that lasts is learned for so long: after it every hour of the week was seen once."""

# Frozen lot, frozen feed, clamped lot.
STILL_AT_LEAST_US: Final = 15 * MINUTE_US
STILL_REPORTS: Final = 4
"""A count that stands is looked at after so long and so many reports."""
BOUND_SHARE: Final = (0.3, 0.5)
BOUND_SURE: Final = (6.0, 6.0)
BOUND_SURE_AT_MOST: Final = 8.0
BOUND_NEAR: Final = 0.005
BOUND_MEMORY: Final = 500.0
CLAMPED_IS_FROZEN_US: Final = DAY_US
"""A full or an empty lot changes so much more rarely, until it has been seen full or empty. What
stands at a bound is clamped; for longer than the last of these, frozen."""
NEVER_MOVED_US: Final = 3 * DAY_US
NEVER_MOVED_CHANGES: Final = 60.0
"""A lot that never changed is dead after so long and so many changes of the prior."""
MOVEMENTS_UNHEARD: Final = 30
MOVEMENTS_ONE_WAY: Final = 0.3
"""Vehicles counted at the gates while the count stands, and which part of them one way more."""
FROZEN_FEED_LOTS: Final = 2
FROZEN_FEED_INTERVALS: Final = 10
"""A feed of at least so many lots stands for so many of its usual intervals between changes."""

# Offline.
OFFLINE_LEAST_S: Final = 90.0
OFFLINE_INTERVALS: Final = 3
"""Usual intervals in a row that may be missing, before losses are allowed for."""
OFFLINE_LOSS_DOUBT: Final = 1.5
OFFLINE_FIRST_LOSS: Final = 0.03
OFFLINE_LOSS_CHANCE: Final = 1e-6
"""Of ordinary losses in a row: so many intervals more are waited for."""
OFFLINE_UNPROVEN_S: Final = 1_200.0
OFFLINE_UNPROVEN: Final = 3.0
OFFLINE_PROVEN_US: Final = 20 * HOUR_US
"""What changes often seems regular until the night: at least so long, and so many times as long as
otherwise, until it has been regular for that time."""
OFFLINE_NEW_HOUR: Final = 2.0
OFFLINE_SEEN: Final = 1.3
"""Times as long at an hour of the day that is new; times the longest silence seen at that hour."""
OFFLINE_IRREGULAR: Final = 3.5
OFFLINE_IRREGULAR_LEAST_S: Final = 600.0
OFFLINE_REPEATS_S: Final = 1_800.0
OFFLINE_IRREGULAR_DAYS: Final = 2
"""Times the longest silence seen at that hour on so many days, where a source is irregular; at
least so long, and as long as its repeats are apart."""
OFFLINE_ANYWAY_US: Final = DAY_US
"""Silence of a source of which nothing is known for that hour."""
REGULAR_SPREAD: Final = 2.0
"""A source is regular whose long intervals (90 %) are at most so many times its usual ones."""
INTERVALS_KEPT: Final = 64
INTERVALS_ENOUGH: Final = 12
REPEATS_AT_MOST: Final = 0.05
REPEATS_ENOUGH: Final = 20
"""A source that repeats itself no more often reports changes only: silence is no news."""

# Inverted.
MIRROR_SHARE: Final = 0.04
MIRROR_LEAST: Final = 3
MIRROR_STEP_SHARE: Final = 0.3
"""A step to the mirrored count (within the first two) that is at least so large."""
MIRROR_CONFIRM: Final = 2
PROFILE_WEIGHT: Final = 0.3
PROFILE_DAYS: Final = 2
"""Of hours of the day that were seen on so many days the usual share of free spaces is known."""
PROFILE_APART: Final = 0.12
"""How far from the usual share tells one explanation from the other."""
OPPOSED_A_STEP: Final = 6.0
OPPOSED_UNSURE: Final = 6.0
OPPOSED_EACH: Final = 6.0
OPPOSED_SUM: Final = 22.0
OPPOSED_LEVEL: Final = (0.7, 6.0)
OPPOSED_AT_LEAST_US: Final = 6 * HOUR_US
OPPOSED_CLEAR: Final = 2.0
OPPOSED_FADES: Final = 0.97
"""Evidence, as the logarithm of a chance, that a count moves against the usual: at most from one
hour; from which nothing is learned any more; needed of hours of emptying and of filling each, and
of both; against it, from an hour that is good;
what is left of it an hour later."""
OPPOSED_LOT_LEAST: Final = 20
"""Smaller lots move too little to tell."""
PHASE_DAYS: Final = 3
PHASE_APART: Final = 0.25
PHASE_NIGHT_FREE: Final = 0.1
PHASE_DAY_FREE: Final = 0.7
"""Full at night and empty by day is a mirror image, where nobody lives."""
SIGNS_ENOUGH: Final = 6.0
SIGNS_WRONG: Final = 0.8
"""Counts that fall as vehicles leave: of the last ten or so with movements, that share."""

# Impossible.
OVER_SHARE: Final = 0.05
OVER_LEAST: Final = 3
SPACES_PER_LANE: Final = 150
SECONDS_PER_CAR: Final = 3.0
CARS_AT_ONCE: Final = 2
"""More than lanes x seconds / 3 + 2 vehicles cannot have passed."""
CLAMP_SHARE: Final = 0.02
CLAMP_LEAST: Final = 2
CLAMP_TIMES: Final = 3
"""Counts in a row that lie beyond a bound by more than noise, and by less than is impossible."""
IMPOSSIBLE_OF: Final = 10
IMPOSSIBLE_TIMES: Final = 3
OVER_DAY_SHARE: Final = 0.5
"""Where more than that of a day's counts is above the capacity, the capacity seems too small."""

# Missing as zero.
ZERO_STEP_SHARE: Final = 0.2
ZERO_STEP_LEAST: Final = 10
ZERO_DEVIATIONS: Final = 6.0
ODD_DEVIATIONS: Final = 8.0
ODD_SIZES: Final = 8.0
"""A step that cars do not make: by its hour's usual change, or, of a source that tells of single
changes, by the size of these."""
ZERO_CONFIRM_US: Final = 2 * MINUTE_US
ZERO_EXPECTED: Final = 1.0
ZERO_FROM_EMPTY_US: Final = 6 * HOUR_US
ZERO_GLITCHES: Final = 2
ZERO_WITHIN_US: Final = DAY_US
"""A fall to exactly 0 that is so large and so unusual, and stands or comes again within a day.
Of a lot that was empty it stands until so many changes were expected, or so long."""

# Flapping.
FLAPS_OF: Final = 10
FLAPS: Final = 6
FLAP_WITHIN_US: Final = 10 * MINUTE_US
FLAP_LEAST: Final = 5
FLAP_SHARE: Final = 0.08
FLAP_DEVIATIONS: Final = 2.5
"""Of a lot: more than six reversals of ten reports or in ten minutes, each so large."""
BAY_FLAPS: Final = 6
BAY_SHORT_US: Final = 30 * SECOND_US
BAY_SHORTS: Final = 3
"""Of a bay: more than six changes in ten minutes, or three stays of under half a minute."""
BAY_STILL_QUANTILES: Final = (0.99, 0.999)
BAY_STILL_BEYOND: Final = 2.0
BAY_OWN_CHANGES: Final = 3
BAY_UNKNOWN_TIMES: Final = 2.0
BAY_NEIGHBOURS: Final = 3
BAY_NEIGHBOUR_CHANGES: Final = 10
BAY_STAYS_ENOUGH: Final = 500
BAY_STILL_LEAST_US: Final = 3 * DAY_US
"""Of a bay that stands: longer than hardly any stay in the lot, judged by how far the rarer of two
shares of stays is from the other; while so many neighbours moved; and while it was to change so
often itself, by its own pace after so many changes, else it stands so many times as long. Once so
many stays are known, and it stands for so long at least."""

# Drifting.
DRIFT_SHARE: Final = 0.02
DRIFT_MOVEMENTS: Final = 500
DRIFT_LEAST: Final = 10
DRIFT_DEVIATIONS: Final = 5.0
MISCOUNTS: Final = 0.01
DRIFT_JUMP: Final = 0.3
"""Of the counted vehicles, one way, beyond what a gate that errs in 1 % does by chance. What is
more than a part of the vehicles since the last count is a jump, and no drift, and so is what goes
the other way by more than some, which may have come late. As many more are
allowed as came later than the count they were before, within so long: as many are on their way.
It is told when it has lasted."""
DRIFT_OPPOSED: Final = 3
DRIFT_MEMORY: Final = 1_000
DRIFT_LATE_US: Final = MINUTE_US
DRIFT_LASTS_US: Final = 10 * MINUTE_US
DRIFT_NIGHTS: Final = 7
DRIFT_NIGHT_LOT_LEAST: Final = 50
DRIFT_NIGHT_SHARE: Final = 0.10
DRIFT_NIGHT_DEVIATIONS: Final = 6.0
DRIFT_NOON_RATIO: Final = (0.4, 2.5)
"""What stands in a lot when nights are deepest moves one way over so many nights, by that share of
the capacity, in a line that is so much steeper than its nights are scattered; and about as far at
noon, from one week to the next. Seasons move nights and noons apart."""

# Clock.
LAGS_KEPT: Final = 31
LAGS_APART_US: Final = SECOND_US
SKEW_SENT_S: Final = 30.0
SKEW_S: Final = 300.0
SKEW_SPREAD_S: Final = 120.0
ZONE_STEP_S: Final = 1_800.0
ZONE_LEAST_S: Final = 1_500.0
ZONE_OFF_S: Final = 240.0

# Cloned.
EPOCH_TURNS: Final = 3
SEQUENCE_TURNS: Final = 4
CONFLICTS: Final = 3
CLONE_WITHIN_US: Final = 6 * HOUR_US

# A feed's publications.
DROPPED_SHARE: Final = 0.3
SAME_LOTS_LEAST: Final = 5
SAME_SHARE: Final = 0.9
AGREEING_PULLS: Final = 2
"""A publication that changed beyond these is taken when the next one says the same."""
FIELDS_GONE_SHARE: Final = 0.5
USUAL_FIELD_SHARE: Final = 0.1
"""Of the fields that so many of its records had, that share may be gone at once."""

# Twins: two lots that are one.
TWIN_WITHIN_M: Final = 150.0
TWIN_NAME_NEAR: Final = 0.5
TWIN_NAME: Final = 0.85
"""How alike names must be of lots that are near, and of lots of which one has no position."""
TWIN_CAPACITY: Final = 0.8
TWIN_UNNAMED_M: Final = 60.0
TWIN_UNNAMED_CAPACITY: Final = 0.95
"""Names in two languages are not alike: such lots are nearer, and of one size."""
TWIN_SURE: Final = (0.5, 0.8)
"""How well the changes correlate that are left of a quarter of an hour's when the usual ones are
taken away: of lots that are named alike, and of others."""
TWIN_STEPS: Final = 48
TWIN_LEVEL_SHARE: Final = 0.05
TWIN_LEVEL_LEAST: Final = 3
"""Steps in which one of them moved; how far their counts may be apart."""
