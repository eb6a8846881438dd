"""Whoever declares a feed makes the city connect somewhere: never to its own machines or clouds."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.polling.addresses import embedded_ipv4, is_public
from ingest.polling.allow_list import AllowList, refusal_of

EVERYBODY = AllowList.parse("")

PRIVATE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.1.1",
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "100::1",
    "2001:db8::1", "2001:2::1", "3fff::1", "5f00::1",
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:10.0.0.1", "::10.0.0.1", "::7f00:1",
    "64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1",
    "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:0:53aa:64c:0:f5ff:80ff:fffe",
    "2607:f8b0::5efe:10.0.0.1", "2607:f8b0::200:5efe:7f00:1",
]  # fmt: skip
METADATA = [
    "169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192",
    "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::",
    "::a9fe:a9fe",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "114.114.114.114", "223.5.5.5", "2606:4700::1111", "240e:4c:4008::1"]


@pytest.mark.parametrize("address", [*PRIVATE, *METADATA])
def test_no_address_of_this_side_of_the_internet_is_asked(address: str) -> None:
    assert refusal_of("feeds.example", address, 443, EVERYBODY) == "address-private"


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_open_internet_is_asked(address: str) -> None:
    assert refusal_of("feeds.example", address, 443, EVERYBODY) is None


@pytest.mark.parametrize("address", METADATA)
def test_no_setting_opens_the_way_to_a_clouds_credentials(address: str) -> None:
    everything = AllowList.parse("public 0.0.0.0/0:* [::/0]:*")
    assert refusal_of("feeds.example", address, 80, everything) == "address-private"


@pytest.mark.parametrize("address", ["fe80::1%eth0", "not an address", "", "127.1", "0x7f000001"])
def test_what_a_resolver_never_says_is_no_address(address: str) -> None:
    assert refusal_of("feeds.example", address, 443, EVERYBODY) == "address-form"


@pytest.mark.parametrize("port", [22, 25, 3306, 5432, 6379, 9200, 1])
def test_only_the_ports_of_feeds_are_asked(port: int) -> None:
    assert refusal_of("feeds.example", "8.8.8.8", port, EVERYBODY) == "address-port"


def test_an_intranet_is_asked_where_the_city_lists_its_network() -> None:
    allow = AllowList.parse("public, 10.20.0.0/16 [fd00:1::/64]:9000")
    assert refusal_of("feed.local", "10.20.3.4", 8080, allow) is None
    assert refusal_of("feed.local", "10.21.3.4", 8080, allow) == "address-private"
    assert refusal_of("feed.local", "10.20.3.4", 6379, allow) == "address-port"
    assert refusal_of("feed.local", "fd00:1::9", 9000, allow) is None
    assert refusal_of("feed.local", "fd00:1::9", 80, allow) == "address-port"
    assert refusal_of("feeds.example", "8.8.8.8", 443, allow) is None


def test_a_list_without_the_public_lets_in_nobody_else() -> None:
    allow = AllowList.parse("feeds.example.org *.停车.example odd.example.org:9443")
    assert refusal_of("feeds.example.org", "8.8.8.8", 443, allow) is None
    assert refusal_of("a.xn--5nqw65f.example", "8.8.8.8", 443, AllowList.parse("x")) is not None
    assert refusal_of("odd.example.org", "8.8.8.8", 9443, allow) is None
    assert refusal_of("other.example.org", "8.8.8.8", 443, allow) == "address-unlisted"
    idna = "停车".encode("idna").decode()
    assert refusal_of(f"a.{idna}.example", "8.8.8.8", 443, allow) is None
    assert refusal_of(f"evil{idna}.example", "8.8.8.8", 443, allow) == "address-unlisted"


def test_a_listed_name_that_points_inside_is_not_followed() -> None:
    allow = AllowList.parse("feeds.example.org")
    assert refusal_of("feeds.example.org", "10.0.0.1", 443, allow) == "address-private"


@pytest.mark.parametrize("text", ["10.0.0.0/33", "10.0.0", "a b:99999", "x/y", "user@host", "-"])
def test_a_list_that_cannot_be_understood_is_refused_when_it_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"no (network|port)|neither"):
        AllowList.parse(text)


EMBEDDINGS = [
    ("::ffff:{}", 0), ("::{}", 0), ("64:ff9b::{}", 0), ("::ffff:0:{}", 0), ("64:ff9b:1::{}", 0),
]  # fmt: skip


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_an_ipv4_address_in_ipv6_clothes_is_seen_and_never_public(inner: IPv4Address) -> None:
    for form, _ in EMBEDDINGS:
        address = IPv6Address(form.format(inner))
        assert embedded_ipv4(address) == inner
        assert not is_public(address)
    six = IPv6Address((0x2002 << 112) | (int(inner) << 80))
    teredo = IPv6Address((0x2001 << 112) | (~int(inner) & 0xFFFFFFFF))
    for address in (six, teredo):
        assert embedded_ipv4(address) == inner
        assert not is_public(address)


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_is_public_here_is_global_for_everybody_else(address) -> None:
    if is_public(address):
        found = ip_address(str(address))
        odd = ("private", "multicast", "loopback", "link_local", "reserved", "unspecified")
        assert found.is_global
        assert not any(getattr(found, f"is_{word}") for word in odd)
