from hypothesis import given
from hypothesis import strategies as st

from api.limits import Callers, RateLimit, parse_networks, site_of


@given(
    st.integers(1, 50),
    st.integers(1, 20),
    st.lists(st.floats(0, 0.5, allow_nan=False), min_size=1, max_size=200),
)
def test_never_more_than_burst_plus_rate_times_time_pass(rate, burst, gaps):
    now = [0.0]
    limit = RateLimit(rate, burst=burst, clock=lambda: now[0])
    passed = 0
    for gap in gaps:
        now[0] += gap
        passed += limit.wait_s("a") == 0
    assert passed <= burst + rate * sum(gaps) + 1


def test_whoever_waits_as_told_is_let_in():
    now = [0.0]
    limit = RateLimit(2, burst=1, clock=lambda: now[0])
    assert limit.wait_s("a") == 0
    wait_s = limit.wait_s("a")
    assert wait_s == 1
    now[0] += wait_s
    assert limit.wait_s("a") == 0


def test_addresses_that_went_quiet_are_forgotten():
    now = [0.0]
    limit = RateLimit(100, clock=lambda: now[0])
    for number in range(50_000):
        now[0] += 0.01
        limit.wait_s(f"10.0.{number // 256}.{number % 256}")
    assert len(limit._due) <= 1_000


def test_zero_is_off():
    limit = RateLimit(0, clock=lambda: 0.0)
    assert [limit.wait_s("a") for _ in range(10_000)] == [0] * 10_000


def test_neighbours_in_one_ipv6_site_are_one_caller():
    assert site_of("2001:db8:0:7::1") == site_of("2001:db8:0:7:ffff::9")
    assert site_of("2001:db8:0:7::1") != site_of("2001:db8:0:8::1")
    assert site_of("::ffff:203.0.113.9") == "203.0.113.9"


def test_forwarded_addresses_count_only_from_trusted_proxies():
    forwarded = [(b"x-forwarded-for", b"6.6.6.6, 203.0.113.9, 10.0.0.7")]
    assert Callers().address_of(("10.0.0.1", 1), forwarded) == "10.0.0.1"
    trusting = Callers(parse_networks("10.0.0.0/8"))
    assert trusting.address_of(("10.0.0.1", 1), forwarded) == "203.0.113.9"
    assert trusting.address_of(("198.51.100.4", 1), forwarded) == "198.51.100.4"
    assert trusting.address_of(("10.0.0.1", 1), [(b"x-forwarded-for", b"junk")]) == "10.0.0.1"
