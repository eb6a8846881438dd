"""Finding type: one sentence of the catalogue of findings, in both languages, with its mend."""

from dataclasses import dataclass

from parking.words import Words


@dataclass(frozen=True, slots=True)
class FindingType:
    """`blocks`: the thing named did not get in; the others are hints beside what got in."""

    told: Words
    mend: Words
    blocks: bool = True
