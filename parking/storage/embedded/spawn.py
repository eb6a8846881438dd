"""Starts a process that ends with us, as another user where needed."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from parking.storage.embedded.account import Account
from parking.storage.embedded.death_signal import before_exec


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
        preexec_fn=before_exec(death_signal),  # noqa: PLW1509 - must follow the change of user
    )
