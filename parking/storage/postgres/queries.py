"""Finds the statements in `sql/`, each a file of its own that psql can run. Knows no connection."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "sql"


@cache
def query(name: str) -> str:
    """Read the text of `sql/<name>.sql`."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
