"""Access: how a route declares who may call it. It declares only; the doors check."""

from parking.vocabulary import Role

ROLES_KEY = "x-roles"


def roles(*allowed: Role) -> dict[str, object]:
    """Return the declaration for a route's `openapi_extra`; at least one role."""
    if not allowed:
        msg = "a route allows at least one role"
        raise ValueError(msg)
    return {ROLES_KEY: list(allowed)}
