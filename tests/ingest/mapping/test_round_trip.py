"""A mapping that is shown can be saved, and is the same when read again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mapping.model import (
    COUNTED,
    FIELDS,
    HOURS,
    REASONS,
    SHAPES,
    UNITS,
    WORD_FIELDS,
    Mapping,
    Pick,
    Rule,
)
from ingest.mapping.reading import read_mapping
from ingest.mapping.writing import to_toml
from parking.vocabulary import SPACE_CLASSES

texts = st.text(st.characters(codec="utf-8"), max_size=12)
lines = st.lists(texts, min_size=1, max_size=3).map(tuple)
picks = st.one_of(
    st.builds(Pick, lines),
    st.builds(Pick, lines, join=texts),
    st.builds(Pick, lines, join=st.none()),
    st.builds(Pick, lines, split=texts, part=st.integers(1, 9)),
    st.builds(Pick, cell=st.integers(1, 15)),
)
rules = st.builds(Rule, texts, lines, st.sampled_from(REASONS))
words = st.fixed_dictionaries(
    {}, optional={
        name: st.dictionaries(st.sampled_from(ours), lines, max_size=2)
        for name, ours in WORD_FIELDS.items()
    }
)  # fmt: skip
boxes = st.tuples(
    st.floats(-180, 0), st.floats(-90, 0), st.floats(0.5, 180), st.floats(0.5, 90)
)  # fmt: skip


@st.composite
def mappings(draw: st.DrawFn) -> Mapping:
    fields = draw(st.dictionaries(st.sampled_from(FIELDS), picks, max_size=5))
    named = {name: draw(picks) for name in ("lot_id", "space_code", "status", "state")}
    counts = st.dictionaries(st.sampled_from(SPACE_CLASSES), picks, min_size=1, max_size=3)
    return Mapping(
        shape=draw(st.sampled_from(SHAPES)),
        rows=draw(st.sampled_from(["lots", "counts", "both", "bays"])),
        title=draw(texts),
        list_path=draw(texts),
        sheet=draw(texts),
        published_at=draw(texts),
        zone=draw(st.sampled_from(["", "Asia/Shanghai", "UTC"])),
        coordsys=draw(st.sampled_from([None, "gcj02", "bd09"])),
        bbox=draw(st.none() | boxes),
        time_form=draw(texts),
        missing=draw(st.just(()) | lines),
        id_prefix=draw(texts),
        fields=fields | named,
        counts=draw(st.dictionaries(st.sampled_from(COUNTED), counts, max_size=3)),
        hours=draw(st.dictionaries(st.sampled_from(HOURS), picks, max_size=3)),
        words=draw(words),
        units={"height": draw(st.sampled_from(UNITS["height"]))},
        constants=draw(st.dictionaries(st.sampled_from(["address", "area_code"]), texts)),
        only=tuple(draw(st.lists(rules, max_size=2))),
        skip=tuple(draw(st.lists(rules, max_size=2))),
    )


@settings(max_examples=40)
@given(mappings())
def test_what_is_written_is_read_as_the_same(mapping: Mapping):
    assert read_mapping(to_toml(mapping).encode()) == mapping
