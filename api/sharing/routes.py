"""Routes of tidal sharing: each part makes its own router; here they come together."""

from fastapi import APIRouter

from api.routing import together
from api.services import Services
from api.sharing.agreement_reading import agreement_reading_router
from api.sharing.agreements import agreements_router
from api.sharing.availability import availability_router
from api.sharing.bookings import bookings_router
from api.sharing.communities import communities_router
from api.sharing.community_members import community_members_router
from api.sharing.drivers import drivers_router
from api.sharing.extending import extending_router
from api.sharing.moving import moving_router
from api.sharing.notices import notices_router
from api.sharing.once import Once
from api.sharing.own_data import own_data_router
from api.sharing.own_days import own_days_router
from api.sharing.own_returns import own_returns_router
from api.sharing.payments import payments_router
from api.sharing.sanctions import sanctions_router
from api.sharing.signing_keys import signing_keys_router
from api.sharing.statements import statements_router
from api.sharing.suspensions import suspensions_router


def sharing_router(services: Services) -> APIRouter:
    """Make the router of everything below /v1/sharing, and of drivers."""
    once = Once(services.sharing_pool, services.supplies.wake)
    parts = (
        agreement_reading_router(services),
        agreements_router(once),
        availability_router(services),
        bookings_router(services, once),
        community_members_router(services, once),
        communities_router(services, once),
        drivers_router(services),
        extending_router(once),
        moving_router(once),
        notices_router(services),
        own_data_router(services),
        own_days_router(services),
        own_returns_router(once),
        payments_router(services, once),
        sanctions_router(services, once),
        statements_router(services),
        signing_keys_router(services, once),
        suspensions_router(once),
    )
    return together(parts, "sharing")
