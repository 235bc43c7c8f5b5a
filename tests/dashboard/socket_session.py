"""One session of the pages as a browser has it, without a browser: its WebSocket and its cookie."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from dashboard.web.cookies import SIGNED_IN, name_of

WITHIN_S = 300.0


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in, with a page open."""

    socket: ClientConnection

    def read(self, query: str, page: str = "") -> bytes:
        """Draw the page of an address; everything that came of it."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        self.socket.send(asked.SerializeToString())
        parts = []
        while True:
            content = self.socket.recv(timeout=WITHIN_S)
            parts.append(content if isinstance(content, bytes) else content.encode())
            said = ForwardMsg()
            said.ParseFromString(parts[-1])
            if said.WhichOneof("type") == "script_finished":
                return b"".join(parts)


@contextmanager
def session(address: str, token: str) -> Iterator[Session]:
    """A session that lasts until the block ends."""
    with connect(
        f"{address.replace('http', 'ws', 1)}/_stcore/stream",
        origin=address,  # type: ignore[arg-type]
        additional_headers={"Cookie": f"{name_of(SIGNED_IN, tls=False)}={token}"},
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        open_timeout=WITHIN_S,
    ) as socket:
        yield Session(socket)
