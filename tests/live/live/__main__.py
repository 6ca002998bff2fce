"""Brings the nodes up, plays the scenes, takes the nodes down."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from live import captured, invoices, network, receiving, refusing, sending
from live.process import Trouble, stop_all
from live.scene import Scene, Stage, run


def scenes() -> list[Scene]:
    """All of them, in their order."""
    return [
        *sending.scenes(),
        *refusing.scenes(),
        *receiving.scenes(),
        *invoices.scenes(),
        *captured.scenes(),
    ]


def main() -> int:
    """0 where all is right, 1 where something isn't, 2 where nothing could be tried."""
    parser = argparse.ArgumentParser(prog="live")
    parser.add_argument(
        "--binaries", type=Path, required=True, help="the folder with lnd, lncli, btcd and behind"
    )
    parser.add_argument("--ours", type=Path, required=True, help="the program ampwire-live")
    parser.add_argument("--ampwire", type=Path, required=True, help="the program ampwire")
    parser.add_argument("--data", type=Path, required=True, help="an empty folder")
    parser.add_argument("--captures", type=Path, help="a folder for what was captured")
    parser.add_argument("--only", action="append", help="a part of a scene's name")
    options = parser.parse_args()
    chosen = [
        scene
        for scene in scenes()
        if not options.only or any(text in scene.name for text in options.only)
    ]
    if not chosen:
        print("no scene has such a name", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _end)
    try:
        return play(options, chosen)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    finally:
        stop_all()


def play(options: argparse.Namespace, chosen: list[Scene]) -> int:
    """Plays these scenes."""
    begun = time.monotonic()
    up = network.bring_up(options.binaries, options.data)
    print(f"three nodes are up after {time.monotonic() - begun:.0f} s", flush=True)
    stage = Stage(
        network=up,
        ours=options.ours,
        ampwire=options.ampwire,
        behind=options.binaries / "behind",
        folder=options.data,
    )
    right: list[bool] = []
    waiting = [
        threading.Thread(target=lambda scene=scene: right.append(run(scene, stage)), daemon=True)
        for scene in chosen
        if scene.waits
    ]
    for thread in waiting:
        thread.start()
    for scene in chosen:
        if not scene.waits:
            right.append(run(scene, stage))
    for thread in waiting:
        thread.join()
    if options.captures:
        shutil.copytree(options.data / "captures", options.captures, dirs_exist_ok=True)
    print(
        f"{right.count(True)} of {len(chosen)} scenes are right, {time.monotonic() - begun:.0f} s"
    )
    return 0 if right.count(True) == len(chosen) else 1


def _end(*_: Any) -> None:
    sys.exit(143)


if __name__ == "__main__":
    sys.exit(main())
