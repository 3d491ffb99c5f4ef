"""Child processes that end when their parent is killed, so that no orphan keeps a port."""

import ctypes
import signal
import sys

PDEATHSIG = 1


def exit_with_parent(how: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send us a signal when our parent dies. Linux only; no effect elsewhere."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PDEATHSIG, how)
