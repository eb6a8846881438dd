"""Whom the servers run as: ourselves, or `nobody` where we are root (PostgreSQL refuses root)."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

from parking.storage.embedded.errors import EmbeddedStoreError


@dataclass(frozen=True, slots=True)
class Account:
    """A user the servers drop to."""

    uid: int
    gid: int

    def can_read(self, path: Path) -> bool:
        """Whether every folder down to `path`, and `path` itself, opens to this user."""
        resolved = path.resolve()
        return all(
            self._may(folder.stat(), stat.S_IXOTH) for folder in resolved.parents
        ) and self._may(resolved.stat(), stat.S_IROTH)

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)

    def _may(self, status: os.stat_result, bit_for_others: int) -> bool:
        if status.st_uid == self.uid:
            return bool(status.st_mode & bit_for_others << 6)
        return bool(status.st_mode & bit_for_others)


def server_account(city: Path) -> Account | None:
    """The account to drop to; None where the servers simply run as we do.

    As root it is whoever owns the stores of `city` already, `nobody` for new ones.
    """
    if os.geteuid() != 0:
        return None
    for folder in sorted(city.glob("postgresql-*")):
        status = folder.stat()
        if status.st_uid != 0:
            return Account(status.st_uid, status.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedStoreError(
            "PostgreSQL does not run as root and this system has no user 'nobody'. "
            "Start as an ordinary user, or set ONELOT_DATABASE_URL and ONELOT_REDIS_URL."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)
