"""Alert rules and dashboard: a real city tells all they read, the page explains all they say."""

import asyncio
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ingest.checking.progress import Progress
from parking.storage.archive import FORMAT, Manifest
from parking.storage.postgres.backup import note_backup
from tests.services.city import PATIENCE_S, draft, running_city, snapshot

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "operations"
ALERTS = (FOLDER / "alerts.yml").read_text(encoding="utf-8")
NAMES = re.findall(r"- alert: (\w+)", ALERTS)
METRIC = re.compile(r"\bonelot_[a-z0-9_]+")
HAN = re.compile(r"[\u4e00-\u9fff]")
PROMTOOL = shutil.which("promtool")
needs_promtool = pytest.mark.skipif(PROMTOOL is None, reason="promtool is not on this machine")
MANIFEST = Manifest(FORMAT, "2026-11-21T03:30:00+00:00", "18.0", [], [])
WITH_A_REPLICA_ONLY = {"onelot_postgres_replica_lag_seconds"}


def expressions() -> list[str]:
    """Every expression of the dashboard, its variables filled in."""
    dashboard = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
    targets = [target for panel in dashboard["panels"] for target in panel.get("targets", [])]
    return [target["expr"].replace("$instance", ".*") for target in targets]


async def test_a_city_tells_every_figure_that_alerts_and_dashboard_read(stores, tmp_path: Path):
    async with running_city(stores, data_dir=tmp_path) as city:
        await city.put_lots(draft("op1-a"))
        await city.report(await city.key("operator", "op1"), snapshot("op1-a", 5))
        await city.pool.execute(
            "insert into process_status (process_id, kind, detail) values ('w', 'work', $1)",
            Progress().state(0),
        )
        await note_backup(stores.database_url, MANIFEST)
        async with asyncio.timeout(PATIENCE_S):
            told = ""
            while "\nonelot_worker_leading 1" not in told:  # looked at now and then
                told = (await city.client.get("/metrics")).text
    read = set(METRIC.findall(ALERTS + "\n".join(expressions())))
    samples = set(re.findall(r"^(onelot_\w+)", told, re.MULTILINE))
    kinds = set(re.findall(r"^# TYPE (onelot_\w+)", told, re.MULTILINE))
    assert read - samples - kinds - WITH_A_REPLICA_ONLY == set()


@pytest.mark.parametrize("rule", ALERTS.split("- alert: ")[1:], ids=NAMES)
def test_each_alert_speaks_both_languages_and_leads_to_its_page(rule: str):
    name = rule.split(maxsplit=1)[0]
    for said in ("summary", "description"):
        chinese, _, english = re.search(rf'{said}: "(.*)"', rule)[1].partition(" · ")
        assert HAN.search(chinese)
        assert english
        assert not HAN.search(english)
    assert f"runbook_url: docs/operations.md#{name.lower()}\n" in rule
    assert f"\n### {name}\n" in (DOCS / "operations.md").read_text(encoding="utf-8")


def test_each_alert_is_tried_on_a_fault():
    tried = re.findall(r"- name: (\w+)$", (FOLDER / "alerts_test.yml").read_text(), re.MULTILINE)
    assert [name for name in tried if name in NAMES] == NAMES


@needs_promtool
def test_each_alert_fires_on_its_fault_and_none_in_a_healthy_city():
    promtool("check", "rules", "alerts.yml")
    promtool("test", "rules", "alerts_test.yml")


@needs_promtool
def test_prometheus_reads_every_expression_of_the_dashboard(tmp_path: Path):
    rules = tmp_path / "rules.yml"
    records = [
        {"record": f"panel:{number}", "expr": expression}
        for number, expression in enumerate(expressions())
    ]
    rules.write_text(json.dumps({"groups": [{"name": "dashboard", "rules": records}]}))
    promtool("check", "rules", str(rules))


def promtool(*arguments: str) -> None:
    done = subprocess.run(
        [PROMTOOL, *arguments], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
