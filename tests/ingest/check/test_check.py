"""A check says what would get in, by the very rules of the doors, and what to mend."""

import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.check.checked import Checked
from ingest.check.checking import check
from ingest.check.reading import BadMappingError, ReadAs, UnknownFormatError
from ingest.check.telling import told
from ingest.formats.findings import FINDINGS, Finding
from ingest.formats.form import Terms
from parking.clock import to_us
from parking.draft_reading import DraftRules
from parking.moment import read_moment
from parking.words import LANGS

NOW = "2026-11-21T09:00:00+08:00"
NOW_US = to_us(read_moment(NOW))
GOOD = {
    "kind": "snapshot", "lot_id": "P1", "record_serial": "1", "observed_at": NOW,
    "spaces": [{"space_class": "general", "free": 12, "capacity": 100}],
}  # fmt: skip


def checked(payload: object, **read_as: object) -> Checked:
    content = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return check(content, ReadAs(Terms(), **read_as), DraftRules(), NOW_US)


def reports(*changes: dict) -> dict:
    return {"reports": [{**GOOD, **change} for change in changes]}


def test_what_would_get_in_is_counted_and_shown():
    outcome = checked(reports({}, {"lot_id": "P2", "record_serial": "2"}))
    assert (outcome.format, outcome.accepted_values, outcome.rejected) == ("onelot_reports", 2, 0)
    assert [lot.lot_id for lot in outcome.lots] == ["P1", "P2"]
    assert outcome.to_dict()["accepted"] == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"observed_at": "2026-11-21T09:05:00+08:00"}, "refused-future-timestamp"),
        ({"observed_at": "2026-11-21T09:00:00"}, "refused-naive-time"),
        ({"spaces": [{"free": -3}]}, "refused-count-out-of-range"),
        ({"spaces": []}, "refused-missing-field"),
        ({"kind": "snapshoot"}, "refused-bad-field"),
    ],
)
def test_what_the_live_door_refuses_is_refused_with_its_place(change: dict, code: str):
    outcome = checked(reports({}, change))
    assert (outcome.accepted_values, outcome.rejected) == (1, 1)
    [problem] = [one for one in outcome.problems if one.kind.blocks]
    assert problem.code == code
    assert problem.pointer.startswith("/reports/1")


def test_old_values_are_fine_as_a_sample_and_said_to_be_old():
    outcome = checked(reports({"observed_at": "2021-11-21T09:00:00+08:00"}))
    assert outcome.accepted_values == 1
    assert [problem.code for problem in outcome.problems if problem.code == "old-values"]


def test_more_free_than_there_is_gets_in_as_suspect():
    outcome = checked(reports({"spaces": [{"free": 130, "capacity": 100}]}))
    assert outcome.accepted_values == 1
    [problem] = [one for one in outcome.problems if one.code == "free-above-capacity"]
    assert problem.places == {"free": 130, "capacity": 100}


def test_an_id_is_there_once():
    lots = b"lot_id,name,lat,lon,capacity\nA,A,36.6,117.0,10\nA,B,36.7,117.0,10\n"
    outcome = checked(lots)
    assert (outcome.accepted_lots, outcome.rejected) == (1, 1)
    assert outcome.problems[-1].code == "duplicate-id"


def test_a_table_is_guessed_and_the_guess_reads_the_same_when_it_is_used():
    table = "停车场名称,总泊位,剩余车位,更新时间\n泉城路,100,12,2026-11-21 09:00\n".encode()
    guessed = checked(table)
    assert guessed.mapping is not None
    mapped = checked(table, mapping=guessed.mapping.encode())
    assert (mapped.accepted_lots, mapped.accepted_values) == (1, 1)
    assert [lot.values for lot in mapped.lots] == [lot.values for lot in guessed.lots]


def test_what_is_unknown_gets_the_nearest_guess_and_why():
    outcome = checked({"openapi": "3.1.0", "info": {}, "paths": {}})
    assert outcome.format is None
    assert outcome.lacks is not None
    assert "OpenAPI" in outcome.lacks.en
    assert not outcome.is_good


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"hello", b"{", b"<a>", b"PK\x03\x04"])
def test_what_cannot_be_opened_is_an_outcome_with_its_reason(content: bytes):
    outcome = checked(content)
    assert outcome.format is None
    assert outcome.lacks is not None


def test_a_wrong_name_and_a_wrong_mapping_say_what_there_is():
    with pytest.raises(UnknownFormatError, match="datex2_v3"):
        checked({}, format_name="datex")
    with pytest.raises(BadMappingError, match="mapping"):
        checked(b"a,b\n1,2\n", mapping=b"[fieldz]\n")


def test_local_times_are_read_in_the_zone_that_was_named():
    table = b"lot_id;name;free;total;time\n1;A;3;9;2026-11-21 09:00\n"
    berlin = ReadAs(Terms(zone=ZoneInfo("Europe/Berlin")))
    outcome = check(table, berlin, DraftRules(), NOW_US + 8 * 3_600_000_000)
    assert outcome.lots[0].values[0]["observed_at"] == "2026-11-21T09:00:00+01:00"


def test_all_that_is_told_is_told_in_both_languages():
    outcome = checked(reports({}, {"spaces": [{"free": -3}]}))
    chinese, english = (told(outcome, lang) for lang in LANGS)
    assert "拒收 1 条" in chinese
    assert "1 refused" in english


@pytest.mark.parametrize("code", FINDINGS)
def test_every_sentence_needs_the_same_in_both_languages(code: str):
    """A place that only one language names would make the other raise, or say less."""
    kind = FINDINGS[code]
    for words in (kind.told, kind.mend):
        assert words.zh
        assert words.en
    asked: set[str] = set()

    class Noting(dict):
        def __missing__(self, name: str) -> str:
            asked.add(name)
            return "1"

    for words in (kind.told, kind.mend):
        words.zh.format_map(Noting())
        words.en.format_map(Noting())
    assert Finding(code, "/", None, dict.fromkeys(asked, 1)).to_dict()["message"]


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(content: bytes):
    outcome = checked(content)
    assert outcome.format is not None or outcome.lacks is not None
