"""Asking: HTTP of the mixed load, from many addresses, with what it took and what went wrong."""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from statistics import quantiles

import httpx

ADDRESSES = 1 << 22
PATIENCE_S = 20.0
REFUSED_FROM = 400
COME_AGAIN = frozenset({429, 503})


class Asking:
    """One client for all; every question comes from an address of its own, as behind a proxy."""

    def __init__(self, url: str, chance: random.Random) -> None:
        limits = httpx.Limits(max_connections=200, max_keepalive_connections=60)
        self._client = httpx.AsyncClient(
            base_url=url, timeout=PATIENCE_S, limits=limits, trust_env=False
        )
        self._chance = chance
        self._took_s: defaultdict[str, list[float]] = defaultdict(list)
        self.answers: Counter[tuple[str, int]] = Counter()
        self.failures: Counter[tuple[str, str]] = Counter()

    async def ask(
        self, name: str, method: str, path: str, *, key: str | None = None, **options: object
    ) -> httpx.Response | None:
        """Ask once; None where no answer came. `name` is what it counts under."""
        headers = {"x-forwarded-for": address(self._chance.randrange(ADDRESSES))}
        if key is not None:
            headers["authorization"] = f"Bearer {key}"
        began_s = time.monotonic()
        try:
            answer = await self._client.request(method, path, headers=headers, **options)
        except httpx.TransportError as error:
            self.failures[name, type(error).__name__] += 1
            return None
        self._took_s[name].append(time.monotonic() - began_s)
        self.answers[name, answer.status_code] += 1
        return answer

    def asked(self) -> Counter[str]:
        """Count questions by name, those without an answer too."""
        asked = Counter(self._lost())
        for (name, _), times in self.answers.items():
            asked[name] += times
        return asked

    def failed(self) -> Counter[str]:
        """Count those of them that were not answered, or refused and not told to come again."""
        failed = Counter(self._lost())
        for (name, status), times in self.answers.items():
            failed[name] += times * (status >= REFUSED_FROM and status not in COME_AGAIN)
        return failed

    def _lost(self) -> Counter[str]:
        lost: Counter[str] = Counter()
        for (name, _), times in self.failures.items():
            lost[name] += times
        return lost

    def take_percentiles_ms(self) -> Mapping[str, tuple[float, float]]:
        """Hand over p50 and p99 of every name since the last time."""
        taken, self._took_s = self._took_s, defaultdict(list)
        return {name: _p50_p99_ms(took) for name, took in sorted(taken.items())}

    async def aclose(self) -> None:
        await self._client.aclose()


def address(number: int) -> str:
    """Make an address of a private network out of a number."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _p50_p99_ms(took_s: list[float]) -> tuple[float, float]:
    if len(took_s) == 1:
        took_s = took_s * 2
    cuts = quantiles(took_s, n=100, method="inclusive")
    return round(cuts[49] * 1e3, 1), round(cuts[98] * 1e3, 1)
