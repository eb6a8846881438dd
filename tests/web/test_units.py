"""The page's own unit tests, so that one command runs them all."""

import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "api" / "web"


@pytest.mark.slow
def test_the_rules_of_the_page_hold():
    node = shutil.which("node")
    vitest = WEB / "node_modules" / "vitest" / "vitest.mjs"
    if node is None or not vitest.exists():
        pytest.skip("no node, or its packages are not installed: `npm ci` in api/web")
    done = subprocess.run(
        [node, str(vitest), "run"], cwd=WEB, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
