"""Reports over MQTT: topics, messages, who may say what, and the bridge to the log."""
