"""Newcomers to a busy process: it lets in many callers each time its loop comes round."""

import asyncio
import socket
from contextlib import ExitStack

import uvicorn
import uvloop

from api.server.run import listeners, server_config
from api.settings import Settings

CALLERS = 50
TURNS = 4
PATIENCE_S = 15.0


def pytest_asyncio_loop_factories(config, item):
    return {"uvloop": uvloop.new_event_loop}


async def app(scope, receive, send) -> None:
    """Has no answers; nobody gets so far as to ask."""


async def test_fifty_who_came_together_are_in_after_a_few_turns() -> None:
    config = server_config(
        Settings(port=0), app=app, factory=False, lifespan="off", ws="none", loop="none"
    )
    sockets = listeners(config)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets))
    async with asyncio.timeout(PATIENCE_S):
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        with ExitStack() as stack:
            for _ in range(CALLERS):  # the kernel takes them, while the loop stands still
                stack.enter_context(socket.create_connection(sockets[0].getsockname()))
            for _ in range(TURNS):
                await asyncio.sleep(0)
            assert len(server.server_state.connections) == CALLERS
        server.should_exit = True
        await serving
