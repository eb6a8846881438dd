"""Runs `onelot` with one part replaced; its children are the same weakened program."""

import sys

from api.commands import city, main


def run_as(module: str) -> None:
    """Call it last in a launcher, with the launcher's own name."""
    city.PROGRAM = (sys.executable, "-m", module)
    main.main()
