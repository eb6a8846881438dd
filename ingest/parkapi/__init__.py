"""The sources of the package parkapi-sources, an optional extra, as feeds that can be polled."""
