"""Routes of tidal sharing: each part makes its own router; here they come together."""

from fastapi import APIRouter

from api.services import Services
from api.sharing.agreements import agreements_router
from api.sharing.availability import availability_router
from api.sharing.bookings import bookings_router
from api.sharing.communities import communities_router
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
    router = APIRouter(tags=["sharing"])
    once = Once(services.sharing_pool, services.supplies.wake)
    router.include_router(agreements_router(services, once))
    router.include_router(availability_router(services))
    router.include_router(bookings_router(services, once))
    router.include_router(communities_router(services, once))
    router.include_router(drivers_router(services))
    router.include_router(extending_router(once))
    router.include_router(moving_router(once))
    router.include_router(notices_router(services))
    router.include_router(own_data_router(services))
    router.include_router(own_days_router(services))
    router.include_router(own_returns_router(once))
    router.include_router(payments_router(services, once))
    router.include_router(sanctions_router(services, once))
    router.include_router(statements_router(services))
    router.include_router(signing_keys_router(services, once))
    router.include_router(suspensions_router(once))
    return router
