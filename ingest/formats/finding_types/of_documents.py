"""What is to be told of whole documents, their records and messages."""

from typing import Final

from ingest.formats.finding_type import FindingType
from parking.words import Words

OF_DOCUMENTS: Final[dict[str, FindingType]] = {
    "empty": FindingType(
        Words("格式正确，但没有任何停车场或数值", "well formed, but without any lot or value"),
        Words("请检查数据源是否中断", "see whether the source behind it has stopped"),
    ),
    "no-envelope": FindingType(
        Words(
            "缺少外层的 {value}，接口不会接受", "without its envelope {value} the door refuses it"
        ),
        Words("请放入 {value}", "put it into {value}"),
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
}
