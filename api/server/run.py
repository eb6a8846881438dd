"""Runs the HTTP process under uvicorn, with our guarded protocol; N workers share one port.

It knows uvicorn's settings and nothing of the app it runs. The app is loaded only where it is to
run: the parent of several workers needs none of it.
"""

import os
import socket
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from api.server.fast_path import FastHttpProtocol
from api.server.heap import loading
from api.settings import Settings

KEEP_ALIVE_S: Final = 20
DRAIN_S: Final = 15
"""How long a stopping process waits for what it has begun; websockets drain well within it."""
BACKLOG: Final = 2048
ACCEPTED_A_TURN: Final = 64
"""libuv lets in one caller a turn of the loop for each socket that listens. Under load turns are
long, and whoever is not in yet, a balancer that asks after our health too, would wait for ever."""


def serve(settings: Settings) -> None:
    """Serve until told to stop. Workers read the same settings from the environment again."""
    if settings.workers == 1:
        with loading():
            from api.main import create_app  # noqa: PLC0415
        app = partial(create_app, settings, owns_process=True)
        config = server_config(settings, app=app)
        uvicorn.Server(config).run(sockets=listeners(config))
        return
    with TemporaryDirectory(prefix="onelot-metrics-") as folder:
        os.environ.update(_as_environment(settings) | {"ONELOT_METRICS_DIR": folder})
        config = server_config(settings, app="api.server.run:create_worker_app")
        Multiprocess(config, sockets=listeners(config)).run()


def listeners(config: uvicorn.Config) -> list[socket.socket]:
    """Bind the port once, and listen on it several times over."""
    bound = config.bind_socket()
    return [bound, *(bound.dup() for _ in range(ACCEPTED_A_TURN - 1))]


def create_worker_app() -> ASGIApp:
    """Load and make the app of one of several workers."""
    with loading():
        from api.main import create_worker_app as create  # noqa: PLC0415
    return create()


def server_config(settings: Settings, **overrides: Any) -> uvicorn.Config:  # noqa: ANN401 - uvicorn's own
    """Configure one server of `app`; `overrides` are uvicorn's settings."""
    options: dict[str, Any] = {
        "factory": True,
        "host": settings.host,
        "port": settings.port,
        "workers": settings.workers,
        "loop": "uvloop",
        "http": FastHttpProtocol,
        "ws": "api.live.switch:LiveSwitch",
        "lifespan": "on",
        "log_config": None,
        "log_level": settings.log_level,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "backlog": BACKLOG,
        "timeout_keep_alive": KEEP_ALIVE_S,
        "timeout_graceful_shutdown": DRAIN_S,
    }
    return uvicorn.Config(**(options | overrides))


def _as_environment(settings: Settings) -> dict[str, str]:
    """Settings as the environment that would have made them; what was not set stays so."""
    values = settings.model_dump(mode="json", exclude_none=True, exclude_unset=True)
    return {f"ONELOT_{name.upper()}": str(value) for name, value in values.items()}
