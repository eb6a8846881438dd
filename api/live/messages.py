"""Server messages of /v1/live as JSON bytes. Lots come rendered; nothing here reads a state."""

from collections.abc import Iterable, Mapping

import msgspec

from parking.problems import Problem

_encode = msgspec.json.encode

Positions = Mapping[int, int]


def pos_json(positions: Positions) -> bytes:
    """Render partition → position, as `resume.pos` takes it back."""
    return b"{%b}" % b",".join(b'"%d":%d' % item for item in positions.items())


def hello(
    epoch: str, server_time: str, clock: Mapping[str, object], limits: Mapping[str, float]
) -> bytes:
    """Greet: what this server is at, and what a connection may do."""
    return _encode(
        {
            "type": "hello",
            "epoch": epoch,
            "server_time": server_time,
            "clock": clock,
            "limits": limits,
        }
    )


def snapshot(
    watch_id: str, epoch: str, pos: bytes, lots: Iterable[bytes], gone: Iterable[str], *, last: bool
) -> bytes:
    """Show all lots in view, or the next part of them; `gone` are named lots that do not exist."""
    return b'{"type":"snapshot","id":%b,"epoch":%b,"pos":%b,"lots":[%b],"gone":%b,"last":%b}' % (
        _encode(watch_id),
        _encode(epoch),
        pos,
        b",".join(lots),
        _encode(list(gone)),
        b"true" if last else b"false",
    )


def changes(pos: bytes, lots: Iterable[bytes], gone: Iterable[str] = ()) -> bytes:
    """Tell the newest state of what changed; without lots it is the heartbeat."""
    return b'{"type":"changes","pos":%b,"lots":[%b],"gone":%b}' % (
        pos,
        b",".join(lots),
        _encode(list(gone)),
    )


def resumed(watch_id: str, pos: bytes, lots: Iterable[bytes], gone: Iterable[str]) -> bytes:
    """Answer a resume: `changes` that name the watch they complete."""
    return b'{"type":"changes","resumed":%b,"pos":%b,"lots":[%b],"gone":%b}' % (
        _encode(watch_id),
        pos,
        b",".join(lots),
        _encode(list(gone)),
    )


def reload(watch_id: str, epoch: str, reason: str) -> bytes:
    """Tell that what the client holds of this watch is void; its snapshot follows."""
    return _encode({"type": "reload", "id": watch_id, "epoch": epoch, "reason": reason})


def notice(kind: str, title: str, title_zh: str, **members: object) -> bytes:
    """Tell something for people or about the connection; `kind` is stable."""
    return _encode(
        {"type": "notice", "kind": kind, "title": title, "title_zh": title_zh, **members}
    )


def clock_notice(server_time: str, clock: Mapping[str, object]) -> bytes:
    """Tell that the city's clock was set, moved or changed its speed."""
    return notice(
        "clock", "The city's clock was set", "城市时钟已调整", server_time=server_time, clock=clock
    )


def error(problem: Problem, watch_id: str | None = None) -> bytes:
    """Say what is wrong with a message, with the problem types of HTTP."""
    said: dict[str, object] = {"type": "error", "problem": problem.to_dict()}
    if watch_id is not None:
        said["id"] = watch_id
    return _encode(said)


def pong(server_time: str) -> bytes:
    return _encode({"type": "pong", "server_time": server_time})
