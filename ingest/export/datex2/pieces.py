"""Pieces of DATEX II that both publications use: texts in languages, references, the envelope."""

from ingest.export.datex2.words import LONGEST, MODEL, NAMESPACES
from ingest.export.publisher import Publisher
from ingest.export.xml_text import DECLARATION, empty, escaped, tag
from parking.clock import rfc3339
from parking.words import Words

ZONE = "UTC"


def texts(name: str, told: dict[str, str | None]) -> str:
    """Write a text in each language that it is there in; nothing without any."""
    values = "".join(
        f'<com:value lang="{language}">{escaped(text, LONGEST)}</com:value>'
        for language, text in told.items()
        if text
    )
    return f"<{name}><com:values>{values}</com:values></{name}>" if values else ""


def both(name: str, words: Words) -> str:
    """Write what we say ourselves, in Chinese and English."""
    return texts(name, {"zh": words.zh, "en": words.en})


def named(name: str, language: str, own: str, english: str | None) -> str:
    """Write a name in the city's language, and in English where there is one."""
    told: dict[str, str | None] = {} if language == "en" else {"en": english}
    return texts(name, {language: own, **told})


def reference(name: str, target: str, identity: str, version: int) -> str:
    """Point at an object of the parking table."""
    attributes = {"targetClass": target, "id": identity, "version": str(version)}
    return empty(name, attributes)


def head(kind: str, publisher: Publisher, now_us: int, *, feed_type: str) -> str:
    """Open a publication of a kind, up to what is its own."""
    attributes = NAMESPACES | {"xsi:type": kind, "lang": publisher.language} | MODEL
    opening = empty("d2:payload", attributes).removesuffix("/>") + ">"
    creator = tag("com:country", publisher.country) + tag(
        "com:nationalIdentifier", escaped(publisher.publisher_id, LONGEST)
    )
    return (
        f"{DECLARATION}{opening}\n"
        f"{both('com:feedDescription', publisher.attribution)}"
        f"{tag('com:feedType', feed_type)}"
        f"{tag('com:publicationTime', rfc3339(now_us, ZONE))}"
        f"{tag('com:publicationCreator', creator)}\n"
    )


def header(name: str, *, is_real: bool) -> str:
    """Say that anybody may have it, and whether the city's clock is the real one."""
    return tag(
        name,
        tag("com:confidentiality", "noRestriction")
        + tag("com:informationStatus", "real" if is_real else "test"),
    )


TAIL = "</d2:payload>\n"
