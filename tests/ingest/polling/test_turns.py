"""What one try of a feed comes to: believed, held back, the same or failed; and what stays."""

import zlib

import msgspec
from msgspec.structs import replace

from ingest.polling.credentials import credential_header, fault_of_credential
from ingest.polling.memory import FeedMemory, encode_memory, memory_for
from ingest.polling.outcomes import Failed, Validators
from ingest.polling.schedule import Terms
from ingest.polling.turns import (
    FAILED,
    HELD,
    NEW,
    SAME,
    Body,
    Times,
    Turn,
    is_known,
    missed,
    published,
    unchanged,
)
from parking.clock import MINUTE_US, SECOND_US
from parking.polled_feed import FeedDeclaration
from tests.ingest.polling.publications import publication

NOON_US = 1_795_000_000 * SECOND_US
TERMS = Terms("op-feed", 60.0)
DECLARED = FeedDeclaration("op-feed", "https://feeds.example/lots.json")
USUAL = {f"L{n}": 10 + n for n in range(6)}
LESS = {"L0": 10, "L1": 11}


def times(minute: int) -> Times:
    return Times(NOON_US + minute * MINUTE_US, NOON_US + minute * MINUTE_US)


def fetched(memory: FeedMemory, free: dict[str, int], minute: int, digest: str) -> Turn:
    body = Body(digest, Validators(etag=digest))
    return published(memory, body, publication(free), times(minute), TERMS, "op")


def kinds(turn: Turn) -> list[str]:
    return [] if turn.claims is None else [str(one["kind"]) for one in turn.claims.reports]


def test_what_is_held_back_claims_nothing_and_is_asked_for_again_in_full():
    good = fetched(memory_for(b"", DECLARED), USUAL, 0, "v1")
    assert (good.result, good.memory.validators.etag) == (NEW, "v1")
    held = fetched(good.memory, LESS, 1, "v2")
    assert (held.result, held.claims, held.memory.validators) == (HELD, None, Validators())
    assert held.findings[0].code == "mass-drop"
    assert held.memory.claims == good.memory.claims
    assert not is_known(held.memory, Body("v2"))
    believed = fetched(held.memory, LESS, 2, "v2")
    assert believed.result == NEW
    assert kinds(believed) == ["heartbeat"] * 2


def test_a_publication_that_became_empty_renews_nothing_however_often_it_comes():
    good = fetched(memory_for(b"", DECLARED), USUAL, 0, "v1")
    empty = good
    for minute in range(1, 5):
        empty = fetched(empty.memory, {}, minute, "empty")
        assert (empty.result, kinds(empty)) == (HELD, [])
        assert not is_known(empty.memory, Body("empty"))
    back = fetched(empty.memory, USUAL, 9, "v1")
    assert (back.result, kinds(back)) == (NEW, ["heartbeat"] * 6)


def test_a_failure_changes_nothing_but_the_next_time():
    good = fetched(memory_for(b"", DECLARED), USUAL, 0, "v1")
    failed = missed(good.memory, Failed("feed-status", {"value": 500}), times(1), TERMS)
    assert (failed.result, failed.claims) == (FAILED, None)
    assert failed.memory.claims == good.memory.claims
    assert failed.memory.validators == good.memory.validators
    same = unchanged(failed.memory, times(2), TERMS, "op")
    assert (same.result, kinds(same), same.memory.pace.failures) == (SAME, ["heartbeat"] * 6, 0)


def test_a_frozen_feed_says_so_and_its_lots_grow_old():
    turn = fetched(memory_for(b"", DECLARED), USUAL, 0, "v0")
    for minute in range(1, 8):
        turn = fetched(turn.memory, {**USUAL, "L0": minute}, minute, f"v{minute}")
    for minute in range(8, 45):
        turn = unchanged(turn.memory, times(minute), TERMS, "op")
    assert kinds(turn) == []
    assert [finding.to_dict()["code"] for finding in turn.findings] == ["feed-frozen"]
    assert "37 min" in turn.findings[0].to_dict()["message"]
    alive = fetched(turn.memory, {**USUAL, "L0": 99}, 46, "v99")
    assert kinds(alive) == ["snapshot", *["heartbeat"] * 5]


def test_what_is_remembered_survives_and_what_is_declared_anew_is_not_held_against_the_old():
    good = fetched(memory_for(b"", DECLARED), USUAL, 0, "v1")
    good.memory.claims.closed["op-L0"] = ("closed-1", NOON_US)
    encoded = encode_memory(good.memory)
    assert memory_for(encoded, DECLARED) == good.memory
    moved = FeedDeclaration("op-feed", "https://feeds.example/new.json")
    elsewhere = memory_for(encoded, moved)
    assert elsewhere.claims == good.memory.claims
    assert not elsewhere.validators.are_given
    assert fetched(elsewhere, LESS, 1, "v2").result == NEW


def test_credentials_become_one_header_and_odd_ones_are_refused():
    assert credential_header("basic", "u", "密") == ("authorization", "Basic dTrlr4Y=")
    assert credential_header("bearer", "", "t") == ("authorization", "Bearer t")
    assert credential_header("header", "X-Api-Key", "k") == ("x-api-key", "k")
    for kind, name, secret in (
        ("header", "Host", "k"), ("header", "Cookie", "k"), ("header", "a b", "k"),
        ("header", "", "k"), ("bearer", "", "a\r\nHost: evil"), ("bearer", "", "密"),
        ("basic", "a:b", "k"), ("none", "", "k"), ("bearer", "", "k" * 5_000),
    ):  # fmt: skip
        fault = fault_of_credential(kind, name, secret)
        assert fault is not None
        assert "evil" not in fault


def test_what_self_checks_of_another_release_remember_keeps_no_feed_from_being_polled():
    good = fetched(memory_for(b"", DECLARED), USUAL, 0, "v1").memory
    assert good.publications is not None
    members = msgspec.msgpack.decode(zlib.decompress(encode_memory(good)))
    members["publications"] = {"ledger": {"of": "another release"}}
    encoded = zlib.compress(msgspec.msgpack.encode(members))
    assert memory_for(encoded, DECLARED) == replace(good, publications=None)
