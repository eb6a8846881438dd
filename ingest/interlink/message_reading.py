"""Reads the messages and word tables of a profile: every field must be one its kind can have."""

from collections.abc import Mapping
from typing import Final, cast

from ingest.interlink.profile import ClassColumns, MessageForm, Paths
from ingest.interlink.toml_table import TomlTable
from ingest.interlink.vocabulary import (
    FIELDS,
    MESSAGE_KINDS,
    NEEDED,
    RESULTS,
    WORD_TABLES,
    MessageKind,
)
from parking.vocabulary import SPACE_CLASSES, SpaceClass
from parking.words import Words

_NO_MESSAGES: Final = Words("没有任何 [[message]]", "there is no [[message]]")
_TWICE: Final = Words("消息名 {value} 重复", "two messages are called {value}")
_NEEDS: Final = Words(
    "{place} 缺少 {field}，{kind} 类消息不能没有它", "{place} needs {field}: no {kind} without it"
)


def read_words(table: TomlTable | None) -> dict[str, Mapping[str, str]]:
    """Read `[words.<field>]`: the vendor's value to ours."""
    if table is None:
        return {}
    read: dict[str, Mapping[str, str]] = {}
    for field in table.keys():  # noqa: SIM118 - a table is no mapping
        if field not in WORD_TABLES:
            table.refuse_key(field, sorted(WORD_TABLES))
            continue
        words = table.table(field)
        if words is None:
            continue
        read[field] = {word.casefold(): words.text(word) for word in words.keys()}  # noqa: SIM118
        for word, ours in read[field].items():
            allowed = RESULTS.get(field)
            if allowed is not None:
                words.check_choice(words.at(word), ours, allowed)
    return read


def read_messages(table: TomlTable) -> tuple[MessageForm, ...]:
    """Read every `[[message]]`."""
    messages = tuple(_message_of(one) for one in table.tables("message"))
    if not messages:
        table.faults.add(_NO_MESSAGES)
    names = [message.name for message in messages]
    for name in sorted({name for name in names if names.count(name) > 1}):
        table.faults.add(_TWICE, value=name)
    return messages


def _message_of(table: TomlTable) -> MessageForm:
    kind = cast("MessageKind", table.choice("kind", MESSAGE_KINDS, "ignored"))
    message = MessageForm(
        name=table.text("name", needed=True),
        kind=kind,
        title=table.words("title", needed=True),
        fields=_fields_of(table, kind),
        types=table.texts("types"),
        marks=table.texts("marks"),
        without=table.texts("without"),
        classes=tuple(_columns_of(one) for one in table.tables("classes")),
        entry_when=table.texts("entry_when"),
    )
    table.finish()
    return message


def _fields_of(table: TomlTable, kind: MessageKind) -> dict[str, Paths]:
    told = table.table("fields", needed=bool(NEEDED[kind]))
    fields: dict[str, Paths] = {}
    for field in told.keys() if told else ():
        if told and field in FIELDS[kind]:
            fields[field] = told.texts(field)
        elif told:
            told.refuse_key(field, sorted(FIELDS[kind]))
    for field in sorted(NEEDED[kind] - fields.keys()) if told else ():
        table.faults.add(_NEEDS, place=table.place, field=field, kind=kind)
    return fields


def _columns_of(table: TomlTable) -> ClassColumns:
    space_class = table.choice("space_class", SPACE_CLASSES, "general")
    columns = ClassColumns(
        space_class=cast("SpaceClass", space_class),
        free=table.texts("free"),
        occupied=table.texts("occupied"),
        capacity=table.texts("capacity"),
    )
    table.finish()
    return columns
