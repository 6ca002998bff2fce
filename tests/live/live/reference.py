"""The executable reference: the second opinion on everything that Ampwire says here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "spec" / "reference"))

from ampwire_reference import sender_judge  # noqa: E402
from ampwire_reference.operations import OPERATIONS  # noqa: E402
from ampwire_reference.request import Members  # noqa: E402


def ask(operation: str, members: dict[str, Any]) -> dict[str, Any]:
    """An operation of the testee protocol.

    Raises: `Reject` where the answer is that.
    """
    return OPERATIONS["amp"][operation](Members(members, "in"))


def read_payload(payload: str) -> dict[str, Any]:
    """The members of a final hop's payload."""
    return ask("payload.decode", {"bytes": payload, "role": "final", "layouts": ["type14"]})


def judge_payer(
    config: dict[str, Any], events: list[dict[str, Any]], shards: list[dict[str, Any]]
) -> list[str]:
    """What a payer did wrong: nothing, where the list is empty."""
    return [
        f"{finding.rule}: {finding.why}" for finding in sender_judge.judge(config, events, shards)
    ]
