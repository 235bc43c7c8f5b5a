"""The door to the broker: MQTT 5 through paho, which only ever puts what happens on a queue.

paho calls back while it holds its own locks: whoever publishes, or takes a lock, inside a callback
hangs. So nothing is done there; the one thread that works with a `Broker` asks it for what
happened, one by one.
"""

import random
import socket
import ssl
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Final, Self, cast

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from plantar.broker_place import BrokerPlace
from plantar.bundle import MOST_BYTES
from plantar.errors import BrokerError

#: A broker that says nothing for one and a half times as long is gone. [s]
KEEP_ALIVE_S: Final = 30
#: How long a host may take to answer at all. [s]
CONNECT_S: Final = 5.0
#: The first wait after a lost connection is at most this long, the longest that. [s]
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 60.0
#: Messages under way at once, to the broker; measured: more is no faster.
IN_FLIGHT: Final = 100
#: Messages that wait while there is no connection; what is beyond is sent again by its owner.
MOST_QUEUED: Final = 1_000
#: What of a queue may be messages that nobody counts (QoS 0). Our choice.
MOST_UNCOUNTED: Final = 200
#: The codes of MQTT 5 from which on something was refused, and for nobody who listens.
REFUSED, UNHEARD = 0x80, 0x10


@dataclass(frozen=True, slots=True)
class Up:
    """The broker let us in; what was subscribed to is subscribed to."""


@dataclass(frozen=True, slots=True)
class Down:
    """There is no connection, and why; the next try follows by itself."""

    why: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message; the broker counts it as under way until it is settled."""

    topic: str
    payload: bytes
    session: int
    mid: int
    qos: int


@dataclass(frozen=True, slots=True)
class Published:
    """The broker's word for a message that we published; no word about what became of it."""

    mid: int
    code: int
    said: str

    @property
    def is_refused(self) -> bool:
        """Whether we may not publish that."""
        return self.code >= REFUSED

    @property
    def is_unheard(self) -> bool:
        """Whether nobody listens there."""
        return self.code == UNHEARD


@dataclass(frozen=True, slots=True)
class Woken:
    """Somebody called `wake`."""


@dataclass(frozen=True, slots=True)
class _LetIn:
    """The broker let us in."""


@dataclass(frozen=True, slots=True)
class _Subscribed:
    """The broker's word for a subscription."""

    mid: int
    refused: str | None


Happened = Up | Down | Arrived | Published | Woken


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be published."""

    topic: str
    payload: bytes
    kept: bool = False  # by the broker, for whoever comes later


class Broker:
    """A connection that comes back by itself; one thread works with it."""

    def __init__(
        self,
        place: BrokerPlace,
        listen: Sequence[str],
        jitter: random.Random,
        *,
        client_id: str = "",
        will: Letter | None = None,
        at_once: int = IN_FLIGHT,
    ) -> None:
        """Begin to connect.

        Parameters
        ----------
        place : BrokerPlace
            Where, and as whom.
        listen : sequence of str
            The topics to subscribe to, every time anew: nothing of a session outlives it.
        jitter : random.Random
            Spreads the tries of many who lost the same broker.
        client_id : str
            The same for one who takes over from itself; without it the broker makes one up.
        will : Letter or None
            What the broker publishes once we are gone, however.
        at_once : int
            Messages that the broker may send before some are settled.

        Raises
        ------
        BrokerError
            The certificate of who signs for the broker cannot be read.
        """
        self.place = place
        self.is_up = False
        self.has_failed = False  # since it was up last
        self.trouble = f"{place.url}: no answer yet"
        self._listen = tuple(listen)
        self._jitter = jitter
        self._happened: SimpleQueue[Happened | _LetIn | _Subscribed] = SimpleQueue()
        self._subscribing: set[int] = set()
        self._at_once = at_once
        self._session = 0
        self._failures = 0
        self._was_in = False
        self._has_will = will is not None
        self._client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            protocol=MQTTProtocolVersion.MQTTv5,
            manual_ack=True,
        )
        self._begin(will)

    def next(self, timeout_s: float) -> Happened | None:
        """What happened next; None when nothing did for so long."""
        until = time.monotonic() + timeout_s
        while True:
            try:
                happened = self._happened.get(timeout=max(until - time.monotonic(), 0.0))
            except Empty:
                return None
            told = self._heard(happened)
            if told is not None:
                return told

    def _heard(self, happened: "Happened | _LetIn | _Subscribed") -> Happened | None:
        """Take note of what happened; None where it is nobody else's business."""
        told: Happened | None
        match happened:
            case _LetIn():
                sent = (self._client.subscribe(topic, qos=1)[1] for topic in self._listen)
                self._subscribing = {mid for mid in sent if mid is not None}
                told = None if self._subscribing else Up()
            case _Subscribed(mid, refused):
                awaited = mid in self._subscribing
                self._subscribing.discard(mid)
                if awaited and refused is not None:
                    why = f"{self.place.url}: {self.place.user!r} may not listen there: {refused}"
                    self._subscribing = set()
                    told = Down(why)
                else:
                    told = Up() if awaited and not self._subscribing else None
            case _:
                told = happened
        match told:
            case Up():
                self.is_up, self.has_failed = True, False
            case Down(why):
                self.is_up, self.has_failed, self.trouble = False, True, why
                self._subscribing = set()
        return told

    def publish(self, letter: Letter) -> int:
        """Publish at QoS 1; the number by which the broker's word for it is told."""
        sent = self._client.publish(letter.topic, letter.payload, qos=1, retain=letter.kept)
        if sent.rc not in {MQTTErrorCode.MQTT_ERR_SUCCESS, MQTTErrorCode.MQTT_ERR_NO_CONN}:
            raise BrokerError(f"{self.place.url}: {letter.topic} cannot be published: {sent.rc}")
        return sent.mid

    def settle(self, message: Arrived) -> None:
        """Tell the broker that a message is dealt with; after a new connection it has forgotten."""
        if message.session == self._session:
            self._client.ack(message.mid, message.qos)

    def wake(self) -> None:
        """Make `next` return; may be called from a signal handler."""
        self._happened.put(Woken())

    def close(self) -> None:
        """Take leave; the last will is published then too."""
        word = "Disconnect with will message" if self._has_will else "Normal disconnection"
        self._client.disconnect(ReasonCode(PacketTypes.DISCONNECT, word))
        self._client.loop_stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _begin(self, will: Letter | None) -> None:
        client, place = self._client, self.place
        client.username_pw_set(place.user, place.password)
        if place.tls:
            try:
                context = ssl.create_default_context(cafile=place.ca)
            except OSError as error:
                raise BrokerError(f"{place.ca}: is no certificate to trust: {error}") from error
            client.tls_set_context(context)
        if will is not None:
            client.will_set(will.topic, will.payload, qos=1, retain=will.kept)
        client.max_inflight_messages_set(IN_FLIGHT)
        client.max_queued_messages_set(MOST_QUEUED)
        client.connect_timeout = CONNECT_S
        client.on_socket_open = self._on_socket_open
        client.on_connect = self._on_connect
        client.on_connect_fail = self._on_connect_fail
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.on_publish = self._on_publish
        client.on_subscribe = self._on_subscribe
        told = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho types half of it
        told.SessionExpiryInterval = 0
        told.ReceiveMaximum = self._at_once
        told.MaximumPacketSize = MOST_BYTES
        client.connect_async(place.host, place.port, KEEP_ALIVE_S, properties=told)
        client.loop_start()

    @staticmethod
    def _on_socket_open(_client: Client, _us: object, opened: Any) -> None:  # noqa: ANN401  paho's own kind
        # Else a small message waits until the one before it is acknowledged, which takes its time.
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    # What follows runs on paho's thread, and does no more than it must.

    def _on_connect(
        self, _client: Client, _us: object, _flags: object, code: ReasonCode, _told: object
    ) -> None:
        if code.is_failure:
            self._down(f"{self.place.url}: does not let {self.place.user!r} in: {code}")
            return
        self._session += 1
        self._failures = 0
        self._was_in = True
        self._happened.put(_LetIn())

    def _on_connect_fail(self, _client: Client, _us: object) -> None:
        error = sys.exc_info()[1]  # paho calls from where it caught it
        self._down(f"{self.place.url}: cannot be reached: {error}")

    def _on_disconnect(
        self, _client: Client, _us: object, _flags: object, code: ReasonCode, _told: object
    ) -> None:
        if self._was_in:
            self._was_in = False
            self._down(f"{self.place.url}: the connection was lost: {code}")

    def _on_message(self, _client: Client, _us: object, message: MQTTMessage) -> None:
        if message.qos == 0 and self._happened.qsize() >= MOST_UNCOUNTED:
            return  # nothing holds these back: ours are all counted
        self._happened.put(
            Arrived(message.topic, bytes(message.payload), self._session, message.mid, message.qos)
        )

    def _on_publish(
        self, _client: Client, _us: object, mid: int, code: ReasonCode, _told: object
    ) -> None:
        self._happened.put(Published(mid, int(code.value), str(code)))

    def _on_subscribe(
        self, _client: Client, _us: object, mid: int, codes: list[ReasonCode], _told: object
    ) -> None:
        refused = next((str(code) for code in codes if code.is_failure), None)
        self._happened.put(_Subscribed(mid, refused))

    def _down(self, why: str) -> None:
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(self._failures, 30))
        wait: Any = self._jitter.uniform(longest / 2, longest)
        self._failures += 1
        # paho waits for so long, and for a float as well as for the whole number it asks for.
        self._client.reconnect_delay_set(cast("int", wait), cast("int", wait))
        self._happened.put(Down(why))
