"""Looks at all that Linux tells of its Bluetooth; loads on Linux only."""

import asyncio
import grp
import os
import pwd
import re
from contextlib import suppress

from collector.doctor import kernel
from collector.doctor.ask_bus import ask_bus
from collector.doctor.linux import LinuxFacts, Membership

#: Whoever may talk to BlueZ, where its D-Bus policy does not let everybody.
GROUP = "bluetooth"
#: How long `bluetoothctl --version` may take. [s]
PATIENCE_S = 5.0


async def linux_facts() -> LinuxFacts:
    """Look; nothing is changed, and nothing is started."""
    user = _user()
    return LinuxFacts(
        bus=await ask_bus(),
        radios=kernel.radios(),
        switches=kernel.switches(),
        bluez_version=await bluez_version(),
        container=kernel.in_container(),
        user=user,
        membership=_membership(user),
    )


async def bluez_version() -> tuple[int, int] | None:
    """Of the installed BlueZ; None where the tool that tells is not here, as in a container."""
    with suppress(OSError, TimeoutError):
        asked = await asyncio.create_subprocess_exec(
            "bluetoothctl",
            "--version",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(PATIENCE_S):
                said, _ = await asked.communicate()
        except TimeoutError:
            asked.kill()
            await asked.wait()
            return None
        found = re.search(rb"(\d+)\.(\d+)", said)
        return None if found is None else (int(found[1]), int(found[2]))
    return None


def _user() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a number without a name, as in containers
        return str(os.geteuid())


def _membership(user: str) -> Membership:
    try:
        group = grp.getgrnam(GROUP)
    except KeyError:
        return Membership.NO_GROUP
    if group.gr_gid in (os.getegid(), *os.getgroups()):
        return Membership.YES
    return Membership.AT_THE_NEXT_SIGN_IN if user in group.gr_mem else Membership.NO
