"""Parts of a feed's declaration, checked one by one; each raises ValueError with the mend."""

from zoneinfo import ZoneInfo

from ingest.mapping.model import Mapping
from ingest.mapping.reading import read_mapping
from ingest.parkapi.address import is_source, uid_of
from ingest.polling.targets import target_of
from parking.polled_feed import AUTO


def checked_url(url: str) -> str:
    """Return an address that can be fetched, or the name of a source, as it was written."""
    if is_source(url):
        uid_of(url)
    else:
        target_of(url)
    return url


def checked_format(name: str) -> str:
    """Return the name of a format that there is, or `auto`."""
    from ingest.formats.catalogue import FORMS  # noqa: PLC0415 - heavy; who only reports needs none

    known = [AUTO, *(form.name for form in FORMS)]
    if name not in known:
        raise ValueError(f"no format is named {name!r:.60}; known are {', '.join(known)}")
    return name


def checked_mapping(text: str) -> Mapping:
    """Return the mapping; the first thing that is wrong with it is told."""
    mapping = read_mapping(text.encode())
    if isinstance(mapping, Mapping):
        return mapping
    first = mapping[0]
    raise ValueError(f"the mapping, {first.pointer}: {first.to_dict()['message']}")


def checked_zone(name: str) -> str:
    """Return the name of a time zone."""
    try:
        ZoneInfo(name)
    except (LookupError, OSError, ValueError) as error:
        raise ValueError(f"no time zone is named {name!r:.60}; write Asia/Shanghai") from error
    return name
