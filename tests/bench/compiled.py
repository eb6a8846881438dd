"""Compiled: the bench's small C programs, built when they are first needed."""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).parent


class NoCompilerError(RuntimeError):
    """There is no `gcc`; install it (Debian and Ubuntu: apt-get install gcc libc6-dev)."""


@cache
def compiled(name: str) -> Path:
    """Build `name.c` of this folder; the program is gone when this process ends."""
    if shutil.which("gcc") is None:
        raise NoCompilerError(NoCompilerError.__doc__)
    program = _folder() / name
    source = SOURCES / f"{name}.c"
    subprocess.run(["gcc", "-O2", "-D_GNU_SOURCE", "-o", program, source], check=True)
    return program


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="onelot-bench-"))
    atexit.register(shutil.rmtree, folder)
    return folder
