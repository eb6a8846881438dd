"""The list of sources, and its command."""

import json
import sys

import pytest
from click.testing import CliRunner

from api.commands.parkapi import parkapi
from tests.ingest.parkapi.package import PYTHON, needs_package


def run(*args: str, python: str = PYTHON):
    return CliRunner().invoke(parkapi, args, env={"ONELOT_PARKAPI_PYTHON": python})


@needs_package
def test_the_sources_are_listed_with_what_they_need():
    result = run("list", "--json")
    assert result.exit_code == 0, result.output
    listed = {one["address"]: one for one in json.loads(result.stdout)["sources"]}
    assert listed["parkapi:aalen"]["is_live"]
    assert (listed["parkapi:aalen"]["needs"], listed["parkapi:aalen"]["lacks"]) == ([], "")
    assert listed["parkapi:p_m_bw"]["needs"] == ["PARK_API_P_M_BW_TOKEN"]
    assert listed["parkapi:aachen"]["lacks"] == "certificate"
    assert sum(not one["lacks"] for one in listed.values()) >= 20
    assert "parkapi:freiburg " in run("list").stdout


@pytest.mark.parametrize("python", ["bare", "absent"])
def test_without_the_package_the_error_says_how_to_get_it(tmp_path, python: str):
    bare = tmp_path / "bare"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    bare.chmod(0o755)
    result = run("list", python=str(tmp_path / python))
    assert result.exit_code == 1
    if python == "bare":
        assert "onelot[parkapi]" in result.output
        assert "未安装" in result.output
