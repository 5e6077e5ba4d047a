#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Read label texts with code that shares nothing with Sello's own.

    check_labels.py --trust FILE [--url URL] TEXT...

One JSON object a line: the claims, the key that signed, and whether its signature verifies over the
Sig_structure of RFC 9052. TEXT `-` reads lines from standard input; --url is the base URL that
every text must begin with. Exits 1 when a text does not decode, a signature does not verify or a
base URL differs. """

import argparse
import json
import pathlib
import sys

from sello_ref import Refused, cbor, codes, keys, label, trust


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trust", required=True, type=pathlib.Path,
                        help="the certifier's trust file")
    parser.add_argument("--url", help="the base URL that every text must begin with")
    parser.add_argument("texts", nargs="+", metavar="TEXT")
    return parser.parse_args()


def signer_of(decoded, root):
    """The delegated key that signed the label, or None."""
    for key in root.keys:
        fits = keys.kid_of(key.public) == decoded.kid
        if fits and keys.verifies(key.public, decoded.signed_bytes(), decoded.signature):
            return key
    return None


def answer(text, root, url):
    try:
        decoded = label.decode_text(text)
    except Refused as why:
        return {"text": text, "ok": False, "refused": str(why)}
    signer = signer_of(decoded, root)
    right_url = url is None or text.startswith(url + "#")
    out = {
        "ok": signer is not None and right_url,
        "signature": signer is not None,
        "url": right_url,
        "alg": decoded.alg,
        "kid": decoded.kid.hex(),
        "newer": decoded.newer,
        "token_bytes": len(label.token_of_text(text)),
        "claims": cbor.readable(decoded.claims),
    }
    if signer is not None and not decoded.newer:
        out["serial_text"] = codes.serial_to_text(decoded.private[label.SERIAL])
        out["in_time"] = signer.may_sign_at(decoded.claims[label.IAT])
        out["role"] = signer.role
    return out


def main():
    options = arguments()
    root = trust.open_trust(options.trust.read_bytes()).root
    texts = [line for text in options.texts for line in (sys.stdin if text == "-" else [text])]
    answers = [answer(text.strip(), root, options.url) for text in texts]
    for item in answers:
        print(json.dumps(item, ensure_ascii=False, sort_keys=True))
    return 0 if all(item["ok"] for item in answers) else 1


if __name__ == "__main__":
    sys.exit(main())
