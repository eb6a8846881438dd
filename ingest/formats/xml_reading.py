"""Reads elements by their local names: prefixes and namespaces are each sender's own taste."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def local(name: str) -> str:
    """Return the name without its namespace or prefix."""
    return name.rpartition("}")[2].rpartition(":")[2]


def namespace_of(element: Element) -> str:
    """Return the element's namespace, empty where it has none."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def children(element: Element | None, *names: str) -> list[Element]:
    """Return the children with one of the names, in their order; none of what is absent."""
    if element is None:
        return []
    return [inner for inner in element if local(inner.tag) in names]


def child(element: Element | None, *path: str) -> Element | None:
    """Go down the path, at each step to the first child of that name; None where it ends."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner.tag) == name), None)
    return element


def either(*elements: Element | None) -> Element | None:
    """Return the first that is there; `or` would pass by one without children."""
    return next((element for element in elements if element is not None), None)


def text(element: Element | None, *path: str) -> str | None:
    """Return the stripped text at the end of the path; None where it is absent or empty."""
    found = child(element, *path)
    stripped = (found.text or "").strip() if found is not None else ""
    return stripped or None


def texts(element: Element | None, name: str) -> list[str]:
    """Return the texts of all children of the name, without empty ones."""
    found = ((inner.text or "").strip() for inner in children(element, name))
    return [written for written in found if written]


def attribute(element: Element | None, name: str) -> str | None:
    """Return the attribute, whatever its namespace; None where it is absent or empty."""
    if element is None:
        return None
    for full, value in element.attrib.items():
        if local(full) == name:
            return value.strip() or None
    return None


def type_of(element: Element | None) -> str:
    """Return `xsi:type` without its prefix, empty where there is none."""
    return local(attribute(element, "type") or "")


def below(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield all elements of the names at any depth, the element itself too."""
    if element is not None:
        yield from (inner for inner in element.iter() if local(inner.tag) in names)


class Pointers:
    """Where elements stand in their document, as `/a/b[2]/c`, reckoned once, when first asked."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._known: dict[Element, str] | None = None

    def of(self, element: Element) -> str:
        """Return the place; the document's own where the element is no part of it."""
        if self._known is None:
            self._known = dict(_places(self._root))
        return self._known.get(element, f"/{local(self._root.tag)}")


def _places(root: Element) -> Iterator[tuple[Element, str]]:
    waiting = [(root, f"/{local(root.tag)}")]
    while waiting:
        element, place = waiting.pop()
        yield element, place
        counts: dict[str, int] = {}
        for inner in element:
            name = local(inner.tag)
            counts[name] = counts.get(name, 0) + 1
            step = name if counts[name] == 1 else f"{name}[{counts[name]}]"
            waiting.append((inner, f"{place}/{step}"))
