"""A D-Bus daemon with rules of one's own, which this process takes for the system's."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Final

ADDRESS: Final = "DBUS_SYSTEM_BUS_ADDRESS"
#: Everybody may do everything.
OPEN: Final = (
    '<allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>'
)
#: As a system whose policy lets only some talk to BlueZ, and not us.
NOT_TO_BLUEZ: Final = f'{OPEN}<deny send_destination="org.bluez" send_type="method_call"/>'
#: As a bus that knows nobody.
NOBODY: Final = '<deny user="*"/>'

_CONFIGURATION: Final = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">{rules}</policy>
</busconfig>
"""
#: The kernel ends the daemon when this process is killed and cannot do it.
_ENDING_WITH_US: Final = ("setpriv", "--pdeathsig", "KILL") if which("setpriv") else ()


@contextmanager
def system_bus(rules: str = OPEN) -> Iterator[str]:
    """Start a daemon, tell its address to everybody in this process, and end it."""
    before = os.environ.get(ADDRESS)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "bus.conf")
        written.write_text(_CONFIGURATION.format(socket=f"{folder}/bus", rules=rules), "utf-8")
        words = ["dbus-daemon", f"--config-file={written}", "--nofork", "--print-address"]
        with subprocess.Popen(
            [*_ENDING_WITH_US, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as daemon:
            assert daemon.stdout is not None
            try:
                os.environ[ADDRESS] = address = daemon.stdout.readline().strip()
                assert address, "dbus-daemon ended before it said where it listens"
                yield address
            finally:
                daemon.kill()
                if before is None:
                    os.environ.pop(ADDRESS, None)
                else:
                    os.environ[ADDRESS] = before
