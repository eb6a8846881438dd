"""Routes of the platform's people: its clock, its operators, its keys."""

from fastapi import APIRouter

from api.admin.clock import clock_router
from api.admin.keys import keys_router
from api.routing import together
from api.services import Services


def admin_router(services: Services) -> APIRouter:
    """Make the router of everything below /v1/admin."""
    return together((clock_router(services), keys_router(services)), "admin")
