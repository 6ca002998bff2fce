"""The payee: a machine without a clock. Events go in, each with a time, and answers come out.

Every method that is an event first does what is due by its time. It gives
answers as (id of the HTLC, answer), in an order that does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable

from ampwire_reference import derivation
from ampwire_reference.payee_answer import (
    Answer,
    Failed,
    Fails,
    Held,
    Mistake,
    Settled,
    failure,
    unknown_details,
)
from ampwire_reference.payee_books import Books, HeldSet, Recorded, set_id_of
from ampwire_reference.payee_newcomer import Newcomer, judge
from ampwire_reference.payee_words import OF_SET, TIMEOUT_LEAST, Config, Htlc, Invoice
from ampwire_reference.rejection import Reject

Answers = list[tuple[str, Answer]]


class Payee:
    """One payee with its invoices."""

    def __init__(self, config: Config, invoices: Iterable[Invoice]) -> None:
        """Rejects: `limit` where a set would have less than 60 seconds."""
        if config.mpp_timeout < TIMEOUT_LEAST:  # rule: amp.payee.timeout-length
            raise Reject(
                "limit",
                f"a set should have {TIMEOUT_LEAST} seconds",
                rule="amp.payee.timeout-length",
            )
        self.config = config
        self.books = Books({invoice.payment_secret: invoice for invoice in invoices})
        self.height = config.block_height
        self.now = 0

    def tick(self, at: int) -> Answers:
        """Time passes, and nothing else."""
        self.now = max(self.now, at)
        if self.config.timeout_of == OF_SET:
            due = [(each.begun, each, list(each.held)) for each in self.books.sets.values()]
        else:
            due = [
                (htlc.arrived, each, [htlc])
                for each in self.books.sets.values()
                for htlc in each.held
            ]
        answers: Answers = []
        # At the deadline itself the time is over.
        # rule: amp.payee.timeout
        for begun, held_set, htlcs in sorted(due, key=lambda entry: entry[0]):
            if begun + self.config.mpp_timeout <= self.now:
                timeout = failure("mpp_timeout", "amp.payee.timeout")
                answers += self._fail(held_set, htlcs, timeout)
        return answers

    def arrive(self, at: int, htlc: Htlc) -> Answers:
        """An HTLC is presented, for the first time or again."""
        answers = self.tick(at)
        recorded = self.books.recorded.get(htlc.id)
        if recorded is not None:  # rule: amp.payee.replay
            return [*answers, (htlc.id, _again(recorded, htlc))]
        try:
            newcomer = judge(htlc, self.config, self.books, self.height, self.now)
        except Fails as refusal:
            return [*answers, (htlc.id, refusal.failed)]
        return answers + self._take(htlc, newcomer)

    def block(self, at: int, height: int) -> Answers:
        """A height is announced. It may be below the last one."""
        answers = self.tick(at)
        self.height = height
        for held_set in list(self.books.sets.values()):
            if self._expires_soon(held_set):  # rule: amp.payee.block
                answers += self._fail_unknown(held_set, "amp.payee.block")
        return answers

    def cancel_set(self, at: int, set_id: bytes) -> Answers:
        """The owner wants nothing of the sets with this set_id, under whatever secret."""
        answers = self.tick(at)
        for held_set in list(self.books.sets.values()):
            if set_id_of(held_set.key) == set_id:  # rule: amp.payee.cancel
                answers += self._fail_unknown(held_set, "amp.payee.cancel")
        return answers

    def cancel_invoice(self, at: int, payment_secret: bytes) -> Answers:
        """The owner takes nothing more for this invoice."""
        answers = self.tick(at)
        invoice = self.books.invoices.get(payment_secret)
        if invoice is None:
            return answers
        self.books.cancelled.add(payment_secret)  # rule: amp.payee.cancel
        for held_set in self.books.sets_of(invoice):
            answers += self._fail_unknown(held_set, "amp.payee.cancel")
        return answers

    def forget(self, at: int, htlc_id: str) -> Answers:
        """An HTLC left its channel for good. Its set goes on without it, to the same deadline."""
        answers = self.tick(at)
        recorded = self.books.recorded.pop(htlc_id, None)
        for held_set in list(self.books.sets.values()):
            if any(each is recorded for each in held_set.held):
                self._leave(held_set, [recorded])
        return answers

    def _take(self, htlc: Htlc, newcomer: Newcomer) -> Answers:
        """Records an HTLC that passed, and settles or holds it."""
        recorded = Recorded(
            htlc,
            self.height,
            self.now,
            newcomer.payload.amt_to_forward,
            newcomer.part,
            Held(),
        )
        self.books.recorded[htlc.id] = recorded
        if newcomer.key is None:  # rule: amp.payee.keysend
            recorded.answer = Settled(newcomer.payload.keysend_preimage)
            return [(htlc.id, recorded.answer)]
        held_set = self.books.sets.get(newcomer.key)
        if held_set is None:
            # Nothing is left of a set of this name that ended without being settled.
            # rule: amp.payee.set-again
            held_set = HeldSet(newcomer.key, newcomer.total_msat, newcomer.invoice, self.now)
            self.books.sets[newcomer.key] = held_set
        held_set.held.append(recorded)
        if held_set.is_complete():
            return self._complete(held_set)
        return [(htlc.id, recorded.answer)]

    def _complete(self, held_set: HeldSet) -> Answers:
        """The total is reached: all or nothing."""
        if self._expires_soon(held_set):  # rule: amp.payee.expiry-again
            return self._fail_unknown(held_set, "amp.payee.expiry-again")
        try:
            preimages = self._preimages(held_set)
        except Reject:  # rule: amp.payee.reconstruct
            return self._fail_unknown(held_set, "amp.payee.reconstruct")
        answers: Answers = []
        # rule: amp.payee.settle-all
        for recorded, preimage in zip(held_set.held, preimages):
            recorded.answer = Settled(preimage)
            answers.append((recorded.htlc.id, recorded.answer))
        self.books.settled.add(held_set.key)
        del self.books.sets[held_set.key]
        return answers

    def _preimages(self, held_set: HeldSet) -> list[bytes]:
        """One preimage for each HTLC, in their order; that is not the order of the root.

        Rejects: `mismatch` or `insecure`.
        """
        parts = [recorded.part for recorded in held_set.held if recorded.part is not None]
        if not parts:
            return [held_set.invoice.preimage for _ in held_set.held]
        # The XOR of the shares is the same in any order.
        # rule: amp.payee.order
        _, children = derivation.reconstruct(self.config.scheme, parts)
        return [child.preimage for child in children]

    def _expires_soon(self, held_set: HeldSet) -> bool:
        """Says whether an HTLC expires below the height and the payee's own delta."""
        least = self.height + self.config.min_final_cltv_expiry_delta
        return any(recorded.htlc.cltv_expiry < least for recorded in held_set.held)

    def _fail_unknown(self, held_set: HeldSet, rule: str) -> Answers:
        """Fails the whole set: each HTLC with its own amount, and the height when it arrived."""
        answers: Answers = []
        for recorded in list(held_set.held):
            failed = unknown_details(recorded.htlc.amount_msat, recorded.height, rule)
            answers += self._fail(held_set, [recorded], failed)
        return answers

    def _fail(self, held_set: HeldSet, htlcs: list[Recorded], failed: Failed) -> Answers:
        for recorded in htlcs:
            recorded.answer = failed
        self._leave(held_set, htlcs)
        return [(recorded.htlc.id, failed) for recorded in htlcs]

    def _leave(self, held_set: HeldSet, htlcs: list[Recorded]) -> None:
        """Takes HTLCs out of their set, which ends when nothing is held any more."""
        held_set.held = [
            each for each in held_set.held if not any(each is htlc for htlc in htlcs)
        ]
        if not held_set.held:
            del self.books.sets[held_set.key]


def _again(recorded: Recorded, htlc: Htlc) -> Answer:
    """What a replay is told: what was said before. It changes nothing."""
    before = recorded.htlc
    if (before.payment_hash, before.amount_msat, before.cltv_expiry) != (
        htlc.payment_hash,
        htlc.amount_msat,
        htlc.cltv_expiry,
    ):
        # rule: amp.payee.htlc-id
        message = "another HTLC has this id"
        return Mistake(message, "amp.payee.htlc-id")
    return recorded.answer
