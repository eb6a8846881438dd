"""Metrics of the bridge, each documented in docs/metrics.md. No label holds an operator."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class MqttMetrics:
    """Made once per process, on the registry that its `/metrics` shows."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.messages = Counter(
            "onelot_mqtt_messages",
            "Messages dealt with: stored, refused in part or whole, of nothing we keep, failed",
            ["outcome"],
            registry=registry,
        )
        for outcome in ("stored", "refused", "nothing", "failed"):
            self.messages.labels(outcome)
        self.dropped = Counter(
            "onelot_mqtt_dropped",
            "Messages of quality 0 that found no room while the log was away",
            registry=registry,
        )
        self.held = Gauge(
            "onelot_mqtt_held", "Messages taken and not yet acknowledged", registry=registry
        )
        self.connected = Gauge(
            "onelot_mqtt_connected", "1 while the bridge is connected", registry=registry
        )
        self.broker_dropped = Gauge(
            "onelot_mqtt_broker_dropped",
            "Messages that the broker says it has dropped (Mosquitto's $SYS)",
            registry=registry,
        )
