"""In a process of its own: it changes the collector, and malloc, for good."""

import platform
import subprocess
import sys

import pytest

SCRIPT = """
import asyncio, gc, weakref
from api.server.heap import leave_out_what_stays

class Lot: pass

async def main():
    lots = [Lot() for _ in range(50_000)]
    settling = asyncio.create_task(leave_out_what_stays(lambda: len(lots), look_s=0.01))
    while gc.get_freeze_count() < len(lots):
        await asyncio.sleep(0.01)
    assert len(gc.get_objects()) < 5_000
    first_frozen = gc.get_freeze_count()
    lots.extend(Lot() for _ in range(50_000))
    while gc.get_freeze_count() < first_frozen + 50_000:
        await asyncio.sleep(0.01)
    last = weakref.ref(lots[-1])
    lots.clear()
    assert last() is None
    settling.cancel()

asyncio.run(main())
"""


def test_the_collector_leaves_out_what_a_city_has_grown_to_and_old_objects_can_still_go():
    subprocess.run([sys.executable, "-c", SCRIPT], check=True, timeout=60)


def test_no_pass_is_made_over_what_is_being_loaded_nor_later():
    script = """
import gc
from api.server.heap import loading
passes = []
gc.callbacks.append(lambda phase, info: passes.append(info))
with loading():
    loaded = [[] for _ in range(50_000)]
assert not passes and gc.isenabled()
assert len(gc.get_objects()) < 5_000 < gc.get_freeze_count()
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries never keep them")
def test_large_blocks_leave_no_holes():
    script = """
import ctypes
from api.server.heap import loading

class Malloc(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
        "fordblks", "keepcost",
    )]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Malloc
with loading():
    pass
for _ in range(3):
    before = libc.mallinfo2()
    batch = bytes(4_000_000)
    now = libc.mallinfo2()
    assert now.hblkhd - before.hblkhd >= len(batch), (before.arena, now.arena)
    del batch
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no such call")
def test_holes_are_given_back_whichever_thread_made_them():
    script = """
import asyncio, ctypes
from api.server.heap import loading, return_holes

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

def leave_holes():
    blocks = [libc.malloc(30_000) for _ in range(2_000)]
    for block in blocks:
        ctypes.memset(block, 1, 30_000)
    for block in blocks[:-1]:
        libc.free(block)

async def main():
    with loading():
        pass
    before = resident()
    await asyncio.to_thread(leave_holes)
    assert resident() > before + 50_000_000, "no holes were made"
    returning = asyncio.create_task(return_holes(every_s=0.01))
    for _ in range(500):
        if resident() < before + 10_000_000:
            break
        await asyncio.sleep(0.01)
    else:
        raise AssertionError(resident() - before)
    returning.cancel()

asyncio.run(main())
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
