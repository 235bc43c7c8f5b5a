"""Who looks at this page: asked anew each time that it is drawn."""

import streamlit as st

from dashboard.web.cookies import SIGNED_IN, name_of
from plantar.secret import hashed


def token_hash(*, tls: bool) -> str:
    """What the cookie of this browser says, as the store knows it; of no cookie it knows none."""
    return hashed(st.context.cookies.get(name_of(SIGNED_IN, tls=tls), ""))
