"""Processes of our own: started with their output in a file, and ended by their number alone."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

RUNNING: list[subprocess.Popen[Any]] = []
"""All that was started and may run still, in the order of starting."""


class Trouble(Exception):
    """Something does not work that is not what is tested."""


def start(command: list[str], log: Path) -> subprocess.Popen[Any]:
    """Starts a node, in a session of its own: Ctrl-C reaches this program alone, which ends it."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    RUNNING.append(process)
    return process


def stop(process: subprocess.Popen[Any], seconds: float = 20) -> None:
    """Asks a process to end, and ends it."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process in RUNNING:
        RUNNING.remove(process)


def stop_all() -> None:
    """Ends what runs: all are asked first, so that they end at the same time."""
    for process in reversed(RUNNING):
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in reversed(list(RUNNING)):
        stop(process)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at. All are taken before any is given back: none comes twice."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def wait_for(what: str, look: Callable[[], T | None], seconds: float = 60) -> T:
    """What `look` gives, once it gives something.

    Raises: `Trouble` where it doesn't in time. What it raises itself counts as nothing.
    """
    end = time.monotonic() + seconds
    last: Exception | None = None
    while time.monotonic() < end:
        try:
            found = look()
        except Exception as error:  # Nodes that start refuse in many ways.
            found, last = None, error
        if found:
            return found
        time.sleep(0.2)
    raise Trouble(f"{what}: not after {seconds:.0f} seconds" + (f" ({last})" if last else ""))


class Lines:
    """A program that takes objects and gives objects, one a line."""

    def __init__(self, command: list[str], log: Path) -> None:
        self._log = log.open("ab")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            bufsize=1,
            start_new_session=True,
            env={**os.environ, "RUST_BACKTRACE": "0"},
        )
        RUNNING.append(self.process)
        self._answers: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._answers.put(line)
        self._answers.put(None)

    def tell(self, line: dict[str, Any]) -> None:
        """Sends an object."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def next(self, seconds: float = 60) -> Any:
        """The next object that comes.

        Raises: `Trouble` where none comes.
        """
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise Trouble(f"no answer within {seconds:.0f} seconds, see {self._log.name}") from None
        if line is None:
            raise Trouble(f"the program ended, see {self._log.name}")
        return json.loads(line)

    def ask(self, line: dict[str, Any]) -> Any:
        """Sends an object and gives the next that comes."""
        self.tell(line)
        return self.next()

    def close(self) -> None:
        """Ends the program: its input ends, and it has nothing more to do."""
        if self.process.stdin is not None and self.process.poll() is None:
            self.process.stdin.close()
        stop(self.process, 5)
        self._log.close()
