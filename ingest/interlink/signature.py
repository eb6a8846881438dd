"""Signature: what a vendor signed a request with, made again and compared in constant time."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

import msgspec

from ingest.interlink.looking import folded
from ingest.interlink.profile import SignatureRule
from ingest.interlink.received import Received, members_of

SECRET: Final = "{secret}"  # noqa: S105 - where it goes, not one


def is_signed(rule: SignatureRule, received: Received, secret: str) -> bool:
    """Tell whether the request carries the signature that this secret makes of it."""
    shown = next(
        (
            value
            for name, value in members_of(received.document).items()
            if folded(name) == folded(rule.member)
        ),
        None,
    )
    if not isinstance(shown, str):
        return False
    made = signature_of(rule, received, secret)
    if rule.written == "hex":
        shown = shown.strip().casefold()  # hexadecimal digits mean the same in either case
    return hmac.compare_digest(made.encode(), shown.encode("utf-8", "replace"))


def signature_of(rule: SignatureRule, received: Received, secret: str) -> str:
    """Make the signature; the text is signed in the encoding that it was sent in."""
    text = _signed_text(rule, received)
    before, after = (part.replace(SECRET, secret) for part in (rule.prefix, rule.suffix))
    content = f"{before}{text}{after}".encode(received.encoding or "utf-8", "replace")
    name = rule.digest.removeprefix("hmac-")
    if rule.digest.startswith("hmac-"):
        digest = hmac.digest(secret.encode(), content, name)
    else:
        digest = hashlib.new(name, content).digest()
    return digest.hex() if rule.written == "hex" else base64.b64encode(digest).decode()


def _signed_text(rule: SignatureRule, received: Received) -> str:
    members = _texts(received.text) if received.text else _form_texts(received.document)
    if rule.of:
        inner = next(
            (text for name, text in members.items() if folded(name) == folded(rule.of)), ""
        )
        if rule.text == "raw":
            return inner
        members = _texts(inner)
    elif rule.text == "raw":
        return received.text
    left_out = {folded(name) for name in (rule.member, *rule.leave_out)}
    pairs = [
        f"{name}{rule.pair}{text}"
        for name, text in sorted(members.items())
        if folded(name) not in left_out and not (rule.skip_empty and text in {"", "null"})
    ]
    return rule.join.join(pairs)


def _texts(text: str) -> dict[str, str]:
    """Return each member as text: strings without their quotes, all else as it was written.

    Nothing where a text holds half of a surrogate pair: nobody can have signed that.
    """
    texts = {}
    try:
        raw = msgspec.json.decode(text.encode("utf-8", "replace"), type=dict[str, msgspec.Raw])
        for name, value in raw.items():
            written = bytes(value)
            is_text = written.startswith(b'"')
            texts[name] = msgspec.json.decode(written, type=str) if is_text else written.decode()
    except (msgspec.MsgspecError, RecursionError):
        return {}
    return texts


def _form_texts(document: object) -> dict[str, str]:
    members: Mapping[str, object] = members_of(document)
    return {name: str(value) for name, value in members.items()}
