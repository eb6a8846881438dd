"""Names of simulated lots, in both languages, made from the landmark beside them."""

from collections.abc import Mapping
from random import Random
from typing import Any

ZH = {
    "surface": ("{place}地面停车场", "{place}{side}停车场"),
    "underground": ("{place}地下停车场", "{place}{side}地下车库"),
    "ramp_garage": ("{place}停车楼", "{place}{side}停车楼"),
    "mechanical": ("{place}立体车库", "{place}{side}立体车库"),
    "onstreet": ("{place}{side}路内泊位", "{place}周边路内泊位"),
}
EN = {
    "surface": "{place} {side} car park",
    "underground": "{place} {side} underground garage",
    "ramp_garage": "{place} {side} multi-storey",
    "mechanical": "{place} {side} mechanical garage",
    "onstreet": "{place} {side} kerb spaces",
}
SIDES = (("东侧", "East"), ("西侧", "West"), ("南侧", "South"), ("北侧", "North"))


def lot_name(
    dice: Random, landmark: Mapping[str, Any], structure: str, number: int
) -> tuple[str, str]:
    """Return the Chinese and the English name; the number tells lots of one place apart."""
    side_zh, side_en = dice.choice(SIDES)
    zh = dice.choice(ZH[structure]).format(place=landmark["name"], side=side_zh)
    en = EN[structure].format(place=landmark["name_en"], side=side_en)
    return f"{zh}{number}号", f"{en} {number}"
