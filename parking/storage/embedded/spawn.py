"""Starts a process that ends with us, as another user where needed."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

from parking.storage.embedded.account import Account

PR_SET_PDEATHSIG = 1


def spawn(
    command: Sequence[str],
    *,
    account: Account | None,
    death_signal: signal.Signals,
    log: BinaryIO,
    kept_files: Sequence[int] = (),
    environment: Mapping[str, str] | None = None,
    folder: str = "/",
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session, so that a Ctrl-C reaches us and not the child.

    `kept_files` stay open in the child under the same numbers.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=folder,
        env=environment,
        user=None if account is None else account.uid,
        group=None if account is None else account.gid,
        extra_groups=None if account is None else [],
        pass_fds=kept_files,
        start_new_session=True,
        preexec_fn=end_with_parent(death_signal),  # noqa: PLW1509 - must follow the change of user
    )


def end_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """What a child calls first, so that the kernel signals it when its parent dies.

    Linux only, and only while the thread that started the child lives; elsewhere None.
    """
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_for_signal() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask_for_signal
