"""The fold against every minute worked out by hand, and its laws, over any reports of a lot."""

from hypothesis import given, settings
from hypothesis import strategies as st

from parking.planning.history.fold import fold
from parking.planning.history.lot_past import decode_past, encode_past
from tests.parking.live_reports import T0_US
from tests.planning.past_by_hand import ByHand
from tests.planning.past_reports import (
    END_US,
    lendings,
    registries,
    standing,
    with_jitter,
)

randoms = st.randoms(use_true_random=False)


@settings(max_examples=60)
@given(standing, registries, lendings)
def test_every_hour_is_what_its_minutes_come_to_by_hand(records, facts, lending):
    folded = fold(None, facts, records, lending, END_US)
    by_hand = ByHand(facts, records, lending)
    assert folded.rows == by_hand.rows(END_US)
    due_us = sum(hour.due_us for hour in folded.services)
    online_us = sum(hour.online_us for hour in folded.services)
    assert (due_us, online_us) == by_hand.online(END_US)


@settings(max_examples=150)
@given(standing, registries, lendings, randoms, st.lists(st.floats(-0.2, 1.0), max_size=4))
def test_cut_anywhere_it_tells_the_same_and_a_saved_past_goes_on(
    records, facts, lending, random, shares
):
    records = with_jitter(records, random)
    whole = fold(None, facts, records, lending, END_US)
    cuts = sorted(int(T0_US + share * (END_US - T0_US)) for share in shares)
    rows, services, past = {}, {}, None
    for since_us, until_us in zip([None, *cuts], [*cuts, END_US], strict=True):
        piece = [
            record
            for record in records
            if (since_us is None or record.observed_us >= since_us)
            and record.observed_us < until_us
        ]
        come = [step for step in lending if step.at_us < until_us]
        if random.random() < 0.5 and since_us is not None:
            come = [step for step in come if step.at_us >= since_us]
        folded = fold(past, facts, piece, come, until_us)
        rows |= {(row.hour_us, row.space_class): row for row in folded.rows}
        services |= {hour.hour_us: hour for hour in folded.services}
        past = decode_past(encode_past(folded.past))
        assert past == folded.past
    assert sorted(rows.values(), key=_by_place) == sorted(whole.rows, key=_by_place)
    assert list(services.values()) == whole.services
    assert past == whole.past
    assert encode_past(past) == encode_past(whole.past)


def _by_place(row):
    return row.hour_us, row.space_class


@settings(max_examples=100)
@given(standing, registries, lendings, randoms)
def test_known_is_open_and_taken_and_full_are_known(records, facts, lending, random):
    for row in fold(None, facts, with_jitter(records, random), lending, END_US).rows:
        for step in row.steps:
            assert 0 <= step.known_us <= step.open_us
            assert 0 <= step.taken_us <= step.known_us
            assert 0 <= step.full_us <= step.known_us
            assert step.closed_us >= 0
