"""Words that feeds use for what we have words for, in the languages that were met."""

from collections.abc import Mapping as Members
from typing import Final

from ingest.mapping.model import WORD_FIELDS

KNOWN: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "state": {
        "open": ("open", "opened", "offen", "geöffnet", "geoeffnet", "auf", "frei", "free",
                 "available", "spaces", "many", "few", "almost full", "critical", "ouvert",
                 "libre", "aperto",
                 "abierto", "åben", "normal", "in operation", "operational", "active", "开放",
                 "開放", "营业", "營業", "營業中", "营业中", "开", "正常", "启用", "有位", "有空位",
                 "未满", "较空", "充足", "较多", "紧张", "較空", "緊張", "较少", "少量", "较满",
                 "拥挤", "车位充足", "车位紧张", "余位充足", "余位紧张",
                 "genügend freie plätze", "wenige freie plätze", "ausreichend freie plätze"),
        "closed": ("closed", "close", "geschlossen", "gesperrt", "zu", "fermé", "ferme", "chiuso",
                   "cerrado", "gesloten", "lukket", "关闭", "關閉", "停业", "停業", "休息", "关",
                   "暂停", "暫停", "停用", "休業"),
        "full": ("full", "besetzt", "voll", "belegt", "keine freien plätze", "complet", "completo",
                 "vol", "满", "滿", "已满", "客满", "客滿", "满位", "滿位", "full up"),
        "no_data": ("störung", "stoerung", "gestört", "fault", "error", "offline", "defect",
                    "defekt", "no data", "nodata", "no_data", "keine daten", "unbekannt",
                    "unknown", "keine auslastungsdaten", "not available", "无数据", "無資料",
                    "离线", "離線", "故障", "异常", "異常", "inconnu", "onbekend",
                    "außer betrieb", "out of order"),
        "neutral": ("ok", "online", "-", "vorhanden", "在线", "在線"),
    },
    "status": {
        "free": ("free", "unoccupied", "not occupied", "vacant", "available", "empty", "frei",
                 "leer", "libre",
                 "libero", "vrij", "空闲", "空閒", "空", "无车", "無車", "空位", "未占用", "false"),
        "occupied": ("occupied", "present", "belegt", "besetzt", "taken", "busy", "full",
                     "occupé", "occupato", "ocupado", "bezet", "占用", "佔用", "有车", "有車",
                     "已占用", "true"),
        "unknown": ("unknown", "", "unbekannt", "未知", "不明", "故障", "offline", "离线", "error",
                    "fault", "defekt", "out of service", "n/a"),
    },
    "structure": {
        "underground": ("tiefgarage", "underground", "undergroundcarpark", "tg", "parkgarage",
                        "underground car park", "地下", "地下停车场", "地下停車場", "souterrain",
                        "sotterraneo", "ondergronds", "subterráneo", "地下停车库"),
        "ramp_garage": ("parkhaus", "parkdeck", "parkpalette", "hochgarage", "ramp_garage",
                        "multistorey", "multi-storey", "multi storey", "carparkbuilding",
                        "car park building", "carpark", "garage", "停车楼", "停車樓", "立体停车楼",
                        "立體停車場", "立體", "parkeergarage", "parking-ouvrage"),
        "mechanical": ("mechanical", "automatic", "机械", "機械", "机械式", "機械式",
                       "机械式停车库", "機械停車"),
        "surface": ("parkplatz", "surface", "off-street surface", "offstreet", "parkfläche",
                    "freifläche", "parkfläche ebenerdig", "surface lot", "open air", "openspace",
                    "平面", "平面停车场", "平面停車場", "地面", "地上", "parkeerterrein", "p+r",
                    "park&ride", "park and ride", "car_park", "off_street_parking_ground"),
        "onstreet": ("onstreet", "on-street", "on street", "kerb", "curb", "straßenrand",
                     "on_street", "路边", "路側", "路内", "道路停车", "路邊", "straatparkeren"),
    },
    "has_gate": {"true": ("true", "ja", "yes", "1", "是", "有"),
                 "false": ("false", "nein", "no", "0", "否", "无", "無")},
    "space_class": {
        "general": ("car", "default", "normal", "standard", "general", "pkw", "auto", "小型车",
                    "小車", "小型車", "汽車", "汽车", "普通"),
        "accessible": ("disabled", "handicap", "handicapped", "accessible", "behinderte",
                       "behindert", "身障", "身心障礙", "无障碍", "無障礙", "残疾人"),
        "charging": ("charging", "electric", "ev", "e-auto", "elektro", "充电", "充電", "新能源"),
        "motorcycle": ("motorcycle", "motorrad", "moto", "机车", "機車", "摩托车", "摩托車"),
        "loading": ("loading", "lieferzone", "装卸", "卸貨", "裝卸"),
    },
}  # fmt: skip
"""Theirs by ours, by field. A mapping's own words go before these."""


def says_full(value: object) -> bool:
    """Tell whether a cell of a column of free spaces says in a word that there are none."""
    return isinstance(value, str) and value.strip().casefold() in KNOWN["state"]["full"]


def theirs_to_ours(name: str, own: Members[str, tuple[str, ...]] | None = None) -> dict[str, str]:
    """Return our word by theirs, in small letters; our own words mean themselves."""
    known = {word: word for word in WORD_FIELDS[name]}
    for ours, theirs in KNOWN.get(name, {}).items():
        known |= {word.casefold(): ours for word in theirs}
    for ours, theirs in (own or {}).items():
        known |= {word.casefold(): ours for word in theirs}
    return known
