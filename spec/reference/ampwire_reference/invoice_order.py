"""In which order the fields of an invoice are written, and which may be added as they are.

A writer's own fields are those of the members of the invoice. The others are
`unknown`: copied as they are, and nothing that a reader would take for a member.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Union

from ampwire_reference import bech32, invoice_data, invoice_value
from ampwire_reference.invoice import UnknownField
from ampwire_reference.rejection import Reject

# rule: bolt11.write.order
DEFAULT_ORDER = "pdhmcxfrns9"
"""The order of a writer's own fields; of f and r all stand there, in their order."""

BLINDED_PATH = bech32.ALPHABET[20]
"""The tag of a blinded path, which bLIP 39 calls b."""

FIXED_LENGTHS = {
    "p": invoice_value.HASH_SYMBOLS,
    "s": invoice_value.HASH_SYMBOLS,
    "h": invoice_value.HASH_SYMBOLS,
    "n": invoice_value.KEY_SYMBOLS,
}
"""The tags of fields that are skipped if they have another length."""

SEVERAL = "fr"
"""The tags of which every field counts, so that none comes too late to count."""

Slot = Union[str, UnknownField]
"""What stands in one place: the next own field of a tag, or a field as it is."""


def check_unknown(
    unknown: Sequence[UnknownField], own_tags: str, order: str | None, amp: bool
) -> None:
    """Refuses fields that can't be written as they are, in the order in which they are given.

    `amp` says whether the features have AMP.

    Rejects, of one field: `bad_encoding`, `bad_length`, `forbidden`, `conflict`.
    """
    taken = {field.at for field in unknown}
    for field in unknown:
        alphabet = bech32.SYMBOL_OF.keys()
        if field.tag not in alphabet or not alphabet >= set(field.words):
            # rule: bolt11.text.characters
            raise Reject(
                "bad_encoding",
                "a tag or words that are not of bech32's alphabet",
                rule="bolt11.text.characters",
            )
        if len(field.words) > invoice_data.LONGEST_VALUE:  # rule: bolt11.field.longest
            raise Reject(
                "bad_length",
                f"a field has at most {invoice_data.LONGEST_VALUE} symbols",
                rule="bolt11.field.longest",
            )
        if amp and field.tag == BLINDED_PATH:  # rule: amp.invoice.blinded-paths
            raise Reject(
                "forbidden",
                "a blinded path in an AMP invoice",
                rule="amp.invoice.blinded-paths",
            )
        if _would_count(field) and not _comes_too_late(field, own_tags, order, taken):
            # rule: bolt11.write.unknown
            raise Reject(
                "conflict",
                f"a reader would take this field {field.tag} for one that counts",
                rule="bolt11.write.unknown",
            )


def arrange(own_tags: str, unknown: Sequence[UnknownField], order: str | None) -> list[Slot]:
    """Gives every field its place. `own_tags` are in the default order.

    Rejects: `bad_value`.
    """
    fixed = {field.at: field for field in unknown if field.at is not None}
    if order is None:
        if fixed:  # rule: bolt11.write.order
            raise _bad_order("a field has a place, and there is no order")
        return [*own_tags, *unknown]
    if sorted(order) != sorted([*own_tags, *(field.tag for field in unknown)]):
        # rule: bolt11.write.order
        raise _bad_order("the order does not name each field as often as it is there")
    free = [field for field in unknown if field.at is None]
    if len(fixed) + len(free) < len(unknown):  # rule: bolt11.write.order
        raise _bad_order("two fields in one place")
    for at, field in fixed.items():
        if order[at : at + 1] != field.tag:  # rule: bolt11.write.order
            raise _bad_order("a field in a place of another tag")
    # Of each tag the own fields come first, then the free ones as they are given.
    waiting: dict[str, list[Slot]] = {tag: [] for tag in order}
    for tag in own_tags:
        waiting[tag].append(tag)
    for field in free:
        waiting[field.tag].append(field)
    queues = {tag: iter(slots) for tag, slots in waiting.items()}
    return [fixed[at] if at in fixed else next(queues[tag]) for at, tag in enumerate(order)]


def _would_count(field: UnknownField) -> bool:
    """Says whether a reader takes this field for a member, or refuses it, if it comes first."""
    if field.tag in FIXED_LENGTHS:  # rule: bolt11.field.fixed-length
        return len(field.words) == FIXED_LENGTHS[field.tag]
    if field.tag == "f" and field.words:  # rule: bolt11.f.version
        return bech32.SYMBOL_OF[field.words[0]] <= invoice_value.VERSION_MAXIMUM
    return field.tag in DEFAULT_ORDER


def _comes_too_late(
    field: UnknownField, own_tags: str, order: str | None, taken: Collection[int | None]
) -> bool:
    """Says whether the field that counts stands before this one."""
    if field.tag in SEVERAL or field.tag not in own_tags:
        return False
    if field.at is None or order is None:  # Then the own fields of a tag come first.
        return True
    places = [at for at, tag in enumerate(order) if tag == field.tag and at not in taken]
    # Without a place for the own field the order is wrong, and refused as that.
    return not places or places[0] < field.at


def _bad_order(message: str) -> Reject:
    # rule: bolt11.write.order
    return Reject("bad_value", message, rule="bolt11.write.order")
