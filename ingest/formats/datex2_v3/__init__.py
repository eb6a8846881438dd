"""DATEX II version 3.3 to 3.7: `ParkingTablePublication` and `ParkingStatusPublication`."""
