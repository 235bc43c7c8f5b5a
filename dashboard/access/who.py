"""Who looks at this page: asked anew each time that it is drawn."""

import streamlit as st

from dashboard.web.cookies import SIGNED_IN, came_by_tls, name_of
from plantar.secret import hashed


def token_hash(*, behind_proxy: bool) -> str:
    """What the cookie of this browser says, as the store knows it; of no cookie it knows none."""
    tls = behind_proxy and came_by_tls(st.context.headers)
    return hashed(st.context.cookies.get(name_of(SIGNED_IN, tls=tls), ""))
