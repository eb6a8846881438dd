"""Whether a city answers, and where; asks over HTTP like anybody else."""

import http.client
import socket
from ipaddress import ip_address

import click

ASK_TIMEOUT_S = 5.0
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - asked, not bound


def reachable_host(host: str) -> str:
    """Where this machine itself reaches a server bound to `host`."""
    return LOOPBACK.get(host, host)


def address_of(host: str, port: int) -> str:
    name = reachable_host(host)
    return f"http://[{name}]:{port}" if _is_ipv6(name) else f"http://{name}:{port}"


def is_ready(host: str, port: int) -> bool:
    """Whether /readyz answers 200."""
    connection = http.client.HTTPConnection(reachable_host(host), port, timeout=ASK_TIMEOUT_S)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def usable_port(host: str, port: int) -> int:
    """Return `port`, or a free one for 0; says so plainly where it is taken."""
    family = socket.AF_INET6 if _is_ipv6(host) else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {host} port {port}: {error.strerror}. Choose another --port."
            ) from error
        found: int = probe.getsockname()[1]
        return found


def _is_ipv6(host: str) -> bool:
    try:
        return ip_address(host).version == 6  # noqa: PLR2004 - the protocol's own number
    except ValueError:
        return False
