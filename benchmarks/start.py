"""What `plantar --help` costs, as a ratio to starting Python with typer alone."""

import os
import statistics
import subprocess
import sys

COMMANDS = {
    "import typer": "import typer",
    "plantar --help": "import sys; sys.argv[1:] = ['--help']\nfrom cli.main import main; main()",
}


def cpu_s(code: str) -> float:
    """User and system time of one process."""
    before = os.times()
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return (after.children_user - before.children_user) + (
        after.children_system - before.children_system
    )


def main(rounds: int = 15) -> None:
    """Print the ratio of the medians, both run in turn."""
    told: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, code in COMMANDS.items():
            told[name].append(cpu_s(code))
    base = statistics.median(told["import typer"])
    for name, seconds in told.items():
        print(f"{name:16} {statistics.median(seconds) / base:.2f} x import typer")


if __name__ == "__main__":
    main()
