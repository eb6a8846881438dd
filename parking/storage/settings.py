"""Where the two stores of a city are, and which programs embedded ones run; not who opens them."""

from dataclasses import dataclass
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


@dataclass(frozen=True, slots=True)
class StoreUrls:
    """`postgresql://` for the truth; `redis://`, `rediss://`, `unix://` or `redis+cluster://` for
    the live state.
    """

    database_url: str
    redis_url: str


class EmbeddedPrograms(BaseSettings):
    """Programs to run instead of those in the wheels, as `ONELOT_EMBEDDED_*` in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="ONELOT_EMBEDDED_", frozen=True, env_ignore_empty=True
    )

    postgres: Path | None = None
    """The folder with `postgres` and `initdb`."""
    valkey: Path | None = None
    """A `valkey-server` or `redis-server`."""
