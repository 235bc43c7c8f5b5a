"""Serves the pages: Streamlit and the plain routes as one application behind one gate.

python -m dashboard.serve --address 127.0.0.1 --port 8501
"""

import argparse
import logging
from datetime import datetime

from dashboard.web.doors import application
from dashboard.web.place import Place
from plantar.settings import load_settings
from plantar.store import Store


def main() -> None:
    """Serve until told to end."""
    asked = argparse.ArgumentParser(prog="dashboard.serve")
    asked.add_argument("--address", default="127.0.0.1")
    asked.add_argument("--port", type=int, default=8501)
    told = asked.parse_args()
    settings = load_settings()
    # An address that is asked for names a runner, and a link is a key.
    logging.getLogger("uvicorn.access").disabled = True
    place = Place(_store, _now, settings.language, settings.dashboard_behind_proxy)
    application(place).run(
        config={
            "server.address": told.address,
            "server.port": told.port,
            "server.headless": True,
        }
    )


# The pages are loaded once Streamlit runs: what they cache asks it where.


def _store() -> Store:
    from dashboard.app import whole_store  # noqa: PLC0415  see above

    return whole_store(load_settings())


def _now() -> datetime:
    from dashboard.app import now  # noqa: PLC0415  see above

    return now()


if __name__ == "__main__":
    main()
