"""Looks up the fields of one record under our names; what is wrong is told under the vendor's."""

from typing import NoReturn

from ingest.formats.findings import Finding
from ingest.interlink.looking import Chain, Found, look
from ingest.interlink.profile import MessageForm, Profile
from ingest.interlink.reading import RecordReading, RefusedError
from ingest.interlink.values import text_of_value


class RecordFields:
    """One record under one message of one profile; what is told of it goes to `out`."""

    def __init__(
        self, profile: Profile, message: MessageForm, chain: Chain, out: RecordReading
    ) -> None:
        self.profile = profile
        self.message = message
        self.out = out
        self.chain = chain

    def found(self, field: str) -> Found | None:
        return look(self.message.fields.get(field, ()), self.chain)

    def name_of(self, field: str) -> str:
        """Return the vendor's name: as sent, else as the profile has it first."""
        found = self.found(field)
        return found.name if found else next(iter(self.message.fields.get(field, ())), field)

    def note(self, code: str, field: str, **places: object) -> None:
        """Add a finding about a field; `{field}` is filled with the vendor's name of it."""
        self.out.findings.append(self._finding(code, self.name_of(field), places))

    def refuse(self, code: str, field: str, **places: object) -> NoReturn:
        raise RefusedError(self._finding(code, self.name_of(field), places))

    def tell(self, code: str, found: Found, **places: object) -> None:
        """Add a finding about a value, which it quotes: of a plate never."""
        told = {"value": text_of_value(found.value) or "?"} | places
        self.out.findings.append(self._finding(code, found.name, told))

    def _finding(self, code: str, name: str, places: dict[str, object]) -> Finding:
        pointer = f"{self.out.pointer}/{name.replace('.', '/')}"
        return Finding(code, pointer, self.out.lot_id, {"field": name, **places})
