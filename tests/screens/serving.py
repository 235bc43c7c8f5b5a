"""Serves the pages of a store at the moment of the pictures.

python -m tests.screens.serving FOLDER PORT, with PLANTAR_STORE_URL in the environment
"""

import logging
import shutil
import sys
from pathlib import Path
from typing import Final

from dashboard import app
from dashboard.web import doors
from dashboard.web.place import Place
from plantar.settings import load_settings
from tests.screens.moment import NOW

HERE: Final = Path(__file__).parent


def script_in(folder: Path) -> Path:
    """The script there, with Streamlit's settings beside it: it reads them from nowhere else."""
    shutil.copytree(doors.SCRIPT.parent / ".streamlit", folder / ".streamlit", dirs_exist_ok=True)
    return Path(shutil.copy(HERE / "app.py", folder))


def main(folder: Path, port: int) -> None:
    """Serve until told to end."""
    settings = load_settings()
    logging.getLogger("uvicorn.access").disabled = True
    place = Place(
        lambda: app.whole_store(settings), lambda: NOW, settings.language, behind_proxy=False
    )
    # What would be run else reads the clock.
    doors.SCRIPT = script_in(folder)
    doors.application(place).run(
        config={
            "server.address": "127.0.0.1",
            "server.port": port,
            "server.headless": True,
        }
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
