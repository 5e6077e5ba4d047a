# SPDX-License-Identifier: Apache-2.0
"""sabotage.py TREE BUILD [--rules 1-9,34] [--minutes N] [--unseen] [--table]: in a copy of the project, one small sabotage at
a time; builds the tests that should see it, runs them until one does, and puts the file back. What was seen stands in TREE/seen:
--unseen leaves out what stands there, --table prints it. Without BUILD: can each sabotage still be made?"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import time

from rules import RULES

TOOLS = ("sello", "sello-verify", "torture_faults", "catalogs")
# The row that failed, as cmocka, bats and the sanitizers tell it.
FAILED = re.compile(r"\[  FAILED  \] (\w+)|^.*?not ok \d+ (.*?)(?: in \d+ms)?$|(AddressSanitizer|runtime error): .*$", re.MULTILINE)


def run(*command, seconds=900, **more):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds, **more)


class Tests:
    """The tests of a build. One is named as ctest does, or with a row of its file behind it: "e2e_log: a title"."""

    def __init__(self, build):
        self.build = build
        self.known = {test["name"] for test in self.told()}

    def told(self, *only):
        return json.loads(run("ctest", "--test-dir", self.build, "--show-only=json-v1", *only).stdout)["tests"]

    def has(self, test):
        return test.partition(": ")[0] in self.known

    def compiles(self, test):
        """Builds what it needs: a unit test is a program of its own, the others use the tools."""
        targets = (test,) if test.startswith("test_") else TOOLS
        return run("cmake", "--build", self.build, "--target", *targets, "--parallel", "2").returncode == 0

    def failed(self, test):
        """The test and its first row that failed, or None."""
        name, _, row = test.partition(": ")
        (known,) = self.told("-R", f"^{name}$")  # how it is run is known when it was built
        told = {p["name"]: p["value"] for p in known.get("properties", ())}
        own = dict(pair.split("=", 1) for pair in told.get("ENVIRONMENT", ()))
        only = ("-f", f"^{re.escape(row)}$") if row else ()
        try:
            ran = run("env", *(f"{k}={v}" for k, v in own.items()), *known["command"], *only, seconds=told.get("TIMEOUT", 300),
                      cwd=told["WORKING_DIRECTORY"])  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"{name}: does not end"
        if ran.returncode in (0, told.get("SKIP_RETURN_CODE")):
            return None
        found = FAILED.search(ran.stdout + ran.stderr)
        return f"{name}: {next(filter(None, found.groups()))}" if found else name


def asked(there, tests):
    """(the test that sees it, what it told): (None, why) where nobody does."""
    for test in tests:
        if not there.compiles(test):
            return None, "it does not compile: mend rules.py"
        by = there.failed(test)
        if by:
            return test, by
    return None, "MISSED by " + ", ".join(tests)


def lost(tree):
    """What cannot be made or asked: (sabotage, what is wrong)."""
    for what, name, old, _, tests in RULES:
        if (tree / name).read_text().count(old) != 1:
            yield what, f"its text is not once in {name}"
        for test, _, row in (test.partition(": ") for test in tests):
            path = tree / (f"tests/e2e/{test[4:]}.bats" if test.startswith("e2e_") else f"tests/unit/{test}.c")
            if test != "torture_quick" and not path.exists():
                yield what, f"there is no test {test}"
            elif row and f'@test "{row}"' not in path.read_text():
                yield what, f'{test} has no row "{row}"'


def numbers(text):
    """1-3,7 as a set."""
    ends = [part.split("-") for part in text.split(",")]
    return {n for part in ends for n in range(int(part[0]), int(part[-1]) + 1)}


def seen_in(path):
    lines = path.read_text().splitlines() if path.exists() else []
    return {entry["what"]: entry for entry in map(json.loads, lines)}


def table(seen):
    print("| # | what is broken | seen by | seconds |\n|---|---|---|---|")
    for number, (what, *_) in enumerate(RULES, 1):
        entry = seen.get(what, {"by": "not run", "seconds": ""})
        by = f"`{entry['by']}`" if ":" in (entry["by"] or "") else entry["by"] or "nobody"
        print(f"| {number} | {what} | {by} | {entry['seconds']} |")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("tree", type=pathlib.Path)
    parser.add_argument("build", nargs="?")
    parser.add_argument("--rules", type=numbers, default=set(range(1, len(RULES) + 1)))
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--table", action="store_true")
    return parser.parse_args()


def attempt(there, tree, rule):
    """One sabotage: which test sees it, after how many seconds; (None, why). A slow test is asked again without it: one
    that fails then too has seen nothing."""
    _, name, old, new, tests = rule
    path, start = tree / name, time.monotonic()
    good = path.read_text()
    path.write_text(good.replace(old, new))
    try:
        test, by = asked(there, [test for test in tests if there.has(test)])
    finally:
        path.write_text(good)
    seconds = round(time.monotonic() - start)
    if test and not test.startswith("test_"):
        row = by.partition(": ")[2]
        there.compiles(test)
        if there.failed(f"{test.partition(': ')[0]}: {row}" if row and test.startswith("e2e_") else test):
            return None, f"{by} fails anyway", seconds
    return test and by, by, seconds


def main():
    wanted = arguments()
    gone = list(lost(wanted.tree))
    for what, why in gone:
        print(f"{what}: {why}; mend rules.py", flush=True)
    if wanted.build is None or gone:
        return 1 if gone else 0
    kept = wanted.tree / "seen"
    seen = seen_in(kept)
    if wanted.table:
        table(seen)
        return 0
    until, there = time.monotonic() + 60 * wanted.minutes, Tests(wanted.build)
    missed = left = 0
    for number, rule in enumerate(RULES, 1):
        what = rule[0]
        if number not in wanted.rules or time.monotonic() > until or (wanted.unseen and seen.get(what, {}).get("by")):
            left += 1
            continue
        by, told, seconds = attempt(there, wanted.tree, rule)
        missed += by is None
        with kept.open("a") as file:
            print(json.dumps({"what": what, "by": by, "seconds": seconds}), file=file)
        print(f"{number:3} {what:52} {told} ({seconds} s)", flush=True)
    print(f"\n{len(RULES)} sabotages: {len(RULES) - missed - left} caught, {missed} missed, {left} not tried.")
    return 1 if missed else 0


sys.exit(main())
