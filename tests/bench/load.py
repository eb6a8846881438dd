"""Load: `wrk` asks a server a list of paths for a while; what it and the server's CPU then say."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.servers import Server

CONNECTIONS = 64
PATIENCE_S = 15
SCRIPT = """
local paths, next_path = {}, 0
for line in io.lines("%s") do paths[#paths + 1] = wrk.format("GET", line) end
request = function()
  next_path = next_path %% #paths + 1
  return paths[next_path]
end
"""


class NoLoadGeneratorError(RuntimeError):
    """There is no `wrk`; install it (Debian and Ubuntu: apt-get install wrk)."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one spell of load cost."""

    requests: int
    requests_per_s: float
    cpu_us_per_request: float


def load(server: Server, paths: list[str], seconds: int) -> Load:
    """Ask the paths in turn over 64 connections; any answer but 2xx is an error."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise NoLoadGeneratorError(NoLoadGeneratorError.__doc__)
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "paths"), Path(folder, "script.lua")
        listed.write_text("\n".join(paths))
        script.write_text(SCRIPT % listed)
        pinned = ["taskset", "-c", "1"] if shutil.which("taskset") else []
        options = [f"-c{CONNECTIONS}", f"-d{seconds}", f"--timeout={PATIENCE_S}s", f"-s{script}"]
        before_s = server.cpu_s()
        said = subprocess.run(
            [*pinned, wrk, "-t1", *options, server.url],
            capture_output=True,
            text=True,
            check=True,
            timeout=seconds + 2 * PATIENCE_S,
        ).stdout
        cpu_s = server.cpu_s() - before_s
    assert "Non-2xx" not in said, said
    assert "Socket errors" not in said, said
    requests = int(_number(said, r"(\d+) requests in"))
    rate = _number(said, r"Requests/sec:\s+([\d.]+)")
    return Load(requests, rate, cpu_s / requests * 1e6)


def interleaved(asked: list[tuple[Server, list[str]]], rounds: int, seconds: int) -> list[Load]:
    """Load the servers in turn, several times over; the medians of each."""
    measured = [[load(server, paths, seconds) for server, paths in asked] for _ in range(rounds)]
    return [
        Load(
            sum(spell.requests for spell in spells),
            median(spell.requests_per_s for spell in spells),
            median(spell.cpu_us_per_request for spell in spells),
        )
        for spells in zip(*measured, strict=True)
    ]


def _number(said: str, pattern: str) -> float:
    found = re.search(pattern, said)
    assert found is not None, said
    return float(found.group(1))
