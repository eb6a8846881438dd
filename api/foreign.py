"""Foreign: puts together the routes that speak others' formats, in and out. A composition root."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from fastapi import APIRouter

from api.alert_terms import alert_terms
from api.operator.city_rules import draft_rules
from api.services import Services
from api.settings import Settings
from ingest.alerts.routes import alerts_router
from ingest.assembly import WritePath
from ingest.check.routes import check_router
from ingest.export.cds.metrics_routes import cds_metrics_router
from ingest.export.publisher import Publisher
from ingest.export.routes import export_router
from ingest.interlink.assembly import InterlinkSecrets, assemble_interlink
from ingest.interlink.shipped import all_profiles
from ingest.lorawan.device_routes import devices_router
from ingest.lorawan.door import LorawanDoor
from ingest.lorawan.routes import lorawan_router
from ingest.polling.allow_list import AllowList
from ingest.polling.declaring import Declaring
from ingest.polling.routes import polled_feeds_router
from ingest.polling.trial import Trial
from parking.storage.postgres.contacts import Contacts
from parking.storage.postgres.devices import PostgresDevices
from parking.storage.postgres.feed_messages import FeedMessages
from parking.storage.postgres.planning.reading_curb_hours import read_curb_hours
from parking.storage.postgres.polled_feeds import PolledFeeds
from parking.storage.postgres.processes import wait_until_followed
from parking.words import Words


def publisher_of(settings: Settings) -> Publisher:
    """Say who publishes the city's lots; its one name stands for both languages."""
    name = settings.publisher_name or settings.publisher_name_en
    usual = Publisher()
    named = Words(name, settings.publisher_name_en or name) if name else usual.name
    return replace(
        usual,
        name=named,
        url=settings.publisher_url,
        licence=settings.licence,
        licence_url=settings.licence_url,
    )


def foreign_routers(
    services: Services, writing: WritePath, secrets: InterlinkSecrets
) -> Iterator[APIRouter]:
    """Make the routers that speak others' formats, in and out."""
    settings = services.settings
    feeds = PolledFeeds(services.pool)
    trial = Trial(AllowList.parse(settings.feed_allow), parkapi_python=settings.parkapi_python)
    yield check_router(services.clock, draft_rules(settings, is_strict=False))
    yield polled_feeds_router(feeds, Declaring(feeds, services.directory, trial, settings.timezone))
    yield assemble_interlink(
        secrets,
        all_profiles(settings.interlink_profiles),
        reports=writing.reports,
        registry=services.registry,
        directory=services.directory,
        rules=draft_rules(settings),
        most_lots=settings.limit_lots,
        settled=lambda: wait_until_followed(services.pool),
        registers=services.replica.registers,
        key_by_id=services.keys.find_by_id,
    )
    devices = PostgresDevices(services.pool)
    yield devices_router(devices, services.directory, lambda: wait_until_followed(services.pool))
    yield lorawan_router(
        LorawanDoor(writing.reports, devices, services.clock),
        city_secret=secrets.signing,
        key_by_id=services.keys.find_by_id,
    )
    yield alerts_router(
        Contacts(services.pool),
        FeedMessages(services.pool),
        services.directory,
        services.clock,
        alert_terms(settings),
    )
    yield cds_metrics_router(
        services.directory, services.clock, partial(read_curb_hours, services.planner_pool)
    )
    yield export_router(services.replica, services.clock, settings.timezone, publisher_of(settings))
