"""What is judged of a process that was asked three times what it can do.

All seconds are its own: those in which it wanted a processor and had none do not count.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence

from tests.faults.kit.builds import Verdict
from tests.faults.kit.wire import Wire, percentile_s
from tests.faults.overload.line import CUT, GIVEN_UP, Answer
from tests.faults.overload.onlookers import Onlookers
from tests.live.picture import Picture

MARGIN = 3
ANSWERED_S = MARGIN * 1.0
"""A report is acknowledged or refused within a second, and a question is answered sooner."""
LATE_SHARE, CUT_SHARE, REFUSED_SHARE = 0.01, 0.001, 0.05
SILENCE_S = MARGIN * 2.0
READY_SHARE = 0.9
GOODPUT_SHARE = 0.8 / MARGIN
MEMORY_KIB = 128 * 1024
BACK_S = 3.0
NOISE_S = 0.3
PAGE_RIGHT_S = 15.0


def answers(crowd: Sequence[Answer], verdict: Verdict) -> None:
    """Everybody was answered in time, if only by a refusal that says when to come back."""
    late = sum(one.took_s > ANSWERED_S or one.status == GIVEN_UP for one in crowd)
    cut = sum(one.status == CUT for one in crowd)
    unclean = {
        one.status for one in crowd if one.status not in {200, CUT, GIVEN_UP} and not one.is_clean
    }
    if late > LATE_SHARE * len(crowd):
        verdict.add("hung", f"{late} of {len(crowd)} waited for more than {ANSWERED_S} s")
    if cut > CUT_SHARE * len(crowd):
        verdict.add("cut", f"{cut} of {len(crowd)} got no answer")
    if unclean:
        verdict.add("unclean", f"refused with {unclean}, or without Retry-After")
    took_s = [one.took_s for one in crowd if one.status == 200]
    refused_s = [one.took_s for one in crowd if one.is_clean]
    verdict.figures |= {
        "requests at three times capacity": len(crowd),
        "of them refused": len(refused_s),
        "later than three times a second of its own": late,
        "without an answer": cut,
        "p99 of the answered, s": percentile_s(took_s, 99),
        "p99 of the refused, s": percentile_s(refused_s, 99) if len(refused_s) > 1 else 0.0,
    }


def goodput(
    measured: Sequence[Answer],
    measured_s: float,
    crowd: Sequence[Answer],
    besieged_s: float,
    verdict: Verdict,
) -> None:
    """It got about as much done as when it was not pressed; the dear give way to the cheap."""
    capacity = answered(measured) / measured_s
    shares = {}
    for kind, before in _answered_by_kind(measured).items():
        shares[kind] = _answered_by_kind(crowd)[kind] / besieged_s / (before / measured_s)
    verdict.figures |= {"capacity, requests/s": capacity} | {
        f"answered at three times that, share of usual: {kind}": share
        for kind, share in shares.items()
    }
    share = answered(crowd) / besieged_s / capacity
    if share < GOODPUT_SHARE:
        verdict.add("collapsed", f"to {share:.0%} of its capacity")


def comeback(usual: Sequence[Answer], after: Sequence[Answer], verdict: Verdict) -> None:
    """Soon after, all are served again as before, by themselves."""
    since_s = min(one.asked_s for one in after) + BACK_S
    later = [one for one in after if one.asked_s >= since_s]
    refused = sum(one.status != 200 for one in later)
    before_s, now_s = (percentile_s([one.took_s for one in some], 90) for some in (usual, later))
    verdict.figures |= {
        "p90 at a third of capacity, s": before_s,
        "the same soon after, s": now_s,
    }
    if refused > REFUSED_SHARE * len(later) or now_s > MARGIN * before_s + NOISE_S:
        verdict.add("away", f"after {BACK_S} s {refused} refused, p90 {now_s:.2f} s")


def onlookers(seen: Onlookers, verdict: Verdict) -> None:
    """It was seen to live all the time, and the page went on."""
    for path, took_s in seen.took_s.items():
        verdict.figures[f"slowest {path}, s"] = max(took_s)
        allowed = 0 if path == "/healthz" else (1 - READY_SHARE) * len(took_s)
        if max(took_s) > ANSWERED_S or seen.refused[path] > allowed:
            verdict.add("dead", f"{path}: {seen.refused[path]} refused, {max(took_s):.1f} s")
    if seen.is_cut_off or seen.silence_s > SILENCE_S:
        verdict.add("silent", f"the page heard nothing for {seen.silence_s:.1f} s")
    grown_kib = max(seen.memory_kib) - seen.memory_kib[0]
    verdict.figures |= {
        "longest silence of the page, s": seen.silence_s,
        "memory grown by, MiB": grown_kib / 1024,
    }
    if grown_kib > MEMORY_KIB:
        verdict.add("memory", f"grew by {grown_kib} KiB")


async def page(picture: Picture, port: int, verdict: Verdict) -> None:
    """It comes to show what the city answers."""
    wire = Wire(port)
    try:
        async with asyncio.timeout(PAGE_RIGHT_S):
            while wrong := await _wrong(picture, wire):  # noqa: ASYNC110 - it comes over the wire
                await asyncio.sleep(0.1)
    except TimeoutError:
        verdict.add("wrong", f"the page shows {len(wrong)} lots as they are not: {wrong[:3]}")
    finally:
        wire.close()


async def _wrong(picture: Picture, wire: Wire) -> list[str]:
    shown = picture.free()
    return [
        lot
        for lot, free in shown.items()
        if (await wire.get(f"/v1/lots/{lot}")).json()["availability"]["free"] != free
    ] or ([] if shown else ["none"])


def _answered_by_kind(some: Sequence[Answer]) -> Counter[str]:
    return Counter(one.request.kind for one in some if one.status == 200)


def answered(some: Sequence[Answer]) -> int:
    return sum(one.status == 200 for one in some)
