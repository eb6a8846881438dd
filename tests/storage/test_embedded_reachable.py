"""Programs copied for a user who cannot enter their folder."""

from pathlib import Path

import pytest

from parking.storage.embedded import reachable
from parking.storage.embedded.account import Account

STRANGER = Account(uid=54321, gid=54321)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reachable, "CACHE", tmp_path / "cache")
    return tmp_path / "cache"


def test_a_copy_opens_to_others_and_is_made_once(tmp_path: Path, cache: Path) -> None:
    package = tmp_path / "package"
    (package / "bin").mkdir(parents=True)
    program = package / "bin" / "server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    copied = reachable.reachable_copy([package])
    assert (copied / "package/bin/server").stat().st_mode & 0o055 == 0o055
    assert reachable.reachable_copy([package]) == copied


def test_an_account_reads_what_is_open_all_the_way_down(tmp_path: Path) -> None:
    assert STRANGER.can_read(Path("/usr/bin/env"))
    tmp_path.chmod(0o700)
    inner = tmp_path / "inner"
    inner.mkdir(mode=0o755)
    assert not STRANGER.can_read(inner)
