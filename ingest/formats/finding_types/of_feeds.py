"""What is to be told of feeds that are polled: addresses, answers, and what changed in them."""

from typing import Final

from ingest.formats.finding_type import FindingType
from parking.words import Words

OF_FEEDS: Final[dict[str, FindingType]] = {
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
}
