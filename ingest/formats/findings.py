"""Findings: what is to be told of a payload, a closed catalogue of sentences with their mends.

`blocks` says that the thing named did not get in; the others are hints beside what got in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from parking.problems import CATALOGUE, Problem
from parking.words import Words


@dataclass(frozen=True, slots=True)
class FindingType:
    """One sentence of the catalogue, and what to do about it."""

    told: Words
    mend: Words
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell, of which of the feed's lots, and what fills the sentence.

    `pointer` is RFC 6901 in JSON, a path of elements in XML (`/a/b[2]/c`), and in a table `/3/free`
    for the column `free` of line 3.
    """

    code: str
    pointer: str
    lot_id: str | None
    places: Mapping[str, object]

    @property
    def kind(self) -> FindingType:
        return FINDINGS[self.code]

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON members; values are cut to 80 characters each."""
        places = {name: str(value)[:80] for name, value in self.places.items()}
        told, mend = self.kind.told.filled(places), self.kind.mend.filled(places)
        members: dict[str, object] = {
            "code": self.code,
            "pointer": self.pointer,
            "lot_id": self.lot_id,
            "blocks": self.kind.blocks,
            "message_zh": told.zh,
            "message": told.en,
            "mend_zh": mend.zh,
            "mend": mend.en,
        }
        return {name: value for name, value in members.items() if value is not None}


def finding_of(problem: Problem, pointer: str, lot_id: str | None) -> Finding:
    """Tell a problem of the registry or of the live door, at its own pointer where it has one."""
    kind = problem.kind
    places = {"title": kind.title, "title_zh": kind.title_zh, "detail": problem.detail}
    where = problem.pointer if problem.pointer is not None else pointer
    return Finding(REFUSED + problem.slug, where, lot_id, places)


REFUSED: Final = "refused-"
"""Before the slug of a problem of the registry or of the live door that a check comes upon."""
_MENDS_ZH: Final[dict[str, str]] = {
    "missing-field": "请补上该字段",
    "bad-field": "请按说明中的词表或格式填写",
    "naive-time": "请附上时区偏移，如 +08:00",
    "bad-time": "请写成 RFC 3339，如 2026-11-21T09:00:00+08:00",
    "future-timestamp": "请校准设备时钟",
    "too-old": "请改用历史补录接口 POST /v1/history",
    "count-out-of-range": "请发送合理的整数；没有数据时不要发送该字段",
    "bad-coordinate": "请检查经纬度的顺序、坐标系以及占位值",
}
_REFUSALS: Final = {
    REFUSED + slug: FindingType(
        Words("{title_zh}", "{title}: {detail}"),
        Words(_MENDS_ZH.get(slug, "请按登记与上报的说明修正"), "{detail}"),
    )
    for slug in CATALOGUE
}
FINDINGS: Final[dict[str, FindingType]] = {
    **_REFUSALS,
    "old-values": FindingType(
        Words(
            "数值最早为 {value}，作为样例可以，实时接口会拒收七天前的数值",
            "values are of {value} or later: fine as a sample; live, values older than seven days "
            "are refused",
        ),
        Words("历史数据请发往 POST /v1/history", "send history to POST /v1/history"),
        blocks=False,
    ),
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
    "no-capacity": FindingType(
        Words("没有泊位总数，无法计算利用率", "no capacity: utilisation cannot be computed"),
        Words("请提供 {field}", "send {field}"),
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
    "empty": FindingType(
        Words("格式正确，但没有任何停车场或数值", "well formed, but without any lot or value"),
        Words("请检查数据源是否中断", "see whether the source behind it has stopped"),
    ),
    "mapping-key": FindingType(
        Words("映射文件中没有键 {value}", "a mapping file has no key {value}"),
        Words("最接近的是：{near}", "the nearest is: {near}"),
    ),
    "mapping-value": FindingType(
        Words("映射文件中的值 {value} 不合适", "{value} does not fit here in a mapping file"),
        Words("应为：{expected}", "expected is: {expected}"),
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
    "no-envelope": FindingType(
        Words(
            "缺少外层的 {value}，接口不会接受", "without its envelope {value} the door refuses it"
        ),
        Words("请放入 {value}", "put it into {value}"),
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
    "bad-record": FindingType(
        Words("记录无法理解：{value}", "the record cannot be understood: {value}"),
        Words("请按该格式的说明修正", "mend it as the format's page says"),
    ),
    "ignored-part": FindingType(
        Words("{value} 未被使用", "{value} is not used"),
        Words("无需处理", "nothing to do"),
        blocks=False,
    ),
    "address-form": FindingType(
        Words("地址无法使用：{value}", "the address cannot be used: {value}"),
        Words("请填写完整的 https:// 地址", "write a whole https:// address"),
    ),
    "address-private": FindingType(
        Words(
            "{value} 是内网、本机或保留地址，不予访问",
            "{value} is a private, local or reserved address, and is not asked",
        ),
        Words(
            "如确为内网数据源，请平台管理员将该网段列入 ONELOT_FEED_ALLOW",
            "for a feed of an intranet, let whoever runs the city list its network in "
            "ONELOT_FEED_ALLOW",
        ),
    ),
    "address-port": FindingType(
        Words("不允许访问端口 {value}", "the port {value} may not be asked"),
        Words(
            "请使用 443、80、8443 或 8080，或由平台管理员列入 ONELOT_FEED_ALLOW",
            "use 443, 80, 8443 or 8080, or have it listed in ONELOT_FEED_ALLOW",
        ),
    ),
    "address-unlisted": FindingType(
        Words("{value} 不在本市允许访问的名单中", "{value} is not on this city's list"),
        Words(
            "请平台管理员列入 ONELOT_FEED_ALLOW",
            "have whoever runs the city list it in ONELOT_FEED_ALLOW",
        ),
    ),
    "parkapi-missing": FindingType(
        Words("未安装 parkapi-sources", "parkapi-sources is not installed"),
        Words(
            "请安装 onelot[parkapi]，或在独立环境中安装 parkapi-sources 并设置 "
            "ONELOT_PARKAPI_PYTHON",
            "install onelot[parkapi], or parkapi-sources in an environment of its own and set "
            "ONELOT_PARKAPI_PYTHON to its python",
        ),
    ),
    "parkapi-unknown": FindingType(
        Words("没有名为 {value} 的数据源", "there is no source {value}"),
        Words("请用 onelot parkapi list 查看数据源名称", "`onelot parkapi list` has the names"),
    ),
    "parkapi-secret": FindingType(
        Words("该数据源需要凭据：{value}", "this source needs credentials: {value}"),
        Words(
            "请在 auth 中填写：一个值用 bearer，两个值用 basic（name 与 secret）",
            "give them in auth: one as `bearer`, two as `basic` (name and secret)",
        ),
    ),
    "parkapi-not-offered": FindingType(
        Words("该数据源无法在此轮询（{value}）", "this source cannot be polled here ({value})"),
        Words(
            "它需要客户端证书、两个以上的凭据、POST 或自己的连接；请改用其数据地址或其他数据源",
            "it needs a client's certificate, more than two credentials, POST or a connection of "
            "its own; poll its address, or choose another source",
        ),
    ),
    "parkapi-host": FindingType(
        Words(
            "转换器想访问不属于该数据源的地址 {value}",
            "the converter wants to fetch {value}, which is not this source's",
        ),
        Words("请更新 parkapi-sources", "update parkapi-sources"),
    ),
    "parkapi-many": FindingType(
        Words("转换器请求的地址过多", "the converter asks for too many addresses"),
        Words("请直接轮询其数据地址", "poll the addresses themselves"),
    ),
    "feed-unresolved": FindingType(
        Words("域名 {value} 无法解析", "the name {value} cannot be resolved"),
        Words("请检查域名", "check the name"),
    ),
    "feed-unreachable": FindingType(
        Words("连接失败：{value}", "cannot be reached: {value}"),
        Words("请检查服务器、端口与证书", "check the server, its port and its certificate"),
    ),
    "feed-timeout": FindingType(
        Words("{value} 秒内没有答完", "no whole answer within {value} s"),
        Words("请让服务器更快应答", "let the server answer sooner"),
    ),
    "feed-redirects": FindingType(
        Words("地址转到了 {value}，不予跟随", "it redirects to {value}, which is not followed"),
        Words("请核对后直接填写新地址", "look at the new address, and give that one"),
    ),
    "feed-status": FindingType(
        Words("服务器应答 {value}", "the server answers {value}"),
        Words("请检查地址与凭据", "check the address and the credentials"),
    ),
    "feed-limited": FindingType(
        Words("服务器要求稍后再来（{value}）", "the server asks to come back later ({value})"),
        Words("请放宽轮询间隔", "poll less often"),
        blocks=False,
    ),
    "feed-too-large": FindingType(
        Words("内容超过 {value} MiB", "more than {value} MiB"),
        Words("请分成几个数据源", "divide it into several feeds"),
    ),
    "feed-encoding": FindingType(
        Words("压缩内容不被接受：{value}", "the compression is not accepted: {value}"),
        Words("请使用 gzip，或不压缩", "use gzip, or none"),
    ),
    "feed-secret-in-clear": FindingType(
        Words("凭据不会以明文发往 {value}", "credentials are not sent in clear to {value}"),
        Words("请使用 https", "use https"),
    ),
    "feed-unreadable": FindingType(
        Words("内容无法读取：{value}", "the content cannot be read: {value}"),
        Words("请用 onelot check 检查样例", "look at a sample with onelot check"),
    ),
    "feed-unrecognised": FindingType(
        Words("无法识别的格式：{value}", "no known format: {value}"),
        Words("请指定格式或提供映射文件", "name the format, or give a mapping"),
    ),
    "feed-frozen": FindingType(
        Words(
            "内容已有 {value} 分钟一字未变，远长于平时，不再视为新数据",
            "not a byte has changed for {value} min, far longer than usual; it counts as old",
        ),
        Words("请检查数据源是否停止更新", "see whether the source behind it has stopped"),
    ),
    "feed-not-taken": FindingType(
        Words("平台暂时无法存储，下次再取", "the platform could not store it; it is fetched again"),
        Words("无需处理", "nothing to do"),
        blocks=False,
    ),
    "mass-drop": FindingType(
        Words(
            "{before} 个停车场中有 {gone} 个突然消失，暂时保留此前的内容",
            "{gone} of {before} lots are gone at once; what was said before is kept for now",
        ),
        Words("请检查发布内容是否完整", "see whether the publication is whole"),
    ),
    "values-gone": FindingType(
        Words(
            "{before} 个停车场的数值中有 {gone} 个突然消失，暂时保留此前的内容",
            "values of {gone} of {before} lots are gone at once; what was said before is kept",
        ),
        Words("请检查发布内容是否完整", "see whether the publication is whole"),
    ),
    "all-equal": FindingType(
        Words(
            "{before} 个停车场的空位数突然全部为 {value}，暂时保留此前的内容",
            "all {before} lots have {value} free at once; what was said before is kept for now",
        ),
        Words("请检查数据源", "check the source behind it"),
    ),
    "format-changed": FindingType(
        Words(
            "格式由 {before} 变为 {value}，暂时保留此前的内容",
            "the format was {before} and is {value}; what was said before is kept for now",
        ),
        Words("如属有意变更，请更新数据源设置", "if that is meant, change the feed's settings"),
    ),
    "fields-gone": FindingType(
        Words(
            "大部分字段突然消失（{value}），暂时保留此前的内容",
            "most fields are gone at once ({value}); what was said before is kept for now",
        ),
        Words("请检查发布内容是否完整", "see whether the publication is whole"),
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
    "missing-field": FindingType(
        Words("缺少必填字段 {field}", "the required field {field} is missing"),
        Words("请随每条记录发送 {field}", "send {field} with every record"),
    ),
    "unknown-message": FindingType(
        Words("无法识别消息类型 {value}", "cannot tell which message this is ({value})"),
        Words(
            "请在地址或类型字段中指明，可用：{known}",
            "name it in the address or the type: {known}",
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
    "projected-position": FindingType(
        Words(
            "坐标 {value} 不是经纬度，按 {crs} 换算",
            "{value} are no degrees; read as {crs}",
        ),
        Words("请以度为单位发送 WGS-84 坐标", "send degrees in WGS-84"),
        blocks=False,
    ),
}
"""Every finding by code. A format that needs another sentence adds it here."""
