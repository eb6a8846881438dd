"""The profiles that come with the package, and those that a city adds; by name."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from ingest.interlink.profile import Profile
from ingest.interlink.profile_reading import ProfileError, read_profile
from parking.words import Words


@cache
def shipped_profiles() -> dict[str, Profile]:
    """Read them once; one that cannot be read is a fault of ours and stops the start."""
    folder = files("ingest.interlink") / "profiles"
    read = [
        read_profile(file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    ]
    return {profile.name: profile for profile in read}


def all_profiles(own: Path | None) -> dict[str, Profile]:
    """Return the shipped profiles and the `*.toml` of a city's own folder, which win.

    Raises ProfileError, the file's name in its first fault, where one of them is wrong.
    """
    profiles = dict(shipped_profiles())
    for file in sorted(own.glob("*.toml")) if own is not None else ():
        try:
            profile = read_profile(file.read_text(encoding="utf-8"))
        except ProfileError as error:
            raise ProfileError([Words(file.name, file.name), *error.faults]) from error
        profiles[profile.name] = profile
    return profiles
