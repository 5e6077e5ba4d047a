# SPDX-License-Identifier: Apache-2.0
"""sabotage.py TREE BUILD [--from N] [--minutes N]: in a copy of the project, one small sabotage at a time; builds the tests
that should see it, runs them until one does, and puts the file back. Without BUILD: can each sabotage still be made?"""

import argparse
import pathlib
import subprocess
import sys
import time

from rules import RULES


def targets_of(tests, known):
    """What has to be built: a unit test is a program of its own, the others use the tools."""
    return [test for test in tests if test in known and test.startswith("test_")] + (
        ["sello", "sello-verify", "torture_faults"] if any(not test.startswith("test_") for test in tests) else [])  # fmt: skip


def run(*command, seconds=900):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)


def caught_by(build, tests, known):
    """The test that sees it; "the compiler"; None: nobody."""
    for test in tests:
        made = run("cmake", "--build", build, "--target", *targets_of((test,), known), "--parallel", "2")
        if made.returncode != 0:
            return "the compiler"
        if run("ctest", "--test-dir", build, "-R", f"^{test}$").returncode != 0:
            return test
    return None


def lost(tree):
    """The sabotages whose text is not in its file, or more than once."""
    return [(what, name) for what, name, old, *_ in RULES if (tree / name).read_text().count(old) != 1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tree", type=pathlib.Path)
    parser.add_argument("build", nargs="?")
    parser.add_argument("--from", type=int, default=1, dest="first")
    parser.add_argument("--minutes", type=float, default=60)
    wanted = parser.parse_args()
    gone = lost(wanted.tree)
    for what, name in gone:
        print(f"{what}: its text is not once in {name}; mend rules.py", flush=True)
    if wanted.build is None or gone:
        return 1 if gone else 0
    until = time.monotonic() + 60 * wanted.minutes
    known = set(run("ctest", "--test-dir", wanted.build, "-N").stdout.split())
    missed = left = 0
    for number, (what, name, old, new, tests) in enumerate(RULES, 1):
        path = wanted.tree / name
        good = path.read_text()
        if number < wanted.first or time.monotonic() > until:
            left += 1
            continue
        tests = [test for test in tests if test in known]
        path.write_text(good.replace(old, new))
        try:
            by = caught_by(wanted.build, tests, known)
        finally:
            path.write_text(good)
        missed += by is None
        print(f"{number:3} {what:52} {by or 'MISSED by ' + ', '.join(tests)}", flush=True)
    print(f"\n{len(RULES)} sabotages: {len(RULES) - missed - left} caught, {missed} missed, {left} not tried.")
    return 1 if missed else 0


sys.exit(main())
