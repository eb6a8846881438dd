"""Messages of LoRaWAN and Sigfox sensors as a payload to be checked: whose, and what they say."""
