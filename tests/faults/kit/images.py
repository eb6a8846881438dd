"""Disks of our own: ext4 images mounted by loop, to cut the power of and to fill up.

A copy of an image is what a power cut leaves: what was not synced lies in the kernel's cache of
the mounted file system and not in the image. Linux, as root, where the machine allows mounts.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

RARELY_S = 300
"""How often the file system writes its journal by itself: not while a test runs."""
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
"""With what the path of an ordinary shell leaves out."""


@cache
def why_no_images() -> str | None:
    """The reason why this machine cannot mount images; None where it can."""
    if sys.platform != "linux":
        return "loop mounts are Linux's"
    if os.geteuid() != 0:
        return "mounting an image needs root"
    if shutil.which("mkfs.ext4", path=_PATH) is None:
        return "there is no mkfs.ext4"
    try:
        with TemporaryDirectory() as folder, disk(Path(folder), size_mb=16):
            return None
    except subprocess.CalledProcessError as error:
        return f"this machine does not allow loop mounts: {error.stderr.strip()}"


@pytest.fixture
def needs_images() -> None:
    reason = why_no_images()
    if reason is not None:
        pytest.skip(reason)


@contextmanager
def disk(folder: Path, *, size_mb: int) -> Iterator[Path]:
    """A fresh file system of this size, mounted below `folder`; its image is `folder/image`."""
    image = folder / "image"
    with image.open("wb") as file:
        file.truncate(size_mb * 1024 * 1024)
    try:
        _run("mkfs.ext4", "-q", "-F", "-m", "0", str(image))
        with _mounted(image, folder / "disk") as mounted:
            yield mounted
    finally:
        image.unlink()


@contextmanager
def after_power_cut(folder: Path) -> Iterator[Path]:
    """The disk of `folder` as it would be found if the power went now; its writers are frozen."""
    copy = folder / "image-after"
    try:
        _run("cp", "--sparse=always", str(folder / "image"), str(copy))
        with _mounted(copy, folder / "disk-after") as mounted:
            yield mounted
    finally:
        copy.unlink(missing_ok=True)


@contextmanager
def _mounted(image: Path, point: Path) -> Iterator[Path]:
    """Unmounts at the end, also of a disk that somebody still uses."""
    point.mkdir(exist_ok=True)
    with ExitStack() as stack:
        _run("mount", "-o", f"loop,commit={RARELY_S}", str(image), str(point))
        stack.callback(_unmount, point)
        point.chmod(0o755)
        yield point


def _unmount(point: Path) -> None:
    try:
        _run("umount", str(point))
    except subprocess.CalledProcessError:
        _run("umount", "--lazy", str(point))
        raise


def _run(*command: str) -> None:
    environment = os.environ | {"PATH": _PATH}
    subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
