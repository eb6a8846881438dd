"""Prints a sheet at once, as the press does between others' turns."""

from ingest.export.press import Sheet


def body_of(sheet: Sheet) -> bytes:
    pieces = sheet.between.join(piece for piece in sheet.pieces if piece)
    return sheet.head + pieces + sheet.tail
