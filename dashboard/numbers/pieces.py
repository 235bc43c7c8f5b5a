"""The pieces that pages about numbers are made of, as HTML; every text in them is escaped."""

from collections.abc import Iterable, Sequence
from html import escape


def table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A small table, its first column as heads of rows."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for name, *cells in rows
    )
    return (
        f'<div class="days entered" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def paragraphs(*texts: str) -> str:
    """Each text as a paragraph."""
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def formula(text: str) -> str:
    """A formula on a line of its own."""
    return f'<p class="formula">{escape(text)}</p>'


def bullets(items: Iterable[str]) -> str:
    """Each item with a dot before it."""
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
