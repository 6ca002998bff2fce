"""The conformance vectors of Ampwire, for the tests of Lightning implementations in Python.

Bytes are lower-case hex: ``bytes.fromhex(text)``. Integers are decimal strings: ``int(text)``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any, Dict, List, Mapping, Optional

from ampwire_vectors._repeat import written_out

__all__ = ["FILES", "SUITE", "Vector", "operations", "rules", "vectors"]

#: The suite as it is published: ``v1``, ``flat``, ``schema`` and ``MANIFEST.json``.
FILES = files(__name__)

_LEVELS = ("info", "may", "should", "must")
_PROFILES = ("amp", "bystander")


def _read(path: str) -> Any:
    return json.loads(FILES.joinpath(path).read_text(encoding="utf-8"))


#: The version of the suite.
SUITE: str = _read("MANIFEST.json")["suite"]


@dataclass(frozen=True)
class Vector:
    """One input to one operation, with what a correct implementation answers."""

    op: str
    id: str
    hash: str
    comment: str
    status: str
    since: str
    level: str
    profiles: List[str]
    #: ``obeys`` and ``breaks``, each a list of ids.
    rules: Dict[str, List[str]]
    needs: List[str]
    #: The member ``in`` of the file.
    input: Dict[str, Any]
    #: ``ok``, ``reject``, or ``any``: see :attr:`answers`.
    expect: Dict[str, Any]
    source: Dict[str, str]
    #: Of ``receiver.run``: every answer to every HTLC is compared, and not the last one alone.
    trace: bool = False
    #: What implementations in use answer instead.
    deployed: Optional[List[Dict[str, Any]]] = None
    #: Of a rejection: the ``id`` of a valid vector, and the ``edit`` from there to here.
    near: Optional[Dict[str, str]] = None
    #: Labels of the input: offset, length, name, and perhaps a note.
    map: Optional[List[List[str]]] = None

    @property
    def answers(self) -> List[Dict[str, Any]]:
        """Every answer that is right, each with ``ok`` or ``reject``."""
        several: Optional[List[Dict[str, Any]]] = self.expect.get("any")
        return [self.expect] if several is None else several


def _vector(op: str, members: Mapping[str, Any]) -> Vector:
    known = {field.name for field in fields(Vector)}
    named = {name: written_out(value) for name, value in members.items() if name in known}
    return Vector(op=op, input=written_out(members["in"]), **named)


def operations() -> List[str]:
    """The operations, sorted: each has a file."""
    names = (entry.name for entry in FILES.joinpath("v1").iterdir())
    return sorted(name[: -len(".json")] for name in names if name not in ("rules.json", "__pycache__"))


def vectors(op: Optional[str] = None, *, profile: Optional[str] = None, level: str = "info") -> List[Vector]:
    """The stable vectors: of one operation, for one profile, of this level and those that bind more.

    Raises ValueError for a name that does not exist, and where no vector is left.
    """
    for what, name, names in (("operation", op, operations()), ("profile", profile, _PROFILES), ("level", level, _LEVELS)):
        if name is not None and name not in names:
            raise ValueError(f"there is no {what} {name!r}")
    every = (_vector(name, members) for name in (operations() if op is None else [op]) for members in _read(f"v1/{name}.json")["vectors"])
    least = _LEVELS.index(level)
    selected = [v for v in every if v.status == "stable" and _LEVELS.index(v.level) >= least and (profile is None or profile in v.profiles)]
    if not selected:
        raise ValueError("no vector is selected")
    return selected


def rules() -> Dict[str, Dict[str, Any]]:
    """The rules that the vectors name, by id."""
    return {rule["id"]: rule for rule in _read("v1/rules.json")["rules"]}
