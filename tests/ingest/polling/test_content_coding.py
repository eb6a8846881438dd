"""A body's gzip is undone within bounds, however it is cut into pieces."""

import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.polling.content_coding import BodyReader, BodyRefusedError


def read(coding: str, pieces: list[bytes], **bounds: int) -> bytes:
    reader = BodyReader(coding, **bounds)
    for piece in pieces:
        reader.feed(piece)
    return reader.close()


def cut(body: bytes, size: int) -> list[bytes]:
    return [body[place : place + size] for place in range(0, len(body), size)]


@given(st.binary(max_size=5_000), st.integers(1, 700), st.sampled_from(["", "identity", "gzip"]))
def test_a_body_is_the_same_in_whatever_pieces_it_comes(body: bytes, size: int, coding: str):
    sent = gzip.compress(body) if coding == "gzip" else body
    assert read(coding, cut(sent, size)) == body


def test_json_that_repeats_itself_is_no_bomb():
    lots = (b'{"lot_id":"370102-P-%05d","free":12,"capacity":100},' % n for n in range(90_000))
    body = b"".join(lots)
    assert read("gzip", [gzip.compress(body)]) == body


@pytest.mark.parametrize("size", [100, 65_536, 10_000_000])
def test_a_bomb_is_refused_with_little_memory(size: int):
    bomb = gzip.compress(b"\x00" * 60_000_000, 9)
    tracemalloc.start()
    with pytest.raises(BodyRefusedError, match="100:1"):
        read("gzip", cut(bomb, size))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32_000_000


@given(st.binary(max_size=500))
def test_noise_is_a_body_or_refused_and_nothing_else(noise: bytes):
    codes = set()
    for sent in (noise, gzip.compress(b"{}") + noise, gzip.compress(noise)[:-3]):
        try:
            read("gzip", [sent])
        except BodyRefusedError as refused:
            codes.add(refused.code)
    assert codes == {"feed-encoding"}


def test_what_is_too_long_is_refused_at_its_first_byte_too_many():
    assert read("", [b"x" * 10], max_wire_bytes=10) == b"x" * 10
    with pytest.raises(BodyRefusedError, match="feed-too-large"):
        read("", [b"x" * 10, b"x"], max_wire_bytes=10)
    with pytest.raises(BodyRefusedError, match="feed-too-large"):
        read("gzip", [gzip.compress(b"ab" * 500)], max_body_bytes=999)
