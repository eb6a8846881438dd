"""Sentence: what is told of a verdict where its evidence says so, and what to do."""

from typing import Final, NamedTuple

from parking.words import Words


class Sentence(NamedTuple):
    """What is told where the evidence has all of `needs`, and its mend."""

    needs: tuple[str, ...]
    told: Words
    mend: Words


COUNTER_MEND: Final = Words(
    "请检查计数设备和上传程序，必要时重新校准（recount）",
    "look at the counter and at what uploads its count; recount the lot if need be",
)

LINE_MEND: Final = Words(
    "请检查上传程序、网络和电源；恢复后补传可标记 is_backfill",
    "check what uploads, the network and the power; send what was missed with is_backfill",
)

EMPTY_MEND: Final = Words(
    "没有数据时请不要填 0：省略该停车场，或填写 unknown",
    "where nothing is known send no 0: leave the lot out, or say unknown",
)

COLUMN_MEND: Final = Words(
    "请检查字段映射：空余与占用很可能写反了",
    "check the mapping: free and occupied are most likely the wrong way round",
)
