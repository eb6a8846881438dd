"""Forms as requests carry them, urlencoded or multipart: their text fields, in either encoding."""

from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Final, TypeAlias
from urllib.parse import parse_qsl

from ingest.interlink.encoding import text_of
from ingest.interlink.profile import Encoding

MOST_FIELDS: Final = 500
Fields: TypeAlias = list[tuple[str, object]]


def read_form(body: bytes) -> tuple[Fields, Encoding | None]:
    """Read an urlencoded form: as Latin-1 first, which keeps every byte for `text_of` to judge.

    ValueError for too many fields, or text in neither encoding.
    """
    pairs = parse_qsl(
        body.decode("latin-1"),
        keep_blank_values=True,
        encoding="latin-1",
        max_num_fields=MOST_FIELDS,
    )
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
    _, encoding = text_of(b"\n".join(part for pair in raw for part in pair))
    coded = encoding or "utf-8"
    return [(name.decode(coded), value.decode(coded)) for name, value in raw], encoding


def read_multipart(body: bytes, content_type: str) -> tuple[Fields, Encoding | None]:
    """Read the parts that are text; photographs are left where they are."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=compat32).parsebytes(head + body)
    fields: Fields = []
    encodings: list[Encoding | None] = []
    parts = message.get_payload()
    for part in parts if isinstance(parts, list) else ():
        if not isinstance(part, Message):
            continue
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        is_text = part.get_filename() is None and part.get_content_maintype() == "text"
        if isinstance(name, str) and isinstance(content, bytes) and is_text:
            text, encoding = text_of(content, str(part.get("content-type", "")))
            fields.append((name, text))
            encodings.append(encoding)
    return fields, next((encoding for encoding in encodings if encoding), None)
