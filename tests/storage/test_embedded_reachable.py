"""Programs copied for a user who cannot enter their folder."""

from pathlib import Path

from parking.storage.embedded.account import Account
from parking.storage.embedded.reachable import reachable_copy

STRANGER = Account(uid=54321, gid=54321)


def test_a_copy_opens_to_others_and_is_made_once(tmp_path: Path) -> None:
    package = tmp_path / "package"
    (package / "bin").mkdir(parents=True)
    program = package / "bin" / "server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    copied = reachable_copy([package], tmp_path / "cache")
    assert (copied / "package/bin/server").stat().st_mode & 0o055 == 0o055
    assert reachable_copy([package], tmp_path / "cache") == copied


def test_an_account_reads_what_is_open_all_the_way_down(tmp_path: Path) -> None:
    assert STRANGER.can_read(Path("/usr/bin/env"))
    tmp_path.chmod(0o700)
    inner = tmp_path / "inner"
    inner.mkdir(mode=0o755)
    assert not STRANGER.can_read(inner)
