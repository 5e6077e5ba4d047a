# SPDX-License-Identifier: Apache-2.0
"""labels_bad.json: one row for each sentence of the label format, and what a reader must answer."""

from sello_ref import cose, verdict

from . import labels, labels_bad_cbor, labels_bad_text
from .fixtures import IAT, NOW, b64, key, open_file
from .raw import Raw, tagged
from .tokens import good_header, payload, private, text_of, token, with_private

TEXT_LIMITS = {"product": (1, 64), "producer": (2, 64), "origin": (3, 64), "lot": (5, 32),
               "traits": (7, 80),
               "net content": (10, 24), "language": (11, 35)}  # fmt: skip
UINT_LIMITS = {"serial": (0, 2**53 - 1), "scheme": (4, 65535), "certificate": (6, 2**53 - 1),
               "made": (8, 2**53 - 1),
               "GTIN": (9, 10**14 - 1)}  # fmt: skip
FORBIDDEN = [*range(0x20), *range(0x7F, 0xA0), 0x61C, *range(0x200B, 0x2010),
             *range(0x2028, 0x202F),
             *range(0x2060, 0x2070), 0xFEFF]  # fmt: skip
BAD_UTF8 = {"a lone continuation": b"\x80", "overlong NUL": b"\xc0\x80",
            "overlong in three": b"\xe0\x80\xaf",
            "a surrogate": b"\xed\xa0\x80", "over U+10FFFF": b"\xf4\x90\x80\x80",
            "cut short": b"a\xc3",
            "an impossible byte": b"\xff", "Latin-1": b"ni\xf1o"}  # fmt: skip
# The order of the base point: RFC 8032, 5.1.
L = 2**252 + 27742317777372353535851937790883648493


def put(number, value):
    return token(with_private(**{f"_{number}": value}))


def claim_texts():
    for name, (number, limit) in TEXT_LIMITS.items():
        wrong = {"an integer": 5, "bytes": b"abc", "a boolean": True, "an array": ["a"],
                 "a map": {1: "a"}}
        for kind, value in wrong.items():
            yield f"{name} is {kind}", put(number, value), "damaged"
        yield f"{name} is empty", put(number, ""), "damaged"
        yield f"{name} has one byte too many", put(number, "a" * (limit + 1)), "damaged"
        yield f"{name}'s last character crosses the limit", put(number,
                                                                "a" * (limit - 1) + "ñ"), "damaged"
        for point in (0x0A, 0x202E, 0xFEFF):
            yield f"{name} ends in U+{point:04X}", put(number, "a" + chr(point)), "damaged"
        yield f"{name} is not UTF-8", put(number, Raw(b"\x62\xc3\x28")), "damaged"
    for point in FORBIDDEN:
        yield f"product has U+{point:04X}", put(1, f"a{chr(point)}b"), "damaged"
    for name, data in BAD_UTF8.items():
        value = Raw(bytes([0x60 + len(data)]) + data)
        yield f"product is not UTF-8: {name}", put(1, value), "damaged"
        yield f"extra text is not UTF-8: {name}", put(14, value), "damaged"


def claim_numbers():
    wrong = {"negative": -1, "a text": "1", "bytes": b"\x01", "a boolean": True, "an array": [1],
             "a map": {}}
    for name, (number, limit) in UINT_LIMITS.items():
        for kind, value in wrong.items():
            yield f"{name} is {kind}", put(number, value), "damaged"
        yield f"{name} is one over its limit", put(number, limit + 1), "damaged"
        yield f"{name} is 2^64-1", put(number, 2**64 - 1), "damaged"
    for name, number in (("iat", 6), ("exp", 4)):
        for kind, value in wrong.items():
            yield f"{name} is {kind}", token(payload(**{f"_{number}": value})), "damaged"
        yield f"{name} is 2^53", token(payload(**{f"_{number}": 2**53})), "damaged"
        float_1 = Raw(b"\xf9\x3c\x00")
        yield f"{name} is a float", token(payload(**{f"_{number}": float_1})), "damaged"
    yield "serial 0", put(0, 0), "damaged"
    yield "GTIN of 15 digits", put(9, 100000000000000), "damaged"
    for kind, value in {**wrong, "a text of 16": "a" * 16, "a number": 1, "bytes": b"",
                        "15 bytes": bytes(15), "17 bytes": bytes(17), "32 bytes": bytes(32)}.items():
        yield f"photo is {kind}", put(12, value), "damaged"
    yield "extra integer 2^53", put(14, 2**53), "damaged"
    yield "extra integer -2^53", put(14, -(2**53)), "damaged"
    yield "extra integer -2^64", put(14, -(2**64)), "damaged"


def missing():
    yield "no iat", token(payload(_6=None)), "damaged"
    yield "no private claims", token(payload(**{"_-65537": None})), "damaged"
    yield "private claims are empty", token(payload({})), "damaged"
    yield "no serial", put(0, None), "damaged"
    yield "claims are empty", token(Raw(b"\xa0")), "damaged"
    yield "private claims are an array", token(payload([1])), "damaged"
    yield "private claims are bytes", token(payload(b"\xa1\x00\x01")), "damaged"
    yield "claims are an array", token(Raw(b"\x81\x01")), "damaged"
    yield "claims are an integer", token(Raw(b"\x01")), "damaged"
    yield "claims have no bytes", token(Raw(b"")), "damaged"


def headers():
    kid = key("label").kid
    yield "no alg", token(header={4: kid}), "damaged"
    yield "no kid", token(header={1: -19}), "damaged"
    yield "no header at all", token(header=b""), "damaged"
    yield "an empty header map", token(header={}), "damaged"
    yield "header is an array", token(header=b"\x81\x01"), "damaged"
    yield "header is not CBOR", token(header=b"\xff"), "damaged"
    for size in (0, 7, 9, 32):
        yield f"kid of {size} bytes", token(header={1: -19, 4: (kid * 4)[:size]}), "damaged"
    yield "kid is a text", token(header={1: -19, 4: "labelkid"}), "damaged"
    yield "kid is an integer", token(header={1: -19, 4: 1}), "damaged"
    yield "kid stands unprotected only", token(header={1: -19}, unprotected={4: kid}), "damaged"
    for kind, value in {"bytes": b"\x01", "true": True, "an array": [-19], "a map": {}}.items():
        yield f"alg is {kind}", token(header={1: value, 4: kid}), "damaged"
    for alg in (-7, -18, -20, -257, 0, 1, -9, 2**53 - 1):
        yield f"unknown alg {alg}", token(header={1: alg, 4: kid}), "newer-format"
    for alg in ("EdDSA", "Ed25519", ""):
        yield f"unknown alg {alg!r}", token(header={1: alg, 4: kid}), "newer-format"
    yield "unknown alg, and a wrong signature", token(header={1: -50, 4: kid},
                                                      signature=b"\1" * 64), "newer-format"
    yield "unknown alg, and a longer signature", token(header={1: -50, 4: kid},
                                                       signature=b"\1" * 500), "newer-format"
    yield "unknown alg, and an unknown kid", token(header={1: -50, 4: b"nobody.."}), "newer-format"
    yield "unknown alg, and a longer kid", token(header={1: -50, 4: kid * 2}), "newer-format"
    yield "unknown alg, and no kid", token(header={1: -50}), "newer-format"


def signatures():
    good = token()[-64:]
    for size in (0, 1, 63, 65, 128):
        yield f"signature of {size} bytes", token(signature=(good * 2)[:size]), "damaged"
    s_plus_l = (int.from_bytes(good[32:], "little") + L).to_bytes(32, "little")
    identity = b"\1" + bytes(31)
    yield "signature of zeros", token(signature=bytes(64)), "forged"
    yield "signature's S is S + L", token(signature=good[:32] + s_plus_l), "forged"
    yield "signature's R is the identity", token(signature=identity + good[32:]), "forged"
    yield "signature's first bit", token(signature=bytes([good[0] ^ 1]) + good[1:]), "forged"
    yield "signature's last bit", token(signature=good[:-1] + bytes([good[-1] ^ 0x80])), "forged"
    yield "another key under the label key's kid", token(signer="robo"), "forged"
    yield "another label's signature", token(payload(_6=IAT + 1), signature=good), "forged"
    header, claims = token_parts()
    for name, message in (
        ("the claims alone", claims),
        ("the envelope of a COSE_Sign", cose.encode(["Signature", header, b"", claims])),
        ("an external_aad", cose.encode(["Signature1", header, b"x", claims])),
        ("an empty protected header", cose.encode(["Signature1", b"", b"", claims])),
    ):
        yield f"signature over {name}", token(signature=key("label").sign(message)), "forged"
    yield "kid of nobody", token(header={1: -19, 4: b"nobody.."}), "unknown-certifier"
    yield "kid of zeros", token(header={1: -19, 4: bytes(8)}), "unknown-certifier"
    yield "signed by a key of nobody's", token(header=good_header("robo"),
                                               signer="robo"), "unknown-certifier"


def token_parts():
    return bytes(Raw(cose.encode(good_header()))), payload()


def newer():
    unknown = {"private key 64": put(64, 1), "private key -1": put(-1, 1),
               "private key 70000": put(70000, "x")}
    unknown["a private key that is a text"] = token(payload({0: 1, "x": 1}))
    unknown["a private key that is bytes"] = token(payload({0: 1, b"x": 1}))
    for claim in (1, 2, 3, 5, 7, 8, 32, 40, -65536, -65538, 65533):
        unknown[f"claim {claim}"] = token(payload(**{f"_{claim}": "x"}))
    kid = key("label").kid
    unknown["a claim that is a text"] = token(Raw(cose.encode({6: IAT, -65537: private(), "x": 1})))
    for header, value in ((2, [99]), (3, "text/plain"), (5, b"iv"), (16, "application/cwt"),
                          (40, 1), (-1, 1)):
        name = f"protected header {header}"
        unknown[name] = token(header=cose.encode({1: -19, 4: kid, header: value}))
    unknown["an unprotected header"] = token(unprotected={5: b"iv"})
    unknown["kid again, unprotected"] = token(unprotected={4: kid})
    unknown["a tag in an extra value"] = put(14, tagged(0, "2026-01-01"))
    unknown["a tag deep in an extra value"] = put(14, [[tagged(0, "x")]])
    unknown["a tag on iat"] = token(payload(_6=tagged(1, IAT)))
    unknown["a tag on the serial"] = put(0, tagged(1, 1))
    unknown["a tag on the product"] = put(1, tagged(38, "x"))
    unknown["a tag on the claims"] = token(Raw(tagged(61, Raw(payload()))))
    unknown["a chain of a hundred tags"] = put(14, Raw(b"\xc1" * 100 + b"\x01"))
    for name, data in unknown.items():
        yield name, data, "newer-format"
    for name, data in {
        "key 64": with_private(_64=1), "an unknown claim": payload(_7="x"),
        "a tag": with_private(_14=tagged(1, 1)),
    }.items():  # fmt: skip
        yield f"{name}, and a wrong signature", token(data, signature=bytes(64)), "forged"
        yield f"{name}, and an unknown kid", token(data,
                                                   header=good_header("robo")), "unknown-certifier"
    yield "an unknown header, and a wrong signature", token(unprotected={5: b""},
                                                            signature=bytes(64)), "forged"
    yield "key 64, and an empty product", token(with_private(_64=1, _1="")), "damaged"
    iv = cose.encode({1: -19, 4: kid, 5: b"iv"})
    yield "an unknown header, and an empty product", token(with_private(_1=""), iv), "damaged"
    yield "an unprotected header, and serial 0", token(with_private(_0=0), None, {5: 1}), "damaged"
    yield "an unknown claim, and a product that is an integer", token(payload(private(_1=1),
                                                                              _7=1)), "damaged"
    yield "key 64, and serial 0", token(with_private(_64=1, _0=0)), "damaged"
    yield "key 64, and null", token(with_private(_64=Raw(b"\xf6"))), "damaged"
    yield "a tag, and a float in it", put(14, tagged(1, Raw(b"\xf9\x3c\x00"))), "damaged"


GROUPS = {"texts": claim_texts, "numbers": claim_numbers, "missing": missing, "headers": headers,
          "signatures": signatures, "newer": newer, "cbor": labels_bad_cbor.rows}  # fmt: skip


def build():
    trusted = [open_file(labels.trust())]
    rows = [(group, name, text_of(data), expected) for group, make in GROUPS.items() for name, data,
            expected in make()]
    rows += [("code", *item) for item in labels_bad_text.rows()]
    for group, name, text, expected in rows:
        got = verdict.judge(text, trusted, NOW).verdict
        assert got == expected, f"{group}: {name}: {got}, not {expected}"
    names = [(group, name) for group, name, _, _ in rows]
    assert len(set(names)) == len(names)
    return {
        "trust": b64(labels.trust()),
        "now": NOW,
        "labels": [{"group": g, "name": n, "text": t, "verdict": v} for g, n, t, v in rows],
    }
