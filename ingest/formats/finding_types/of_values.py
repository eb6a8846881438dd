"""What is to be told of values: counts, times and words, and what is done with odd ones."""

from typing import Final

from ingest.formats.finding_type import FindingType
from parking.words import Words

OF_VALUES: Final[dict[str, FindingType]] = {
    "old-values": FindingType(
        Words(
            "数值最早为 {value}，作为样例可以，实时接口会拒收七天前的数值",
            "values are of {value} or later: fine as a sample; live, values older than seven days "
            "are refused",
        ),
        Words("历史数据请发往 POST /v1/history", "send history to POST /v1/history"),
        blocks=False,
    ),
    "no-time": FindingType(
        Words(
            "没有观测时间：平台只能以内容发生变化的时刻为准，断流时无法及时发现",
            "no time of observation: only a change of content tells when it was, and a dead feed "
            "looks alive for longer",
        ),
        Words("请随每个数值提供 {field}", "send {field} with every value"),
        blocks=False,
    ),
    "bad-time": FindingType(
        Words("时间 {value} 无法理解", "the time {value} cannot be understood"),
        Words(
            "请写成 RFC 3339，如 2026-11-21T09:00:00+08:00",
            "write RFC 3339, as 2026-11-21T09:00:00+08:00",
        ),
    ),
    "naive-time": FindingType(
        Words(
            "时间 {value} 没有时区，按 {zone} 理解",
            "the time {value} has no offset; read as {zone}",
        ),
        Words("请附上时区偏移，如 +08:00", "add an offset such as +08:00"),
        blocks=False,
    ),
    "bad-number": FindingType(
        Words("{field} 的值 {value} 不是数", "{field} is {value}, which is no number"),
        Words(
            "请发送整数；没有数据时不要发送该字段", "send a whole number; leave it out without data"
        ),
    ),
    "no-data": FindingType(
        Words("{field} 为 {value}，即没有数据，不按 0 处理", "{field} is {value}: no data, not 0"),
        Words("没有数据时请不要发送该字段", "leave the field out where there is no data"),
        blocks=False,
    ),
    "negative-count": FindingType(
        Words("{field} 为负数 {value}", "{field} is negative: {value}"),
        Words("请校正计数", "recount; an offset in the counter is the usual cause"),
    ),
    "free-above-capacity": FindingType(
        Words(
            "空位 {free} 多于泊位 {capacity}，标为存疑",
            "{free} free of {capacity}: taken as suspect",
        ),
        Words("请核对泊位总数，或重新清点", "check the capacity, or recount"),
        blocks=False,
    ),
    "occupied-above-capacity": FindingType(
        Words(
            "占用数 {occupied} 多于泊位 {capacity}，标为存疑",
            "{occupied} occupied of {capacity}: taken as suspect",
        ),
        Words("请核对泊位总数，或重新清点", "check the capacity, or recount"),
        blocks=False,
    ),
    "counts-disagree": FindingType(
        Words(
            "空位 {free} 加占用 {occupied} 不等于泊位 {capacity}；以空位为准",
            "{free} free and {occupied} occupied do not make {capacity}; the free count is taken",
        ),
        Words("请核对三个数", "check the three numbers"),
        blocks=False,
    ),
    "share-rounded": FindingType(
        Words(
            "占用率 {value} 换算为泊位数，有舍入误差",
            "an occupancy of {value} is made a count, and so rounded",
        ),
        Words("请直接发送空位数", "send the count of free spaces"),
        blocks=False,
    ),
    "no-count": FindingType(
        Words("没有空位数", "no count of free spaces"),
        Words("请提供 {field}", "send {field}"),
        blocks=False,
    ),
    "unknown-word": FindingType(
        Words("{field} 的值 {value} 不在词表中", "{field} is {value}, a word that is not known"),
        Words("可用：{known}", "known are {known}"),
        blocks=False,
    ),
    "device-bay": FindingType(
        Words(
            "设备 {value} 装在哪个泊位，消息里没有，由运营方的设备清单决定",
            "which bay the device {value} watches is in no message: the operator's list of devices "
            "says it",
        ),
        Words(
            "请用 onelot devices import 登记 device_id,lot_id,space_code",
            "register device_id,lot_id,space_code with onelot devices import",
        ),
        blocks=False,
    ),
    "unknown-payload": FindingType(
        Words(
            "载荷 {value}（端口 {port}）不符合任何已知的车位传感器",
            "the payload {value} (port {port}) is of no parking sensor that is known",
        ),
        Words(
            "已知：{known}；也可以在网络服务器上解码后再转发",
            "known are {known}; or let the network server decode it",
        ),
    ),
    "nothing-corrected": FindingType(
        Words(
            "纠正记录没有给出任何新的内容（所指：{field}）",
            "the correction gives no new content (it means {field})",
        ),
        Words(
            "请给出新的数值、状态、时间或车牌；作废请用作废记录",
            "give a new count, state, time or plate; to take a record back send a void",
        ),
    ),
}
