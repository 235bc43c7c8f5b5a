"""What `up` hands to the dashboard: the store that it opened itself, however that was named."""

from pathlib import Path

import pytest

from cli.pipeline import environment_of_pages
from plantar.settings import load_settings

INFLUX = {
    "PLANTAR_INFLUX_URL": "http://127.0.0.1:8086",
    "PLANTAR_INFLUX_TOKEN": "made-up",
    "PLANTAR_INFLUX_ORG": "plantar",
    "PLANTAR_INFLUX_BUCKET": "plantar",
    "PLANTAR_HISTORIES": "influx",
}


def test_a_store_that_a_file_named_is_named_once(tmp_path: Path) -> None:
    secret = tmp_path / "store_url"
    secret.write_text("postgresql+psycopg://plantar@db/plantar")
    ours = {"PLANTAR_HOME": str(tmp_path), "PLANTAR_STORE_URL_FILE": str(secret)}
    url = load_settings(ours).store_url

    pages = load_settings(environment_of_pages(ours, url, mirrored=False))

    assert pages.store_url == url


@pytest.mark.parametrize(("mirrored", "histories"), [(True, "influx"), (False, "sql")])
def test_a_demo_never_reads_the_mirror_of_real_measurements(
    tmp_path: Path, *, mirrored: bool, histories: str
) -> None:
    ours = {"PLANTAR_HOME": str(tmp_path), **INFLUX}

    pages = load_settings(environment_of_pages(ours, str(tmp_path / "demo.db"), mirrored=mirrored))

    assert pages.histories == histories
