"""The text of an invoice: its characters, their case, the separator, the checksum.

    lnbc2500u 1 pvjluez...uk0rl7...  fna3rh
    hrp         data                 checksum
"""

from __future__ import annotations

from typing import NamedTuple

from ampwire_reference import bech32
from ampwire_reference.rejection import Reject

SEPARATOR = "1"


class Text(NamedTuple):
    """The parts of an invoice whose checksum is right.

    `hrp` is in lower case, `data` are the symbols between separator and checksum,
    and `data_offset` says where in the invoice they start.
    """

    hrp: str
    data: bytes
    data_offset: int
    upper_case: bool


def read(invoice: str) -> Text:
    """Takes an invoice apart. No length of its own is refused.

    Rejects: `bad_encoding`, then `truncated`, then `bad_checksum`.
    """
    # rule: bolt11.text.length
    upper_case = _check_characters(invoice)
    separator = invoice.rfind(SEPARATOR)
    if separator <= 0:  # rule: bolt11.text.separator
        raise Reject(
            "bad_encoding",
            "there is no character 1 with something before it",
            rule="bolt11.text.separator",
            offset=0,
        )
    lower_case = invoice.lower()  # rule: bolt11.text.case
    data_offset = separator + 1
    _check_alphabet(lower_case, data_offset)
    if len(invoice) - data_offset < bech32.CHECKSUM_LENGTH:  # rule: bolt11.text.checksum-complete
        raise Reject(
            "truncated",
            f"fewer than {bech32.CHECKSUM_LENGTH} characters after the separator",
            rule="bolt11.text.checksum-complete",
            offset=separator,
        )
    hrp = lower_case[:separator]
    symbols = bech32.symbols(lower_case[data_offset:])
    if not bech32.is_complete(hrp, symbols):  # rule: bolt11.text.checksum
        raise Reject(
            "bad_checksum",
            "the last six characters are not the checksum",
            rule="bolt11.text.checksum",
            offset=len(invoice) - bech32.CHECKSUM_LENGTH,
        )
    return Text(hrp, symbols[: -bech32.CHECKSUM_LENGTH], data_offset, upper_case)


def write(hrp: str, data: bytes, upper_case: bool) -> str:
    """Puts an invoice together; `hrp` is in lower case."""
    # rule: bolt11.text.checksum
    invoice = hrp + SEPARATOR + bech32.text(data + bech32.checksum(hrp, data))
    return invoice.upper() if upper_case else invoice  # rule: bolt11.text.case


def _check_characters(invoice: str) -> bool:
    """Refuses the first character that can't stand where it does; says if it is all upper case."""
    upper_case = None
    for offset, character in enumerate(invoice):
        if not 33 <= ord(character) <= 126:  # rule: bolt11.text.characters
            raise Reject(
                "bad_encoding",
                "a character that is not one of ASCII 33 to 126",
                rule="bolt11.text.characters",
                offset=offset,
            )
        if not character.isalpha():
            continue
        if upper_case is None:
            upper_case = character.isupper()
        if character.isupper() != upper_case:  # rule: bolt11.text.case
            raise Reject(
                "bad_encoding",
                "lower case and upper case in one invoice",
                rule="bolt11.text.case",
                offset=offset,
            )
    return bool(upper_case)


def _check_alphabet(lower_case: str, data_offset: int) -> None:
    for offset in range(data_offset, len(lower_case)):
        if lower_case[offset] not in bech32.SYMBOL_OF:  # rule: bolt11.text.characters
            raise Reject(
                "bad_encoding",
                "a character after the separator that is not of bech32's alphabet",
                rule="bolt11.text.characters",
                offset=offset,
            )
