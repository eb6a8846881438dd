"""How long the long runs are: whole, or a share of it to try them out."""

import os
from random import SystemRandom

SCALE_VARIABLE = "ONELOT_SOAK_SCALE"
SEED_VARIABLE = "ONELOT_SOAK_SEED"


def scaled(count: int) -> int:
    """That many, or the share of them that the environment asks for; one at least."""
    return max(1, round(count * float(os.environ.get(SCALE_VARIABLE, "1"))))


def soak_seed() -> int:
    """Another one every time, unless the environment asks for one; the report names it."""
    return int(os.environ.get(SEED_VARIABLE, "0")) or SystemRandom().randrange(1, 10**9)
