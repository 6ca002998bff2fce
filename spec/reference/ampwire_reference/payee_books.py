"""What the payee keeps: HTLCs with their answers, sets, and which are settled or cancelled."""

from __future__ import annotations

from dataclasses import dataclass, field

from ampwire_reference.derivation import Part
from ampwire_reference.payee_answer import Answer
from ampwire_reference.payee_words import Htlc, Invoice

SetKey = tuple
"""The name of a set: one of what `amp_set`, `type8_set` and `mpp_set` give."""


def amp_set(payment_secret: bytes, set_id: bytes) -> SetKey:
    """A set by AMP in type 14. The same set_id under another secret is another set."""
    return ("type14", set_id, payment_secret)  # rule: amp.payee.set-key


def type8_set(set_id: bytes) -> SetKey:
    """A set by AMP in type 8, which has no payment_secret."""
    return ("type8", set_id)  # rule: amp.payee.set-key


def mpp_set(payment_secret: bytes) -> SetKey:
    """All that is ordinary and for one invoice. So the invoice is settled once."""
    return ("mpp", None, payment_secret)


def set_id_of(key: SetKey) -> bytes | None:
    """The set_id of a set by AMP, in either layout; None for an ordinary one."""
    return key[1]


@dataclass
class Recorded:
    """An HTLC that passed, and what it was answered.

    `height`          when it arrived.
    `arrived`         the second at which it did.
    `amt_to_forward`  what counts of it.
    `part`            its share, index and hash; None where there is no AMP.
    """

    htlc: Htlc
    height: int
    arrived: int
    amt_to_forward: int
    part: Part | None
    answer: Answer


@dataclass
class HeldSet:
    """The HTLCs that are held for one payment.

    `total_msat`  what each of them says is the whole.
    `invoice`     None where it is spontaneous.
    `begun`       the second at which the first HTLC arrived, be that still there or not.
    """

    key: SetKey
    total_msat: int
    invoice: Invoice | None
    begun: int
    held: list[Recorded] = field(default_factory=list)

    def sum_msat(self) -> int:
        """What has arrived. Routers may pay more than they were told to; that is not counted."""
        return sum(each.amt_to_forward for each in self.held)  # rule: amp.payee.complete

    def is_complete(self) -> bool:
        """Says whether the total is reached."""
        return self.sum_msat() >= self.total_msat  # rule: amp.payee.complete


@dataclass
class Books:
    """All that the payee has to remember.

    `invoices`   by payment_secret.
    `cancelled`  the payment_secrets of those that were cancelled.
    `recorded`   HTLCs by id, until they have left their channels.
    `sets`       the sets that hold something. One that ended has left no trace here.
    `settled`    the names of the sets that were settled.
    """

    invoices: dict[bytes, Invoice]
    cancelled: set[bytes] = field(default_factory=set)
    recorded: dict[str, Recorded] = field(default_factory=dict)
    sets: dict[SetKey, HeldSet] = field(default_factory=dict)
    settled: set[SetKey] = field(default_factory=set)

    def sets_of(self, invoice: Invoice | None) -> list[HeldSet]:
        """The sets of one invoice, or with None all spontaneous ones."""
        return [each for each in self.sets.values() if each.invoice is invoice]
