"""Broadcasters: servers that tell every client the same, ours and those it is measured against.

Each is told something by one POST and tells it to all who watch.
"""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import httpx

from tests.bench.compiled import compiled
from tests.bench.live_city import LiveCity
from tests.bench.servers import STOP_S, cpu_s, free_port, pin

NCHAN = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
NO_NCHAN = "nginx with nchan is absent (Debian and Ubuntu: apt-get install libnginx-mod-nchan)"
PING_EVERY_S = 25
START_S = 10.0
NGINX = """
load_module {module};
daemon off; master_process off; worker_rlimit_nofile 20000;
pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 20000; }}
http {{
  access_log off;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location = /live {{
      nchan_subscriber websocket; nchan_channel_id all; nchan_websocket_ping_interval {ping_s};
      nchan_subscriber_first_message newest;
    }}
    location = /tell {{ nchan_publisher; nchan_channel_id all; nchan_message_buffer_length 1; }}
    location = / {{ return 200; }}
  }}
}}
"""


class Broadcaster(Protocol):
    """A server, and how to let it send one message to all."""

    name: str
    port: int
    path: str
    watches: list[dict]

    def cpu_s(self) -> float: ...

    def tell(self) -> None: ...


class Ours:
    """A city whose audience all looks at one lot; telling is a report of that lot."""

    name = "ours"
    path = "/v1/live"

    def __init__(self, city: LiveCity, client: httpx.Client, watches: list[dict]) -> None:
        self._city = city
        self._client = client
        self.port = city.port
        self.watches = watches

    def cpu_s(self) -> float:
        return self._city.cpu_s()

    def tell(self) -> None:
        self._city.report(self._client, [0])


class Rival:
    """A server of one process that repeats what is POSTed to `/tell`."""

    path = "/live"
    watches: tuple[dict, ...] = ()

    def __init__(self, name: str, pid: int, port: int, client: httpx.Client, body: bytes) -> None:
        self.name = name
        self._pid = pid
        self.port = port
        self._client = client
        self._body = body

    def cpu_s(self) -> float:
        return cpu_s(self._pid)

    def tell(self) -> None:
        self._client.post("/tell", content=self._body).raise_for_status()


@contextmanager
def send_loop(body_bytes: int) -> Iterator[Rival]:
    """Run the bare C loop."""
    port = free_port()
    with _rival("a C send() loop", [str(compiled("send_loop")), str(port)], port, body_bytes) as it:
        yield it


@contextmanager
def nchan(body_bytes: int) -> Iterator[Rival]:
    """Run nginx with nchan in one process."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "nginx.conf"
        config.write_text(NGINX.format(module=NCHAN, folder=folder, port=port, ping_s=PING_EVERY_S))
        command = ["nginx", "-p", folder, "-c", str(config), "-e", f"{folder}/errors"]
        with _rival("nginx nchan", command, port, body_bytes) as it:
            yield it


def has_nchan() -> bool:
    return NCHAN.exists() and shutil.which("nginx") is not None


@contextmanager
def _rival(name: str, command: list[str], port: int, body_bytes: int) -> Iterator[Rival]:
    process = subprocess.Popen(command)
    try:
        _wait_until_listening(process, port)
        pin(process.pid, 0)
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            yield Rival(name, process.pid, port, client, b"x" * body_bytes)
    finally:
        process.terminate()
        process.wait(STOP_S)


def _wait_until_listening(process: subprocess.Popen[bytes], port: int) -> None:
    deadline_s = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline_s:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args} does not start")
