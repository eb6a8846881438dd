"""Reads the values of one record's fields: in our units, checked, and without any plate."""

from datetime import datetime
from typing import Final

from ingest.formats.moments import moment_of
from ingest.formats.numbers import count_of
from ingest.interlink.looking import Chain, Found, look
from ingest.interlink.plates import PlateHash, plate_of, without_plates
from ingest.interlink.profile import MessageForm, Paths, Profile
from ingest.interlink.reading import RecordReading
from ingest.interlink.record_fields import RecordFields
from ingest.interlink.values import decimal_of, fen_of, is_no_time, text_of_value
from ingest.interlink.vocabulary import RESULTS
from parking.plausibility import MAX_COUNT

LONGEST_SERIAL: Final = 128
LONGEST_LOT: Final = 200
LONGEST_CODE: Final = 64
LONGEST_WORD: Final = 128
MOST_CUMULATIVE: Final = 2**53


class RecordReader(RecordFields):
    """Reads texts, times, counts, money and words as we write them; plates only as a hash."""

    def __init__(
        self,
        profile: Profile,
        message: MessageForm,
        chain: Chain,
        out: RecordReading,
        hashed: PlateHash | None,
    ) -> None:
        super().__init__(profile, message, chain, out)
        self.lot_id = ""
        self._hashed = hashed

    def text(self, field: str, longest: int = LONGEST_WORD) -> str | None:
        found = self.found(field)
        text = None if found is None else text_of_value(found.value)
        return text[:longest] if text else None

    def needed_text(self, field: str, longest: int = LONGEST_WORD) -> str:
        text = self.text(field, longest)
        if text is None:
            self.refuse("missing-field", field)
        return text

    def serial(self, field: str = "record_serial") -> str | None:
        """Read a serial as it may be kept: at most 128 characters, no plate in it."""
        text = self.text(field, LONGEST_WORD)
        return without_plates(text, self.lot_id, self._hashed)[:LONGEST_SERIAL] if text else None

    def moment(self, field: str) -> str | None:
        """Read a time as RFC 3339; refuses the record where it is there and is none."""
        found = self.found(field)
        if found is None or is_no_time(found.value):
            return None
        moment = self._moment_in(found)
        if moment is None:
            self.refuse("bad-time", field, value=text_of_value(found.value) or "?")
        return moment

    def moment_if_good(self, field: str) -> str | None:
        """Read a time that the record can do without; one that is none is told and left out."""
        found = self.found(field)
        if found is None or is_no_time(found.value):
            return None
        moment = self._moment_in(found)
        if moment is None:
            self.tell("bad-time", found)
        return moment

    def needed_moment(self, *fields: str) -> str:
        """Read the first of the times that is there."""
        for field in fields:
            moment = self.moment(field)
            if moment is not None:
                return moment
        return self.refuse("missing-field", fields[0])

    def count(self, field: str) -> int | None:
        return self.count_at(self.message.fields.get(field, ()))

    def count_at(self, paths: Paths) -> int | None:
        """Read a count; no data is None, and what is no count is told and left out."""
        found = look(paths, self.chain)
        if found is None:
            return None
        try:
            count = count_of(found.value)
        except ValueError:
            self.tell("bad-number", found)
            return None
        if count is None:
            self.tell("no-data", found)
        elif count < 0:
            self.tell("negative-count", found)
            return None
        elif count > MAX_COUNT:
            self.tell("bad-number", found)
            return None
        return count

    def cumulative(self, field: str) -> int | None:
        number = self.number(field)
        is_whole = number is not None and number.is_integer() and 0 <= number <= MOST_CUMULATIVE
        return int(number) if number is not None and is_whole else None

    def number(self, field: str) -> float | None:
        found = self.found(field)
        number = None if found is None else decimal_of(found.value)
        return None if number is None else float(number)

    def fen(self, field: str) -> int | None:
        found = self.found(field)
        if found is None:
            return None
        fen = fen_of(found.value, self.profile.money)
        if fen is None:
            self.tell("bad-number", found)
        return fen

    def word(self, field: str, *, is_closed: bool = False) -> str | None:
        """Translate by the profile's words; `is_closed`: others but our own are told, left out."""
        found = self.found(field)
        text = None if found is None else _word_text(found.value)
        if found is None or text is None:
            return None
        words = self.profile.words.get(field, {})
        ours = words.get(text.casefold())
        if ours is None and text.casefold() in RESULTS.get(field, ()):
            ours = text.casefold()
        if ours is None and is_closed:
            known = ", ".join(words) or "-"
            self.tell("unknown-word", found, known=known)
            return None
        return (ours or text)[:LONGEST_WORD]

    def needed_word(self, field: str) -> str:
        """Translate a word that the record cannot do without; refuses an unknown one."""
        word = self.word(field, is_closed=True)
        found = self.found(field)
        if word is None and found is not None:
            known = ", ".join(self.profile.words.get(field, {})) or "-"
            value = text_of_value(found.value) or "?"
            self.refuse("unknown-word", field, value=value, known=known)
        if word is None:
            self.refuse("missing-field", field)
        return word

    def flag(self, field: str) -> bool | None:
        word = self.word(field, is_closed=True)
        return None if word is None else word == "true"

    def plate_hash(self) -> str | None:
        plate = self._plate()
        return self._hashed(self.lot_id, plate) if plate and self._hashed else None

    def has_plate(self) -> bool:
        return self._plate() is not None

    def _plate(self) -> str | None:
        text = self.text("plate")
        return plate_of(text, self.profile.no_plate) if text else None

    def _moment_in(self, found: Found) -> str | None:
        rule, text = self.profile.time, text_of_value(found.value) or ""
        for form in rule.formats:
            try:
                moment = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
            return moment.replace(tzinfo=moment.tzinfo or rule.zone).isoformat()
        try:
            read = moment_of(found.value, rule.zone)
        except OverflowError:  # a number of hundreds of digits
            return None
        return None if read is None else read[0]


def _word_text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).casefold()
    return text_of_value(value)
