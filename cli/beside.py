"""Runs a module of Python that ends when whoever started it does, in whatever way.

    python cli/beside.py MODULE [WORDS]

Who starts it keeps the other end of its standard input: that closes when they end, also when they
are killed. A signal of the kernel (PR_SET_PDEATHSIG) would do it on Linux alone.
"""

import os
import runpy
import sys
import threading


def main() -> None:
    """Run the module as if it had been started itself."""
    # As `python -m MODULE` would have it; this folder's modules are nobody's but ours.
    sys.path[0] = ""
    threading.Thread(target=_end_with_whoever_started_us, daemon=True).start()
    module = sys.argv[1]
    sys.argv = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_whoever_started_us() -> None:
    while os.read(sys.stdin.fileno(), 4_096):
        pass
    os._exit(1)  # nobody is there any more to tell, and a page has nothing to lose


if __name__ == "__main__":
    main()
