"""Inverted: occupied spaces that are sent as free ones.

Two signs: the count jumps to its mirror image and stays near it; or it moves, hour by hour, against
what is usual in this lot. Gates tell as well (`movements`), and nights (`phase`).
"""

from msgspec import Struct, field

from parking.checking.mirror import is_mirrored, mirror_tolerance
from parking.checking.observation import Step
from parking.checking.opposed import Opposed
from parking.checking.profile import Profile
from parking.checking.thresholds import (
    MIRROR_CONFIRM,
    OPPOSED_CLEAR,
    OPPOSED_LOT_LEAST,
    PROFILE_APART,
)
from parking.checking.verdict import GOOD, Bad, Judgement
from parking.clock import HOUR_US

_WATCHED_H = 1.0


class Inverted(Struct):
    """Of one lot. What it says while a verdict stands is judged by what was usual before."""

    profile: Profile = field(default_factory=Profile)
    opposed: Opposed = field(default_factory=Opposed)
    mirrored_us: int = 0
    mirrored_from: int = 0
    confirmed: int = 0
    stood: bool = False

    def see(self, step: Step, *, is_odd: bool, stands: bool) -> Judgement:
        """Judge a count; `is_odd` says whether the step is one that cars do not make."""
        if step.capacity <= 0:
            return None
        if self.stood and not stands:
            self._forget(step.us)
        self.stood = stands
        if is_odd and is_mirrored(step) and (stands or self._leaves_the_usual(step)):
            return self._mirrored(step, stands=stands)
        if self.mirrored_us:
            return self._after_mirror(step)
        return self._by_hours(step, stands=stands)

    def _leaves_the_usual(self, step: Step) -> bool:
        """Tell whether a count was nearer to what is usual before a jump than it is after it."""
        usual = self.profile.usual(step.hour)
        if usual is None:
            return True
        before, after = step.before / step.capacity, step.free / step.capacity
        return abs(after - usual) > abs(before - usual) + PROFILE_APART

    def _mirrored(self, step: Step, *, stands: bool) -> Judgement:
        self._forget(step.us)
        if stands:
            return GOOD
        self.mirrored_us, self.mirrored_from, self.confirmed = step.us, step.before, 1
        return None

    def _after_mirror(self, step: Step) -> Judgement:
        """Wait for counts near the mirror image; one that stands at a bound may be anything."""
        near = abs(step.free - (step.capacity - self.mirrored_from))
        if near > 3 * mirror_tolerance(step.capacity):
            self.mirrored_us = 0
            return None
        if step.at_bound and not step.change:
            return None
        self.confirmed += 1
        if self.confirmed < MIRROR_CONFIRM:
            return None
        before, since_us = self.mirrored_from, self.mirrored_us
        self.mirrored_us = 0
        return Bad(since_us, {"before": before, "after": step.capacity - before})

    def _by_hours(self, step: Step, *, stands: bool) -> Judgement:
        hours = min(_WATCHED_H, step.gap_us / HOUR_US)
        share = step.before / step.capacity
        usual = self.profile.usual(step.hour)
        over = self.profile.watch(step.hour, hours, share)
        if over is not None:
            for_mirror = self.opposed.see(over, self.profile, step.us)
            if stands:
                return GOOD if for_mirror < -OPPOSED_CLEAR else None
            if step.capacity >= OPPOSED_LOT_LEAST and self.opposed.is_mirror(step.us):
                return Bad(self.opposed.since_us, {"hours": self._hours(step)})
            if not self.opposed.is_doubtful:
                self.profile.learn(over)
        return _while_it_stands(step, share, usual) if stands and usual is not None else None

    def _hours(self, step: Step) -> float:
        return round((step.us - self.opposed.since_us) / HOUR_US, 1)

    def _forget(self, at_us: int) -> None:
        self.mirrored_us = 0
        self.opposed.forget(at_us)
        self.profile.drop()


def _while_it_stands(step: Step, share: float, usual: float) -> Judgement:
    """A count near the middle fits both ways, and says nothing."""
    straight, mirror = abs(share - usual), abs(1.0 - share - usual)
    if abs(straight - mirror) < 2 * PROFILE_APART:
        return None
    return GOOD if straight < mirror else Bad(step.before_us, {})
