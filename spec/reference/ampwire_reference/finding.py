"""What a judge finds wrong in an answer that is random, and so can't be compared."""

from __future__ import annotations

from typing import NamedTuple

FORM = "form"
"""Stands for a rule where the answer is none: of another shape, or another verdict."""


class Finding(NamedTuple):
    """A rule that is broken, or `FORM`, and how."""

    rule: str
    why: str
