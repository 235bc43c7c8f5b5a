"""Which function reads what a characteristic sends: by its frame, or by name."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from collector.decoding import open_plantar, orphe, standard
from collector.decoding.line import line_decoder
from collector.decoding.packet import packet_decoder
from collector.decoding.reading import Decoded, State
from collector.profile import Framing, Listen, Profile, Ticks
from collector.sole import WRAP

Decode = Callable[[bytes, State], Decoded]

#: Decoders by the name a profile calls them by: only where arithmetic is needed.
_BY_NAME: Final[Mapping[str, Decode]] = {
    "heart-rate": standard.heart_rate,
    "current-time": standard.current_time,
    "step-summary": standard.step_summary,
    "orphe": orphe.sensor_values,
    "open-plantar-declaration": open_plantar.declaration,
    "open-plantar-calibration": open_plantar.calibration,
    "open-plantar-frames": open_plantar.frames,
    "open-plantar-missed": open_plantar.missed,
}
_PACE: Final = "running-speed-and-cadence"
_TEXT: Final = "text"
#: The clocks of those who tell one, each in milliseconds.
TICKS: Final[Mapping[str, Ticks]] = {
    "orphe": Ticks("", 1e-3, orphe.DAY_MS),
    "open-plantar-frames": Ticks("", 1e-3, WRAP),
}
#: Every name that a profile may call a decoder by.
DECODERS: Final = (*_BY_NAME, _PACE, _TEXT)


def decoder(listen: Listen) -> Decode:
    """How one characteristic is read."""
    if listen.frame is not None:
        if listen.frame.framing is Framing.PACKET:
            return packet_decoder(listen.frame)
        return line_decoder(listen.frame)
    if listen.decoder == _PACE:
        return partial(standard.running_speed_and_cadence, feet=listen.feet)
    if listen.decoder == _TEXT:
        return partial(standard.text, what=listen.what)
    return _BY_NAME[listen.decoder or ""]


def decoders(profile: Profile) -> Mapping[str, Decode]:
    """How every characteristic of a family is read, by its UUID."""
    return {listen.characteristic: decoder(listen) for listen in profile.listen}
