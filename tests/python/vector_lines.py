# SPDX-License-Identifier: Apache-2.0
"""vector_lines.py KIND FILE: a file of test vectors as lines of words, for tests written in C.

Texts and bytes are hex, "-" where empty; each line ends with the row's name, spaces as "_".
"""

import base64
import json
import sys


def hexed(value):
    data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    return data.hex() or "-"


def unbase64(value):
    return base64.b64decode(value)


def line(kind, *words):
    print(kind, *[str(word).replace(" ", "_").replace("\t", "_") or "-" for word in words])


def label_line(now, trusts, verdict, row):
    """label NOW TRUSTS VERDICT ALSO TEXT BEFORE NAME; without a verdict, only the signature counts."""
    names = ",".join(trust_name(name) for name in trusts) or "-"
    before = ",".join(hexed(text) for text in row.get("before", [])) or "-"
    also = ",".join(row.get("also", [])) or "-"
    line("label", now, names, verdict, also, hexed(row["text"]), before, row["name"])


def trust_name(name):
    return name.replace(",", ";")


def labels(content):
    line("trust", "plain", hexed(unbase64(content["trust"])))
    for row in content["labels"]:
        label_line(content["now"], ["plain"], row.get("verdict", "-"), row)
        if "payload" in row:
            line("claims", row["payload"], row["name"])
    for row in content.get("texts", []):
        label_line(content["now"], ["plain"], row["verdict"], row)
    for row in content.get("expiry", []):
        line("expiry", row["day"], row["exp"])


def verdicts(content):
    for name, data in content["trust_files"].items():
        line("trust", trust_name(name), hexed(unbase64(data)))
    for row in content["labels"]:
        label_line(row["now"], row["trust"], row["verdict"], row)
    for row in content["serials"]:
        names = ",".join(trust_name(name) for name in row["trust"])
        also = ",".join(row["also"]) or "-"
        line("asked", row["now"], names, row["verdict"], also, row["serial"], row["serial_text"])
    for name, status in content["exits"].items():
        line("exit", name, status)
    worst = content["worst_first"]
    for graver, lighter in zip(worst, worst[1:]):
        line("graver", graver, lighter)


def statements(content):
    for name, data in content["trust_files"].items():
        line("trust", trust_name(name), hexed(unbase64(data)))
    for row in content["statements"]:
        names = ",".join(trust_name(name) for name in row["trust"]) or "-"
        also = ",".join(row["also"]) or "-"
        line("statement", row["now"], names, row["verdict"], also, hexed(row["text"]), row["name"])


def trust(content):
    for row in content["files"]:
        data = hexed(unbase64(row["trust"]))
        line("file", int(row["accepted"]), row.get("reason", "-"), data, row["name"])
    for row in content["updates"]:
        stored, coming = hexed(unbase64(row["stored"])), hexed(unbase64(row["trust"]))
        line("update", int(row["accepted"]), row.get("reason", "-"), stored, coming, row["name"])
    for row in content["identities"]:
        known = ",".join(hexed(unbase64(data)) for data in row["known"]) or "-"
        aliases = ",".join(hexed(alias) for alias in row["aliases"]) or "-"
        words = known, aliases, hexed(unbase64(row["trust"])), hexed(row["alias"])
        line("identity", int(row["accepted"]), row.get("reason", "-"), *words, row["name"])


def digits(content):
    for row in content["valid"]:
        line("digits", row["bytes"], row["digits"])
    for row in content["refused"]:
        line("no-digits", hexed(row["digits"]), row["name"])


def serials(content):
    for row in content["printed"]:
        line("printed", row["serial"], row["printed"])
    for row in content["typed"]:
        line("typed", row["serial"], hexed(row["typed"]))
    for row in content["refused"]:
        line("no-serial", hexed(row["typed"]), row["name"])


def kids(content):
    for row in content["kids"]:
        line("kid", row["public_key"], row["kid"])


def wycheproof(content):
    for group in content["testGroups"]:
        for row in group["tests"]:
            words = [hexed(bytes.fromhex(item)) for item in (group["publicKey"]["pk"], row["msg"],
                                                             row["sig"])]
            line("signature", int(row["result"] == "valid"), *words, row["tcId"])


def appendix_a(content):
    for row in content:
        line("cbor", row["hex"])


KINDS = {
    "labels": labels, "labels_bad": labels, "verdicts": verdicts, "statements": statements, "trust": trust, "digits": digits,
    "serials": serials, "kids": kids, "wycheproof_ed25519": wycheproof,
    "cbor_appendix_a": appendix_a,
}  # fmt: skip

if __name__ == "__main__":
    with open(f"{sys.argv[2]}/{sys.argv[1]}.json", encoding="utf-8") as file:
        KINDS[sys.argv[1]](json.load(file))
