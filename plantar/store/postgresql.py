"""Connections to PostgreSQL that do not depend on how its server was set up."""

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError

from plantar.errors import StoreError

#: The least that libpq waits for a connection. [s]
LEAST_CONNECT_S = 2
#: Said once for each connection.
SETTINGS = {
    "extra_float_digits": 1,  # a server may round numbers; ours come back bit by bit
    # A host that lost its power holds no claim for longer than a minute.
    "tcp_keepalives_idle": 30,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
}


def engine(url: URL, patience_s: float) -> Engine:
    """Make connections as they are needed; one that the server ended meanwhile is made anew."""
    asked = {"client_encoding": "utf8"}
    if "connect_timeout" not in url.query:
        asked["connect_timeout"] = str(max(LEAST_CONNECT_S, round(patience_s)))
    try:
        made = create_engine(
            url,
            isolation_level="REPEATABLE READ",
            pool_pre_ping=True,
            connect_args=asked,
            hide_parameters=True,  # names of people stand among them
        )
    except NoSuchModuleError as error:
        raise StoreError(f"store: no database is called {url.drivername!r}") from error
    settings = {**SETTINGS, "lock_timeout": int(patience_s * 1000)}
    said = "; ".join(f"SET {name} = {value}" for name, value in settings.items())

    @event.listens_for(made, "connect")
    def _prepare(dbapi_connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own
        dbapi_connection.execute(said)
        dbapi_connection.commit()

    return made
