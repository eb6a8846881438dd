"""Mirror: what a count would be if occupied spaces had been sent for free ones."""

from parking.checking.observation import Step
from parking.checking.thresholds import MIRROR_LEAST, MIRROR_SHARE, MIRROR_STEP_SHARE


def is_mirrored(step: Step) -> bool:
    """Tell whether a count jumped to its mirror image, and far enough for that to mean anything."""
    if abs(step.change) < max(2 * MIRROR_LEAST, MIRROR_STEP_SHARE * step.capacity):
        return False
    return abs(step.before + step.free - step.capacity) <= mirror_tolerance(step.capacity)


def mirror_tolerance(capacity: int) -> float:
    """Return how many spaces a mirror image may be off: cars move on meanwhile."""
    return max(MIRROR_LEAST, MIRROR_SHARE * capacity)
