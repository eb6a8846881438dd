"""Parking sensors over LoRaWAN and Sigfox: networks' envelopes, sensors' payloads, our reports."""
