"""The checkout's own virtual environment: made at the first start, remade when its parts change.

`run` and `test` share it. It needs nothing but the standard library and reads on any Python 3.7,
so that an old one gets a sentence instead of a traceback. All it says goes to standard error,
since standard output belongs to the command that follows.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

TYPE_CHECKING = False  # importing typing takes longer than the whole check
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
#: Hashed requirements by what is being started; each list holds the ones before it.
REQUIREMENTS = {"run": "requirements/run.txt", "test": "requirements/test.txt"}
#: What pip says when it cannot reach an index at all.
NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Temporary failure in name resolution",
)
#: Lines of a failed step that are shown; programs put the cause last.
CAUSE_LINES = 15
WINDOWS = sys.platform == "win32"


class SetupFailed(Exception):
    """The environment could not be made; the text says what to do about it."""


def ready(kind: str) -> Path:
    """The environment, ready for what is being started; set up first where it is not."""
    try:
        _check_python()
        venv = location()
        if not is_ready(venv, kind):
            with _one_at_a_time(venv):
                if not is_ready(venv, kind):  # another start may have made it meanwhile
                    _set_up(venv, kind)
    except SetupFailed as failed:
        sys.exit(str(failed))
    except KeyboardInterrupt:
        say("\nStopped. The next start sets Plantar up again.")
        sys.exit(130)
    return venv


def location() -> Path:
    """Where the environment stands: `.venv` in the checkout, or what PLANTAR_VENV names."""
    return Path(os.environ.get("PLANTAR_VENV") or ROOT / ".venv").expanduser().absolute()


def is_ready(venv: Path, kind: str) -> bool:
    """Whether the environment was made to its end, from what the checkout asks for now."""
    # The Python that it was made with may have gone since.
    return _read(_stamp(venv, kind)) == stamp(venv, kind) and program(venv, "python").exists()


def stamp(venv: Path, kind: str, root: Path = ROOT) -> str:
    """All that an environment follows from: when this changes, so must the environment.

    The first line says where it stands and of which Python; scripts in it hold these paths.
    """
    parts = hashlib.sha256()
    for name in (REQUIREMENTS[kind], "pyproject.toml"):
        parts.update((root / name).read_bytes())
    here = {"python": sys.version_info[:2], "checkout": str(root), "environment": str(venv)}
    return f"{here}\n{parts.hexdigest()}\n"


def program(venv: Path, name: str) -> Path:
    """A program inside the environment."""
    return venv / "Scripts" / f"{name}.exe" if WINDOWS else venv / "bin" / name


def words_for(venv: Path, name: str) -> list[str]:
    """What to start for a script of the environment, whose `#!` line need not be trusted."""
    script = str(program(venv, name))
    return [script] if WINDOWS else [str(program(venv, "python")), script]


def become(words: Sequence[str]) -> NoReturn:
    """Turn into another program, so that its exit code and every signal are its own."""
    if not WINDOWS:
        os.execv(words[0], list(words))  # noqa: S606 - no shell is wanted
    running = subprocess.Popen(list(words))
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C reaches the program by itself
            sys.exit(running.wait())


def say(sentence: str) -> None:
    """Tell the person at the keyboard how it goes."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def install_with_apt(package: str) -> bool:
    """Install a Debian package where that is ours to do; False where it is not, or failed."""
    if WINDOWS or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say(f"Installing {package} with apt-get.")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", package]
    if _succeeds(install, quiet):
        return True
    return _succeeds(["apt-get", "update"], quiet) and _succeeds(install, quiet)


def _succeeds(words: list[str], environment: dict[str, str]) -> bool:
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    return done.returncode == 0


def _check_python() -> None:
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return
    newer = next((f"python3.{n}" for n in range(11, 20) if shutil.which(f"python3.{n}")), None)
    remedy = f"type: {newer} {' '.join(sys.argv)}" if newer else "install a newer one first"
    here = ".".join(map(str, sys.version_info[:2]))
    raise SetupFailed(f"Plantar needs Python 3.11 or newer, and this is {here}; {remedy}")


def _stamp(venv: Path, kind: str) -> Path:
    return venv / f"plantar-{kind}.stamp"


def _read(path: Path) -> str:
    """A file's text, or nothing where there is none."""
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _set_up(venv: Path, kind: str) -> None:
    wanted = {name: stamp(venv, name) for name in REQUIREMENTS}  # a list may change meanwhile
    home = wanted[kind].partition("\n")[0]
    stamps = [_stamp(venv, name) for name in REQUIREMENTS]
    can_grow = any(_read(path).partition("\n")[0] == home for path in stamps)
    for path in stamps:
        path.unlink(missing_ok=True)  # none until the end: a set-up cut short starts over
    if not can_grow or not program(venv, "python").exists():
        _make(venv)
    _install(venv, kind)
    for name in REQUIREMENTS:
        _write_whole(_stamp(venv, name), wanted[name])
        if name == kind:
            break
    say("Plantar is set up.")


def _make(venv: Path) -> None:
    if venv.exists() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
        raise SetupFailed(
            f"{venv} holds something else than a Python environment: "
            "empty it, or point PLANTAR_VENV elsewhere."
        )
    say(f"Setting up Plantar in {venv}; this happens once.")
    _have_venv()
    shutil.rmtree(venv, ignore_errors=True)
    _step([sys.executable, "-m", "venv", str(venv)], "make the environment")


def _have_venv() -> None:
    """Debian's Python comes without the part that makes environments; root may fetch it."""
    if find_spec("venv") and find_spec("ensurepip"):
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if not install_with_apt(package):
        raise SetupFailed(
            "This Python came without the part that makes environments. Type this line, "
            f"then start again:\n\n    sudo apt install {package}\n"
        )


def _install(venv: Path, kind: str) -> None:
    requirements = ROOT / REQUIREMENTS[kind]
    parts = sum(line[:1].isalnum() for line in requirements.read_text("utf-8").splitlines())
    say(f"Fetching its parts, at most {parts}; this can take a few minutes.")
    pip = [str(program(venv, "python")), "-m", "pip", "install", "--disable-pip-version-check"]
    # Nothing is compiled ahead: a start reads a few hundred of many thousand modules.
    fetch = [*pip, "--no-compile", "--require-hashes", "--requirement", str(requirements)]
    _step(fetch, "fetch its parts", counting="Collecting ")
    itself = [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    _step(itself, "install itself")
    say("Compiling the passes over force, half a minute, so that nobody waits for it later.")
    warm = "from processing.force.warm import warm; warm()"
    _step([str(program(venv, "python")), "-c", warm], "compile the passes over force")


def _step(words: Sequence[str], what: str, counting: str | None = None) -> None:
    """Run a program out of sight; when it fails, show how it ended and say what could not be."""
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    lines: list[str] = []
    count = 0
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        for raw in running.stdout or ():
            lines.append(raw.decode("utf-8", "replace").rstrip())
            if counting and lines[-1].startswith(counting):
                count += 1
                _show(count)
    if running.returncode != 0:
        raise SetupFailed(_why(lines, what))


def _show(count: int) -> None:
    """A counter where somebody watches, nothing in a log."""
    if sys.stderr.isatty():
        sys.stderr.write(f"  {count}\r")
        sys.stderr.flush()


def _why(lines: list[str], what: str) -> str:
    if any(sign in line for line in lines for sign in NO_NETWORK):
        return (
            "Plantar could not fetch its parts: there is no network, or the package index does "
            "not answer.\nConnect, then start again; nothing half-made is used."
        )
    return "\n".join([*lines[-CAUSE_LINES:], f"Plantar could not {what}; the lines above say why."])


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(path)


@contextlib.contextmanager
def _one_at_a_time(venv: Path) -> Iterator[None]:
    """Hold the set-up lock; the system lets go of it when its holder ends, in whatever way."""
    venv.parent.mkdir(parents=True, exist_ok=True)
    with venv.with_name(f"{venv.name}.lock").open("ab") as lock:
        if not _locked(lock.fileno(), wait=False):
            say("Another start is setting Plantar up; waiting for it.")
            while not _locked(lock.fileno(), wait=True):
                pass
        yield


def _locked(file: int, *, wait: bool) -> bool:
    """Try to take the lock of an open file."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only Windows has it

            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - Windows has none

            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
