"""Judges an answer to `shares.run`, whoever gave it.

The shares are random and the root is not told. But while nothing is kept the
shares that are outstanding make the root, and then every hash has to follow from it.
The judge draws nothing and remembers nothing: it says the same each time.
"""

from __future__ import annotations

from typing import Any

from ampwire_reference import derivation
from ampwire_reference.derivation import INDEX_MAXIMUM, LENGTH, ZERO
from ampwire_reference.finding import FORM, Finding
from ampwire_reference.rejection import Reject
from ampwire_reference.request import Members
from ampwire_reference.share_tracker import xor
from ampwire_reference.shares_run import Cancel, New, read_events


def judge(members: Members, answer: dict[str, Any]) -> list[Finding]:
    """What is wrong with an answer: an object that has `ok` or `reject`.

    `members` is the `in` of the request. An empty list says that no rule is broken.
    """
    due, outstanding, nothing_kept = _expected(read_events(members))
    if due:
        return _judge_refusal(due, answer)
    try:
        shares = _read(Members(answer, "answer").object("ok"), outstanding)
    except Reject as rejection:
        return [Finding(FORM, rejection.message)]
    return _judge_shares(shares, nothing_kept)


def _expected(events: list[New | Cancel]) -> tuple[dict[str, str], list[str], bool]:
    """What has to come out.

    If an event can't be: the classes that fit the first such event, with the rules
    that it breaks. Else which ids are outstanding, in the order of their making, and
    whether they have the whole root.
    """
    outstanding: list[str] = []
    nothing_kept = False
    for event in events:
        due: dict[str, str] = {}
        if isinstance(event, Cancel):
            if event.id not in outstanding:
                due["bad_value"] = "amp.shares.cancel"  # rule: amp.shares.cancel
                return due, outstanding, nothing_kept
            outstanding.remove(event.id)
            nothing_kept = False
            continue
        if event.id in outstanding:
            due["duplicate"] = "amp.shares.id-once"  # rule: amp.shares.id-once
        if nothing_kept:
            due["insecure"] = "amp.shares.nothing-kept"  # rule: amp.shares.nothing-kept
        if due:
            return due, outstanding, nothing_kept
        outstanding.append(event.id)
        nothing_kept = event.last
    return {}, outstanding, nothing_kept


def _judge_refusal(due: dict[str, str], answer: dict[str, Any]) -> list[Finding]:
    """An event can't be: the whole is refused. The class may be left out."""
    if not isinstance(answer.get("reject"), dict):
        return [Finding(rule, "an event that can't be was taken") for rule in due.values()]
    given = answer["reject"].get("class")
    if given is not None and given not in due:
        return [Finding(FORM, "refused for another reason: " + str(given))]
    return []


def _read(answer: Members, outstanding: list[str]) -> list[tuple[bytes, int, bytes]]:
    """The share, index and hash of each shard.

    Rejects: what is not of the form, or not about these shards in this order.
    """
    entries = answer.objects("shares")
    if len(entries) != len(outstanding):
        raise Reject("other", f"{len(outstanding)} shards are outstanding, not {len(entries)}")
    shares = []
    for entry, shard_id in zip(entries, outstanding):
        if entry.text("id") != shard_id:
            raise Reject("other", f"the shard {shard_id} is not in its place")
        share, index, its_hash = entry.hex("share"), entry.integer("index"), entry.hex("hash")
        if len(share) != LENGTH or len(its_hash) != LENGTH or index > INDEX_MAXIMUM:
            raise Reject("other", "a share, an index or a hash has another width")
        shares.append((share, index, its_hash))
    return shares


def _judge_shares(shares: list[tuple[bytes, int, bytes]], nothing_kept: bool) -> list[Finding]:
    findings = []
    sum_of_shares = ZERO
    for share, _, _ in shares:
        sum_of_shares = xor(sum_of_shares, share)
        if share == ZERO:  # rule: amp.sha256.split
            findings.append(Finding("amp.sha256.split", "a share is all zero"))
    if len({its_hash for _, _, its_hash in shares}) != len(shares):
        # rule: amp.payer.hash-once
        findings.append(Finding("amp.payer.hash-once", "two shards have one hash"))
    fits = [
        derivation.derive(derivation.SHA256, sum_of_shares, share, index).hash == its_hash
        for share, index, its_hash in shares
    ]
    if nothing_kept and shares:
        if sum_of_shares == ZERO:  # rule: amp.payer.fresh
            findings.append(Finding("amp.payer.fresh", "the root is all zero"))
        if not all(fits):  # rule: amp.shares.kept
            why = "nothing is kept, and the shares do not make the root of the hashes"
            findings.append(Finding("amp.shares.kept", why))
    elif any(fits):
        # What was left over was nothing: the payee would have the root already.
        # rule: amp.sha256.split
        findings.append(Finding("amp.sha256.split", "the shares make the root before the last"))
    return findings
