"""Weather: how a way between two parties behaves at this moment; the nemesis changes it."""

import asyncio
import random
from dataclasses import dataclass

QUICK_S = (0.0002, 0.002)


@dataclass(slots=True)
class Weather:
    """Chances of one message: `lose` it on its way there, `cut` the way once the work is done."""

    lose: float = 0.0
    cut: float = 0.0
    slow: float = 0.0
    slowest_s: float = 0.0

    def clear(self) -> None:
        self.lose = self.cut = self.slow = self.slowest_s = 0.0

    def delay_s(self, chance: random.Random) -> float:
        if self.slow and chance.random() < self.slow:
            return chance.uniform(0, self.slowest_s)
        return chance.uniform(*QUICK_S)

    async def travel(self, chance: random.Random) -> None:
        await asyncio.sleep(self.delay_s(chance))

    def loses(self, chance: random.Random) -> bool:
        return bool(self.lose) and chance.random() < self.lose

    def cuts(self, chance: random.Random) -> bool:
        return bool(self.cut) and chance.random() < self.cut
