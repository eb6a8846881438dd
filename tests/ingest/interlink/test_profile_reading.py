"""Profiles: those that are shipped hold together, and a wrong one says all that is wrong."""

from importlib.resources import files
from pathlib import Path

import pytest

from ingest.interlink.looking import folded
from ingest.interlink.profile import Profile
from ingest.interlink.profile_reading import ProfileError, read_profile
from ingest.interlink.shipped import all_profiles, shipped_profiles

MINIMAL = """
name = "my_city"
title = { zh = "我的城市", en = "my city" }
basis = { zh = "自拟", en = "our own" }
[[message]]
name = "entry"
kind = "entry"
title = { zh = "入场", en = "entry" }
[message.fields]
lot_id = "parkId"
observed_at = ["inTime", "enterTime"]
"""


def faults(content: str) -> list[tuple[str, str]]:
    with pytest.raises(ProfileError) as refused:
        read_profile(content)
    return [(fault.zh, fault.en) for fault in refused.value.faults]


def test_a_few_lines_are_a_profile() -> None:
    profile = read_profile(MINIMAL)
    assert (profile.name, profile.coordsys, profile.money) == ("my_city", "gcj02", "fen")
    assert profile.messages[0].fields["observed_at"] == ("inTime", "enterTime")


@pytest.mark.parametrize("file", ["guangzhou_db4401_133", "vendor_push", "municipal_records"])
def test_profiles_are_files_in_the_package(file: str) -> None:
    assert (files("ingest.interlink") / "profiles" / f"{file}.toml").is_file()


@pytest.mark.parametrize("profile", shipped_profiles().values(), ids=lambda profile: profile.name)
def test_every_attested_name_is_read_or_known_to_be_unused(profile: Profile) -> None:
    rule = profile.acknowledgement
    used = {*profile.unused, rule.code, rule.message, *rule.echo, *profile.envelope.type}
    used |= {step for path in profile.envelope.records for step in path.split(".")}
    used |= {profile.signature.member} if profile.signature else set()
    for message in profile.messages:
        used |= {path for paths in message.fields.values() for path in paths}
        used |= {*message.marks, *message.entry_when}
        for columns in message.classes:
            used |= {*columns.free, *columns.occupied, *columns.capacity}
    known = {folded(name) for name in used}
    assert [name for name in profile.attested if folded(name) not in known] == []


@pytest.mark.parametrize("profile", shipped_profiles().values(), ids=lambda profile: profile.name)
def test_no_word_of_a_type_means_two_messages(profile: Profile) -> None:
    words = [word.casefold() for message in profile.messages for word in message.types]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("wrong", "zh", "en"),
    [
        ("[message.felds]\nx = 'y'", "最接近的是 fields", "nearest is fields"),
        ("[time]\nzones = 'x'", "time.zones，最接近的是 zone", "time.zones; nearest is zone"),
        ("[time]\nzone = 'Asia/Jinan'", "Asia/Jinan 不是时区名", "no time zone"),
        ("[time]\nform = 'minutes'", "可用：text, seconds", "one of text, seconds"),
        ("[words.colour]\n1 = 'x'", "最接近的是", "unknown key words.colour"),
        ("[words.status]\n1 = 'full'", "可用：free, occupied, unknown", "one of free, occupied"),
        ("[signature]\ndigest = 'md5'", "{secret}", "anybody could sign"),
        ("[signature]\ndigest = 'crc32'", "可用：md5", "one of md5"),
        ("[acknowledgement]\nsuccess = 1.5", "acknowledgement.success", "whole number or text"),
        ("[envelope]\nrecords = [1]", "envelope.records", "list of texts"),
    ],
)
def test_a_fault_names_the_key_in_both_languages(wrong: str, zh: str, en: str) -> None:
    content = (
        MINIMAL + wrong
        if wrong.startswith("[message")
        else MINIMAL.replace("[[message]]", f"{wrong}\n[[message]]")
    )
    [(told_zh, told_en), *_] = faults(content)
    assert zh in told_zh
    assert en in told_en


def test_a_field_that_a_message_cannot_have_is_told_with_the_nearest() -> None:
    [(zh, en)] = faults(MINIMAL.replace("lot_id =", 'observed = "t"\nlot_id ='))
    assert "message[1].fields.observed" in zh
    assert "nearest is observed_at" in en


def test_a_message_without_what_it_needs_is_told() -> None:
    [(zh, en)] = faults(MINIMAL.replace('lot_id = "parkId"', ""))
    assert "缺少 lot_id" in zh
    assert "message[1] needs lot_id" in en


def test_all_faults_are_told_at_once() -> None:
    content = MINIMAL.replace('"my_city"', '"My City"').replace('kind = "entry"', 'kind = "in"')
    assert len(faults(content)) >= 2


def test_what_is_no_toml_and_no_message_is_told() -> None:
    assert "TOML" in faults("name = ")[0][1]
    assert any("[[message]]" in en for _, en in faults("name = 'ab'"))
    twice = MINIMAL + MINIMAL[MINIMAL.index("[[message]]") :]
    assert "entry" in faults(twice)[0][0]


def test_a_citys_own_folder_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(MINIMAL, encoding="utf-8")
    (tmp_path / "b.toml").write_text(MINIMAL.replace("my_city", "vendor_push"), encoding="utf-8")
    profiles = all_profiles(tmp_path)
    assert len(profiles) == len(all_profiles(None)) + 1
    assert len(profiles["vendor_push"].messages) == 1


def test_a_wrong_file_of_a_city_is_named(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text("name = 1", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"ours\.toml"):
        all_profiles(tmp_path)
