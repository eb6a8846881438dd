"""PostgreSQL programs whose `initdb` copies what it made once: each city would make the same anew.

It takes longer than all else in the start of a city's stores. Tests of that start itself, and
those on the distribution's servers, go without.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parking.storage.embedded.account import server_account
from parking.storage.embedded.binaries import find_postgres
from tests.services.servers import PROGRAMS_VARIABLE

COPYING = """\
#!/bin/sh
set -e
if [ "$1" != -D ] || [ ! -w "{made}" ]; then exec "{initdb}" "$@"; fi
folder=$2
shift 2
cluster={made}/$(printf %s "$*" | cksum | tr ' ' -)
if [ ! -d "$cluster" ]; then
    fresh=$(mktemp -d "{made}/fresh-XXXXXX")
    "{initdb}" -D "$fresh" "$@"
    mv -T "$fresh" "$cluster" || rm -r "$fresh"
fi
cp -R "$cluster/." "$folder"
case " $* " in
*" --no-sync "*) ;;
*) exec "{initdb}" --sync-only -D "$folder" ;;
esac
"""
"""A cluster is on the disk at the end, as one that was made there, where that is asked for."""


@contextmanager
def quick_clusters() -> Iterator[None]:
    """Let this process, and those that it starts, have such programs; named ones stay."""
    if PROGRAMS_VARIABLE in os.environ:  # of the process that spreads the tests, or of whoever
        yield
        return
    account = server_account(Path(os.devnull))
    programs = find_postgres(account).folder
    with tempfile.TemporaryDirectory(prefix="onelot-programs-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for program in programs.iterdir():
            (folder / program.name).symlink_to(program)
        made = folder / "made"
        made.mkdir(mode=0o700)
        if account is not None:
            account.own(made)
        initdb = folder / "initdb"
        initdb.unlink()
        initdb.write_text(COPYING.format(made=made, initdb=programs / "initdb"))
        initdb.chmod(0o755)
        if (account is None or account.can_read(initdb)) and _runs(initdb):
            os.environ[PROGRAMS_VARIABLE] = name
        try:
            yield
        finally:
            os.environ.pop(PROGRAMS_VARIABLE, None)


def _runs(program: Path) -> bool:
    """Whether what lies there may run at all: some systems forbid it for temporary files."""
    try:
        subprocess.run([program, "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
