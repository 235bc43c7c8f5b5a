"""Where a store is: a path, or a URL that may hold a password and is never shown with it."""

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from plantar.errors import StoreError

#: What people write for PostgreSQL, and the driver that Plantar brings.
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
#: What of the part after the question mark says where a server is; the rest may be secret.
WHERE = ("host", "port")


def read(url_or_path: str | Path) -> URL:
    """The address in what somebody wrote."""
    if isinstance(url_or_path, Path) or "://" not in url_or_path:
        return URL.create("sqlite", database=str(Path(url_or_path).expanduser()))
    scheme = url_or_path.partition("://")[0]
    try:
        url = make_url(url_or_path)
    except (ArgumentError, ValueError):
        # The text may hold a password: only its scheme is named, and the cause kept out.
        raise StoreError(f"store: cannot read this {scheme}:// address") from None
    if "@" in (url.host or ""):
        # What comes after the first @ would be shown as the name of a host.
        raise StoreError(
            f"store: cannot read this {scheme}:// address: an @ in a password is written %40"
        )
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def shown(url: URL) -> str:
    """The address as it may be read by everybody."""
    if is_sqlite(url):
        return url.database or str(url)
    where = {name: said for name, said in url.query.items() if name in WHERE}
    return url.set(query=where).render_as_string(hide_password=True)


def is_sqlite(url: URL) -> bool:
    """Whether it is one of SQLite."""
    return url.get_backend_name() == "sqlite"


def is_file(url: URL) -> bool:
    """Whether it is a file that can be made."""
    if not is_sqlite(url) or not url.database or url.database == ":memory:":
        return False
    return not url.database.startswith("file:")
