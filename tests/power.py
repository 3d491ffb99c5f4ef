"""A disk whose power can be cut: an ext4 in a file, shut down at once with all that it has not written. Needs root.

python -m tests.power       ends with 0 where such a disk can be made
"""

import contextlib
import fcntl
import os
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHUT_DOWN = 0x8004587D  # FS_IOC_SHUTDOWN of linux/fs.h
LOSE_THE_JOURNAL = struct.pack("I", 2)  # FS_SHUTDOWN_FLAGS_NOLOGFLUSH
SIZE = 3 << 30


class Disk:
    """An ext4 mounted at `place`; what is in the page cache alone when it is cut is gone."""

    def __init__(self, image: Path, place: Path) -> None:
        self.image, self.place, self.lost = image, place, 0
        with image.open("wb") as out:
            out.truncate(SIZE)
        _run("mkfs.ext4", "-q", "-F", str(image))
        place.mkdir()
        self._mount()

    def _mount(self) -> None:
        _run("mount", "-o", "loop", str(self.image), str(self.place))
        self.place.chmod(0o755)

    def cut(self) -> None:
        """Nothing more is written, and every use of the disk fails from now on."""
        self.lost += _unwritten()
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUT_DOWN, LOSE_THE_JOURNAL)
        finally:
            os.close(handle)

    def come_back(self) -> None:
        """Mount the disk again as it was when it was cut. All that used it must have ended."""
        self._unmount()
        self._mount()

    def _unmount(self, patience: float = 20) -> None:
        until = time.monotonic() + patience
        while subprocess.run(["umount", str(self.place)], capture_output=True, check=False).returncode:
            _end_users(self.place)
            assert time.monotonic() < until, f"{self.place} stays in use"
            time.sleep(0.1)

    def remove(self) -> None:
        """Take the disk away."""
        self._unmount()
        self.image.unlink()


def _end_users(place: Path) -> None:
    """Kill whatever has its working folder or an open file there, as a power cut would."""
    device = place.stat().st_dev if os.path.ismount(place) else -1
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid() and _uses(folder, device):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(folder.name), 9)


def _uses(folder: Path, device: int) -> bool:
    with contextlib.suppress(OSError):
        return any(_device(link) == device for link in (folder / "cwd", *(folder / "fd").iterdir()))
    return False


def _device(link: Path) -> int:
    with contextlib.suppress(OSError):
        return link.stat().st_dev
    return -2


def _unwritten() -> int:
    """Bytes that the whole machine has not written yet."""
    memory = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    return 1024 * int(memory["Dirty"].split()[0])


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def possible() -> bool:
    """Whether such a disk can be made, cut and brought back here."""
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.suppress(OSError, subprocess.CalledProcessError, AssertionError),
    ):
        disk = Disk(Path(folder) / "image", Path(folder) / "disk")
        try:
            (disk.place / "kept").write_text("kept")
            os.sync()
            (disk.place / "lost").write_text("lost")
            disk.cut()
            disk.come_back()
            return (disk.place / "kept").exists() and not (disk.place / "lost").exists()
        finally:
            disk.remove()
    return False


if __name__ == "__main__":
    sys.exit(not possible())
