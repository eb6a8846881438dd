"""NGSI: parking entities of FIWARE brokers, NGSI-v2 and NGSI-LD, in every representation."""
