"""Which seeds run when, and which ones have found something: those run always."""

TESTED = range(1, 101)
SOAKED = range(1_000, 3_000)
AT_ONCE = 10

FOUND: dict[int, str] = {
    54: "a resume at a process that had started after a lot was removed",
    56: "a lot's first movement lost a class that was counted hours before",
    67: "a closure that began and ended between two looks stayed in pictures",
    80: "a session of the model that had ended took a lock and kept it",
    106: "a resume at a process whose registry was behind",
    145: "a statement of the model that nobody held was forgotten half-way",
    212: "two writers that found a new epoch together ended their process",
}
"""By seed, what it showed when it first failed; as the simulation changes, so does what it does."""

FOUND_LONG: dict[int, str] = {
    1195: "a lot that had moved was called gone to whoever came between the move and the tick",
    1326: "the tail wrote a closure under an older generation than the door had",
    1611: "the same of a bay, so that after a rebuild an older state stood",
}
"""The same of seeds in their long form."""


def chunks(seeds: range) -> list[range]:
    """Cut into as many as one test runs."""
    return [seeds[start : start + AT_ONCE] for start in range(0, len(seeds), AT_ONCE)]
