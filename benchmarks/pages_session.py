"""One session of the pages as a browser has it, without a browser: its WebSocket and its cookie."""

from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from dashboard.web.cookies import SIGNED_IN, name_of

WITHIN_S = 300.0


class Session:
    """Somebody who is signed in, with a page open; it lasts until it is closed."""

    def __init__(self, address: str, token: str) -> None:
        self._socket = connect(
            f"{address.replace('http', 'ws', 1)}/_stcore/stream",
            origin=address,  # type: ignore[arg-type]
            additional_headers={"Cookie": f"{name_of(SIGNED_IN, tls=False)}={token}"},
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            open_timeout=WITHIN_S,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def read(self, query: str) -> bytes:
        """Draw the page of an address; everything that came of it."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        self._socket.send(asked.SerializeToString())
        parts = []
        while True:
            content = self._socket.recv(timeout=WITHIN_S)
            parts.append(content if isinstance(content, bytes) else content.encode())
            said = ForwardMsg()
            said.ParseFromString(parts[-1])
            if said.WhichOneof("type") == "script_finished":
                return b"".join(parts)
