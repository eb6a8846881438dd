"""What gates are told: once it is known it is confirmed, and what is off is taken back."""

import pytest

from parking.sharing.city_rules import CityRules
from parking.sharing.sanctions import SanctionRules
from parking.storage.postgres.sharing.gate_orders import GateOrders
from parking.storage.postgres.sharing.gate_passages import GatePassages
from tests.services.city import City, draft
from tests.sharing.booking_calls import LOT, at, held, hold, lent_lot, new_driver, slug, step
from tests.sharing.clock_turns import booked, kinds, read, turn
from tests.sharing.gate_words import (
    carry_down,
    carry_up,
    column,
    drive,
    gate_of,
    order_of,
    passage_of,
    wind_on,
)


@pytest.fixture
async def gated(city: City) -> City:
    """A city with a lot that has a gate; it is the whole hour there."""
    await lent_lot(city, has_gate=True)
    await at(city, 0)
    return city


async def test_a_booking_is_confirmed_when_its_gate_says_that_it_knows(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    assert booking["status"] == "pending_gate"
    assert await carry_down(gated, gate) == 1
    assert (await read(gated, driver, booking))["status"] == "confirmed"
    assert (await order_of(gated, booking))["state"] == "acknowledged"


async def test_what_is_acknowledged_is_not_sent_again_and_what_is_not_is(gated: City):
    booking = await booked(gated, await new_driver(gated))
    orders = GateOrders(gated.pool)
    first = await orders.take()
    assert await orders.take() == []
    await wind_on(gated)
    assert await orders.take() == first
    assert (await order_of(gated, booking))["attempts"] == 2
    await orders.hasten()
    assert await carry_down(gated, await gate_of(gated)) == 1
    await wind_on(gated)
    assert await orders.take() == []


async def test_a_late_or_foreign_acknowledgement_confirms_nothing(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    orders = GateOrders(gated.pool)
    (word,) = await orders.take()
    said = gate.hear(word.token)
    assert not await orders.acknowledge("op1-other", said["booking_id"], said["jti"])
    assert not await orders.acknowledge(LOT, said["booking_id"], "something.1")
    await step(gated, booking, "cancel", driver)
    await orders.acknowledge(LOT, said["booking_id"], said["jti"])
    assert (await read(gated, driver, booking))["status"] == "cancelled"
    assert (await order_of(gated, booking))["state"] == "revoke_due"


async def test_a_cancelled_booking_opens_no_gate_any_more(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    await step(gated, booking, "cancel", driver)
    assert await carry_down(gated, gate) == 1
    assert drive(gate, "entry", 2).reason == "unknown"
    order = await order_of(gated, booking)
    assert (order["state"], order["authorisation"]) == ("revoked", "")


async def test_a_gate_that_lost_its_memory_is_told_all_that_holds(gated: City):
    driver = await new_driver(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, await gate_of(gated))
    fresh = await gate_of(gated)
    await GateOrders(gated.pool).repeat(LOT)
    assert await carry_down(gated, fresh) == 1
    assert drive(fresh, "entry", 2).reason is None
    assert (await read(gated, driver, booking))["status"] == "confirmed"


async def test_a_longer_stay_is_told_anew(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    later = await column(gated, booking, "upper(during) + interval '1 hour'")
    longer = await step(gated, booking, "extend", driver, {"to": later.isoformat()})
    assert longer.status_code == 200, longer.text
    assert await carry_down(gated, gate) == 1
    assert drive(gate, "entry", 4.5).reason is None


async def test_a_passage_checks_in_and_out_however_often_it_is_told(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    await at(gated, 2.1)
    assert drive(gate, "entry", 2.1).reason is None
    await carry_up(gated, gate)
    assert (await read(gated, driver, booking))["status"] == "active"
    assert await column(gated, booking, "honoured_at_gate")
    noted = "(select count(*) from booking_event e where e.event = 'gate_entry'"
    assert await column(gated, booking, f"{noted} and e.booking_key = booking.booking_key)") == 1
    await at(gated, 3)
    drive(gate, "exit", 3)
    await carry_up(gated, gate)
    assert (await read(gated, driver, booking))["status"] == "completed"


async def test_a_car_let_in_before_the_acknowledgement_came_is_in(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    (word,) = await GateOrders(gated.pool).take()
    gate.hear(word.token)
    await at(gated, 2)
    drive(gate, "entry", 2)
    await carry_up(gated, gate)
    assert (await read(gated, driver, booking))["status"] == "active"


async def test_a_car_came_and_went_when_its_gate_saw_it(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    drive(gate, "entry", 2)
    drive(gate, "exit", 2.2)
    await at(gated, 2.4)
    await carry_up(gated, gate)
    stay = await column(gated, booking, "checked_out_at - checked_in_at")
    assert round(stay.total_seconds()) == 720


async def test_an_exit_that_overtakes_its_entry_ends_the_stay_all_the_same(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    await at(gated, 2.4)
    drive(gate, "entry", 2)
    drive(gate, "exit", 2.2)
    gate.unsaid = dict(reversed(gate.unsaid.items()))
    await carry_up(gated, gate)
    assert (await read(gated, driver, booking))["status"] == "completed"
    assert await column(gated, booking, "honoured_at_gate")


async def test_who_left_in_time_is_not_punished_for_a_gate_that_was_cut_off(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    await at(gated, 2)
    drive(gate, "entry", 2)
    await carry_up(gated, gate)
    drive(gate, "exit", 3.9)
    await turn(gated, 5)
    assert (await read(gated, driver, booking))["status"] == "overstay"
    await carry_up(gated, gate)
    assert (await read(gated, driver, booking))["status"] == "completed"
    forgiven = "(select bool_and(forgiven_at is not null) from sharing_offence o"
    assert await column(gated, booking, f"{forgiven} where o.booking_key = booking.booking_key)")


async def test_a_bar_that_only_a_gate_that_was_cut_off_brought_is_lifted(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    await booked(gated, driver)
    await carry_down(gated, gate)
    await at(gated, 2)
    drive(gate, "entry", 2)
    await carry_up(gated, gate)
    drive(gate, "exit", 3.9)
    await turn(gated, 5, CityRules(SanctionRules(overstays=1)))
    assert slug(await hold(gated, driver, begin=6, end=7)) == (403, "barred")
    await carry_up(gated, gate)
    assert [kind for kind in await kinds(gated, driver) if "bar" in kind] == [
        "barred", "bar-lifted",
    ]  # fmt: skip
    await held(gated, driver, begin=6, end=7)


async def test_what_a_gate_was_told_is_taken_back_though_its_lot_says_it_has_none(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    await gated.put_lots(draft(LOT, has_gate=False))
    await step(gated, booking, "cancel", driver)
    assert await carry_down(gated, gate) == 1
    assert (await order_of(gated, booking))["authorisation"] == ""


@pytest.mark.parametrize(
    ("reason", "honoured"), [("barrier-fault", False), ("unknown", False), ("too-early", None)]
)
async def test_a_gate_counts_as_failing_where_it_wrongly_stays_shut(gated: City, reason, honoured):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    drive(gate, "entry", 2)
    (said,) = gate.unsaid.values()
    refused = passage_of(said, outcome="refused", reason=reason)
    assert await GatePassages(gated.pool).take(LOT, refused)
    assert await column(gated, booking, "honoured_at_gate") is honoured
    assert (await read(gated, driver, booking))["status"] == "confirmed"


async def test_the_gate_of_another_lot_says_nothing_of_a_booking(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    drive(gate, "entry", 2)
    (said,) = gate.unsaid.values()
    assert not await GatePassages(gated.pool).take("op1-other", passage_of(said))
    assert (await read(gated, driver, booking))["status"] == "confirmed"


async def test_who_never_came_is_no_show_and_his_gate_is_told(gated: City):
    driver, gate = await new_driver(gated), await gate_of(gated)
    booking = await booked(gated, driver)
    await carry_down(gated, gate)
    await turn(gated, 2.6)
    assert (await read(gated, driver, booking))["status"] == "no_show"
    await carry_down(gated, gate)
    assert drive(gate, "entry", 2.7).reason == "unknown"


async def test_what_is_over_is_neither_told_nor_kept(gated: City):
    driver = await new_driver(gated)
    booking = await booked(gated, driver)
    await GateOrders(gated.pool).take()
    await step(gated, booking, "cancel", driver)
    await at(gated, 4)
    await GateOrders(gated.pool).forget()
    order = await order_of(gated, booking)
    assert (order["state"], order["authorisation"]) == ("revoked", "")
    assert await GateOrders(gated.pool).take() == []
