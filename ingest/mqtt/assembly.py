"""Puts the bridge of one process together; whoever owns the process runs it."""

from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry

from ingest.lorawan.device_book import DeviceBook
from ingest.mqtt.bridge import CLIENT_ID, MqttBridge
from ingest.mqtt.intake import Intake
from ingest.mqtt.metrics import MqttMetrics
from ingest.mqtt.sources import OperatorSources
from ingest.reports.door import ReportDoor
from parking.clock import CityClock
from parking.directory import Directory
from parking.storage.postgres.pool import Pool


def mqtt_bridge(
    url: str,
    door: ReportDoor,
    pool: Pool,
    directory: Directory,
    devices: DeviceBook,
    clock: CityClock,
    *,
    refresh: Callable[[], Awaitable[None]],
    metrics: CollectorRegistry,
    client_id: str = CLIENT_ID,
) -> MqttBridge:
    """Make the bridge from a broker to the door for reports."""
    measured = MqttMetrics(metrics)
    intake = Intake(door, OperatorSources(pool, directory, refresh), devices, measured)
    return MqttBridge(url, intake, clock, measured, client_id=client_id)
