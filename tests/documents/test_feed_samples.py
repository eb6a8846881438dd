"""Every recorded sample is recognised, or refused for its true reason, as the page says."""

import pytest

from tests.documents.feed_samples import PAGE, SAMPLES, row_of, sample_files, series_files

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no recorded samples at {SAMPLES}")
TOLD = PAGE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "folder", sorted({file.relative_to(SAMPLES).parts[0] for file in sample_files()})
)
def test_the_page_tells_what_a_check_says_of_every_file(folder: str):
    files = [file for file in sample_files() if file.relative_to(SAMPLES).parts[0] == folder]
    missing = [line for file in files if (line := row_of(file).line()) not in TOLD]
    assert files
    assert missing == []


def test_every_tenth_of_a_live_series_is_the_same_format_and_refuses_nothing():
    rows = [row_of(file) for file in series_files()[::10]]
    assert {row.format for row in rows} == {"datex2_v2_facility"}
    assert sum(row.refused for row in rows) == 0
    assert max(row.lots for row in rows) == 9


def test_what_is_refused_is_no_list_of_car_parks():
    """Rates, schemas, descriptions of codecs, bicycle stands, a web page, and JSON that is none."""
    refused = [row for file in sample_files() if (row := row_of(file)).format is None]
    reasons = ("Schema", "not valid JSON", "rates", "codec", "web page", "rules", "by the hour")
    assert refused
    assert [row.file for row in refused if not any(why in row.told for why in reasons)] == []
