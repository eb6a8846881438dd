"""What is to be told of lots: what they are, where they lie, what describes them."""

from typing import Final

from ingest.formats.finding_type import FindingType
from parking.words import Words

OF_LOTS: Final[dict[str, FindingType]] = {
    "no-id": FindingType(
        Words("该条记录没有标识 {field}", "this record has no id ({field})"),
        Words("请为每个停车场提供稳定不变的标识", "give every lot an id that never changes"),
    ),
    "no-name": FindingType(
        Words("停车场没有名称，暂以标识代替", "the lot has no name; its id stands in"),
        Words("请提供名称 {field}", "send a name in {field}"),
        blocks=False,
    ),
    "no-position": FindingType(
        Words(
            "没有坐标：可以登记，但不会出现在附近查询和地图上",
            "no position: it can be registered, but is in no nearby query and on no map",
        ),
        Words("请提供 {field}", "send {field}"),
        blocks=False,
    ),
    "bad-position": FindingType(
        Words("坐标 {value} 不合理", "{value} is no plausible position"),
        Words(
            "请检查经纬度的顺序、坐标系以及占位值",
            "check the order of latitude and longitude, the coordinate system, and placeholders",
        ),
    ),
    "unknown-crs": FindingType(
        Words("不认识的坐标参考系 {value}", "unknown coordinate reference system {value}"),
        Words("请使用 EPSG 编号，如 EPSG:4326", "name it by its EPSG code, such as EPSG:4326"),
    ),
    "unnamed-crs": FindingType(
        Words(
            "坐标 {value} 是以米为单位的投影坐标，但未注明坐标参考系",
            "{value} are metres of a projected grid that is not named",
        ),
        Words(
            "请注明坐标系；最接近的猜测是 {guess}，例如在映射文件中写 crs",
            "name the CRS, as `crs` of a mapping file does; the nearest guess is {guess}",
        ),
    ),
    "projected-position": FindingType(
        Words(
            "坐标 {value} 不是经纬度，按 {crs} 换算",
            "{value} are no degrees; read as {crs}",
        ),
        Words("请以度为单位发送 WGS-84 坐标", "send degrees in WGS-84"),
        blocks=False,
    ),
    "bare-places": FindingType(
        Words(
            "只有地点，没有任何字段说明这是停车场；按停车场理解",
            "places alone: nothing in it says that they are car parks; they are taken for such",
        ),
        Words("请加上泊位数或空位数", "add a capacity or a count of free spaces"),
        blocks=False,
    ),
    "no-capacity": FindingType(
        Words("没有泊位总数，无法计算利用率", "no capacity: utilisation cannot be computed"),
        Words("请提供 {field}", "send {field}"),
        blocks=False,
    ),
    "duplicate-id": FindingType(
        Words("标识 {value} 在本文件中重复出现", "the id {value} stands there more than once"),
        Words("标识在一个文件中须唯一", "ids are unique in a file"),
    ),
    "unknown-lot": FindingType(
        Words(
            "数值所属的停车场 {value} 未见登记",
            "a value for the lot {value}, which is not described",
        ),
        Words("请先发送该停车场的静态信息", "send the lot's description first"),
        blocks=False,
    ),
    "not-parking": FindingType(
        Words("{value} 不是机动车停车场，未收入", "{value} is no car park and is left out"),
        Words("无需处理", "nothing to do"),
        blocks=False,
    ),
    "aggregate": FindingType(
        Words(
            "看起来是其他停车场之和（{value}），未收入",
            "looks like a sum of other lots ({value}); left out",
        ),
        Words("请只发送各个停车场", "send the parts alone"),
        blocks=False,
    ),
    "test-object": FindingType(
        Words(
            "看起来是测试对象（{value}），未收入", "looks like a test object ({value}); left out"
        ),
        Words("请从发布内容中去掉", "take it out of the publication"),
        blocks=False,
    ),
}
