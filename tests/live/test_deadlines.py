"""The wheel and the stalls, by hand-made seconds."""

from api.live.limits import LiveLimits, MessageBucket
from api.live.stalls import Stalls
from api.live.wheel import Wheel


class Thing:
    def __init__(self, unsent: int = 0) -> None:
        self.slot = -1
        self.unsent = unsent

    def unsent_bytes(self) -> int:
        return self.unsent


def test_each_item_comes_due_once_and_not_before_its_time():
    wheel: Wheel[Thing] = Wheel(100.0)
    soon, late = Thing(), Thing()
    wheel.put(soon, 101.0)
    wheel.put(late, 130.0)
    assert wheel.take_due(100.9) == []
    assert wheel.take_due(101.5) == [soon]
    assert wheel.take_due(200.0) == [late]
    assert wheel.take_due(300.0) == []


def test_putting_again_moves_and_forgetting_leaves_nothing():
    wheel: Wheel[Thing] = Wheel(0.0)
    thing = Thing()
    wheel.put(thing, 5.0)
    wheel.put(thing, 9.0)
    assert wheel.take_due(8.0) == []
    wheel.forget(thing)
    assert wheel.take_due(20.0) == []
    assert not wheel._buckets


def test_who_moves_gets_time_and_who_stands_does_not():
    stalls: Stalls[Thing] = Stalls(LiveLimits(stall_s=8, slow_s=60))
    stands, moves = Thing(100), Thing(100)
    for thing in (stands, moves):
        stalls.add(thing, 0.0)
    gone = []
    for second in range(1, 70):
        moves.unsent -= 1
        gone += [(second, *taken) for taken in stalls.take_hopeless(float(second))]
    assert gone == [(8, stands, False), (60, moves, True)]


def test_a_burst_and_then_five_a_second_are_let_through():
    limits = LiveLimits()
    bucket = MessageBucket(limits.message_burst, 0.0)
    assert sum(bucket.take(0.0, limits) for _ in range(20)) == 10
    assert sum(bucket.take(10.0, limits) for _ in range(20)) == 10
    assert sum(bucket.take(10.0 + step / 10, limits) for step in range(1, 21)) == 10
