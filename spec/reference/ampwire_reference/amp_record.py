"""The AMP record, in its two layouts.

    type14, as deployed                    type8, the tutorial's
     0  root_share    32 bytes              0  root_share    32 bytes
    32  set_id        32 bytes             32  set_id        32 bytes
    64  child_index   tu32                 64  child_index   4 bytes
    64 to 68 bytes                         68 bytes

No value of a field is refused here: an all-zero set_id decodes.
"""

from __future__ import annotations

from typing import NamedTuple

from ampwire_reference import truncated
from ampwire_reference.rejection import Reject

TYPE14 = "type14"
TYPE8 = "type8"
LAYOUTS = (TYPE8, TYPE14)

INDEX_MAXIMUM = 2**32 - 1
"""The largest child_index."""

FIELD_LENGTH = 32
"""Bytes of root_share, and of set_id."""

INDEX_OFFSET = 64
"""Where child_index begins."""

MAXIMUM_LENGTH = 68
"""The longest value of type14, the only length of type8."""


class AmpRecord(NamedTuple):
    """One AMP record. The layout is part of the value, so encoding gives back what was decoded."""

    layout: str
    root_share: bytes
    set_id: bytes
    child_index: int

    @property
    def tlv_type(self) -> int:
        """The type of the record that carries this layout."""
        return 14 if self.layout == TYPE14 else 8


def decode(value: bytes, layout: str, *, start: int = 0, tlv_type: int | None = None) -> AmpRecord:
    """Decodes the value of an AMP record.

    `start` is where the value begins in the outermost input.

    Rejects: `bad_length` at the value, then `not_minimal` at child_index.
    """
    index_bytes = value[INDEX_OFFSET:]
    if layout == TYPE14:
        if not INDEX_OFFSET <= len(value) <= MAXIMUM_LENGTH:  # rule: amp.record.length
            raise Reject(
                "bad_length",
                f"{len(value)} bytes, not 64 to 68",
                rule="amp.record.length",
                offset=start,
                tlv_type=tlv_type,
            )
        child_index = truncated.decode(
            index_bytes,
            truncated.TU32,
            start=start + INDEX_OFFSET,
            tlv_type=tlv_type,
            minimal_rule="amp.record.index-minimal",  # rule: amp.record.index-minimal
        )
    else:
        if len(value) != MAXIMUM_LENGTH:  # rule: amp.record.type8-length
            raise Reject(
                "bad_length",
                f"{len(value)} bytes, not 68",
                rule="amp.record.type8-length",
                offset=start,
                tlv_type=tlv_type,
            )
        child_index = int.from_bytes(index_bytes, "big")  # rule: amp.record.type8-layout
    root_share = value[:FIELD_LENGTH]  # rule: amp.record.layout
    set_id = value[FIELD_LENGTH:INDEX_OFFSET]
    return AmpRecord(layout, root_share, set_id, child_index)


def check_index(record: AmpRecord, *, tlv_type: int | None = None) -> None:
    """Rejects with `bad_value` a child_index over 2^32-1."""
    if record.child_index > INDEX_MAXIMUM:
        by_layout = {
            TYPE14: "amp.record.layout",  # rule: amp.record.layout
            TYPE8: "amp.record.type8-layout",  # rule: amp.record.type8-layout
        }
        raise Reject(
            "bad_value",
            "child_index ends at 2^32-1",
            rule=by_layout[record.layout],
            tlv_type=tlv_type,
        )


def check_lengths(record: AmpRecord, *, tlv_type: int | None = None) -> None:
    """Rejects with `bad_length` a root_share or a set_id that is not 32 bytes."""
    by_layout = {
        TYPE14: "amp.record.length",  # rule: amp.record.length
        TYPE8: "amp.record.type8-length",  # rule: amp.record.type8-length
    }
    for name, field in (("root_share", record.root_share), ("set_id", record.set_id)):
        if len(field) != FIELD_LENGTH:
            raise Reject(
                "bad_length",
                f"{name} has {len(field)} bytes, not 32",
                rule=by_layout[record.layout],
                tlv_type=tlv_type,
            )


def encode(record: AmpRecord) -> bytes:
    """Writes the value of an AMP record.

    Rejects: `bad_length`, then `bad_value`.
    """
    check_lengths(record)
    check_index(record)
    if record.layout == TYPE14:  # rule: amp.record.index-minimal
        child_index = truncated.encode(record.child_index, truncated.TU32)
    else:  # rule: amp.record.type8-layout
        child_index = record.child_index.to_bytes(4, "big")
    return record.root_share + record.set_id + child_index  # rule: amp.record.layout
