"""Fetching from servers that are slow, endless, lying or hostile; and the good one in between."""

import asyncio
import gzip
import ssl
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ingest.polling.allow_list import AllowList
from ingest.polling.asking import Ask, Bounds
from ingest.polling.fetcher import Fetcher
from ingest.polling.outcomes import Failed, Fetched, NotModified, Validators
from ingest.polling.resolving import resolve
from tests.ingest.polling.certificates import certificate_for
from tests.ingest.polling.server import Server, Write, answer, serving

LOCAL = AllowList.parse("127.0.0.0/8:*")
HASTY = Bounds(total_s=0.6, connect_s=0.3, read_s=0.3, wire_bytes=200_000)


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    made = Fetcher(LOCAL, bounds=HASTY)
    yield made
    await made.aclose()


async def fetch(fetcher: Fetcher, server: Server, path: str = "/feed", **ask) -> object:
    return await fetcher.fetch(Ask(server.url(path), **ask))


def code_of(outcome: object) -> str:
    assert isinstance(outcome, Failed), outcome
    assert outcome.finding.to_dict()["message_zh"]
    return outcome.code


async def test_a_body_comes_with_what_is_needed_to_ask_again(fetcher: Fetcher) -> None:
    page = answer(200, b'{"a": 1}', etag='"v1"', last_modified="Sat, 21 Nov 2026 09:00:00 GMT")
    async with serving(feed=page) as server:
        outcome = await fetch(fetcher, server)
    validators = Validators('"v1"', "Sat, 21 Nov 2026 09:00:00 GMT")
    assert outcome == Fetched(b'{"a": 1}', validators)
    assert "cookie" not in server.requests[0]
    assert "if-none-match" not in server.requests[0]


async def test_what_has_not_changed_is_not_sent_again(fetcher: Fetcher) -> None:
    async with serving(feed=answer(304)) as server:
        known = Validators('"v1"', "Sat, 21 Nov 2026 09:00:00 GMT")
        assert isinstance(await fetch(fetcher, server, validators=known), NotModified)
        assert server.requests[0]["if-none-match"] == '"v1"'
        assert server.requests[0]["if-modified-since"] == known.last_modified
        assert code_of(await fetch(fetcher, server)) == "feed-status"  # nobody asked


async def test_a_redirect_is_told_and_not_followed(fetcher: Fetcher) -> None:
    async with serving() as inner:
        place = answer(302, location=inner.url("/secret?key=1"), set_cookie="a=b")
        async with serving(feed=place) as server:
            outcome = await fetch(fetcher, server)
            await fetch(fetcher, server)
        assert code_of(outcome) == "feed-redirects"
        assert "key=1" not in str(outcome)
        assert inner.connections == 0
        assert "cookie" not in server.requests[1]


async def test_the_environments_proxy_is_not_asked(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving() as proxy, serving(feed=answer(200, b"{}")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url(""))
        assert isinstance(await fetch(fetcher, server), Fetched)
        assert proxy.connections == 0


async def stalling(write: Write) -> None:
    await write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")
    await asyncio.sleep(5)


async def dripping(write: Write) -> None:
    await write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
    while True:
        await write(b" ")
        await asyncio.sleep(0.05)


async def silent(write: Write) -> None:
    await asyncio.sleep(5)


@pytest.mark.parametrize("behaviour", [stalling, dripping, silent])
async def test_a_slow_server_keeps_nobody_waiting_beyond_the_deadline(
    fetcher: Fetcher, behaviour
) -> None:
    async with serving(feed=behaviour) as server:
        began_s = time.monotonic()
        assert code_of(await fetch(fetcher, server)) == "feed-timeout"
        assert time.monotonic() - began_s < 2


async def endless(write: Write) -> None:
    await write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        await write(b"[" * 50_000)


async def endless_headers(write: Write) -> None:
    await write(b"HTTP/1.1 200 OK\r\n")
    while True:
        await write(b"x-more: " + b"y" * 10_000 + b"\r\n")


async def endless_hints(write: Write) -> None:
    while True:
        await write(b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n")
        await asyncio.sleep(0)


BOMB = gzip.compress(b" " * 50_000_000, 9)
HOSTILE = {
    "endless": (endless, "feed-too-large"),
    "announced": (answer(200, b"x", content_length="99999999999"), "feed-too-large"),
    "negative": (answer(200, b"x", content_length="-1"), "feed-unreachable"),
    "headers": (endless_headers, "feed-unreachable"),
    "hints": (endless_hints, "feed-timeout"),
    "bomb": (answer(200, BOMB, content_encoding="gzip"), "feed-encoding"),
    "twice": (answer(200, gzip.compress(BOMB), content_encoding="gzip, gzip"), "feed-encoding"),
    "brotli": (answer(200, b"x", content_encoding="br"), "feed-encoding"),
    "no_gzip": (answer(200, b"plain", content_encoding="gzip"), "feed-encoding"),
    "cut": (answer(200, gzip.compress(b"{}" * 99)[:-9], content_encoding="gzip"), "feed-encoding"),
    "tail": (answer(200, gzip.compress(b"{}") + b"x", content_encoding="gzip"), "feed-encoding"),
    "short": (answer(200, b"{}", content_length="50"), "feed-unreachable"),
    "noise": (b"\x00\xff" * 500, "feed-unreachable"),
    "closed": (b"", "feed-unreachable"),
    "switching": (b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n", "feed-unreachable"),
    "none": (answer(204), "feed-status"),
    "partial": (answer(206, b"{}"), "feed-status"),
    "missing": (answer(404), "feed-status"),
    "denied": (answer(401, www_authenticate="Basic"), "feed-status"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_answer_is_an_outcome_and_the_next_feed_is_fetched(
    fetcher: Fetcher, name: str
) -> None:
    behaviour, code = HOSTILE[name]
    async with serving(feed=behaviour, good=answer(200, b"[]")) as server:
        began_s = time.monotonic()
        assert code_of(await fetch(fetcher, server)) == code
        assert time.monotonic() - began_s < 1
        assert await fetch(fetcher, server, "/good") == Fetched(b"[]")


async def test_gzip_is_undone(fetcher: Fetcher) -> None:
    body = b'{"lots": []}' * 1_000
    async with serving(feed=answer(200, gzip.compress(body), content_encoding="gzip")) as server:
        assert await fetch(fetcher, server) == Fetched(body)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("120", 120.0), ("Sat, 21 Nov 2026 09:02:00 GMT", 120.0), ("soon", None), ("-5", None)],
)
async def test_a_server_says_when_to_come_back(fetcher: Fetcher, written: str, seconds) -> None:
    page = answer(429, retry_after=written, date="Sat, 21 Nov 2026 09:00:00 GMT")
    async with serving(feed=page) as server:
        outcome = await fetch(fetcher, server)
    assert code_of(outcome) == "feed-limited"
    assert outcome.retry_after_s == seconds


async def test_credentials_travel_encrypted_or_in_a_listed_network_only() -> None:
    secret = ("authorization", "Bearer open-sesame")
    async with serving(feed=answer(200, b"[]")) as server:
        listed = Fetcher(LOCAL, bounds=HASTY)
        assert isinstance(await fetch(listed, server, credential=secret), Fetched)
        assert server.requests[0]["authorization"] == "Bearer open-sesame"
        await listed.aclose()

        async def public(host: str, port: int) -> list[str]:
            return ["8.8.8.8"]

        open_one = Fetcher(AllowList.parse("public"), resolver=public, bounds=HASTY)
        ask = Ask("http://feeds.example/?token=abc", credential=secret)
        assert code_of(await open_one.fetch(ask)) == "feed-secret-in-clear"
        assert "sesame" not in repr(ask)
        assert "abc" not in repr(ask)
        await open_one.aclose()


TRICKS = {
    "one.example": ["127.0.0.1"],
    "both.example": ["8.8.8.8", "127.0.0.1"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "compatible.example": ["::127.0.0.1"],
    "translated.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::"],
    "cloud.example": ["169.254.169.254"],
    "alibaba.example": ["100.100.100.200"],
    "shared.example": ["100.64.1.1"],
    "here.example": ["0.0.0.0"],
    "link.example": ["fe80::1%lo"],
    "unique.example": ["fd00::1"],
    "broadcast.example": ["255.255.255.255"],
    "group.example": ["224.0.0.1"],
    "alias.example": ["localhost"],
    "many.example": ["8.8.8.8"] * 100,
    "nothing.example": [],
    "localhost": ["127.0.0.1"],
    "localhost.localdomain": ["127.0.0.1"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
}
WRITTEN = [
    "127.0.0.1", "127.1", "0x7f000001", "0x7f.1", "017700000001", "2130706433", "0", "0.0.0.0",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]",
    "[::1%25lo]", "[fd00:ec2::254]", "169.254.169.254", "user@127.0.0.1", "ok.example@127.0.0.1",
    "127.0.0.1#ok.example", "127.0.0.1?.ok.example", "LOCALHOST", "localhost.",
    "127.0.0.1%2f.ok.example", "ok.example\\@127.0.0.1", "127.0.0.1\t", "lo\ncalhost",
    "ｌｏｃａｌｈｏｓｔ",
]  # fmt: skip


async def lying(host: str, port: int) -> list[str]:
    return TRICKS[host] if host in TRICKS else await resolve(host, port)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_no_name_and_no_spelling_leads_to_this_machine(scheme: str) -> None:
    fetcher = Fetcher(AllowList.parse(""), resolver=lying, bounds=HASTY)
    async with serving(feed=answer(200, b"[]")) as server:
        for host in (*TRICKS, *WRITTEN):
            for port in ("", f":{server.port}", ":80", ":8080"):
                outcome = await fetcher.fetch(Ask(f"{scheme}://{host}{port}/feed"))
                assert isinstance(outcome, Failed), host
                assert outcome.code.startswith(("address-", "feed-unresolved")), (host, outcome)
        assert server.connections == 0
    await fetcher.aclose()


async def test_a_name_that_changes_its_mind_is_asked_once_and_gains_nothing() -> None:
    """The server is at 127.0.0.1, which is listed; later answers would lead elsewhere."""
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.99"]

    fetcher = Fetcher(LOCAL, resolver=rebinding, bounds=HASTY)
    async with serving(feed=answer(200, b"[]")) as server:
        url = server.url("/feed", "feeds.example")
        assert await fetcher.fetch(Ask(url)) == Fetched(b"[]")
    assert asked == ["feeds.example"]
    assert server.requests[0]["host"] == f"feeds.example:{server.port}"
    await fetcher.aclose()


async def test_an_address_that_does_not_answer_is_followed_by_the_next() -> None:
    async def two(host: str, port: int) -> list[str]:
        return ["127.0.0.77", "127.0.0.1"]

    fetcher = Fetcher(LOCAL, resolver=two, bounds=HASTY)
    async with serving(feed=answer(200, b"[]")) as server:
        assert await fetcher.fetch(Ask(server.url("/feed", "feeds.example"))) == Fetched(b"[]")
    assert code_of(await fetcher.fetch(Ask(server.url("/feed")))) == "feed-unreachable"
    await fetcher.aclose()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_for("feeds.example", tmp_path_factory.mktemp("tls"))


async def test_the_certificate_must_be_the_names_and_not_the_addresss(certificate: Path) -> None:
    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    names: list[str | None] = []
    serving_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving_tls.load_cert_chain(certificate)
    serving_tls.sni_callback = lambda _socket, name, _context: names.append(name)
    server = Server(pages={"/feed": answer(200, b"[]")})
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=serving_tls)
    port = listening.sockets[0].getsockname()[1]
    trusting = ssl.create_default_context(cafile=str(certificate))
    fetcher = Fetcher(LOCAL, resolver=here, bounds=HASTY, certificates=trusting)
    assert await fetcher.fetch(Ask(f"https://feeds.example:{port}/feed")) == Fetched(b"[]")
    assert names == ["feeds.example"]
    wrong = await fetcher.fetch(Ask(f"https://other.example:{port}/feed"))
    assert code_of(wrong) == "feed-unreachable"
    await fetcher.aclose()
    listening.close()
