"""Whatever the log holds beside the truth, and however it comes, the hours are the truth's."""

from hypothesis import given, settings
from hypothesis import strategies as st

from parking.clock import HOUR_US
from parking.live.amend import amend
from parking.planning.history.fold import fold
from parking.planning.history.past_facts import FactsStep, PastFacts
from tests.parking.live_reports import SOURCE, T0_US, record_of, snapshot
from tests.planning.past_noise import Reader, noisy
from tests.planning.past_reports import END_US, lendings, registries, standing

randoms = st.randoms(use_true_random=False)


@settings(max_examples=100)
@given(standing, registries, lendings, randoms)
def test_voided_corrected_and_repeated_reports_give_the_figures_of_the_clean_ones(
    clean, facts, lending, random
):
    log = noisy(clean, random)
    stands = amend({record.ident: record for record in log}.values()).standing
    truth = fold(None, facts, clean, lending, END_US)
    assert fold(None, facts, stands, lending, END_US) == truth


@settings(max_examples=60)
@given(standing, registries, lendings, randoms, st.integers(1, 8))
def test_in_any_order_in_any_batches_the_rows_end_as_if_all_had_come_in_time(
    clean, facts, lending, random, size
):
    log = noisy(clean, random)
    log += random.sample(log, len(log) // 3)
    random.shuffle(log)
    reader = Reader(facts, lending)
    for start in range(0, max(1, len(log)), size):
        reader.read(log[start : start + size])
    truth = fold(None, facts, clean, lending, END_US)
    assert reader.rows == {(row.hour_us, row.space_class): row for row in truth.rows}
    assert reader.saved[END_US] == truth.past


def test_a_report_that_comes_days_late_opens_only_the_hours_that_it_touches():
    facts = PastFacts((FactsStep(T0_US, {"general": 100}),))
    reader = Reader(facts, [])
    every = [record_of(snapshot(minute, minute % 90, str(minute))) for minute in range(0, 480, 10)]
    reader.read(every)
    before, folded = dict(reader.rows), reader.pieces
    late = record_of(snapshot(125, 3, "late"), SOURCE)
    reader.read([late])
    changed = {place for place in before if before[place] != reader.rows[place]}
    assert changed == {(T0_US + 2 * HOUR_US, "general")}
    # From 11:00 to 12:00 by its clock in two pieces: then all is as it was.
    assert reader.pieces - folded == 2
