"""The city's lots in the formats that others read already."""
