"""Identifiers. Public ids are strings; the integer keys never leave the platform."""

from typing import NewType

LotId = NewType("LotId", str)
OperatorId = NewType("OperatorId", str)
SourceId = NewType("SourceId", str)

LotKey = NewType("LotKey", int)
OperatorKey = NewType("OperatorKey", int)
SourceKey = NewType("SourceKey", int)
