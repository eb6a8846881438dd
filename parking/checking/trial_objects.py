"""Trial objects: lots that were made to try a feed out, and lie among the real ones."""

import re
from typing import Final

from parking.checking.verdict import Evidence

_WORDS: Final = re.compile(
    r"(?<![a-z])(test|tests|testing|tester|demo|dummy|sample|example|fake|foo|foobar|tbd|todo|xxx+)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_CHINESE: Final = ("测试", "測試", "演示", "示例", "样例", "范例", "试用", "虚拟停车场", "请勿使用")
_ORDINARY: Final = re.compile(r"(测试|測試)(中心|大厦|基地|研究|场地|路|局)")
"""Places where things are tested for a living."""
_NOWHERE_DEG: Final = 0.001


def trial_object(
    lot_id: str, name: str, lat: float | None = None, lon: float | None = None
) -> Evidence | None:
    """Return what gives a lot away as one that was made to try things; None for an ordinary one."""
    for place, text in (("name", name), ("id", lot_id)):
        plain = _ORDINARY.sub(" ", text)
        found = _WORDS.search(plain.replace("_", " "))
        if found is not None:
            return {"in": place, "word": found[0]}
        word = next((one for one in _CHINESE if one in plain), None)
        if word is not None:
            return {"in": place, "word": word}
    if lat is not None and lon is not None and max(abs(lat), abs(lon)) < _NOWHERE_DEG:
        return {"in": "position", "word": "0, 0"}
    return None
