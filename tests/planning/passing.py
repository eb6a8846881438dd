"""Passages of a few plates in one lot, and the neighbours that a change of some of them needs."""

from hypothesis import strategies as st

from parking.planning.sessions import Passage

SECOND_US = 1_000_000
PLATES = [b"A" * 16, b"B" * 16]

# Few moments, so that passages of one plate meet in one of them.
moments = st.integers(0, 12).map(lambda second: second * SECOND_US)


@st.composite
def passages(draw, most=14):
    drawn = draw(
        st.lists(
            st.tuples(
                moments,
                st.sampled_from(PLATES),
                st.booleans(),
                st.sampled_from(["general", "charging"]),
                st.sampled_from([None, "transient", "monthly"]),
            ),
            max_size=most,
        )
    )
    idents = draw(st.permutations(range(len(drawn))))
    return [
        Passage(ident.to_bytes(16, "big"), *fields)
        for ident, fields in zip(idents, drawn, strict=True)
    ]


def came(at_us, ident=1, plate=PLATES[0], **content):
    return Passage(ident.to_bytes(16, "big"), at_us, plate, False, **content)


def left(at_us, ident=2, plate=PLATES[0], **content):
    return Passage(ident.to_bytes(16, "big"), at_us, plate, True, **content)


def beside(sessions, changed):
    """Keep the sessions that `repair` says it needs, and no more."""
    kept = []
    for plate in {passage.plate for passage in changed}:
        of_plate = [session for session in sessions if session.plate == plate]
        begun = {session.first.at_us for session in of_plate}
        first_us = min(passage.at_us for passage in changed if passage.plate == plate)
        last_us = max(passage.at_us for passage in changed if passage.plate == plate)
        from_us = max((at_us for at_us in begun if at_us < first_us), default=first_us)
        to_us = min((at_us for at_us in begun if at_us > last_us), default=last_us)
        kept += [session for session in of_plate if from_us <= session.first.at_us <= to_us]
    return kept
