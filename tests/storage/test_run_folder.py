"""The folder of the sockets, where the city's own is too deep for them."""

import shutil
from pathlib import Path

import pytest

from parking.storage.embedded.run_folder import (
    LONGEST_SOCKET_FOLDER,
    close_run_folder,
    open_run_folder,
)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    deep = tmp_path / ("deep" * LONGEST_SOCKET_FOLDER)[:LONGEST_SOCKET_FOLDER]
    deep.mkdir()
    return deep


def test_sockets_elsewhere_go_with_the_city_and_those_of_before_as_well(city: Path):
    before = open_run_folder(city, None)
    assert before.parent != city
    now = open_run_folder(city, None)
    assert now != before
    assert not before.exists()
    close_run_folder(city)
    assert not now.exists()
    assert not list(city.iterdir())


def test_a_copy_of_a_city_that_runs_leaves_it_its_sockets(city: Path, tmp_path: Path):
    run = open_run_folder(city, None)
    copy = shutil.copytree(city, tmp_path / "copy", symlinks=True)
    open_run_folder(copy, None)
    close_run_folder(copy)
    assert run.is_dir()
    close_run_folder(city)
