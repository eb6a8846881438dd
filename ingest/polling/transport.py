"""The transport beneath every request to a server that somebody else named.

It follows no redirect, heeds no proxy of the environment, and keeps no connection and no cookie.
"""

import ssl

import httpx


def one_request_transport(certificates: ssl.SSLContext | None = None) -> httpx.AsyncHTTPTransport:
    """Open one; without `certificates` it trusts those of the system and of certifi."""
    return httpx.AsyncHTTPTransport(
        verify=certificates or _trusted(),
        trust_env=False,
        # A connection belongs to a host's name; kept, it would serve another name's request.
        limits=httpx.Limits(max_keepalive_connections=0),
    )


def _trusted() -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context
