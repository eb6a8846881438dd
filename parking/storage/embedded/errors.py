"""What can go wrong with the embedded stores, said so that the reader knows the mend."""


class EmbeddedStoreError(RuntimeError):
    """An embedded store cannot be had; the message names what to do."""


class CityRunningError(EmbeddedStoreError):
    """Another process holds this data folder."""
