from pathlib import Path

import pytest
from pydantic import ValidationError

from api.server.run import _as_environment
from api.settings import SettingMissingError, Settings


def test_every_setting_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONELOT_PORT", "9000")
    monkeypatch.setenv("ONELOT_LIMIT_READS_PER_S", "0")
    settings = Settings()
    assert (settings.port, settings.limit_reads_per_s) == (9000, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,nonsense"),
        ("CITY_BBOX", "117,37,116,36"),
        ("ALLOWED_ORIGINS", "city.example"),
        ("ALLOWED_ORIGINS", "https://city.example https://other.example/"),
        ("LIMIT_SOCKETS", "-1"),
        ("LIMIT_READS_PER_S", "inf"),
        ("TIMEZONE", "Mars/Base"),
        ("TIMEZONE", "../../etc/passwd"),
    ],
)
def test_a_setting_without_sense_is_refused(monkeypatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"ONELOT_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_a_worker_is_told_what_was_set_and_not_what_was_left(monkeypatch) -> None:
    monkeypatch.setenv("ONELOT_PORT", "9000")
    for name, value in _as_environment(Settings()).items():
        monkeypatch.setenv(name, value)
    worker = Settings()
    assert worker.port == 9000
    assert "city_bbox" not in worker.model_fields_set


def test_a_missing_store_names_its_setting() -> None:
    with pytest.raises(SettingMissingError, match="ONELOT_DATABASE_URL"):
        _ = Settings(database_url=None).stores


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained_to_whoever_runs_the_city(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs/operations.md").read_text()
    assert f"`ONELOT_{name.upper()}`" in page
