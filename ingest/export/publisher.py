"""Publisher: who publishes the city's lots, and under which licence. Told with every export."""

from dataclasses import dataclass
from typing import Final

from parking.words import Words

NAME: Final = Words("城市停车管理服务平台", "City parking platform")
SINCE_US: Final = 1_577_836_800_000_000
"""2020-01-01 in UTC."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """`licence` is a short name such as `CC BY 4.0`; None where the city has not decided.

    `country` has two letters, `language` is that of names which do not say theirs.
    """

    publisher_id: str = "onelot"
    name: Words = NAME
    url: str | None = None
    licence: str | None = None
    licence_url: str | None = None
    country: str = "cn"
    language: str = "zh"
    since_us: int = SINCE_US
    """Some formats want to know since when a description holds; nobody asked the operators."""

    @property
    def attribution(self) -> Words:
        """Who is to be named, and the licence where there is one."""
        licence = "" if self.licence is None else f", {self.licence}"
        address = "" if self.licence_url is None else f" ({self.licence_url})"
        return Words(f"{self.name.zh}{licence}{address}", f"{self.name.en}{licence}{address}")
