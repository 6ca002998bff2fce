"""How the reference says no.

Every refusal is a `Reject`. It names the class of the testee protocol and, where
they are known, the rule that was broken, the byte at fault and the record.
"""

from __future__ import annotations

CLASSES = frozenset(
    {
        "truncated",
        "bad_length",
        "not_minimal",
        "order",
        "duplicate",
        "unknown_even",
        "missing",
        "forbidden",
        "conflict",
        "bad_value",
        "bad_encoding",
        "bad_checksum",
        "bad_amount",
        "bad_padding",
        "bad_signature",
        "unknown_network",
        "limit",
        "insecure",
        "mismatch",
        "other",
    }
)
"""The classes of the testee protocol that this reference can give."""


class Reject(Exception):
    """A refusal of the input. Any other exception is a fault of the reference.

    `rejection_class`  one of `CLASSES`.
    `message`          a sentence for people; nothing compares it.
    `rule`             the id of the broken rule, None where no rule says it.
    `offset`           the first byte of the item at fault, counted from the first
                       byte of the input, of an invoice its characters; None where
                       a record or field is missing and where the input is neither.
    `tlv_type`         the type of the record concerned, None where no type was read.
    """

    def __init__(
        self,
        rejection_class: str,
        message: str,
        *,
        rule: str | None = None,
        offset: int | None = None,
        tlv_type: int | None = None,
    ) -> None:
        if rejection_class not in CLASSES:
            raise ValueError("no such class of rejection: " + rejection_class)
        super().__init__(message)
        self.rejection_class = rejection_class
        self.message = message
        self.rule = rule
        self.offset = offset
        self.tlv_type = tlv_type

    def answer(self) -> dict[str, str]:
        """The `reject` object of the testee protocol; what is unknown is left out."""
        message = self.message if self.rule is None else self.rule + ": " + self.message
        members = {"class": self.rejection_class, "message": message}
        if self.offset is not None:
            members["offset"] = str(self.offset)
        if self.tlv_type is not None:
            members["tlv_type"] = str(self.tlv_type)
        return members
