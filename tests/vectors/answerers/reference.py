#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Answers the questions of run.py by the Python reference."""

import base64
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))

from sello_ref import Refused, codes, keys, statement, trust, verdict  # noqa: E402

opened = {}  # the same trust file is asked about again and again


def open_file(text):
    if text not in opened:
        opened[text] = trust.open_trust(base64.b64decode(text))
    return opened[text]


def judged(found):
    said = {"verdict": found.verdict, "also": found.also}
    if found.label is not None and found.label.serial is not None:
        said["serial_text"] = codes.serial_to_text(found.label.serial)
    return said


def label(q):
    trusts, seen = [open_file(file) for file in q["trust"]], set()
    for text in q.get("before", []):
        verdict.judge(text, trusts, q["now"], seen)
    return judged(verdict.judge(q["text"], trusts, q["now"], seen))


def stated(q):
    trusts = [open_file(file) for file in q["trust"]]
    found = statement.judge_statement(q["text"], trusts, q["now"])
    if found is None:
        return judged(verdict.judge(q["text"], trusts, q["now"]))
    says = {"says": found.label.says} if found.label is not None else {}
    return {"verdict": found.verdict, "also": found.also, **says}


def trust_file(q):
    file = open_file(q["file"])
    return {
        "accepted": True, "fingerprint": file.fingerprint.hex(), "root_version": file.root.version,
        "bundle_version": file.bundle.version, "highest": file.bundle.highest,
    }  # fmt: skip


def update(q):
    trust.check_update(open_file(q["stored"]), open_file(q["file"]))
    return {"accepted": True}


ANSWERS = {
    "digits": lambda q: {"digits": codes.to_digits(bytes.fromhex(q["bytes"]))},
    "bytes": lambda q: {"bytes": codes.from_digits(q["digits"]).hex()},
    "printed": lambda q: {"printed": codes.serial_to_text(q["serial"])},
    "serial": lambda q: {"serial": codes.serial_from_text(q["typed"])},
    "kid": lambda q: {"kid": keys.kid_of(bytes.fromhex(q["public_key"])).hex()},
    "label": label,
    "statement": stated,
    "typed": lambda q: judged(verdict.judge_serial(q["serial"], open_file(q["trust"][0]), q["now"])),
    "trust": trust_file,
    "update": update,
}

for line in sys.stdin:
    question = json.loads(line)
    answer = ANSWERS.get(question["ask"], lambda q: {"unknown": True})
    try:
        print(json.dumps(answer(question)))
    except Refused:
        print(json.dumps({"refused": True, "accepted": False}))
