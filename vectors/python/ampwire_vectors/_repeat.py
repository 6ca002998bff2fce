"""Lists that repeat themselves."""

from __future__ import annotations

from typing import Any


def written_out(value: Any) -> Any:
    """The value with every list written out.

    An entry ``{"repeat": {"count", "of"}}`` of a list stands for ``count`` times the entries of ``of``, where in every string
    ``{n}`` stands for the number of the turn, from 0.
    """
    if isinstance(value, dict):
        return {name: written_out(member) for name, member in value.items()}
    if not isinstance(value, list):
        return value
    entries = []
    for entry in value:
        if isinstance(entry, dict) and entry.keys() == {"repeat"}:
            repeat = entry["repeat"]
            turns = (str(turn) for turn in range(int(repeat["count"])))
            entries += [_in_turn(one, turn) for turn in turns for one in repeat["of"]]
        else:
            entries.append(written_out(entry))
    return entries


def _in_turn(value: Any, turn: str) -> Any:
    if isinstance(value, str):
        return value.replace("{n}", turn)
    if isinstance(value, list):
        return [_in_turn(entry, turn) for entry in value]
    if isinstance(value, dict):
        return {name: _in_turn(member, turn) for name, member in value.items()}
    return value
