"""The cluster: which processes run now, and the supervisor's part of starting and killing them."""

import random

from tests.simulation.process import ApiProcess, WorkProcess
from tests.simulation.stage import Stage

APIS = 2


class Cluster:
    """Two API processes and the leader's worker; sometimes a deposed one that goes on."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._started = 0
        self.apis: dict[int, ApiProcess] = {}
        self.workers: list[WorkProcess] = []

    def start(self) -> None:
        for place in range(APIS):
            self.start_api(place)
        self.start_worker()

    def any_api(self, chance: random.Random) -> ApiProcess | None:
        opened = [self.apis[place] for place in sorted(self.apis) if self.apis[place].is_open]
        return chance.choice(opened) if opened else None

    def start_api(self, place: int) -> None:
        if place not in self.apis:
            self._started += 1
            self.apis[place] = ApiProcess(self._stage, f"api-{place}-{self._started}")

    def kill_api(self, place: int) -> None:
        if place in self.apis:
            self.apis.pop(place).kill()

    def start_worker(self) -> None:
        self._started += 1
        self.workers.append(WorkProcess(self._stage, f"work-{self._started}"))

    def kill_worker(self) -> None:
        """Kill the one that has led longest; the newest is the leader by right."""
        if self.workers:
            self.workers.pop(0).kill()

    def processes(self) -> list[ApiProcess | WorkProcess]:
        return [*self.apis.values(), *self.workers]

    def stop(self) -> None:
        for process in self.processes():
            process.kill()
