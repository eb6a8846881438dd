"""`mosquitto_pub` for machines that lack it: the options that our pages use, and no other."""

import argparse
import asyncio
import os
import sys
from pathlib import Path

import gmqtt
from gmqtt.mqtt.constants import MQTTv311

PROJECT = Path(__file__).parents[2]
PATIENCE_S = 10


async def publish(said: argparse.Namespace) -> None:
    """Publish once; the broker reads that we go after it has read what we said."""
    client = gmqtt.Client(f"walk-{os.getpid()}")
    client.set_auth_credentials(said.u, None)
    async with asyncio.timeout(PATIENCE_S):
        await client.connect(said.h, said.p, version=MQTTv311)
        client.publish(said.t, said.m, qos=said.q)
        await client.disconnect()


def main() -> None:
    options = argparse.ArgumentParser(allow_abbrev=False, add_help=False)
    for letter, kind in {"h": str, "p": int, "u": str, "q": int, "t": str, "m": str}.items():
        options.add_argument(f"-{letter}", required=True, type=kind)
    asyncio.run(publish(options.parse_args()))


def stand_in(folder: Path) -> None:
    """Put a program of that name into the folder, for a PATH that has no other."""
    program = folder / "mosquitto_pub"
    module = f"exec {sys.executable} -m tests.documents.mosquitto_pub"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={PROJECT} {module} "$@"\n')
    program.chmod(0o755)


if __name__ == "__main__":
    main()
