#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Be a certifier without any of Sello's own code.

    issue_alone.py DIR [--now SECONDS]

Writes DIR/trust.sello (a root and its bundle), DIR/labels.txt (a label text a line) and
DIR/expected.json: the instant to judge at, and for each line its verdict, `also` and, where the
signature verifies, serial and product. `sello-verify --trust DIR/trust.sello` must agree. --now is
the instant in seconds since 1970 (default: the clock).
"""

import argparse
import json
import pathlib
import time

from sello_ref import bundle, codes, label, root, trust
from sello_ref.keys import Key, sha256
from sello_ref.verdict import judge

DAY, HIGHEST = 86400, 40
URL = "https://cooperativa.example/sello/"
MEMBERS, LABEL_KEY, STATUS_KEY = ("Xóchitl", "Ñuu"), "label", "status"
STATUSES = {10: bundle.WITHDRAWN, 11: bundle.SUSPENDED, 12: bundle.RETIRED}


def key(name):
    return Key(sha256(b"sello, issued alone: " + name.encode()))


def make_root(born):
    claims = {
        root.VERSION: 1,
        root.THRESHOLD: 1,
        root.MEMBERS: [{1: key(name).public, 2: name} for name in MEMBERS],
        root.CERTIFIER: {1: "Cooperativa Tsotsil", 2: URL, 3: "cooperativa@example.org"},
        root.KEYS: [
            root.Delegated(key(LABEL_KEY).public, root.LABEL, born).claims(),
            root.Delegated(key(STATUS_KEY).public, root.STATUS, born).claims(),
        ],
        root.ISSUED: born,
        root.SCHEMES: {1: {"es": "Tejido en telar de cintura", "en": "Backstrap loom"}},
    }
    return root.make_root([key(name) for name in (*MEMBERS, LABEL_KEY, STATUS_KEY)], claims)


def make_bundle(newest, generated):
    packed = bundle.pack_statuses(STATUSES, 0, HIGHEST)
    signer = key(STATUS_KEY)
    rows = [[serial, 1, status, 0, generated // DAY, "prueba"] for serial,
            status in STATUSES.items()]
    claims = {
        bundle.FINGERPRINT: newest.fingerprint,
        bundle.VERSION: 1,
        bundle.ROOT: [newest.version, newest.hash],
        bundle.GENERATED: generated,
        bundle.FRESH_DAYS: 30,
        bundle.MAX_AGE_DAYS: 365,
        bundle.HIGHEST: HIGHEST,
        bundle.LISTS: [bundle.make_status_token(signer, newest.fingerprint, 0, generated, packed)],
        bundle.ROWS: rows,
    }
    return bundle.make_bundle(signer, claims)


def claims(serial, iat, exp=None, extra=None, **top):
    private = {
        label.SERIAL: serial,
        label.PRODUCT: "Huipil de Larráinzar",
        label.PRODUCER: "Taller Jolobil",
        label.ORIGIN: "San Andrés Larráinzar, Chiapas",
        label.SCHEME: 1,
        **(extra or {}),
    }
    out = {label.IAT: iat, label.PRIVATE: private, **{int(name[1:]): value for name,
                                                      value in top.items()}}
    return out if exp is None else {**out, label.EXP: exp}


def labels(iat, generated):
    """(text, verdict)"""

    def text(verdict, signer=LABEL_KEY, **fields):
        return label.make_text(URL, label.make_token(key(signer), claims(**fields))), verdict

    return [
        text("authentic", serial=1, iat=iat),
        text("authentic", serial=2, iat=iat, exp=generated + 300 * DAY),
        text("authentic", serial=3, iat=iat, extra={14: "peso 410 g"}),
        text("newer-format", serial=4, iat=iat, extra={64: 1}),
        text("newer-format", serial=5, iat=iat, _7=b"id"),
        text("withdrawn", serial=10, iat=iat),
        text("suspended", serial=11, iat=iat),
        text("retired", serial=12, iat=iat),
        text("expired", serial=13, iat=iat, exp=generated),
        text("not-issued", serial=HIGHEST + 1, iat=iat),
        text("newer-than-list", serial=HIGHEST + 2, iat=generated + 1),
        text("not-allowed", STATUS_KEY, serial=20, iat=iat),
        text("unknown-certifier", "a stranger", serial=21, iat=iat),
    ]


def expectation(text, verdict, trusted, now):
    got = judge(text, [trusted], now)
    assert got.verdict == verdict, (verdict, got.verdict)
    out = {"text": text, "verdict": verdict, "also": got.also}
    if got.trust is None:
        return out  # nothing that it says is to be believed
    private = got.label.private
    return {
        **out,
        "serial": private[label.SERIAL],
        "serial_text": codes.serial_to_text(private[label.SERIAL]),
        "product": private[label.PRODUCT],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--now", type=int, default=int(time.time()))
    options = parser.parse_args()
    born, iat, generated = (options.now - days * DAY for days in (60, 30, 1))
    first = make_root(born)
    data = first + make_bundle(root.decode_root(first), generated)
    trusted = trust.open_trust(data)
    made = labels(iat, generated)
    expected = {
        "now": options.now,
        "fingerprint": trusted.fingerprint.hex(),
        "labels": [expectation(*item, trusted, options.now) for item in made],
    }
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "trust.sello").write_bytes(data)
    (options.folder / "labels.txt").write_text("".join(text + "\n" for text, _ in made), "ascii")
    (options.folder / "expected.json").write_text(json.dumps(expected, indent=1,
                                                             sort_keys=True) + "\n", "ascii")


if __name__ == "__main__":
    main()
