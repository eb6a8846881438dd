"""Checking: from bytes to what is told of them. Pure, but for the time it takes to parse."""

from ingest.check.checked import Checked
from ingest.check.judging import judge
from ingest.check.reading import ReadAs, Unread, read_payload
from parking.draft_reading import DraftRules


def check(
    content: bytes, read_as: ReadAs, rules: DraftRules, now_us: int, *, name: str = ""
) -> Checked:
    """Check a payload. UnknownFormatError and BadMappingError are the caller's fault.

    That it cannot be opened, or is in no format that is known, is an outcome and no error.
    """
    read = read_payload(content, name, read_as)
    if isinstance(read, Unread):
        return Checked(format=None, nearest=read.nearest, lacks=read.lacks)
    checked = judge(read.publication, rules, now_us)
    checked.title, checked.mapping = read.title, read.mapping
    return checked
