"""docs/live.md is what page authors build on: it must name all there is."""

from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest

from api.live.close_codes import LiveClose
from api.live.limits import LiveLimits
from api.live.metrics import LiveMetrics

PAGE = (Path(__file__).resolve().parents[2] / "docs/live.md").read_text()


def test_every_limit_is_documented():
    assert [name for name in LiveLimits().to_dict() if f"`{name}`" not in PAGE] == []


def test_every_close_code_is_documented():
    assert [code for code in LiveClose if str(int(code)) not in PAGE] == []


def test_every_metric_is_documented():
    registry = CollectorRegistry()
    LiveMetrics(registry)
    lines = generate_latest(registry).decode().splitlines()
    names = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert [name for name in names if name not in PAGE and not name.endswith("_created")] == []
