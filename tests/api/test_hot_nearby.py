"""The fast way to nearby: what is refused costs no search, and each request is counted once."""

from prometheus_client import CollectorRegistry

from api.follower import ReplicaFollower
from api.limits import Callers, RateLimit
from api.lots.hot_nearby import HotNearby
from api.metrics import HttpMetrics
from api.server.entrance import Entrance
from parking.clock import CityClock
from parking.ports import ClockReading
from tests.live.city import City, row_of_lots

CALLER = ("10.0.0.1", 40_000)
NEAR = b"lat=36.65&lon=117.12"


class CountedNearby(HotNearby):
    """Knows how often it was asked to search."""

    searches = 0

    def answer(self, query_string: bytes) -> bytes:
        self.searches += 1
        return super().answer(query_string)


def nearby(reads_per_s: float) -> CountedNearby:
    city = City(row_of_lots(3))
    clock = CityClock(ClockReading("manual", city.now_us, 0, 1.0), lambda: 0)
    metrics = HttpMetrics(CollectorRegistry())
    reads = RateLimit(reads_per_s, clock=lambda: 1_000.0)
    entrance = Entrance(Callers(), reads, RateLimit(0, clock=lambda: 0.0), metrics)
    follower = ReplicaFollower(city.replica, None, clock, partitions=4)
    return CountedNearby(city.replica, follower, clock, entrance, metrics, zone="Asia/Shanghai")


def test_a_caller_over_its_rate_costs_no_search():
    hot = nearby(reads_per_s=2)
    answered = [hot.answer_fast(NEAR, CALLER, []) is not None for _ in range(5)]
    assert answered == [True, True, False, False, False]
    assert hot.searches == 2


def test_what_is_left_to_asgi_is_counted_there_alone():
    hot = nearby(reads_per_s=2)
    assert hot.answer_fast(b"lat=north", CALLER, []) is None
    assert [hot.answer_fast(NEAR, CALLER, []) is not None for _ in range(3)] == [True, True, False]


def test_a_limit_of_one_a_second_holds():
    hot = nearby(reads_per_s=1)
    assert [hot.answer_fast(NEAR, CALLER, []) is not None for _ in range(3)] == [True, False, False]
    assert hot.searches == 1
