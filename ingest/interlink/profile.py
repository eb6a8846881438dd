"""Profile: the words, units and habits of one city's or vendor's interlink. Values only.

Where a field stands is told as candidates, each a dotted path: the first that has a value counts.
Names are compared without regard to case and underscores, and looked for in the record first, then
in what it is wrapped in: vendors of one family differ in no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from geo.datum import Datum
from ingest.formats.form import CHINA
from ingest.interlink.vocabulary import MessageKind
from parking.vocabulary import SpaceClass
from parking.words import Words

Paths: TypeAlias = tuple[str, ...]
Code: TypeAlias = int | str
Encoding = Literal["utf-8", "gb18030"]
MoneyUnit = Literal["fen", "yuan"]
TimeForm = Literal["text", "seconds", "milliseconds"]
DigestName = Literal[
    "md5", "sha1", "sha256", "sm3", "hmac-md5", "hmac-sha1", "hmac-sha256", "hmac-sm3"
]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """How times are written. Any usual form is understood; `formats` are tried before those."""

    form: TimeForm = "text"
    zone: ZoneInfo = CHINA
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """What records are wrapped in: where they stand, and which member says what they are."""

    records: Paths = ("",)
    """An empty path is the body itself."""
    type: Paths = ()


@dataclass(frozen=True, slots=True)
class SignatureRule:
    """What is signed: `prefix`, the text, `suffix` with the secret in place of `{secret}`.

    The text is that of the members of `of` (the body where it is empty), sorted by name and joined;
    `raw`: the text of that very member, as it was sent. A HMAC has the secret as its key.
    """

    member: str = "sign"
    digest: DigestName = "md5"
    text: Literal["sorted", "raw"] = "sorted"
    of: str = ""
    pair: str = "="
    join: str = "&"
    prefix: str = ""
    suffix: str = ""
    written: Literal["hex", "base64"] = "hex"
    leave_out: tuple[str, ...] = ()
    skip_empty: bool = True


@dataclass(frozen=True, slots=True)
class AckRule:
    """The answer that a vendor's program waits for: names of members, and their values."""

    code: str = "code"
    message: str = "msg"
    success: Code = 0
    conflict: Code = 409
    rejected: Code = 400
    unauthorized: Code = 401
    unavailable: Code = 503
    success_message: str = "成功"
    records: str = ""
    """A list with one object for each record, where a request has several; empty: none."""
    serial: str = ""
    """In each of those objects, the vendor's own serial."""
    echo: tuple[str, ...] = ()
    """Members of the request that are sent back."""
    is_always_200: bool = True
    """HTTP's own status stays 200 whatever became of the records; 429 and 503 never do."""


@dataclass(frozen=True, slots=True)
class ClassColumns:
    """Where the counts of one class of spaces stand."""

    space_class: SpaceClass
    free: Paths = ()
    occupied: Paths = ()
    capacity: Paths = ()


@dataclass(frozen=True, slots=True)
class MessageForm:
    """One message: how it is told from the others, and where what we know by name stands."""

    name: str
    kind: MessageKind
    title: Words
    fields: Mapping[str, Paths]
    types: tuple[str, ...] = ()
    """Values of the envelope's type, or last parts of the address, that mean this message."""
    marks: tuple[str, ...] = ()
    """Fields that a record of it has, where no type says what it is."""
    without: tuple[str, ...] = ()
    classes: tuple[ClassColumns, ...] = ()
    entry_when: Paths = ()
    """Of a session with an exit: it tells of the entry too only where one of these is there. Empty:
    always."""


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is known of one interlink."""

    name: str
    title: Words
    basis: Words
    """After what it is written, in a sentence."""
    messages: tuple[MessageForm, ...]
    marks: tuple[str, ...] = ()
    """Names that hardly anybody else uses: by them a sample is recognised."""
    attested: tuple[str, ...] = ()
    """Names that stand in public tables; the others are our reading of the family."""
    unused: tuple[str, ...] = ()
    """Names that are known and not read."""
    encoding: Encoding = "utf-8"
    """Of an answer to plain ASCII; other requests are answered in their own encoding."""
    coordsys: Datum = "gcj02"
    money: MoneyUnit = "fen"
    no_plate: tuple[str, ...] = ()
    free_needs_capacity: bool = False
    """A free count without a capacity above 0 beside it says nothing."""
    time: TimeRule = field(default_factory=TimeRule)
    envelope: Envelope = field(default_factory=Envelope)
    signature: SignatureRule | None = None
    acknowledgement: AckRule = field(default_factory=AckRule)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def message(self, name: str) -> MessageForm | None:
        """Find a message by its own name or by a vendor's word for it."""
        wanted = name.casefold()
        for message in self.messages:
            if message.name == wanted or wanted in {word.casefold() for word in message.types}:
                return message
        return None
