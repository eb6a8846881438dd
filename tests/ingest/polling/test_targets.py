"""An address means the same to whoever vets it and to whoever asks it, or it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.polling.targets import BadTargetError, Target, target_of

REFUSED = [
    "", "feeds.example", "//feeds.example/x", "ftp://feeds.example/", "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO", "javascript:alert(1)", "http://", "http:///path",
    "http://user@feeds.example/", "http://user:secret@feeds.example/", "http://@feeds.example/",
    "http://feeds.example@evil.example/", "http://127.1/", "http://127.0.1/", "http://2130706433/",
    "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/",
    "http://127.0.0.1.5/", "http://1.1.1.256/", "http://00000000177.1/", "http://feeds.0x1/",
    "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[::1/", "http://[v1.fe80]/",
    "http://[127.0.0.1]/", "http://feeds.example:0/", "http://feeds.example:65536/",
    "http://feeds.example:-1/", "http://feeds.example:80a/", "http://feeds.example\\@evil/",
    "http://feeds.example/a b", "http://feeds.example/\r\nHost: evil", "http://feeds.example/\t",
    "http://feeds%2eexample/", "http://%31%32%37.0.0.1/", "http://feeds..example/",
    "http://-feeds.example/", "http://feeds.example%00.evil/", "http://" + "a" * 64 + ".example/",
    "http://feeds.example/" + "a" * 2_000, "http://feeds.example/\u2028", "http://*.example/",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_what_two_programs_could_read_differently_is_refused(url: str) -> None:
    with pytest.raises(BadTargetError):
        target_of(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Feeds.Example./x", "feeds.example"),
        ("http://①②⑦.⓪.⓪.①/", "127.0.0.1"),
        ("http://127。0。0。1/", "127.0.0.1"),
        ("http://ｌocalhost/", "localhost"),
        ("http://[::FFFF:127.0.0.1]/", "::ffff:7f00:1"),
        ("http://[0:0:0:0:0:0:0:1]/", "::1"),
        ("https://停车.济南.example/", "停车.济南.example".encode("idna").decode()),
        ("http://evil.example#@feeds.example/", "evil.example"),
        ("http://evil.example?@feeds.example/", "evil.example"),
    ],
)
def test_a_host_has_one_spelling_whatever_was_written(url: str, host: str) -> None:
    assert target_of(url).host == host


def test_the_path_is_asked_for_as_it_was_written() -> None:
    target = target_of("https://feeds.example:8443/停车/a%2Fb?id=1&name=泉城&x=a/b")
    assert target == Target(
        "https", "feeds.example", 8443,
        b"/%E5%81%9C%E8%BD%A6/a%2Fb?id=1&name=%E6%B3%89%E5%9F%8E&x=a/b",
    )  # fmt: skip
    assert target.host_header == "feeds.example:8443"
    assert target_of("http://[2606:4700::1]/").host_header == "[2606:4700::1]"


@given(st.text(max_size=60))
def test_whatever_is_written_is_a_safe_target_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"https://feeds.example/{text}"):
        try:
            target = target_of(url)
        except BadTargetError:
            continue
        assert target.host.isascii()
        assert not set(target.host) & set("@/\\%? \r\n")
        assert not set(target.path) & set(b" \r\n\t\x00")
        assert target.path.startswith(b"/")
