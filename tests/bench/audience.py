"""Audience: thousands of websocket clients in one cheap process, and what has reached them."""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.compiled import compiled
from tests.bench.servers import pin

PATIENCE_S = 120.0
STILL_S = 0.4


@dataclass(frozen=True, slots=True)
class Seen:
    """How many clients are ready or gone, and what all of them got together."""

    ready: int
    gone: int
    messages: int
    message_bytes: int


class Audience:
    """Clients of one server; those of ours are ready once they have a whole snapshot."""

    def __init__(self, process: subprocess.Popen[str], count: int) -> None:
        self._process = process
        self.count = count

    def seen(self) -> Seen:
        return Seen(*map(int, self._ask("count").split()))

    def delays_s(self) -> list[float]:
        """How old each timed client's news was on arrival, since this was last asked."""
        return [int(age_us) / 1e6 for age_us in self._ask("delays").split()]

    def stop_reading(self) -> None:
        """Let them all stop, for good."""
        self._ask("stop")

    def wait_until_ready(self) -> None:
        deadline_s = time.monotonic() + PATIENCE_S
        while (seen := self.seen()).ready < self.count:
            assert not seen.gone, seen
            assert time.monotonic() < deadline_s, seen
            time.sleep(0.01)

    def settle(self) -> Seen:
        """Wait until nothing comes any more."""
        before = self.seen()
        while True:
            time.sleep(STILL_S)
            now = self.seen()
            if now.messages == before.messages:
                return now
            before = now

    def _ask(self, command: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def audience(
    port: int,
    count: int,
    watches: Sequence[dict] = (),
    *,
    path: str = "/v1/live",
    at_once: int = 100,
    timed: int = 0,
    processor: int | None = 1,
) -> Iterator[Audience]:
    """Connect `count` clients, which send the watches in turn; gone with the block."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.writelines(json.dumps(watch) + "\n" for watch in watches)
        file.flush()
        listed = file.name if watches else "-"
        arguments = map(str, (port, path, count, at_once, listed, timed))
        with subprocess.Popen(
            [compiled("websocket_clients"), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            if processor is not None:
                pin(process.pid, processor)
            yield Audience(process, count)
