"""A form of all interlink profiles: finds the one whose names a sample uses, and reads it so.

No plate leaves a trace here: nobody's key is at hand, so entries and exits come without hashes.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from ingest.formats.document import Document
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.publication import Publication
from ingest.interlink.envelope import Wrapped, message_of, unwrap
from ingest.interlink.looking import folded, has
from ingest.interlink.mapping import read_records
from ingest.interlink.profile import Profile
from ingest.interlink.reading import RecordReading
from ingest.interlink.received import Received, UnreadableError, open_body
from ingest.interlink.shipped import shipped_profiles
from parking.words import Words

_LOOKED_AT_BYTES: Final = 65_536
_RECORDS_LOOKED_AT: Final = 20
_ENOUGH_MARKS: Final = 3
_LIKELY: Final = Likeness(0.9)
_NO_MESSAGE: Final = Words(
    "字段与接口 {profile} 相似，但无法判断是哪一种消息；可用：{known}",
    "the fields are those of {profile}, but which message it is cannot be told; it has {known}",
)


def recognise(document: Document) -> Likeness:
    """Tell by names that hardly anybody else uses, and by whether the message can be told."""
    found = _likest(document)
    return NOT_AT_ALL if found is None else found[1]


def read(document: Document, terms: Terms) -> Publication:
    """Read by the likest profile; ValueError where no profile has anything in common with it."""
    del terms  # zone and datum are the profile's
    received, found = _received(document), _likest(document)
    if received is None or found is None:
        raise ValueError("not a message of any interlink profile")
    profile = found[0]
    publication = Publication("interlink")
    for record in read_records(received.document, profile):
        _add(publication, record)
    return publication


def _add(publication: Publication, record: RecordReading) -> None:
    for lot in record.lots:
        publication.lot(record.pointer, lot)
    for report in record.reports:
        publication.report(record.pointer, report)
    publication.openings.extend(record.openings)
    publication.findings.extend(record.findings)
    if record.refused is not None:
        publication.findings.append(record.refused)


def _likest(document: Document) -> tuple[Profile, Likeness] | None:
    received = _received(document)
    if received is None:
        return None
    likely = [(profile, _likeness(received, profile)) for profile in shipped_profiles().values()]
    best = max(likely, key=lambda one: one[1])
    return None if best[1][0] == 0 else (best[0], _told(*best))


def _likeness(received: Received, profile: Profile) -> tuple[int, int]:
    """Return how many marks a record has, none below two, and of how many the message is known."""
    try:
        records = unwrap(received.document, profile)
    except UnreadableError:
        return 0, 0
    looked_at = [record for record in records[:_RECORDS_LOOKED_AT] if record is not None]
    marks = max((has(profile.marks, record.chain) for record in looked_at), default=0)
    known = sum(_is_known(record, profile) for record in looked_at)
    return (marks, known) if marks > 1 else (0, 0)


def _is_known(record: Wrapped, profile: Profile) -> bool:
    return message_of(profile, record.chain) is not None


def _told(profile: Profile, found: tuple[int, int]) -> Likeness:
    marks, known = found
    if known:
        return IT_IS if marks >= _ENOUGH_MARKS else _LIKELY
    names = ", ".join(message.name for message in profile.messages)
    return Likeness(0.4, _NO_MESSAGE.filled({"profile": profile.name, "known": names}))


def _received(document: Document) -> Received | None:
    """Open the bytes anew: money keeps its decimals so, and 鲁 in GB 18030 stays 鲁.

    Where the beginning has no two of the marks nothing is opened: samples of other formats may be
    large.
    """
    content = document.content or document.text.encode()
    start = content[:_LOOKED_AT_BYTES].replace(b"_", b"").lower()
    if sum(mark in start for mark in _marks()) <= 1:
        return None
    try:
        received = open_body(content)
    except UnreadableError:
        return None
    return received if isinstance(received.document, Mapping | list) else None


@cache
def _marks() -> frozenset[bytes]:
    return frozenset(
        folded(mark).encode() for profile in shipped_profiles().values() for mark in profile.marks
    )


FORM: Final = Form(
    name="interlink",
    title=Words("国内停车联网报文", "Chinese interlink messages"),
    kinds=frozenset({"json", "text"}),
    recognise=recognise,
    read=read,
)
