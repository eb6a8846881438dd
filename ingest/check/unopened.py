"""In Chinese too: why a file cannot be opened, which whoever opens it says in English."""

import re
from typing import Final

from parking.words import Words

_AGAIN: Final = "文件可能不完整，请重新导出"
_SAID: Final[tuple[tuple[str, str], ...]] = (
    (
        r"not valid JSON: .*?line (\d+) column (\d+).*",
        "不是有效的 JSON，第 {0} 行第 {1} 个字符处有误；",
    ),
    (r"not valid JSON.*", "不是有效的 JSON；"),
    (r"the JSON is nested too deeply.*", "JSON 嵌套过深"),
    (
        r"the XML is not well-formed: .*?line (\d+), column (\d+).*",
        "不是有效的 XML，第 {0} 行有误；",
    ),
    (r"the XML .*", "XML 过大，或含有不予读取的内容（DTD、实体）"),
    (r"larger than (\d+) MiB.*", "超过 {0} MiB，请分成几份"),
    (r"the file is neither UTF-8 nor GB 18030.*", "编码不是 UTF-8 或 GB 18030，请另存为 UTF-8"),
    (r"not a readable spreadsheet.*", "不是可读的电子表格；请用 Excel 或 WPS 另存为 .xlsx 或 CSV"),
    (r"not CSV.*", "不是有效的 CSV；"),
    (r"the zip file has a password.*", "压缩包有密码，请去掉密码"),
    (r"the zip file holds no file.*", "压缩包是空的"),
    (r"the zip file holds (\d+) files \((.*)\).*", "压缩包里有 {0} 个文件（{1}），请每次只发一个"),
    (r"the zip file holds more than (\d+) files.*", "压缩包里的文件超过 {0} 个"),
    (r"the (?:zip|gzip) file .*", "压缩包无法解开，请重新打包，或直接发送未压缩的文件"),
    (r"packed with (.*?);.*", "这是 {0} 压缩包，请直接发送文件，或用 zip、gzip 压缩"),
    (r"a packed file within a packed file.*", "压缩包里还有压缩包，请只压缩一次"),
)
"""What is said, as a pattern, and the same in Chinese; where it ends in `；` a mend follows."""


def unopened(told: str) -> Words:
    """Return the English words with the Chinese beside them; unknown ones stand as they are."""
    for form, zh in _SAID:
        found = re.fullmatch(form, told, re.DOTALL)
        if found is not None:
            said = zh.format(*found.groups())
            mend = _AGAIN if said.endswith("；") else ""
            return Words(f"无法打开：{said}{mend}", f"cannot be opened: {told}")
    return Words(f"无法打开：{told}", f"cannot be opened: {told}")
