# SPDX-License-Identifier: Apache-2.0
"""Tokens whose CBOR leaves the strict subset: all `damaged`."""

from .fixtures import IAT, key
from .raw import ARRAY, BYTES, MAP, NEGATIVE, TAG, TEXT, UINT, Raw, head, ordered, raw, tagged, wide
from .tokens import good_header, payload, private, token, with_private

KID = key("label").kid
NOT_SIMPLE = {"null": "f6", "undefined": "f7", "simple(0)": "e0", "simple(19)": "f3",
              "simple(32)": "f820",
              "simple(255)": "f8ff", "false in two bytes": "f814", "true in two bytes": "f815",
              "a break": "ff",
              "reserved 28": "1c", "reserved 30": "1e", "a reserved simple": "fc",
              "half 1.0": "f93c00",
              "half NaN": "f97e00", "half infinity": "f97c00", "half -0.0": "f98000",
              "single 1.5": "fa3fc00000",
              "double 1.1": "fb3ff199999999999a", "an indefinite text": "7f6161ff",
              "an indefinite byte string": "5f4161ff", "an indefinite array": "9f01ff",
              "an indefinite map": "bf0101ff", "an empty indefinite array": "9fff",
              "an indefinite unsigned": "1f"}  # fmt: skip


def extra(value):
    return token(with_private(_14=value))


def values():
    for name, data in NOT_SIMPLE.items():
        yield f"extra value: {name}", extra(Raw(bytes.fromhex(data)))
    for name in ("null", "undefined", "half 1.0"):
        data = Raw(bytes.fromhex(NOT_SIMPLE[name]))
        yield f"iat: {name}", token(payload(_6=data))
        yield f"product: {name}", token(with_private(_1=data))
        yield f"an unknown claim: {name}", token(payload(_7=data))


def widths():
    """Every kind of head in more bytes than it needs."""
    for width in (1, 2, 4, 8):
        yield f"serial 1 in {width} more bytes", token(payload(private(_0=wide(UINT, 1, width))))
        yield f"extra -1 in {width} more bytes", extra(wide(NEGATIVE, 0, width))
        text = Raw(head(TEXT, 1, width) + b"a")
        yield f"product's length in {width} more bytes", token(with_private(_1=text))
    for value, width in ((24, 2), (255, 2), (256, 4), (65535, 4), (65536, 8), (2**32 - 1, 8)):
        yield f"certificate {value} in {width} bytes", token(with_private(_6=wide(UINT, value,
                                                                                  width)))
    yield "an array's length in one more byte", extra(Raw(head(ARRAY, 1, 1) + b"\x01"))
    yield "a map's length in one more byte", extra(Raw(head(MAP, 1, 1) + b"\x01\x01"))
    yield "a byte string's length in one more byte", extra(Raw(head(BYTES, 1, 1) + b"\x01"))
    yield "a tag in one more byte", extra(Raw(head(TAG, 1, 1) + b"\x01"))
    yield "key 14 in one more byte", token(payload(ordered((0, 1), (wide(UINT, 14, 1), 1))))
    yield "the claims' map in one more byte", token(Raw(head(MAP, 2, 1) + payload()[1:]))
    yield "alg in one more byte", token(header=raw(ordered((1, wide(NEGATIVE, 18, 1)), (4, KID))))
    yield "kid's length in one more byte", token(header=raw(ordered((1, -19),
                                                                    (4, Raw(head(BYTES, 8,
                                                                                 1) + KID)))))
    header, claims, good = raw(good_header()), payload(), token()
    yield "protected's length in one more byte", token(protected=Raw(head(BYTES, len(header),
                                                                          1) + header))
    yield "the claims' length in one more byte", token(content=Raw(head(BYTES, len(claims),
                                                                        2) + claims))
    yield "the signature's length in one more byte", token(signed=Raw(head(BYTES, 64,
                                                                           2) + good[-64:]))


def maps():
    yield "claims out of order", token(raw(ordered((-65537, private()), (6, IAT))))
    yield "iat twice", token(raw(ordered((6, IAT), (6, IAT), (-65537, private()))))
    yield "private claims out of order", token(payload(ordered((1, "a"), (0, 1))))
    yield "serial twice, equal", token(payload(ordered((0, 1), (0, 1))))
    yield "serial twice, different", token(payload(ordered((0, 1), (0, 2))))
    yield "product twice", token(payload(ordered((0, 1), (1, "a"), (1, "b"))))
    yield "an extra key twice", token(payload(ordered((0, 1), (14, 1), (14, 2))))
    yield "header out of order", token(header=raw(ordered((4, KID), (1, -19))))
    yield "alg twice", token(header=raw(ordered((1, -19), (1, -19), (4, KID))))
    yield "kid twice", token(header=raw(ordered((1, -19), (4, KID), (4, KID))))
    yield "keys of an extra map out of order", extra(ordered((2, 1), (1, 1)))
    yield "keys of an extra map repeated", extra(ordered(("a", 1), ("a", 2)))
    yield "keys of an extra map sorted by length first", extra(ordered((-1, 1), (300, 1)))
    yield "texts of an extra map out of order", extra(ordered(("b", 1), ("a", 1)))
    yield "unprotected header out of order", token(unprotected=ordered((6, 1), (5, 1)))


def depths():
    yield "an extra value three arrays deep", extra([[[1]]])
    yield "an extra value three maps deep", extra({1: {1: {1: 1}}})
    yield "an extra value three deep, the last empty", extra([[[]]])
    yield "an unknown claim four arrays deep", token(payload(_7=[[[[1]]]]))
    yield "an unprotected header three arrays deep", token(unprotected={5: [[[1]]]})
    yield "a protected header four arrays deep", token(header=raw({1: -19, 4: KID, 5: [[[[1]]]]}))
    yield "an extra value two hundred deep", extra(Raw(b"\x81" * 200 + b"\x01"))
    yield "three arrays with tags between", extra(Raw(b"\x81\xc1\x81\xc1\x81\x01"))


def lengths():
    yield "bytes after the token", token() + b"\x00"
    yield "a second token after the token", token() * 2
    yield "bytes after the claims", token(payload() + b"\x00")
    yield "bytes after the header", token(header=raw(good_header()) + b"\x00")
    yield "claims cut short", token(payload()[:-1])
    yield "header cut short", token(header=raw(good_header())[:-1])
    yield "extra text of 2^63 bytes", extra(Raw(head(TEXT, 2**63)))
    yield "extra bytes of 2^64-1 bytes", extra(Raw(head(BYTES, 2**64 - 1)))
    yield "extra array of 2^64-1 items", extra(Raw(head(ARRAY, 2**64 - 1)))
    yield "extra map of 2^63 pairs", extra(Raw(head(MAP, 2**63)))
    yield "extra array of one item too few", extra(Raw(b"\x83\x01\x02"))
    yield "extra map without its last value", extra(Raw(b"\xa2\x01\x01\x02"))
    good = token()
    for size in (*range(7, len(good), 5), len(good) - 1):
        yield f"token cut to {size} of {len(good)} bytes", good[:size]
    room = 1024 - len(token(with_private(_14=b"\0" * 512))) + 512
    yield "a token of 1025 bytes", token(with_private(_14=bytes(room + 1)))


def envelopes():
    header, good = raw(good_header()), token()
    for name, item in {"a text": "abc", "an integer": 1, "an array": [], "a map": good_header(),
                       "null": Raw(b"\xf6")}.items():
        yield f"protected is {name}", token(protected=item)
    for name, item in {"bytes": b"", "an array": [], "an integer": 1, "null": Raw(b"\xf6"),
                       "a text": "a"}.items():
        yield f"unprotected is {name}", token(unprotected=Raw(raw(item)))
    for name, item in {"a map": Raw(payload()), "null": Raw(b"\xf6"), "a text": "abc",
                       "an integer": 1}.items():
        yield f"claims are {name} in the envelope", token(content=item)
    for name, item in {"a text": "a" * 64, "an array": [], "an integer": 1,
                       "null": Raw(b"\xf6")}.items():
        yield f"signature is {name}", token(signed=item)
    pieces = Raw(b"\x5f" + raw(payload()) + b"\xff")
    yield "the claims' byte string in two pieces", token(content=pieces)
    assert raw(header) in good


def rows():
    for make in (values, widths, maps, depths, lengths, envelopes):
        for name, data in make():
            yield name, data, "damaged"
    room = 1024 - len(token(with_private(_14=b"\0" * 512))) + 512
    yield "a token of 1024 bytes", token(with_private(_14=bytes(room))), "authentic"
    yield "claims tagged twice", token(Raw(tagged(61, tagged(61, Raw(payload()))))), "newer-format"
