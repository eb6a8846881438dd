"""What is wrong with an availability, by the contract's words alone, none of our rules."""

AGING_MIN_S, STALE_MIN_S = 300.0, 3_600.0
ROUNDING_S = 0.06


def wrong_with(shown: dict, ttl_s: float) -> str | None:
    """Say which promise one availability object breaks; None where it keeps them all."""
    counts = [shown, *shown["by_class"].values()]
    for count in counts:
        free, capacity = count["free"], count["capacity"]
        if free is None:
            continue
        if free < 0 or (capacity is not None and free > capacity):
            return f"{free} free of {capacity}"
        if not count["low"] <= free <= count["high"]:
            return f"{free} free outside {count['low']}..{count['high']}"
    return _wrong_age(shown, ttl_s)


def _wrong_age(shown: dict, ttl_s: float) -> str | None:
    age_s, freshness = shown["age_s"], shown["freshness"]
    if age_s is None:
        return None if freshness == "unknown" else f"{freshness} without an age"
    limits = {
        "live": ttl_s,
        "aging": max(AGING_MIN_S, 2 * ttl_s),
        "stale": max(STALE_MIN_S, 6 * ttl_s),
    }
    if age_s > limits.get(freshness, float("inf")) + ROUNDING_S:
        return f"{freshness} at {age_s} s, ttl {ttl_s} s"
    if freshness in ("stale", "unknown") and shown["free"] is not None:
        return f"a number although it is {freshness}"
    return None
