"""What is to be told of tables, and of mappings that were written or guessed."""

from typing import Final

from ingest.formats.finding_type import FindingType
from parking.words import Words

OF_TABLES: Final[dict[str, FindingType]] = {
    "mapping-key": FindingType(
        Words("映射文件中没有键 {value}", "a mapping file has no key {value}"),
        Words("最接近的是：{near}", "the nearest is: {near}"),
    ),
    "mapping-value": FindingType(
        Words("映射文件中的值 {value} 不合适", "{value} does not fit here in a mapping file"),
        Words("应为：{expected}", "expected is: {expected}"),
    ),
    "guessed-column": FindingType(
        Words("“{column}”按“{field}”理解，并不确定", "{column} is read as {field}, not surely"),
        Words("请核对；若不对，请在映射文件中指明", "check it; say otherwise in a mapping file"),
        blocks=False,
    ),
    "maybe-free": FindingType(
        Words(
            "“{column}”按占用数理解；不少数据源以此名称发送空位数",
            "{column} is read as occupied spaces; many feeds send free ones under such a name",
        ),
        Words(
            "请到现场比对一次；若是空位数，请在映射文件中写 free",
            "compare once on the spot; where it is free spaces, map it to `free`",
        ),
        blocks=False,
    ),
    "maybe-capacity": FindingType(
        Words(
            "“{column}”名为容量，但与趋势同列且随时间变化，按空位数理解",
            "{column} is named like a capacity, but changes beside a trend: read as free spaces",
        ),
        Words(
            "请核对；若确为泊位总数，请在映射文件中写 capacity",
            "check it; where it is the capacity after all, map it to `capacity`",
        ),
        blocks=False,
    ),
    "unfit-column": FindingType(
        Words(
            "“{column}”按列名应是 {field}，但其中的值（如 {value}）读不成，未采用",
            "{column} is named like {field}, but what stands in it ({value}) cannot be read as "
            "such; left out",
        ),
        Words(
            "数量请写整数，坐标写小数度，时间如 2026-11-21 09:00；列名有误时请在映射文件中指明",
            "write counts as whole numbers, degrees as decimals, times as 2026-11-21 09:00; where "
            "the name misleads, say so in a mapping file",
        ),
        blocks=False,
    ),
    "swapped-columns": FindingType(
        Words(
            "“{column}”按列名是纬度，其中的值（如 {value}）却是经度：经纬度可能颠倒，未采用",
            "{column} is named a latitude and holds {value}, a longitude: the two columns may be "
            "swapped; left out",
        ),
        Words(
            "请交换两列，或在映射文件中把 lat、lon 指到正确的列",
            "swap the columns, or say in a mapping file which is lat and which is lon",
        ),
        blocks=False,
    ),
    "datum-unsaid": FindingType(
        Words(
            "没有说明坐标系，按 WGS-84 读取；高德、腾讯等国内地图的坐标是 GCJ-02，百度是 BD-09，"
            "会偏出约五百米",
            "no datum is said, read as WGS-84; positions from Amap, Tencent and most Chinese maps "
            "are GCJ-02, from Baidu BD-09, and would stand some 500 m beside",
        ),
        Words(
            '请在映射文件中写 coordsys = "gcj02"，或用 --coordsys gcj02；若确为 WGS-84，无需处理',
            'write coordsys = "gcj02" in the mapping file, or --coordsys gcj02; nothing to do if '
            "they are WGS-84",
        ),
        blocks=False,
    ),
    "unread-words": FindingType(
        Words(
            "“{column}”的取值（{value}）含义不明，未作猜测",
            "what {column} means by {value} cannot be told, and is not guessed",
        ),
        Words("请在映射文件的 [words.{field}] 中说明", "say so under [words.{field}] of a mapping"),
        blocks=False,
    ),
}
