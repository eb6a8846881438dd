"""Gathers what is wrong with one description of a lot or area. It knows no field."""

from parking.problems import Problem


class Findings:
    """What is wrong with one description, gathered so that its author sees all at once."""

    def __init__(self, base: str = "") -> None:
        self.base = base
        self.problems: list[Problem] = []

    def add(self, slug: str, field: str, detail: str) -> None:
        self.problems.append(Problem(slug, detail, f"{self.base}/{field}"))
