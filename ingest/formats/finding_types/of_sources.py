"""What is to be told of sources that a publisher's own reader reads."""

from typing import Final

from ingest.formats.finding_type import FindingType
from parking.words import Words

OF_SOURCES: Final[dict[str, FindingType]] = {
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
}
