"""Say how much of the rules the tests hold: the share of mutants that some case notices.

    python -m tests.mutation [RULE...] [--at-least SHARE] [--survivors FILE]

Prints a table by module of rules; the mutants of derived facts stand apart, each noticed by any
rule that uses the fact. Status 1 if the share of all is below `--at-least` (in hundredths).
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from tests.mutation.cases import recorded
from tests.mutation.mutants import facts_of
from tests.mutation.report import survivors_of, table
from tests.mutation.run import Subject, kill, subject_of_fact, subject_of_rule, versions


def main(arguments: list[str]) -> int:
    """Measure, print and judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("rules", nargs="*", metavar="RULE")
    parser.add_argument("--at-least", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--survivors", type=Path, metavar="FILE")
    asked = parser.parse_args(arguments)
    found = versions(recorded(), asked.rules)
    if not found:
        parser.error("no rule of that name is written")
    subjects = [subject_of_rule(version) for version in found]
    facts = {
        fact: subject_of_fact(fact, "derived facts")
        for version in found
        for fact in facts_of(version.active.rule.condition)
    }
    if asked.rules:
        facts = {}  # a fact is judged by all the rules that use it
    for version, subject in zip(found, subjects, strict=True):
        kill(version, subject, facts)
    families: dict[str, list[Subject]] = defaultdict(list)
    for subject in (*subjects, *facts.values()):
        families[subject.family].append(subject)
    text, share = table(families)
    print(text)
    told = "\n".join(survivors_of([*subjects, *facts.values()], found[0].active.rule))
    if asked.survivors:
        asked.survivors.write_text(told + "\n", encoding="utf-8")
    elif asked.rules:
        print(told)
    return 1 if share < asked.at_least else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
