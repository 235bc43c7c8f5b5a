"""The centre, on this computer: what an outbox hands over goes into the store."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plantar.errors import UnknownRunner, WireError
from plantar.measured import Measured, Origin
from plantar.store import Batch, Store
from plantar.wire import Answer, Parcel, Receipt, read


@dataclass(frozen=True, slots=True)
class Wearer:
    """Whose a device is, and the stream that its rows are layers of."""

    runner_id: str
    origin: Origin


class Centre:
    """Takes parcels of devices that somebody is known to wear."""

    def __init__(self, store: Store, wearers: Mapping[str, Wearer]) -> None:
        self._store = store
        self._wearers = wearers

    def take(self, parcels: Sequence[Parcel]) -> Answer:
        """Put parcels in the store; a receipt in the answer means that its row is committed.

        Raises
        ------
        StoreError
            The store takes nothing now; what it committed before is simply sent again.
        """
        committed: list[Receipt] = []
        refused: dict[Receipt, str] = {}
        records: dict[str, dict[Receipt, Measured]] = defaultdict(dict)
        for parcel in parcels:
            try:
                records[parcel.receipt.device][parcel.receipt] = read(parcel.payload)
            except WireError as error:
                refused[parcel.receipt] = str(error)
        for device, told in records.items():
            reason = self._put(device, tuple(told.values()))
            if reason is None:
                committed += told
            else:
                refused |= dict.fromkeys(told, reason)
        return Answer(tuple(committed), refused)

    def _put(self, device: str, records: tuple[Measured, ...]) -> str | None:
        """Why records can never be kept; nothing when they are."""
        wearer = self._wearers.get(device)
        if wearer is None:
            return f"nobody here wears {device!r}"
        try:
            self._store.put(wearer.runner_id, Batch(wearer.origin, device, records))
        except UnknownRunner as error:
            return str(error)
        return None
