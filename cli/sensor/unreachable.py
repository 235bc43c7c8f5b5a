"""Why a sensor cannot be met, in a sentence with what to try."""

from cli.radio import no_radio
from cli.sensor import words
from plantar.errors import PairingRefused, PlantarError


def unreachable(error: Exception, name: str, address: str, waited_s: float) -> PlantarError:
    """What to say of a sensor that was not heard, or let nobody in.

    Parameters
    ----------
    error : Exception
        What a visit raised.
    name, address : str
        The sensor, for people and for the system.
    waited_s : float
        How long it was listened for. [s]
    """
    from collector.link import is_not_allowed
    from collector.scanning import NotHeard

    if isinstance(error, NotHeard):
        return PairingRefused(words.not_heard(name, waited_s))
    radio = no_radio(error)
    if radio is not None:
        return radio
    if is_not_allowed(error):
        return PairingRefused(
            f"{name} lets nobody read it who is not known to it: pair it with this computer first, "
            f"in the Bluetooth settings or by `bluetoothctl pair {address}`"
        )
    return PairingRefused(
        f"{name} was heard, and cannot be read ({str(error) or type(error).__name__}): close the "
        "maker's app, come closer and try again; else ./run doctor"
    )
