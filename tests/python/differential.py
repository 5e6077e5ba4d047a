#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""differential.py [--cases N] [--seed N] [--keep FOLDER] NATIVE [WASM...]: three implementations, asked the same.

NATIVE is tests/support/native_engine, WASM the command that runs verify/web/test/wasm_lines.mjs. Both are
asked of the same labels, trust files, updates and typed serials, bent by structure and signed anew, as the
reference of sello_ref is. All three must agree: taken or refused, the verdict and what else holds, and the
reason. Exit 0 only then.
"""

import argparse
import collections
import io
import pathlib
import queue
import random
import re
import subprocess
import sys
import threading
import time

import cbor2
from differ import cases
from sello_ref import Refused, codes, trust
from sello_ref.verdict import judge, judge_serial

HERE = pathlib.Path(__file__).resolve().parent
ERRORS = {int(number): name for name, number in
          re.findall(r"X\((SELLO_\w+), (\d+),", (HERE / "../../wire/error.h").read_text())}  # fmt: skip
FILE_KINDS, LABEL_KINDS = {cases.trust_case: 3, cases.update_case: 1}, {cases.label_case: 5, cases.serial_case: 1}
ROUND = 200  # cases judged by the same trusted files


class Engine:
    """A program that answers a line with a line."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.answers = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.answers.put(line.decode().strip())
        self.answers.put(None)

    def ask(self, lines):
        """In a thread of its own: the pipes hold less than a round."""
        data = "".join(line + "\n" for line in lines).encode()
        threading.Thread(target=self._write, args=(data,), daemon=True).start()

    def _write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def answer(self):
        line = self.answers.get(timeout=300)
        if line is None:
            raise SystemExit(f"{self.name} ended: {self.process.wait()}")
        return line


def hexed(data):
    return (data or b"").hex() or "-"


def as_bytes(text):
    return text.encode("utf-8", "surrogateescape")


def line_of(case):
    """The question, as the engines read it."""
    kind = case["kind"]
    if kind == "file":
        return f"inspect {hexed(case['trust'])}"
    if kind == "update":
        return f"follow {hexed(case['stored'])} {hexed(case['status'])} {hexed(case['trust'])}"
    if kind == "label":
        return f"text {case['now']} es {hexed(as_bytes(case['text']))}"
    return f"serial {case['now']} es {hexed(as_bytes(case['typed']))} 0"


# ---- answers, each as a tuple to compare ----


def fields_of(data):
    """An answer of verify/web/wasm/answer.h: names and values after each other."""
    stream, fields = io.BytesIO(data), {}
    while stream.tell() < len(data):
        name = cbor2.load(stream)
        fields[name] = cbor2.load(stream)
    return fields


def of_engine(kind, line):
    if line.startswith("!"):
        return ("refused", ERRORS[int(line[1:])])
    answer = fields_of(bytes.fromhex(line))
    if kind in ("file", "update"):
        return ("taken", answer["fingerprint"].hex(), answer["root_version"], answer["bundle_version"],
                answer["highest"], answer["name"], answer["base_url"], answer["threshold"], answer["practice"])  # fmt: skip
    return (answer["verdict"], tuple(answer["also"]), answer.get("cause_name"))


def of_trust(opened):
    newest, bundle = opened.root, opened.bundle
    return ("taken", opened.fingerprint.hex(), newest.version, bundle.version, bundle.highest, newest.name,
            newest.base_url, newest.threshold, newest.practice)  # fmt: skip


def of_reference(case, trusted):
    try:
        return REFERENCE[case["kind"]](case, trusted)
    except Refused as why:
        return ("refused", why.reason)


def file_answer(case, trusted):
    return of_trust(trust.open_trust(case["trust"]))


def update_answer(case, trusted):
    stored = trust.open_stored(case["stored"], case["status"])
    coming = trust.open_trust(case["trust"])
    trust.check_update(stored, coming)
    trust.check_identity([(each, "") for each in trusted], coming)
    return of_trust(coming)


def label_answer(case, trusted):
    judged = judge(case["text"], trusted, case["now"])
    return (judged.verdict, tuple(judged.also), judged.cause)


def serial_answer(case, trusted):
    judged = judge_serial(codes.serial_from_text(case["typed"]), trusted[0], case["now"])
    return (judged.verdict, tuple(judged.also), judged.cause)


REFERENCE = {"file": file_answer, "update": update_answer, "label": label_answer, "serial": serial_answer}

# ---- the run ----


def worlds():
    """What is trusted in a round: (files, opened)."""
    made = [cases.write(chain) for chain in cases.chains()]
    other = cases.write(cases.chains()[5])
    sets = [[made[0]], [made[1]], [made[2]], [made[3]], [made[4]], [made[1], other], [other, made[0]]]
    return [(files, [trust.open_trust(data) for data in files]) for files in sets]


def keep(folder, number, case, answers):
    """A disagreement: what was asked, as files, and each answer."""
    here = folder / f"case-{number}"
    here.mkdir(parents=True, exist_ok=True)
    for name, value in case.items():
        if isinstance(value, (bytes, str)) and name != "kind":
            suffix = "sello" if isinstance(value, bytes) else "txt"
            (here / f"{name}.{suffix}").write_bytes(value if isinstance(value, bytes) else as_bytes(value))
    told = [f"kind: {case['kind']}", f"bent: {case.get('bent')}", *(f"{name}: {value}" for name, value in answers.items())]
    (here / "answers.txt").write_text("\n".join(told) + "\n")


def run(options, engines):
    r = random.Random(options.seed)
    world = worlds()
    counts, refused, differ = collections.Counter(), collections.Counter(), 0
    start = time.monotonic()
    for first in range(0, options.cases, ROUND):
        n = first // ROUND
        files, trusted = world[n // 2 % len(world)] if n % 2 else ([], [])
        kinds = LABEL_KINDS if n % 2 else FILE_KINDS
        picks = r.choices(list(kinds), list(kinds.values()), k=min(ROUND, options.cases - first))
        round_cases = [pick(r) for pick in picks]
        setup = ["clear", *(f"add {hexed(data)}" for data in files)]
        for engine in engines:
            engine.ask([*setup, *map(line_of, round_cases)])
        expected = [of_reference(case, trusted) for case in round_cases]
        for engine in engines:
            for _ in setup:
                engine.answer()
        for at, case in enumerate(round_cases):
            answers = {engine.name: of_engine(case["kind"], engine.answer()) for engine in engines}
            answers["reference"] = expected[at]
            counts[case["kind"], expected[at][0]] += 1
            if expected[at][0] == "refused":
                refused[expected[at][1]] += 1
            if len(set(answers.values())) > 1:
                differ += 1
                if differ <= options.most:
                    keep(options.keep, first + at, case, answers)
        if sys.stderr.isatty():
            print(f"\r{first + len(picks)} of {options.cases}", end="", file=sys.stderr)
    told(options, engines, counts, refused, differ, time.monotonic() - start)
    return 1 if differ else 0


def told(options, engines, counts, refused, differ, seconds):
    names = " and ".join([*(engine.name for engine in engines), "the reference"])
    print(f"{options.cases} cases from seed {options.seed}, asked of {names}, in {seconds:.0f} seconds.")
    for kind in ("label", "file", "update", "serial"):
        rows = {answer: n for (of, answer), n in counts.items() if of == kind}
        told_rows = ", ".join(f"{answer} {n}" for answer, n in sorted(rows.items(), key=lambda row: -row[1]))
        print(f"  {kind}: {sum(rows.values())} ({told_rows})")
    print(f"  {len(refused)} reasons of refusal came up.")
    if differ:
        print(f"{differ} answers DIFFER. The first {min(differ, options.most)} are kept in {options.keep}.")
    else:
        print("All agree: what is taken, the verdicts, and the reasons.")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100000)
    parser.add_argument("--seed", type=int, default=20261129)
    parser.add_argument("--keep", type=pathlib.Path, default=pathlib.Path("differential"))
    parser.add_argument("--most", type=int, default=20, help="how many disagreements are kept")
    parser.add_argument("native")
    parser.add_argument("wasm", nargs="*")
    options = parser.parse_args()
    engines = [Engine("C", [options.native])]
    if options.wasm:
        engines.append(Engine("WebAssembly", options.wasm))
    return run(options, engines)


if __name__ == "__main__":
    sys.exit(main())
