"""Payloads that are no data at all, told for what they are: empty, a picture, an error, a page."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from ingest.formats.document import Document
from parking.words import Words

EMPTY: Final = Words(
    "文件是空的；请发送含有数据的样例，并检查导出或接口是否出错",
    "the file is empty; send one with data in it, and see whether the export failed",
)
_FILES: Final[tuple[tuple[bytes, Words], ...]] = (
    (b"\xff\xd8\xff", Words("JPEG 图片", "a JPEG picture")),
    (b"\x89PNG", Words("PNG 图片", "a PNG picture")),
    (b"GIF8", Words("GIF 图片", "a GIF picture")),
    (b"%PDF", Words("PDF 文档", "a PDF document")),
    (b"{\\rtf", Words("RTF 文档", "an RTF document")),
    (b"SQLite format 3", Words("SQLite 数据库", "an SQLite database")),
)
_NO_DATA: Final = Words(
    "内容为 {what}，不是数据；请发送 CSV、XLSX、JSON 或 XML",
    "this is {what}, and no data; send CSV, XLSX, JSON or XML",
)
_PAGE: Final = Words(
    "这是网页{title}，不是数据源；若是接口地址，它此刻返回的是给人看的页面，"
    "请向其运营方索取 CSV、JSON 或 XML",
    "a web page{title}, not a feed; if it is the address of an interface, it answers with a page "
    "for people: ask whoever runs it for CSV, JSON or XML",
)
_TAGS: Final = re.compile(
    r"<(?:!doctype html|html|div|p|br|body|head|center|span|h[1-6]|script)[\s>/]", re.IGNORECASE
)
_TITLE: Final = re.compile(r"<(?:title|h1)[^>]*>\s*([^<]{1,60})", re.IGNORECASE)
_ERROR: Final = Words(
    "这是接口的错误应答（{told}），其中没有数据；请先按应答的说明修正请求，再发送正常应答的样例",
    "this is an error that a server answered ({told}), without data; mend the request as it says, "
    "and send what it answers then",
)
_NO_RECORD: Final = Words(
    "接口应答正常（{told}），但其中没有任何一条数据；请检查请求的参数，再发送含有数据的样例",
    "a server's answer that all went well ({told}), without any record; see whether it was asked "
    "for the right thing, and send an answer with data in it",
)
_WELL: Final = frozenset({"0", "00", "000", "0000", "200", "1", "ok", "true", "success", "成功"})
"""Codes of success; of 1 the words beside it must say so too."""
_SAYS_WELL: Final = re.compile(r"\s*(?:ok|success\w*|succeed\w*|.*成功)[.!。！]?\s*", re.IGNORECASE)
_CODES: Final = ("code", "status", "errcode", "error_code", "errorcode", "resultcode", "state",
                 "状态码", "statuscode", "error")  # fmt: skip
_TOLD: Final = ("msg", "message", "errmsg", "error_msg", "resultmsg", "detail", "title", "消息",
                "error_description", "description")  # fmt: skip
_HEADER_ALONE: Final = Words(
    "只有表头（{told}），没有任何一行数据；请发送含有数据的样例",
    "a header alone ({told}) without any row below it; send a sample with rows",
)
_WIDE_COMMAS: Final = Words(
    "各列之间是全角逗号“，”，读不成表格；请改用半角逗号 , 再试",
    "the cells are separated by full-width commas (，), which makes no table; use plain commas",
)
_WIDE: Final = 2


def why_not_opened(content: bytes) -> Words | None:
    """Say what a file is that cannot be opened or recognised, by its first bytes; None: unknown."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return EMPTY
    head = content[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    what = next((words for mark, words in _FILES if head.startswith(mark)), None)
    if what is not None:
        return Words(
            _NO_DATA.zh.format(what=what.zh),
            _NO_DATA.en.format(what=what.en),
        )
    text = head.decode("utf-8", "replace")
    if not text.startswith("<") or text.startswith("<?xml") or not _TAGS.search(text):
        return None
    title = _TITLE.search(text)
    named = "" if title is None else title[1].strip()
    return _PAGE.filled({"title": f" ({named})" if named else ""})


def why_nothing(document: Document) -> Words | None:
    """Say what a document is in which no format was recognised; None where it is not known."""
    if isinstance(document.json, Mapping):
        return _answer_in(document.json)
    if document.kind == "table" and document.tables:
        told = ", ".join(name for name in document.tables[0].columns if name)[:80]
        are_empty = not any(table.rows for table in document.tables)
        return _HEADER_ALONE.filled({"told": told}) if are_empty else None
    lines = [line for line in document.text.splitlines()[:5] if line.strip()]
    if lines and all(line.count("，") >= _WIDE for line in lines):
        return _WIDE_COMMAS
    return why_not_opened(document.content) if document.kind in {"text", "binary"} else None


def _answer_in(root: Mapping[str, object]) -> Words | None:
    """Find a code and a word for people beside nothing that could be records."""
    if any(isinstance(member, Mapping | Sequence) and member and not isinstance(member, str)
           for member in root.values()):  # fmt: skip
        return None
    small = {str(name).casefold(): value for name, value in root.items()}
    code = next((small[name] for name in _CODES if small.get(name) not in (None, "")), None)
    told = next((small[name] for name in _TOLD if isinstance(small.get(name), str)), None)
    if told is None or code is None:
        return None
    is_well = str(code).strip().casefold() in _WELL and _SAYS_WELL.fullmatch(str(told)) is not None
    return (_NO_RECORD if is_well else _ERROR).filled({"told": f"{code} {told}"[:80]})
