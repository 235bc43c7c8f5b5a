"""What a PDF holds, as a reader of it finds it."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader

#: Paper of A4, in points.
A4 = (595.28, 841.89)


def opened(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def said(content: bytes) -> str:
    """Its text without any space: lines break where they like."""
    return squeezed("".join(page.extract_text() for page in opened(content).pages))


def squeezed(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign not in "\u200b\u200e\u200f")


def tags(content: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Every element of the structure, with its entries, in reading order."""
    return list(_tags(opened(content).trailer["/Root"]["/StructTreeRoot"]))


def _tags(element: Any) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - objects of pypdf
    element = element.get_object() if hasattr(element, "get_object") else element
    if not isinstance(element, dict):
        return
    if "/S" in element:
        yield str(element["/S"]), element
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        yield from _tags(kid)


def main_size(content: bytes) -> float:
    """The size in which most of its letters are set. [pt]"""
    sizes: Counter[float] = Counter()

    def note(text: str, outer: list[float], inner: list[float], _font: Any, size: float) -> None:  # noqa: ANN401 - pypdf's own
        sizes[round(size * abs(inner[3] * outer[3]), 1)] += len(text.strip())

    opened(content).pages[0].extract_text(visitor_text=note)
    return sizes.most_common(1)[0][0]


def fonts(content: bytes) -> dict[str, bool]:
    """The fonts by name, and whether each is inside the file."""
    found = {}
    for one in opened(content).pages[0]["/Resources"]["/Font"].values():
        font = one.get_object()
        for descendant in font.get("/DescendantFonts", [font]):
            described = descendant.get_object()["/FontDescriptor"].get_object()
            inside = any(name.startswith("/FontFile") for name in described)
            found[str(described["/FontName"]).partition("+")[2]] = inside
    return found
