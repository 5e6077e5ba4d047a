#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""run.py [--each N] PROGRAM [WORD...]: asks an implementation of Sello's formats every vector, and says where it
differs. With --each it asks one of N alone, which is quicker and proves nothing.

The program reads questions from its standard input and answers each on its standard output, a line of
JSON for a line of JSON; README.md beside this file lists them. Needs nothing but Python.
"""

import collections
import hashlib
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SHOWN = 20  # differences; the rest are counted


def load(name):
    return json.loads((HERE / f"{name}.json").read_text("ascii"))


def check_index():
    """The vectors are those that the index names: a result over others proves nothing."""
    for name, row in load("index")["files"].items():
        digest = hashlib.sha256((HERE / name).read_bytes()).hexdigest()
        if digest != row["sha256"]:
            sys.exit(f"{name} is not the file that index.json names: take the whole folder anew.")


# Each yields (level, name, question, the answer's fields that are held to the vector).


def codes():
    for row in load("digits")["valid"]:
        yield "codes", row["bytes"], {"ask": "digits", "bytes": row["bytes"]}, {"digits": row["digits"]}
        yield "codes", row["digits"], {"ask": "bytes", "digits": row["digits"]}, {"bytes": row["bytes"]}
    for row in load("digits")["refused"]:
        yield "codes", row["name"], {"ask": "bytes", "digits": row["digits"]}, {"refused": True}
    serials = load("serials")
    for row in serials["printed"]:
        yield "codes", row["printed"], {"ask": "printed", "serial": row["serial"]}, {"printed": row["printed"]}
        yield "codes", row["printed"], {"ask": "serial", "typed": row["printed"]}, {"serial": row["serial"]}
    for row in serials["typed"]:
        yield "codes", row["typed"], {"ask": "serial", "typed": row["typed"]}, {"serial": row["serial"]}
    for row in serials["refused"]:
        yield "codes", row["name"], {"ask": "serial", "typed": row["typed"]}, {"refused": True}
    for row in load("kids")["kids"]:
        yield "codes", row["kid"], {"ask": "kid", "public_key": row["public_key"]}, {"kid": row["kid"]}


def judge(row, files, now):
    question = {"ask": "label", "trust": files, "now": now, "text": row["text"]}
    if "before" in row:
        question["before"] = row["before"]
    return question


def labels():
    for name in ("labels", "labels_bad"):
        content = load(name)
        for row in content["labels"] + content.get("texts", []):
            question = judge(row, [content["trust"]], content["now"])
            held = {"verdict": row["verdict"]} if "verdict" in row else {"serial_text": row["serial_text"]}
            yield "labels", row["name"], question, held


def verdicts():
    content = load("verdicts")
    for row in content["labels"]:
        files = [content["trust_files"][name] for name in row["trust"]]
        held = {"verdict": row["verdict"], "also": row["also"]}
        yield "verdicts", row["name"], judge(row, files, row["now"]), held
    for row in content["serials"]:
        files = [content["trust_files"][name] for name in row["trust"]]
        question = {"ask": "typed", "trust": files, "now": row["now"], "serial": row["serial"]}
        yield "verdicts", row["serial_text"], question, {"verdict": row["verdict"], "also": row["also"]}


def statements():
    content = load("statements")
    for row in content["statements"]:
        files = [content["trust_files"][name] for name in row["trust"]]
        held = {field: row[field] for field in ("verdict", "also", "says") if field in row}
        yield "statements", row["name"], {**judge(row, files, row["now"]), "ask": "statement"}, held


def trust():
    content = load("trust")
    for row in content["files"]:
        told = ("accepted", "fingerprint", "root_version", "bundle_version", "highest")
        held = {field: row[field] for field in told if field in row}
        yield "trust", row["name"], {"ask": "trust", "file": row["trust"]}, held
    for row in content["updates"]:
        question = {"ask": "update", "stored": row["stored"], "file": row["trust"]}
        yield "trust", row["name"], question, {"accepted": row["accepted"]}


def differences(question, held, answer):
    """None: it does not know this question."""
    if answer.get("unknown"):
        return None
    return [f"{field} {answer.get(field)!r}, not {value!r}"
            for field, value in held.items() if answer.get(field) != value]  # fmt: skip


def main(arguments):
    each = 1
    if len(arguments) > 1 and arguments[0] == "--each" and arguments[1].isdigit():
        each, arguments = max(1, int(arguments[1])), arguments[2:]
    if not arguments or arguments[0].startswith("--"):
        sys.exit("It is written: run.py [--each N] PROGRAM [WORD...]")
    check_index()
    rows = [row for kind in (codes, labels, verdicts, statements, trust) for row in kind()][::each]
    lines = "".join(json.dumps(question) + "\n" for _, _, question, _ in rows)
    done = subprocess.run(arguments, input=lines, stdout=subprocess.PIPE, text=True, check=False)
    answers = done.stdout.splitlines()
    if done.returncode != 0 or len(answers) != len(rows):
        sys.exit(f"{arguments[0]} ended with {done.returncode} after {len(answers)} of {len(rows)} answers.")
    counts = collections.defaultdict(collections.Counter)
    shown = 0
    for (level, name, question, held), line in zip(rows, answers):
        wrong = differences(question, held, json.loads(line))
        counts[level]["unknown" if wrong is None else "differs" if wrong else "agrees"] += 1
        if wrong and shown < SHOWN:
            print(f"{level}: {question['ask']}, {name}: {'; '.join(wrong)}")
            shown += 1
    for level, count in counts.items():
        print(f"{level}: {count['agrees']} agree, {count['differs']} differ, {count['unknown']} not asked")
    failed = any(count["differs"] for count in counts.values())
    whole = [level for level, count in counts.items() if count["agrees"] == count.total()]
    proved = ", ".join(whole) if each == 1 else ""
    print(f"Proved: {proved or 'nothing'}.")
    return 1 if failed or not whole else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
