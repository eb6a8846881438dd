"""DATEX II version 2 with `parkingRecord` and `parkingRecordStatus`."""
