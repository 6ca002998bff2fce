"""What a scene is, and how its outcome is told."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from live.network import Network


class Wrong(Exception):
    """What is tested is not as it should be."""


def expect(what: str, found: Any, wanted: Any) -> None:
    """Raises: `Wrong` where something is not as it should be."""
    if found != wanted:
        raise Wrong(f"{what}: {found!r}, not {wanted!r}")


@dataclass(frozen=True)
class Stage:
    """All that a scene needs."""

    network: Network
    ours: Path
    """The program with Ampwire's payer and payee."""
    ampwire: Path
    """The command line."""
    behind: Path
    """The node that is not there."""
    folder: Path
    """For files and logs."""

    def capture(self, name: str, value: Any) -> None:
        """Keeps what was seen, for who wants it as a test: see `--captures`."""
        path = self.folder / "captures" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value, indent=1) + "\n")


@dataclass(frozen=True)
class Scene:
    """One thing that is tried."""

    name: str
    play: Callable[[Stage], str]
    """Gives in a few words what was seen. Raises `Wrong`, or what else goes wrong."""
    waits: bool = False
    """Whether it takes minutes, most of them idle: the others are played meanwhile."""


def run(scene: Scene, stage: Stage) -> bool:
    """Plays a scene and prints a line. Whether all was right."""
    begun = time.monotonic()
    try:
        seen, right = scene.play(stage), True
    except Exception as error:  # The others are played all the same.
        seen, right = f"{type(error).__name__}: {error}", False
    seconds = time.monotonic() - begun
    print(f"{'ok  ' if right else 'FAIL'} {scene.name:<42} {seconds:6.1f} s  {seen}", flush=True)
    return right
