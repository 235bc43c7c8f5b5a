"""What every answer says to browsers about what they may do with it."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

CSP = b"content-security-policy"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
#: Of our plain pages: their one style sheet, and forms that go nowhere else.
PLAIN_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@cache
def pages_csp() -> str:
    """Of what Streamlit draws: nothing from elsewhere, and no script that is not a file of ours."""
    inline = " ".join(f"'sha256-{digest}'" for digest in _inline_scripts())
    return (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {inline}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'"
    )


def _inline_scripts() -> list[str]:
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    return [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in INLINE.findall(index.read_text("utf-8"))
    ]


def said(csp: str, *, keep: bool) -> list[tuple[bytes, bytes]]:
    """The headers; `keep` where a browser may remember the answer, as of scripts and pictures."""
    headers = {
        CSP.decode(): csp,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        # Not `no-referrer`: a browser would then hide from us that a form is our own.
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    if not keep:
        headers["cache-control"] = "no-store"
    return [(name.encode(), text.encode()) for name, text in headers.items()]
