"""Reads a profile from TOML, strictly: all faults at once, each with its key, in both languages."""

import hashlib
import re
import tomllib
from typing import Final, cast, get_args
from zoneinfo import ZoneInfo

from geo.datum import DATUMS, Datum
from ingest.interlink.message_reading import read_messages, read_words
from ingest.interlink.profile import (
    AckRule,
    DigestName,
    Encoding,
    Envelope,
    MoneyUnit,
    Profile,
    SignatureRule,
    TimeForm,
    TimeRule,
)
from ingest.interlink.toml_table import Faults, TomlTable
from parking.words import Words

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_]{1,47}")
_NO_TOML: Final = Words("不是有效的 TOML：{why}", "not valid TOML: {why}")
_BAD_NAME: Final = Words(
    "name 的值 {value} 应由 2 至 48 个小写字母、数字或下划线组成",
    "name is {value}; use 2 to 48 of a-z 0-9 _",
)
_NO_ZONE: Final = Words("time.zone 的值 {value} 不是时区名", "time.zone is {value}: no time zone")
_NO_DIGEST: Final = Words(
    "本机不支持摘要算法 {value}", "this machine's OpenSSL has no digest {value}"
)
_NO_SECRET: Final = Words(
    "{key} 的 prefix 或 suffix 中必须有 {{secret}}，否则任何人都能签名",
    "{key} needs {{secret}} in its prefix or suffix, or anybody could sign",
)


class ProfileError(ValueError):
    """The profile cannot be used; `faults` says why, in both languages."""

    def __init__(self, faults: list[Words]) -> None:
        super().__init__("; ".join(fault.en for fault in faults))
        self.faults = faults


def read_profile(content: str) -> Profile:
    """Read one file; raises ProfileError with everything that is wrong with it."""
    faults = Faults()
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        faults.add(_NO_TOML, why=error)
        raise ProfileError(faults.found) from error
    profile = _profile_of(TomlTable(document, "", faults))
    if faults.found:
        raise ProfileError(faults.found)
    return profile


def _profile_of(table: TomlTable) -> Profile:
    name = table.text("name", needed=True)
    if name and not _NAME.fullmatch(name):
        table.faults.add(_BAD_NAME, value=name)
    profile = Profile(
        name=name,
        title=table.words("title", needed=True),
        basis=table.words("basis", needed=True),
        marks=table.texts("marks"),
        attested=table.texts("attested"),
        unused=table.texts("unused"),
        encoding=cast("Encoding", table.choice("encoding", get_args(Encoding), "utf-8")),
        coordsys=cast("Datum", table.choice("coordsys", DATUMS, "gcj02")),
        money=cast("MoneyUnit", table.choice("money", get_args(MoneyUnit), "fen")),
        no_plate=table.texts("no_plate"),
        free_needs_capacity=table.flag("free_needs_capacity", default=False),
        time=_time_of(table.table("time")),
        envelope=_envelope_of(table.table("envelope")),
        signature=_signature_of(table.table("signature")),
        acknowledgement=_ack_of(table.table("acknowledgement")),
        words=read_words(table.table("words")),
        messages=read_messages(table),
    )
    table.finish()
    return profile


def _time_of(table: TomlTable | None) -> TimeRule:
    if table is None:
        return TimeRule()
    form = cast("TimeForm", table.choice("form", get_args(TimeForm), "text"))
    zone_name, formats = table.text("zone", "Asia/Shanghai"), table.texts("formats")
    table.finish()
    try:
        return TimeRule(form, ZoneInfo(zone_name), formats)
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError where tzdata is there
        pass
    except KeyError:
        pass
    table.faults.add(_NO_ZONE, value=zone_name)
    return TimeRule(form, formats=formats)


def _envelope_of(table: TomlTable | None) -> Envelope:
    if table is None:
        return Envelope()
    envelope = Envelope(table.texts("records", ("",)), table.texts("type"))
    table.finish()
    return envelope


def _signature_of(table: TomlTable | None) -> SignatureRule | None:
    if table is None:
        return None
    usual = SignatureRule()
    digest = table.choice("digest", get_args(DigestName), usual.digest)
    if digest.removeprefix("hmac-") not in hashlib.algorithms_available:
        table.faults.add(_NO_DIGEST, value=digest)
    text, written = table.choice("text", ("sorted", "raw"), "sorted"), table.text("written", "hex")
    table.check_choice(table.at("written"), written, ("hex", "base64"))
    rule = SignatureRule(
        member=table.text("member", usual.member),
        digest=cast("DigestName", digest),
        text="raw" if text == "raw" else "sorted",
        of=table.text("of"),
        pair=table.text("pair", usual.pair),
        join=table.text("join", usual.join),
        prefix=table.text("prefix"),
        suffix=table.text("suffix"),
        written="base64" if written == "base64" else "hex",
        leave_out=table.texts("leave_out"),
        skip_empty=table.flag("skip_empty", default=True),
    )
    if not digest.startswith("hmac-") and "{secret}" not in rule.prefix + rule.suffix:
        table.faults.add(_NO_SECRET, key=table.place)
    table.finish()
    return rule


def _ack_of(table: TomlTable | None) -> AckRule:
    if table is None:
        return AckRule()
    usual = AckRule()
    rule = AckRule(
        code=table.text("code", usual.code),
        message=table.text("message", usual.message),
        success=table.code("success", usual.success),
        conflict=table.code("conflict", usual.conflict),
        rejected=table.code("rejected", usual.rejected),
        unauthorized=table.code("unauthorized", usual.unauthorized),
        unavailable=table.code("unavailable", usual.unavailable),
        success_message=table.text("success_message", usual.success_message),
        records=table.text("records"),
        serial=table.text("serial"),
        echo=table.texts("echo"),
        is_always_200=table.flag("is_always_200", default=True),
    )
    table.finish()
    return rule
