"""DATEX II version 2 with `parkingFacility` and `parkingFacilityStatus`, live and recorded."""
