"""Sensors' messages as reports on bays. Which bay a device watches is in no message: its id stands
for lot and bay, until the operator's list of devices says which they are.
"""

from itertools import islice
from typing import Final

from ingest.formats.document import Document
from ingest.formats.form import NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.lorawan.payload import is_codec_file, messages_in
from ingest.formats.publication import Publication
from ingest.lorawan.codecs import NAMES, guess
from ingest.lorawan.envelopes import ENVELOPES, Envelope
from ingest.lorawan.fields import Members
from ingest.lorawan.reports import Bay, report_of, told
from ingest.lorawan.uplink import NotAnUplinkError, UnreadableUplinkError, Uplink
from parking.words import Words

_LOOKED_AT: Final = 20
_A_CODEC_FILE: Final = Likeness(
    0.4,
    Words(
        "这是编解码器的说明与示例（设备型号库的写法），不是设备发来的消息；"
        "请粘贴网络服务器转发的一条完整消息",
        "this describes a codec with examples, as repositories of device types have it, and is no "
        "message of a device; paste one whole message as the network server hands it on",
    ),
)


def _form(envelope: Envelope) -> Form:
    def recognise(document: Document) -> Likeness:
        sure = [
            score
            for _, _, found, score in islice(messages_in(document), _LOOKED_AT)
            if found.name == envelope.name
        ]
        if sure:
            return Likeness(max(sure))
        if envelope.name == "things_stack" and is_codec_file(document):
            return _A_CODEC_FILE
        return NOT_AT_ALL

    def read(document: Document, _terms: Terms) -> Publication:
        publication = Publication(envelope.name)
        for pointer, message, found, _ in messages_in(document):
            if found.name == envelope.name:
                _add(publication, pointer, message, envelope)
        for device in dict.fromkeys(report.fields["lot_id"] for report in publication.reports):
            publication.find("device-bay", "", str(device), value=device)
        return publication

    kinds = {"chirpstack": "json", "things_stack": "json table text", "thingpark": "json xml"}
    return Form(
        envelope.name,
        envelope.title,
        frozenset(kinds.get(envelope.name, "json table text").split()),  # type: ignore[arg-type]
        recognise,
        read,
    )


def _add(publication: Publication, pointer: str, message: Members, envelope: Envelope) -> None:
    try:
        uplink = envelope.read(message)
    except NotAnUplinkError as error:
        publication.find("ignored-part", pointer, value=error)
    except UnreadableUplinkError as error:
        publication.find("bad-record", pointer, value=error)
    else:
        _add_uplink(publication, pointer, uplink)


def _add_uplink(publication: Publication, pointer: str, uplink: Uplink) -> None:
    device = uplink.device_id
    found = guess(uplink)
    if found is None:
        places = {**told(uplink), "known": ", ".join(NAMES)}
        publication.find("unknown-payload", pointer, device, **places)
        return
    _, reading = found
    report = report_of(uplink, reading, Bay(device, device))
    if report is None:
        publication.find("ignored-part", pointer, device, value=f"{device}: {reading.kind}")
        return
    publication.report(pointer, report)
    if uplink.observed_at is None:
        publication.find("no-time", pointer, device, field="time")


FORMS: Final = tuple(_form(envelope) for envelope in ENVELOPES)
"""One a network, so that whoever asks is told which it is."""
