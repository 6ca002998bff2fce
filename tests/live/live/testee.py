"""Ampwire's command line as a testee: the library builds and reads."""

from __future__ import annotations

from typing import Any

from live.process import Lines
from live.scene import Stage, Wrong


def ask(stage: Stage, operation: str, members: dict[str, Any]) -> dict[str, Any]:
    """One operation of the testee protocol.

    Raises: `Wrong` where it is not answered with `ok`.
    """
    lines = Lines([str(stage.ampwire), "testee"], stage.folder / "testee.log")
    try:
        lines.ask({"id": "0", "op": "hello", "in": {}})
        answer = lines.ask({"id": "1", "op": operation, "in": members})
    finally:
        lines.close()
    if "ok" not in answer:
        raise Wrong(f"{operation}: {answer}")
    return answer["ok"]
