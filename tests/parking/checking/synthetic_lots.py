"""Made-up names and ids of lots; some were made to try a feed out."""

from collections.abc import Iterator

import numpy as np

PLACES = (
    "泉城广场",
    "大明湖",
    "测试中心",
    "国家信息技术测试基地",
    "汽车试验场",
    "软件测试大厦",
    "示范区",
    "齐鲁医院",
    "虚拟现实产业园",
    "Testaccio",
    "Contest Square",
    "Demokratieplatz",
    "Attestation Hall",
    "Fooks Lane",
    "Sampleton",
    "Greatest Mall",
    "Latest Market",
    "Altmarkt",
    "Examplar House",
    "Demonstration Farm",
    "Bartest Street",
    "洪家楼",
    "演武路",
    "样板街",
    "模拟法庭",
    "试验田路",
)
KINDS = ("停车场", "地下车库", "公共停车場", " P1", " Car Park", " Tiefgarage", " 2号", "")
TRIALS = (
    "测试",
    "測試",
    "test",
    "Test ",
    "TEST-",
    "demo ",
    "Dummy ",
    "演示",
    "示例",
    "sample ",
    "试用",
    "请勿使用",
    "Example ",
    "xxx ",
    "TBD ",
    "fake ",
    "样例",
    "tester ",
    "[testing] ",
    "todo: ",
)
TRIAL_IDS = ("test-1", "lot_test", "TEST_03", "demo.7", "dummy", "x-sample-2", "foo", "P-test")


def lot_names(seed: int) -> Iterator[tuple[str, str, bool]]:
    """Yield id, name, and whether it was made to try something."""
    rng = np.random.default_rng(seed)
    for n in range(4):
        place, kind = str(rng.choice(PLACES)), str(rng.choice(KINDS))
        lot_id, chance = f"JN-{seed}-{n}", rng.random()
        if chance < 0.3:
            word = str(rng.choice(TRIALS))
            plain = "".join(rng.choice(["1号", " A", "停车场"]))
            where = place if rng.random() < 0.4 and "测试" not in place else plain
            gap = " " if where.isascii() else ""
            yield lot_id, word + gap + where if rng.random() < 0.7 else f"{where} {word}", True
        elif chance < 0.4:
            yield str(rng.choice(TRIAL_IDS)), place + kind, True
        else:
            yield lot_id, place + kind, False
