"""The executable reference with one fault, as a testee: `planted.py FAULT PROFILE`.

FAULT is a name of `faults.toml`, or `none`. PROFILE is `amp`, `bystander`, or `both`: that is `amp`, and declares the
other one too, for what is answered alike in both. The fault is put into the text of its module before that module is
loaded, so every other module meets it as if it had been written so.

What the reference draws at random is the same in every run: else chance would decide which vectors catch a fault, as
where it shows only in an index that begins with a zero byte.

What the curve's arithmetic gives is kept in the file of AMPWIRE_SELFTEST_CURVE, where that is set: no fault is
planted below it, and it is nearly all the time that the reference takes.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import pickle
import random
import secrets
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent.parent / "spec" / "reference"
PACKAGE = "ampwire_reference"
NO_FAULT = "none"
BOTH = "both"

BELOW = {"point": ("lift",), "curve": ("sum_of_multiples", "multiple")}
"""The functions whose results are kept, by their modules. No fault is planted in these modules."""

SEED = 1
"""Of what is drawn at random."""


def faults() -> list[dict[str, str]]:
    """The table of faults, in its order."""
    with open(HERE / "faults.toml", "rb") as file:
        return tomllib.load(file)["fault"]


def source_of(module: str) -> Path:
    """The file of a module of the reference."""
    return REFERENCE / PACKAGE / f"{module}.py"


def planted(fault: dict[str, str]) -> str:
    """The text of the fault's module with the fault in it."""
    text = source_of(fault["module"]).read_text("utf-8")
    if text.count(fault["replace"]) != 1:
        raise SystemExit(f"{fault['name']}: its place stands {text.count(fault['replace'])} times in {fault['module']}")
    return text.replace(fault["replace"], fault["with"])


class Planter(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a text, and leaves every other to the finders behind it."""

    def __init__(self, fault: dict[str, str]) -> None:
        self._name = f"{PACKAGE}.{fault['module']}"
        self._code = compile(planted(fault), str(source_of(fault["module"])), "exec")

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        return importlib.util.spec_from_loader(name, self) if name == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


class Curve:
    """What the curve's arithmetic gave before."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._known: dict[Any, Any] = {}
        if path is not None and os.path.exists(path):
            with open(path, "rb") as file:
                self._known = pickle.load(file)

    def remember(self) -> None:
        """Has the functions look there first. To be called before anything else of the reference is loaded."""
        for name, functions in BELOW.items():
            module = importlib.import_module(f"{PACKAGE}.{name}")
            for function in functions:
                setattr(module, function, self._remembered(function, getattr(module, function)))

    def _remembered(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def look_first(*given: Any, **named: Any) -> Any:
            given = tuple(tuple(each) if isinstance(each, list) else each for each in given)
            key = (name, given, tuple(named.items()))
            if key not in self._known:
                self._known[key] = function(*given, **named)
            return self._known[key]

        return look_first

    def keep(self) -> None:
        """Writes what is known now, whole or not at all."""
        if self._path is not None:
            with open(self._path + ".new", "wb") as file:
                pickle.dump(self._known, file)
            os.replace(self._path + ".new", self._path)


def main(name: str, profile: str) -> int:
    sys.path.insert(0, str(REFERENCE))
    # Before the modules that take it as they are loaded.
    secrets.token_bytes = random.Random(SEED).randbytes
    curve = Curve(os.environ.get("AMPWIRE_SELFTEST_CURVE"))
    if name != NO_FAULT:
        fault = next((fault for fault in faults() if fault["name"] == name), None)
        if fault is None or fault["module"] in BELOW:
            raise SystemExit(f"no fault that can be planted is called {name}")
        sys.meta_path.insert(0, Planter(fault))
    curve.remember()
    testee = importlib.import_module(f"{PACKAGE}.testee")
    if profile == BOTH:
        hello = testee.hello
        testee.hello = lambda profile: hello(profile) | {"profiles": ["amp", "bystander"]}
        profile = "amp"
    status = testee.main(["--profile", profile])
    if name == NO_FAULT:
        curve.keep()
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
