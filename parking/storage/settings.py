"""Where the two stores of a city are; not who opens them nor how."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoreUrls:
    """`postgresql://` for the truth, `redis://`, `rediss://` or `unix://` for the live state."""

    database_url: str
    redis_url: str
