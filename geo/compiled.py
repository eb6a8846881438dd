"""Compiling Python to machine code ahead of time, and where the result is kept between starts.

Knows nothing of what is compiled. The cache holds code that is loaded and run, so it lies where
only this user can write: `NUMBA_CACHE_DIR` if set, else the user's cache folder, else a private
folder for this process alone (a read-only machine compiles at every start, about ten seconds).
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def _choose_cache_dir() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    chosen = Path(home) / "onelot" / "numba"
    try:
        chosen.mkdir(mode=0o700, parents=True, exist_ok=True)
        if chosen.stat().st_uid == os.getuid() and os.access(chosen, os.W_OK | os.X_OK):
            return chosen
    except (OSError, RuntimeError):
        pass  # no home, or a read-only one
    return Path(tempfile.mkdtemp(prefix="onelot-numba-"))


os.environ.setdefault("NUMBA_CACHE_DIR", str(_choose_cache_dir()))

import numba  # noqa: E402 - reads the variable above when it is imported

_OPTIONS: Any = {"cache": True, "nogil": True, "_nrt": False}
"""Arrays are the caller's and none is made inside, so numba need not count references to them,
which takes longer than a search does."""


def compiled(signature: object) -> Callable[[Kernel], Kernel]:
    """Compile a function for one signature when its module is imported; it runs without the GIL."""

    def compile_now(function: Kernel) -> Kernel:
        return cast("Kernel", numba.njit(signature, **_OPTIONS)(function))

    return compile_now


def inlined(function: Kernel) -> Kernel:
    """Let compiled functions take in the body of this one, which spares handing on its tuples."""
    return cast("Kernel", numba.njit(function, inline="always"))
