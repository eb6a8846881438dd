"""Runs one reading of hostile bytes in a process of its own and says what it cost."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_PROBE = """
import sys, time, tracemalloc
import {module} as probed
content = sys.stdin.buffer.read()
def read():
    try:
        probed.{call}
    except probed.{error} as error:
        return str(error)
    return ""
begun = time.process_time()
told = read()
spent = time.process_time() - begun
tracemalloc.start()
read()
print(spent, tracemalloc.get_traced_memory()[1], told)
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds, bytes that Python asked for at most, and what was told; "" where it was read."""

    cpu_s: float
    peak_bytes: int
    told: str


def cost_of(content: bytes, module: str, call: str, error: str) -> Cost:
    probe = _PROBE.format(module=module, call=call, error=error)
    done = subprocess.run(
        [sys.executable, "-c", probe], input=content, capture_output=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    cpu_s, peak, *told = done.stdout.decode().split(" ", 2)
    return Cost(float(cpu_s), int(peak), told[0].strip())
