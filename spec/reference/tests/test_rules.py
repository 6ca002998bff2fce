"""The rule ids: none dangles, none is left out, and each stands where it is used."""

import ast
import io
import re
import tokenize
import unittest

from support import REFERENCE, RULES

from ampwire_reference.rejection import CLASSES

try:
    import tomllib
except ImportError:  # Python before 3.11
    tomllib = None

COMMENT = re.compile(r"# rule: (\S+)$")
RULE_ID = re.compile(r"(?:bolt1|bolt4|bolt9|bolt11|blip3|amp)(?:\.[a-z0-9-]+){2}")

COVERED = ("bolt1.", "bolt4.", "bolt9.", "bolt11.", "amp.", "blip3.")
"""The rules of the operations here; the others are about other bytes."""

UNFRAMED = "no operation carries the length before a hop payload"
ENCRYPTED = "no operation carries encrypted_data_tlv in the clear"
AS_WRITTEN = "the operations answer with what is written"
IN_MEMORY = "the state is in memory, and what is done with an answer is not seen"

# Reader rules that no line enforces, and why.
NOT_ENFORCED = {
    "bolt4.hop-payload.length-minimal": UNFRAMED,
    "bolt4.hop-payload.length-reserved": UNFRAMED,
    "bolt4.hop-payload.complete": UNFRAMED,
    "bolt4.encrypted-data.lengths": ENCRYPTED,
    "bolt4.encrypted-data.integers-minimal": ENCRYPTED,
    "bolt4.encrypted-data.points": ENCRYPTED,
    "bolt4.encrypted-data.unknown-even": ENCRYPTED,
    "bolt4.encrypted-data.next-hop": ENCRYPTED,
    "bolt4.encrypted-data.next-hop-once": ENCRYPTED,
    "bolt4.encrypted-data.payment-relay": ENCRYPTED,
    "bolt4.encrypted-data.allowed-features": ENCRYPTED,
    "bolt11.c.default": AS_WRITTEN,
    "amp.payee.write-ahead": IN_MEMORY,
}

# Where the class of a rejection isn't the class that the table gives the rule.
OTHER_CLASSES = {
    # A writer is given a number, not bytes: the number is wrong, not a length.
    ("bolt1.tu.length", "bad_value"),
    # A writer is given two members that would both be type 8.
    ("bolt1.tlv.no-duplicate", "conflict"),
    # A writer is given a hash that has not the length of a hash.
    ("bolt4.failure.codes", "bad_length"),
    # A writer is given a bit for which the longest field has no room.
    ("bolt11.field.longest", "limit"),
    # A writer is given a version or a number, where a reader finds lengths.
    ("bolt11.f.program", "bad_value"),
    ("bolt11.r.entries", "bad_value"),
}


def table() -> dict:
    """Each rule's id with its side and class."""
    text = RULES.read_text(encoding="utf-8")
    if tomllib is not None:
        return {rule["id"]: rule for rule in tomllib.loads(text)["rule"]}
    rules = {}
    for block in text.split("[[rule]]")[1:]:
        members = dict(re.findall(r'^(\w+) = "([^"]*)"', block, re.MULTILINE))
        rules[members["id"]] = members
    return rules


def sources() -> dict:
    paths = sorted((REFERENCE / "ampwire_reference").glob("*.py"))
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def rules_in_comments(text: str) -> set:
    """The ids in comments; docstrings are no comments."""
    matches = (
        COMMENT.match(token.string)
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    )
    return {match.group(1) for match in matches if match}


class RulesTest(unittest.TestCase):
    def test_the_table_can_be_read_without_a_parser(self) -> None:
        ids = re.findall(r'^id = "(.*)"$', RULES.read_text(encoding="utf-8"), re.MULTILINE)
        self.assertEqual(sorted(ids), sorted(table()))

    def test_every_comment_names_a_rule(self) -> None:
        rules = set(table())
        for name, text in sources().items():
            self.assertEqual(rules_in_comments(text) - rules, set(), name)

    def test_every_rule_of_a_reader_stands_in_a_comment(self) -> None:
        named = set().union(*map(rules_in_comments, sources().values()))
        due = {
            rule
            for rule, members in table().items()
            if members["side"] in ("reader", "both") and rule.startswith(COVERED)
        }
        self.assertEqual(due - named, set(NOT_ENFORCED))
        self.assertTrue(named.isdisjoint(NOT_ENFORCED))

    def test_every_rule_in_the_code_stands_in_a_comment_of_its_file(self) -> None:
        for name, text in sources().items():
            commented = rules_in_comments(text)
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    if RULE_ID.fullmatch(node.value):
                        self.assertIn(node.value, commented, f"{name}:{node.lineno}")

    def test_a_rejection_has_the_class_of_its_rule(self) -> None:
        rules = table()
        seen = 0
        for name, text in sources().items():
            for node in ast.walk(ast.parse(text)):
                if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reject"):
                    continue
                rule = next((word.value for word in node.keywords if word.arg == "rule"), None)
                if isinstance(rule, ast.Constant):
                    given = (rule.value, node.args[0].value)
                    seen += 1
                    if given not in OTHER_CLASSES:
                        self.assertEqual(given[1], rules[rule.value]["class"], name)
        self.assertGreater(seen, 20)

    def test_every_class_is_given_somewhere(self) -> None:
        given = set()
        for text in sources().values():
            given.update(re.findall(r'Reject\(\s*(?:#.*\s*)?"(\w+)"', text))
        self.assertEqual(given, set(CLASSES))
