"""SIRI-FM: `FacilityMonitoringDelivery` with counts of parking spaces, XML or JSON."""
