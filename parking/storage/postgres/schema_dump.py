"""Writes `schema.sql`: what a migrated database looks like, as pg_dump sees it, without its noise.

    python -m parking.storage.postgres.schema_dump postgresql://…/a_migrated_database

Run it after adding a migration; a test holds the two together.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

TARGET: Final = Path(__file__).parent / "schema.sql"
_HEAD: Final = """\
-- Where the migrations end: the whole schema, to be read. Written by schema_dump.py, not by hand.

do $$
begin
    create role onelot_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
    create role onelot_ingest nologin;
exception when duplicate_object or unique_violation then null;
end $$;
"""
_NOISE: Final = re.compile(
    r"^(--.*|SET (?!check_function_bodies).*;|SELECT pg_catalog\.set_config.*"
    r"|\\(un)?restrict .*|CREATE SCHEMA public;)\n",
    re.MULTILINE,
)


def dump(url: str) -> str:
    """Dump the schema of a migrated database, the ledger of migrations left out."""
    command = ["pg_dump", "-s", "--no-owner", "--no-comments", "-T", "schema_migration", url]
    dumped = subprocess.run(command, check=True, capture_output=True, text=True)
    return _HEAD + "\n" + re.sub(r"\n{2,}", "\n\n", _NOISE.sub("", dumped.stdout)).strip() + "\n"


if __name__ == "__main__":
    TARGET.write_text(dump(sys.argv[1]), encoding="utf-8")
