"""Where the broker is: read from one setting, and a wrong one is told with its mend."""

import pytest
from pydantic import ValidationError

from api.settings import Settings, setting_fault
from parking.sharing.broker_address import BrokerAddress


def test_a_broker_is_named_by_one_url():
    assert BrokerAddress.parse("mqtt://broker") == BrokerAddress("broker", 1883)
    assert BrokerAddress.parse("mqtts://gate%40jn:p%3Aw@broker:9000") == BrokerAddress(
        "broker", 9000, "gate@jn", "p:w", uses_tls=True
    )


@pytest.mark.parametrize("url", ["broker:1883", "http://broker", "mqtt://", "mqtt://b:no-port"])
def test_a_url_that_names_no_broker_is_refused_in_plain_words(url):
    with pytest.raises(ValidationError) as refused:
        Settings(mqtt_url=url)
    told = setting_fault(refused.value)
    assert told is not None
    assert told.startswith("ONELOT_MQTT_URL: ")


def test_a_password_is_not_told_again():
    with pytest.raises(ValidationError) as refused:
        Settings(mqtt_url="http://user:geheim@broker")
    assert "geheim" not in (setting_fault(refused.value) or "")


def test_without_a_broker_no_gate_is_told_anything():
    assert Settings().mqtt_url is None
