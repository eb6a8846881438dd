"""What both rivals answer, as FastAPI declares it: the shape of ours, with less in it."""

from datetime import datetime

from pydantic import BaseModel


class Availability(BaseModel):
    state: str
    free: int
    capacity: int
    observed_at: datetime
    age_s: float


class Result(BaseModel):
    lot_id: str
    name: str
    lat: float
    lon: float
    distance_m: float
    walk_min: int
    availability: Availability


class Nearby(BaseModel):
    as_of: datetime
    results: list[Result]


def availability(free: int, capacity: int, observed_at: datetime, now: datetime) -> Availability:
    return Availability(
        state="open" if free else "full",
        free=free,
        capacity=capacity,
        observed_at=observed_at,
        age_s=round((now - observed_at).total_seconds(), 1),
    )
