"""The operation `shares.run`: shards made and cancelled, with shares at random."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from ampwire_reference import derivation
from ampwire_reference.rejection import Reject
from ampwire_reference.request import Members
from ampwire_reference.share_tracker import RandomBytes, ShareTracker, random_nonzero

INDEX_LENGTH = 4


class New(NamedTuple):
    """A shard is made; the last takes all that is kept."""

    id: str
    last: bool


class Cancel(NamedTuple):
    """A shard failed."""

    id: str


def read_events(members: Members) -> list[New | Cancel]:
    """The events of a request."""
    return [_event(each) for each in members.objects("events")]


def run(members: Members, random_bytes: RandomBytes = secrets.token_bytes) -> dict[str, Any]:
    """Runs the tracker. The first event that it refuses is the answer to all of them."""
    tracker = ShareTracker(random_nonzero(random_bytes), random_bytes)
    indexes: dict[str, int] = {}
    for event in read_events(members):
        if isinstance(event, New):
            tracker.new(event.id, event.last)
            indexes[event.id] = int.from_bytes(random_bytes(INDEX_LENGTH), "big")
        else:
            tracker.cancel(event.id)
    shares = []
    for shard_id, share in tracker.outstanding.items():
        child = derivation.derive(derivation.SHA256, tracker.root, share, indexes[shard_id])
        shares.append(
            {
                "id": shard_id,
                "share": share.hex(),
                "index": str(indexes[shard_id]),
                "hash": child.hash.hex(),
            }
        )
    return {"shares": shares}


def _event(members: Members) -> New | Cancel:
    if members.has("new") == members.has("cancel"):
        raise Reject("other", "an event is new or cancel")
    if members.has("cancel"):
        return Cancel(members.object("cancel").text("id"))
    new = members.object("new")
    return New(new.text("id"), new.boolean("last"))
