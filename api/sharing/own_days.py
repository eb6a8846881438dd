"""Routes of the days that a city makes workdays, weekends or holidays of its own."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Path

from api.admin.schemas import Name
from api.dependencies import Caller, problems
from api.lots.schemas import Shape
from api.services import Services
from parking.access import roles
from parking.moment import FIRST_YEAR, LAST_YEAR
from parking.problems import Problem, ProblemError
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.terms import DayClass
from parking.storage.postgres.sharing.own_days import OwnDay, PostgresOwnDays

DAY_PATH: Final = "/v1/admin/days/{day}"
Day = Annotated[date, Path(description="As 2026-12-31")]


class DayBody(Shape):
    """What a day is to be, and why."""

    day_class: DayClass
    name: Name | None = None


class DayAnswer(Shape):
    """What a day is. `is_own`: the city says so; `is_provisional`: not yet announced."""

    day: date
    day_class: DayClass
    name: str | None
    is_own: bool
    is_provisional: bool


class OwnDaysAnswer(Shape):
    """All days of the city's own."""

    days: list[DayAnswer]


def own_days_router(services: Services) -> APIRouter:
    """Make the router; agreements are expanded anew by the worker, within seconds."""
    router = APIRouter(tags=["admin"])
    store = PostgresOwnDays(services.pool)

    @router.get(
        "/v1/admin/days",
        openapi_extra=roles("admin"),
        responses=problems(401, 403),
        summary="The city's own days · 本市特殊日列表",
    )
    async def list_days() -> OwnDaysAnswer:
        return OwnDaysAnswer(days=[_own(own) for own in await store.list()])

    @router.get(
        DAY_PATH,
        openapi_extra=roles("admin"),
        responses=problems(401, 403, 404, 422),
        summary="What a day is · 查询日期类型",
    )
    async def read_day(day: Day) -> DayAnswer:
        _demand_near(day)
        for own in await store.list():
            if own.day == day:
                return _own(own)
        return _announced(day, DayCalendar())

    @router.put(
        DAY_PATH,
        openapi_extra=roles("admin"),
        responses=problems(400, 401, 403, 404, 413, 415, 422),
        summary="Make a day a workday, weekend or holiday · 设置特殊日",
    )
    async def put_day(day: Day, body: DayBody, caller: Caller) -> DayAnswer:
        _demand_near(day)
        own = OwnDay(day, body.day_class, body.name)
        await store.put(caller, own)
        return _own(own)

    @router.delete(
        DAY_PATH,
        status_code=204,
        openapi_extra=roles("admin"),
        responses=problems(401, 403, 404, 422),
        summary="Let a day be what was announced · 取消特殊日",
    )
    async def remove_day(day: Day, caller: Caller) -> None:
        if not await store.remove(caller, day):
            raise ProblemError(Problem("not-found", "The city has said nothing of that day."))

    return router


def _demand_near(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        told = f"day: the year must be from {FIRST_YEAR} to {LAST_YEAR}"
        raise ProblemError(Problem("bad-field", told, "/path/day"))


def _own(own: OwnDay) -> DayAnswer:
    return DayAnswer(
        day=own.day, day_class=own.day_class, name=own.name, is_own=True, is_provisional=False
    )


def _announced(day: date, calendar: DayCalendar) -> DayAnswer:
    return DayAnswer(
        day=day,
        day_class=calendar.day_class(day),
        name=None,
        is_own=False,
        is_provisional=calendar.is_provisional(day),
    )
