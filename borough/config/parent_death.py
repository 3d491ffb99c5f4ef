"""Processes that end when the one that started them is killed, so that no orphan holds a port."""

import ctypes
import signal
import sys

PDEATHSIG = 1


def exit_with_parent(how: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel send us the signal when our parent dies. Linux alone; elsewhere nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PDEATHSIG, how)
