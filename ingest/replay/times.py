"""When a recorded moment is played: its own time on a manual clock, now on a real one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrueTimes:
    """A manual clock follows the data: every count keeps its own time. `speed` None: no waiting."""

    first_us: int
    speed: float | None

    def observed_us(self, recorded_us: int) -> int:
        return recorded_us

    def due_s(self, recorded_us: int) -> float:
        """Seconds after the start at which the moment is played."""
        return 0.0 if self.speed is None else (recorded_us - self.first_us) / 1e6 / self.speed


@dataclass(frozen=True, slots=True)
class ShiftedTimes:
    """A real clock: the recording starts now and runs `speed` times as fast, its times squeezed."""

    first_us: int
    start_us: int
    speed: float

    def observed_us(self, recorded_us: int) -> int:
        return self.start_us + round((recorded_us - self.first_us) / self.speed)

    def due_s(self, recorded_us: int) -> float:
        """Seconds after the start at which the moment is played."""
        return (recorded_us - self.first_us) / 1e6 / self.speed


@dataclass(frozen=True, slots=True)
class EndingNow:
    """A real clock at full speed: the whole recording lies in the past and ends now, to scale."""

    last_us: int
    end_us: int

    def observed_us(self, recorded_us: int) -> int:
        return self.end_us - (self.last_us - recorded_us)

    def due_s(self, recorded_us: int) -> float:  # noqa: ARG002 - the three share one shape
        """Seconds after the start at which the moment is played: always at once."""
        return 0.0


Times = TrueTimes | ShiftedTimes | EndingNow
