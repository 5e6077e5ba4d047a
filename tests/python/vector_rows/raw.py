# SPDX-License-Identifier: Apache-2.0
"""A CBOR writer that does as it is told: order kept, any width of head, any bytes spliced in."""

UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG = range(7)


class Raw(bytes):
    """Bytes that stand for themselves."""


def head(major, argument, width=None):
    """width: bytes of argument after the first; None is the shortest."""
    if width is None:
        width = next(w for w in (0, 1, 2, 4, 8) if argument < (24 if w == 0 else 256**w))
    info = argument if width == 0 else {1: 24, 2: 25, 4: 26, 8: 27}[width]
    return bytes([major << 5 | info]) + (argument.to_bytes(width, "big") if width else b"")


def wide(major, argument, width):
    return Raw(head(major, argument, width))


def raw(value):
    if isinstance(value, Raw):
        return bytes(value)
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(UINT, value) if value >= 0 else head(NEGATIVE, -1 - value)
    if isinstance(value, bytes):
        return head(BYTES, len(value)) + value
    if isinstance(value, str):
        return head(TEXT, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(ARRAY, len(value)) + b"".join(raw(item) for item in value)
    return head(MAP, len(value)) + pairs(value.items())


def pairs(items):
    return b"".join(raw(key) + raw(value) for key, value in items)


def ordered(*items):
    """A map whose (key, value) pairs stand exactly as given, repeated keys included."""
    return Raw(head(MAP, len(items)) + pairs(items))


def tagged(number, value):
    return Raw(head(TAG, number) + raw(value))


def in_order(mapping):
    """The same map, its keys sorted by their encoded bytes."""
    return dict(sorted(mapping.items(), key=lambda item: raw(item[0])))
