"""Everything that can be set from outside, as `ONELOT_*` in the environment; reads nothing else."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.limits import parse_networks
from ingest.polling.allow_list import AllowList
from parking.sharing.broker_address import BrokerAddress
from parking.sharing.city_rules import JINAN, CityRules
from parking.sharing.sanctions import SanctionRules
from parking.storage.settings import StoreUrls

PREFIX = "ONELOT_"
MOST_PARTITIONS = 256
MOST_DAYS = 36_525
MOST_A_SECOND = 1e9
LONGITUDE_LIMIT = 180.0
LATITUDE_LIMIT = 90.0

LogLevel = Literal["debug", "info", "warning", "error"]
SmtpSecurity = Literal["starttls", "tls", "none"]


class Settings(BaseSettings):
    """One city's settings; docs/operations.md explains each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    database_url: str | None = None
    redis_url: str | None = None
    mqtt_url: str | None = None
    data_dir: Path = Path(".onelot")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64)
    clock: str = "real"
    partitions: int = Field(default=16, ge=1, le=MOST_PARTITIONS)

    limit_reads_per_s: float = Field(default=1_000, ge=0, le=MOST_A_SECOND)
    limit_new_drivers_per_h: float = Field(default=200, ge=0, le=MOST_A_SECOND)
    limit_sockets: int = Field(default=200, ge=0)
    limit_reports_per_s: float = Field(default=10_000, ge=0, le=MOST_A_SECOND)
    limit_lots: int = Field(default=20_000, ge=0)
    history_days: int = Field(default=1_461, ge=7, le=36_525)
    max_sockets: int = Field(default=20_000, ge=0)

    sanction_overstays: int = Field(default=JINAN.sanctions.overstays, ge=0)
    sanction_overstay_h: int = Field(default=JINAN.sanctions.long_overstay_h, ge=0)
    sanction_counted_days: int = Field(default=JINAN.sanctions.counted_days, ge=1, le=MOST_DAYS)
    sanction_barred_days: int = Field(default=JINAN.sanctions.barred_days, ge=0, le=MOST_DAYS)
    plate_days: int = Field(default=JINAN.plate_days, ge=0, le=MOST_DAYS)

    publisher_name: str | None = None
    publisher_name_en: str | None = None
    publisher_url: str | None = None
    licence: str | None = None
    licence_url: str | None = None

    interlink_profiles: Path | None = None
    feed_allow: str = ""
    parkapi_python: str = ""
    self_checking: bool = True

    smtp_host: str | None = None
    smtp_port: int = Field(default=0, ge=0, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = "onelot@localhost"
    smtp_security: SmtpSecurity = "starttls"

    trusted_proxies: str = ""
    allowed_origins: str = ""

    log_level: LogLevel = "info"
    metrics_dir: Path | None = None
    timezone: str = "Asia/Shanghai"
    city_bbox: str = "116.18,36.02,117.97,37.54"

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_networks(cls, value: str) -> str:
        parse_networks(value)
        return value

    @field_validator("feed_allow")
    @classmethod
    def _feeds_are_hosts_and_networks(cls, value: str) -> str:
        AllowList.parse(value)
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _origins_are_as_a_browser_says_them(cls, value: str) -> str:
        for given in value.split():
            parts = urlsplit(given)
            is_origin = parts.scheme in {"http", "https"} and bool(parts.hostname)
            if not is_origin or given != f"{parts.scheme}://{parts.netloc}":
                raise ValueError(f"{given} is no origin; write it as https://city.example")
        return value

    @field_validator("mqtt_url")
    @classmethod
    def _broker_is_an_address(cls, value: str | None) -> str | None:
        if value is not None:
            BrokerAddress.parse(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _zone_is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, ZoneInfoNotFoundError) as error:
            raise ValueError(f"{value} is no time zone; write it as Asia/Shanghai") from error
        return value

    @field_validator("city_bbox")
    @classmethod
    def _bbox_is_four_numbers(cls, value: str) -> str:
        west, south, east, north = (float(part) for part in value.split(","))
        if not (-LONGITUDE_LIMIT <= west <= LONGITUDE_LIMIT >= east >= -LONGITUDE_LIMIT):
            raise ValueError("west and east are longitudes")
        if not -LATITUDE_LIMIT <= south < north <= LATITUDE_LIMIT:
            raise ValueError("south and north are latitudes, south first")
        return value

    @property
    def city_rules(self) -> CityRules:
        """What the city decides about sharing."""
        sanctions = SanctionRules(
            overstays=self.sanction_overstays,
            long_overstay_h=self.sanction_overstay_h,
            counted_days=self.sanction_counted_days,
            barred_days=self.sanction_barred_days,
        )
        return CityRules(sanctions, self.plate_days)

    @property
    def stores(self) -> StoreUrls:
        """The two stores; raises SettingMissingError where one is not named."""
        if self.database_url is None:
            raise SettingMissingError("ONELOT_DATABASE_URL")
        if self.redis_url is None:
            raise SettingMissingError("ONELOT_REDIS_URL")
        return StoreUrls(self.database_url, self.redis_url)


class SettingMissingError(LookupError):
    """A setting without a default is not set."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not set. Set it, or use 'onelot up', which starts embedded stores."
        )


def setting_fault(error: Exception) -> str | None:
    """Return what to mend in the environment, a setting a line; None for any other error."""
    if isinstance(error, SettingMissingError):
        return str(error)
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        return "\n".join(
            f"{PREFIX}{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}"
            for fault in error.errors()
        )
    return None
