"""A driver's page without pixels: watches a place over the websocket and keeps its picture."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from urllib.parse import urlsplit

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect


class LiveClient:
    """Connects, watches, connects again with what it holds; the picture is `lots`."""

    def __init__(self, url: str, center: Mapping[str, float], radius_m: float) -> None:
        self._url = f"ws://{urlsplit(url).netloc}/v1/live"
        self._watch = {"type": "watch", "id": "w", "center": dict(center), "radius_m": radius_m}
        self._open_socket = ExitStack()
        self._socket: ClientConnection | None = None
        self.lots: dict[str, dict] = {}
        self.pos: dict[str, int] = {}
        self.epoch = ""

    def __enter__(self) -> "LiveClient":
        self.wait_until(lambda: bool(self.epoch and self.lots))
        return self

    def __exit__(self, *_: object) -> None:
        self._open_socket.close()

    def free(self) -> dict[str, int | None]:
        """The free count of each lot in the picture."""
        return {lot_id: lot["availability"]["free"] for lot_id, lot in self.lots.items()}

    def wait_until(self, holds: Callable[[], bool], timeout_s: float = 45.0) -> None:
        """Take messages until `holds`; fails after `timeout_s`."""
        deadline_s = time.monotonic() + timeout_s
        while not holds():
            assert time.monotonic() < deadline_s, "the page does not get there"
            try:
                if self._socket is None:
                    self._open()
                assert self._socket is not None
                self._take(json.loads(self._socket.recv(timeout=1.0)))
            except TimeoutError:
                continue
            except (WebSocketException, OSError):
                self._open_socket.close()
                self._socket = None
                time.sleep(0.2)

    def _open(self) -> None:
        connecting = connect(self._url, proxy=None, open_timeout=5)
        self._socket = self._open_socket.enter_context(connecting)
        resume = {"resume": {"epoch": self.epoch, "pos": self.pos}} if self.epoch else {}
        self._socket.send(json.dumps(self._watch | resume))

    def _take(self, message: dict) -> None:
        match message["type"]:
            case "reload":
                self.lots.clear()
            case "snapshot":
                self.epoch = message["epoch"]
                self.pos |= message["pos"]
                self.lots |= {lot["lot_id"]: lot for lot in message["lots"]}
            case "changes":
                self.pos |= message["pos"]
                for lot in message["lots"]:
                    held = self.lots.get(lot["lot_id"])
                    if held is None or lot["v"] >= held["v"]:
                        self.lots[lot["lot_id"]] = (held or {}) | lot
                for lot_id in message["gone"]:
                    self.lots.pop(lot_id, None)
