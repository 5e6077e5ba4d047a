# SPDX-License-Identifier: Apache-2.0
"""The strict CBOR subset: definite and shortest lengths, map keys unique and sorted by their
encoded bytes, no floats, no simple values but true and false, integers up to 2^53-1, limited depth
(RFC 8949, 4.2.1).

Writing is cbor2's; reading is done here, since cbor2 accepts much of what must be refused."""

import dataclasses

import cbor2

from .errors import Refused, need

INT_MAX = 2**53 - 1
UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)


@dataclasses.dataclass(frozen=True)
class OddKey:
    """A map key that is neither an integer nor a text: never one that a format knows."""

    raw: bytes


@dataclasses.dataclass(frozen=True)
class Tagged:
    """A tag other than the one that an envelope begins with: for a newer reader."""

    number: int
    value: object
    raw: bytes
    doubled: bool = False  # its content has a tag of its own


def encode(value):
    return cbor2.dumps(_sorted(value), default=_put_raw)


def _put_raw(encoder, value):
    """What no known format holds is written back as it was read."""
    encoder.write(value.raw)


def _sorted(value):
    """cbor2's own canonical order puts shorter keys first; ours compares bytes only (RFC 8949,
    4.2.1)."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value, key=encode)}
    if isinstance(value, (list, tuple)):
        return [_sorted(item) for item in value]
    return value


def decode(data, depth):
    value, end = decode_first(data, 0, depth)
    need(end == len(data), "SELLO_E_TRAILING")
    return value


def decode_first(data, at, depth):
    """Read the item that starts at `at`: (value, where it ends)."""
    start = at
    major, argument, at = _head(data, at)
    if major == TAG:
        doubled = at < len(data) and data[at] >> 5 == TAG
        value, at = _tagged(data, at, depth)
        return Tagged(argument, value, bytes(data[start:at]), doubled), at
    if major in (UINT, NEGATIVE):
        value = argument if major == UINT else -1 - argument
        need(abs(value) <= INT_MAX, "SELLO_E_CBOR", "integer over 2^53-1")
        return value, at
    if major == SIMPLE:
        return argument, at
    if major in (BYTES, TEXT):
        need(argument <= len(data) - at, "SELLO_E_TRUNCATED")
        return _string(major, bytes(data[at : at + argument])), at + argument
    need(depth > 0, "SELLO_E_CBOR_DEPTH")
    need(argument * (1 if major == ARRAY else 2) <= len(data) - at, "SELLO_E_TRUNCATED")
    return (_array if major == ARRAY else _map)(data, argument, at, depth - 1)


def has_tag(value):
    if isinstance(value, dict):
        return any(has_tag(item) for item in value.values())
    if isinstance(value, list):
        return any(has_tag(item) for item in value)
    return isinstance(value, Tagged)


def has_tag_within(value):
    """But for one that it begins with, which an envelope has."""
    return value.doubled or has_tag(value.value) if isinstance(value, Tagged) else has_tag(value)


def readable(value):
    """A decoded value for JSON: map keys as text, bytes as {"hex": ...}."""
    if isinstance(value, dict):
        return {str(key): readable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [readable(item) for item in value]
    if isinstance(value, Tagged):
        return {"tag": value.number, "value": readable(value.value)}
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def _head(data, at):
    need(at < len(data), "SELLO_E_TRUNCATED")
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if major == SIMPLE:
        need(info in (20, 21), "SELLO_E_CBOR", "a simple value other than true and false")
        return major, info == 21, at
    if info < 24:
        return major, info, at
    need(info < 28, "SELLO_E_CBOR", "indefinite or reserved length")
    width = 1 << (info - 24)
    need(width <= len(data) - at, "SELLO_E_TRUNCATED")
    argument = int.from_bytes(data[at : at + width], "big")
    least = 24 if width == 1 else 1 << (4 * width)
    need(least <= argument <= INT_MAX, "SELLO_E_CBOR", "not the shortest form, or over 2^53-1")
    return major, argument, at + width


def _string(major, content):
    if major == BYTES:
        return content
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("SELLO_E_UTF8", str(error)) from None


def _tagged(data, at, depth):
    """Tags count nothing towards the depth, so a chain of them is walked in a loop."""
    while at < len(data) and data[at] >> 5 == TAG:
        _, _, at = _head(data, at)
    return decode_first(data, at, depth)


def _array(data, count, at, depth):
    items = []
    for _ in range(count):
        item, at = decode_first(data, at, depth)
        items.append(item)
    return items, at


def _map(data, count, at, depth):
    items, last = {}, b""
    for _ in range(count):
        start = at
        key, at = decode_first(data, at, depth)
        raw = bytes(data[start:at])
        need(raw > last, "SELLO_E_CBOR_ORDER")
        if isinstance(key, bool) or not isinstance(key, (int, str)):
            key = OddKey(raw)
        items[key], at = decode_first(data, at, depth)
        last = raw
    return items, at
