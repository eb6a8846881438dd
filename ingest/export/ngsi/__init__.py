"""NGSI-LD out: parking sites, groups, access points and spots of the smart data models."""
