# SPDX-License-Identifier: Apache-2.0
"""Changes of one decoded CBOR value: a field dropped, added, of another type, at or over a bound, or
written in a form that the strict subset does not have."""

import cbor2
from sello_ref.cbor import encode
from vector_rows.raw import head

INTS = (0, 1, 2, 3, 4, 5, 11, 12, 22, 23, 24, 31, 32, 63, 64, 80, 99, 100, 101, 255, 256, 366, 367, 3660, 3661,
        65535, 65536, 2**20 - 1, 2**20, 2**20 + 1, 2**32 - 1, 2**32, 10**14 - 1, 10**14, 253402300799,
        253402300800, 2**53 - 2, 2**53 - 1, 2**53, 2**63, 2**64 - 1, -1, -8, -19, -65537, -(2**53) + 1, -(2**53), -(2**53) - 1)  # fmt: skip
LENGTHS = (0, 1, 7, 8, 9, 15, 16, 17, 24, 25, 31, 32, 33, 35, 36, 60, 61, 63, 64, 65, 80, 81)
ODD_CHARACTERS = "\0\t\n\x1f\x7f\x80\x9f\xad\u061c\u115f\u200b\u200f\u2027\u2028\u202e\u202f\u2060\u206f\u2070\u2800\u3164\ufeff\uffa0ñ中\U0001f9f5 "
BAD_UTF8 = (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"a\xc3")
URLS = "https://", "abcxyz019", "-.:", "/", "_~!$&'()*+,;=%", "ABZ", "?#@\"<>\\^`{|} [].ñ\n"


class AsIs:
    """Bytes written as they are."""

    def __init__(self, raw):
        self.raw = raw


def base_url(r):
    """Often one, often nearly one."""
    parts = [r.choice(URLS[1])]
    for _ in range(r.randrange(1, 24)):
        parts.append(r.choice(r.choices(URLS[1:], (20, 4, 4, 2, 1, 1))[0]))
    return URLS[0] * (r.random() < 0.97) + "".join(parts) + "/" * (r.random() < 0.9)


def text(r):
    if r.random() < 0.4:
        return r.choice("aé中") * r.choice(LENGTHS)
    return "ab" + r.choice(ODD_CHARACTERS) + "c" * r.randrange(3)


def anything(r, depth=2):
    """A value of any type."""
    kinds = [lambda: r.choice(INTS), lambda: text(r), lambda: r.randbytes(r.choice(LENGTHS)), lambda: True,
             lambda: False, lambda: odd_form(r)]  # fmt: skip
    if depth:
        kinds += [lambda: [anything(r, depth - 1) for _ in range(r.randrange(3))],
                  lambda: {r.choice(INTS): anything(r, depth - 1) for _ in range(r.randrange(3))}]  # fmt: skip
    return r.choice(kinds)()


def odd_form(r):
    """What the strict subset does not have, and a tag, which is for newer readers."""
    return r.choice(
        (
            AsIs(b"\xf6"), AsIs(b"\xf7"), AsIs(b"\xf9\x3c\x00"), AsIs(b"\xe0"), AsIs(b"\xf8\x20"), AsIs(b"\x5f\x41a\xff"),
            AsIs(b"\x9f\xff"), AsIs(b"\xbf\xff"), AsIs(b"\x18\x17"), AsIs(b"\x1c"), AsIs(b"\xff"), AsIs(b"\x62a"),
            AsIs(b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff"), AsIs(b"\x9a\x00\x10\x00\x00"), AsIs(b"\xa1\x01"),
            cbor2.CBORTag(r.choice((0, 1, 18, 98, 55799)), r.choice((1, "a", b"b", [1], {1: 2}))),
            AsIs(b"\x64" + r.choice(BAD_UTF8)[:4].ljust(4, b"a")),
        )
    )  # fmt: skip


def places(value, path=()):
    """The paths of all values within, and its own."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from places(item, (*path, at))


def copied(value):
    """Maps and lists anew; what stands in them is never changed in place."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def bend(r, value):
    """A copy with one thing changed."""
    value = copied(value)
    path = r.choice(list(places(value)))
    if not path:
        return bent(r, value)
    parent = value
    for step in path[:-1]:
        parent = parent[step]
    if r.random() < 0.15:
        del parent[path[-1]]
    else:
        parent[path[-1]] = bent(r, parent[path[-1]])
    return value


def bent(r, value):
    if r.random() < 0.12:
        return anything(r)
    if r.random() < 0.05:
        return cbor2.CBORTag(r.choice((0, 18, 98, 1000)), value)
    if isinstance(value, bool):
        return not value
    for kind, change in ((int, bent_int), (str, bent_text), (bytes, bent_bytes), (list, bent_list), (dict, bent_map)):
        if isinstance(value, kind):
            return change(r, value)
    return anything(r)


def bent_int(r, value):
    near = (value + 1, value - 1, value + 86400, value - 86400, value + 30 * 86400, value - 30 * 86400, value ^ 1)
    wide = AsIs(head(0, abs(value), r.choice((1, 2, 4, 8)) if abs(value) < 256 else 8))
    return r.choice((*near, *(r.choice(INTS) for _ in range(4)), wide, -value))


def bent_text(r, value):
    at = r.randrange(len(value) + 1)
    raw = value.encode()
    if value.startswith("https:") and r.random() < 0.6:
        return base_url(r)
    return r.choice(
        (text(r), "", value + "a", value[:-1], value[:at] + r.choice(ODD_CHARACTERS) + value[at:], value.upper(),
         raw, AsIs(head(3, len(raw) + 1) + raw + b"\xc3"), AsIs(head(3, len(raw), 8) + raw))
    )  # fmt: skip


def bent_bytes(r, value):
    at = r.randrange(len(value) + 1)
    flipped = bytearray(value)
    if value:
        flipped[r.randrange(len(value))] ^= 1 << r.randrange(8)
    return r.choice((bytes(flipped), value[:-1], value + b"\0", b"", value[:at], value[at:], value + value,
                     r.randbytes(len(value)), value.hex(), AsIs(head(2, len(value), 8) + value)))  # fmt: skip


def bent_list(r, value):
    out = list(value)
    kind = r.randrange(7)
    if kind == 0 or not out:
        out.insert(r.randrange(len(out) + 1), anything(r))
    elif kind == 1:
        out.insert(r.randrange(len(out) + 1), copied(r.choice(out)))
    elif kind == 2:
        del out[r.randrange(len(out))]
    elif kind == 3:
        r.shuffle(out)
    elif kind == 4:
        out = out[::-1]
    elif kind == 5:
        return []
    else:
        return AsIs(b"\x9f" + b"".join(map(encode, out)) + b"\xff")
    return out


def bent_map(r, value):
    kind = r.randrange(6)
    if kind < 3:
        keys = (*range(16), 31, 32, 33, 34, 40, 63, 64, 255, 2**53 - 1, -1, -2, -65537, "a", "", b"", b"k", True)
        key = r.choice(keys)
        return {**value, key: anything(r)}
    pairs = [(encode(key), encode(value[key])) for key in sorted(value, key=encode)]
    if kind == 3 and pairs:
        pairs.insert(r.randrange(len(pairs)), r.choice(pairs))
    elif kind == 4:
        r.shuffle(pairs)
    elif kind == 5 and r.random() < 0.5:
        return {}
    return AsIs(head(5, len(pairs)) + b"".join(key + item for key, item in pairs))
