"""Reads a JUnit file with two readers that aren't ours, and compares it with the report that it was made from."""

import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter

import junitparser

from expected import expected

KINDS = {junitparser.Failure: "failed", junitparser.Error: "broke", junitparser.Skipped: "skipped"}


def main():
    report, path = sys.argv[1:]
    runs, early = expected(report)
    wanted = Counter((name, "skipped" if kind == "todo" else kind) for run in runs for name, kind in run)
    wanted[("the whole run", "broke")] += early
    wanted = +wanted
    totals = Counter()
    for (_, kind), count in wanted.items():
        totals[kind] += count

    found = Counter()
    tree = junitparser.JUnitXml.fromfile(path)
    for suite in tree:
        for case in suite:
            kinds = [KINDS[type(result)] for result in case.result] or ["passed"]
            assert len(kinds) == 1, (case.name, kinds)
            found[(case.name, kinds[0])] += 1
    assert found == wanted, (found - wanted, wanted - found)
    counts = (tree.tests, tree.failures, tree.errors)
    assert counts == (sum(totals.values()), totals["failed"], totals["broke"]), (counts, totals)

    root = ElementTree.parse(path).getroot()
    assert root.tag == "testsuites", root.tag
    for suite in root:
        cases = suite.findall("testcase")
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            counted = sum(case.find(tag) is not None for case in cases)
            assert int(suite.get(attribute, "0")) == counted, (suite.get("name"), attribute)
        assert int(suite.get("tests")) == len(cases)
        keys = [(case.get("classname"), case.get("name")) for case in cases]
        assert len(set(keys)) == len(keys), "two cases can't be told apart"
    print(f"JUnit: {sum(totals.values())} cases as in the report, {totals['failed']} failures, {totals['broke']} errors")


main()
