"""What stands in the fenced blocks of a page, and whether an answer has what a page shows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

PROJECT: Final = Path(__file__).parents[2]
_FENCED: Final = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """Commands for a shell, and what the page shows below them, if it does."""

    commands: str
    shown: str = ""


def fenced(page: str) -> list[tuple[str, str]]:
    """Return every fenced block in order, with the words after its opening fence."""
    return [(info.strip(), text) for info, text in _FENCED.findall(page)]


def steps(page: str) -> Iterator[Step]:
    """Yield the blocks that are `sh` and nothing else, each with the bare block that follows it."""
    blocks = fenced(page)
    for (info, text), (next_info, next_text) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if info == "sh":
            yield Step(text, "" if next_info else next_text)


def missing_part(answer: str, shown: str) -> str | None:
    """What the answer lacks of that which is shown, in this order; None where it has all."""
    place = 0
    for part in re.split(r"[\s…]*…[\s…]*|\n", shown):
        found = answer.find(part, place)
        if found < 0:
            return part
        place = found + len(part)
    return None
