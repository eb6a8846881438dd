"""A model of one Redis: the commands and functions that the projection uses, and how they are lost.

It may restart with everything, without its newest writes or empty (always under a new run id), hang
and do later what was sent meanwhile, refuse writes, and trim its streams early.
"""

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from redis.exceptions import ResponseError

from parking.live.register import HISTORY, NEWEST, merge
from parking.live.stored import POS_WIDTH, VERSION_WIDTH
from parking.ports import Register
from parking.storage.redis.keys import meta_key
from parking.storage.redis.transport import Call, Reply

TRIM_SLACK = 2
"""`MINID ~` leaves more than it must: whole nodes go, never parts of one."""

StreamId = tuple[int, int]


@dataclass
class Stream:
    entries: list[tuple[StreamId, list[str]]] = field(default_factory=list)
    last: StreamId = (0, 0)


@dataclass
class Data:
    """Everything a server holds; the library of functions is data too."""

    hashes: dict[str, dict[str, str]] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)
    has_library: bool = False


class RedisModel:
    """Runs one command at a time, at once; who sends it when is the transport's business."""

    merge = staticmethod(merge)

    def __init__(self, chance: random.Random, *, changes_kept: int | None = None) -> None:
        self._chance = chance
        self._changes_kept = changes_kept
        self._saved = Data()
        self._waiting: list[Callable[[], None]] = []
        self.data = Data()
        self.is_up = True
        self.is_hung = False
        self.is_full = False
        self.begun: dict[str, int] = {}
        """Epochs in the order of their beginning; a leader whose clock is wrong names one late."""
        self.on_apply: Callable[[str, str, str | None, str], None] | None = None
        self._new_run()

    def _new_run(self) -> None:
        self._run_id = f"{self._chance.getrandbits(160):040x}"

    # What may happen to a server.

    def save(self) -> None:
        """What reached the disk: `appendfsync everysec` does this once a second."""
        self._saved = copy.deepcopy(self.data)

    def kill(self) -> None:
        self.is_up = self.is_hung = False
        self.wake()

    def start(self, *, keeping: str) -> None:
        """Come back with `all` (a killed process), what was `saved` (a power cut) or `nothing`."""
        self._new_run()
        self.is_up, self.is_full = True, False
        if keeping == "saved":
            self.data = copy.deepcopy(self._saved)
        elif keeping == "nothing":
            self.data, self._saved = Data(), Data()

    def flush(self) -> None:
        """FLUSHALL keeps the functions and the run id."""
        self.data = Data(has_library=self.data.has_library)

    def resume(self) -> None:
        self.is_hung = False
        self.wake()

    def on_wake(self, call: Callable[[], None]) -> None:
        """Be called when something was written, or the server died or runs again."""
        self._waiting.append(call)

    def wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    def standing(self, partition: int) -> tuple[str, int]:
        """Return epoch and position of a partition."""
        meta = self.data.hashes.get(meta_key(partition), {})
        return meta.get("epoch", ""), int(meta.get("pos", 0))

    # What it is asked.

    def execute(self, call: Call) -> Reply:
        name, *arguments = [
            part.decode() if isinstance(part, bytes) else str(part) for part in call
        ]
        match name:
            case "FCALL" | "FCALL_RO":
                return self._function(arguments[0], arguments[2:5], arguments[5:])
            case "HGETALL":
                found = self.data.hashes.get(arguments[0], {})
                return [part.encode() for pair in found.items() for part in pair]
            case "XREAD":
                return self._read(arguments)
            case "FUNCTION":
                self.data.has_library = True
                return b"onelot"
            case "DEL":
                return sum(self.data.hashes.pop(key, None) is not None for key in arguments)
        raise AssertionError(f"the model knows no {name}")

    def _function(self, name: str, keys: list[str], arguments: list[str]) -> Reply:
        if not self.data.has_library:
            return ResponseError("Function not found")
        if name == "onelot_state":
            return self._state(keys)
        if self.is_full:
            return ResponseError("OOM command not allowed when used memory > 'maxmemory'.")
        match name:
            case "onelot_apply":
                reply = self._apply(keys, arguments)
            case "onelot_begin":
                reply = self._begin(keys, *arguments)
            case _:
                reply = self._complete(keys, *arguments)
        self.wake()
        return reply

    def _state(self, keys: list[str]) -> Reply:
        meta = self.data.hashes.get(keys[1], {})
        held = len(self.data.hashes.get(keys[0], {}))
        is_trusted = (
            meta.get("complete") == "1"
            and meta.get("run_id") == self._run_id
            and meta.get("registers") == str(held)
            and keys[2] in self.data.streams
        )
        return [
            meta.get("epoch", "").encode(),
            int(meta.get("pos", 0)),
            int(is_trusted),
            meta.get("layout", "").encode(),
        ]

    def _begin(self, keys: list[str], epoch: str, layout: str) -> Reply:
        self.begun.setdefault(epoch, len(self.begun))
        for key in keys:
            self.data.hashes.pop(key, None)
        self.data.streams[keys[2]] = Stream()
        self._add(keys[2], (int(epoch), 0), ["from", "1"])
        self.data.hashes[keys[1]] = {
            "epoch": epoch, "layout": layout, "pos": "0", "complete": "0", "registers": "0",
            "run_id": self._run_id,
        }  # fmt: skip
        return b"OK"

    def _complete(self, keys: list[str], epoch: str) -> Reply:
        meta = self.data.hashes.get(keys[1], {})
        if meta.get("epoch") != epoch:
            return ResponseError("EPOCH changed")
        meta["complete"] = "1"
        return b"OK"

    def _apply(self, keys: list[str], arguments: list[str]) -> Reply:
        meta = self.data.hashes.get(keys[1], {})
        epoch, asked, *pairs = arguments
        if meta.get("epoch") != epoch:
            return ResponseError(f"EPOCH {meta.get('epoch', 'none')}")
        registers = self.data.hashes.get(keys[0], {})
        changed: dict[str, str] = {}
        statuses = ""
        for field_name, entry in zip(pairs[::2], pairs[1::2], strict=True):
            before = changed.get(field_name, registers.get(field_name))
            merged, status = self.merge(before, _register(field_name, entry), 0)
            statuses += str(status)
            if status in (HISTORY, NEWEST):
                changed[field_name] = merged
        if not changed:
            return [int(meta["pos"]), statuses.encode()]
        registers = self.data.hashes.setdefault(keys[0], registers)
        position, size = int(meta["pos"]), len(registers)
        written: list[str] = []
        for place, (field_name, merged) in enumerate(changed.items(), position + 1):
            stored = f"{place:0{POS_WIDTH}d}{merged[POS_WIDTH:]}"
            if self.on_apply is not None:
                self.on_apply(epoch, field_name, registers.get(field_name), stored)
            registers[field_name] = stored
            written += [field_name, stored]
        meta["pos"] = str(position + len(changed))
        meta["registers"] = str(int(meta["registers"]) + len(registers) - size)
        place = (int(epoch), position + len(changed))
        oldest = (place[0], max(0, place[1] - (self._changes_kept or int(asked))))
        self._add(keys[2], place, ["from", str(position + 1), *written], oldest)
        return [int(meta["pos"]), statuses.encode()]

    def _add(self, key: str, place: StreamId, fields: list[str], oldest: StreamId = (0, 0)) -> None:
        stream = self.data.streams.setdefault(key, Stream())
        assert place > stream.last or place[1] == 0, "a stream's ids only grow"
        stream.entries.append((place, fields))
        stream.last = place
        too_old = sum(entry[0] < oldest for entry in stream.entries)
        if too_old > TRIM_SLACK:
            del stream.entries[:too_old]

    def _read(self, arguments: list[str]) -> Reply:
        limit = int(arguments[arguments.index("COUNT") + 1])
        rest = arguments[arguments.index("STREAMS") + 1 :]
        keys, after = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        found = []
        for key, place in zip(keys, after, strict=True):
            stream = self.data.streams.get(key)
            since = _stream_id(place)
            if stream is None or stream.last <= since:
                continue
            entries = [entry for entry in stream.entries if entry[0] > since][:limit]
            if entries:
                found.append((key.encode(), [_entry(*entry) for entry in entries]))
        return found or None


def blocks(calls: Sequence[Call]) -> float | None:
    """For how many seconds the one call waits for something new; None where it does not wait."""
    if calls and calls[0][0] == "XREAD" and calls[0][3] == "BLOCK":
        return int(calls[0][4]) / 1_000
    return None


def _register(field_name: str, entry: str) -> Register:
    lot_key, _, name = field_name.partition("/")
    return Register(int(lot_key), name, entry[:VERSION_WIDTH], entry[VERSION_WIDTH:])


def _stream_id(text: str) -> StreamId:
    epoch, _, position = text.partition("-")
    return int(epoch), int(position)


def _entry(place: StreamId, fields: list[str]) -> tuple[bytes, list[bytes]]:
    return f"{place[0]:016d}-{place[1]}".encode(), [part.encode() for part in fields]
