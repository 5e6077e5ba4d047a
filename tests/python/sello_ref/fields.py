# SPDX-License-Identifier: Apache-2.0
"""Typed values out of decoded CBOR, each check naming the status it refuses with."""

from .cbor import has_tag
from .errors import need

FORBIDDEN = [(0x00, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C), (0x200B, 0x200F), (0x2028, 0x202E),
             (0x2060, 0x206F), (0xFEFF, 0xFEFF)]  # fmt: skip
INSTANT_MAX = 253402300799  # 9999-12-31T23:59:59Z
PASSED_OVER = range(32, 64)  # unknown keys of roots and bundles that an older reader may ignore


def is_uint(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def uint(value, low=0, high=2**53 - 1):
    need(is_uint(value), "SELLO_E_TYPE", "unsigned integer wanted")
    need(low <= value <= high, "SELLO_E_RANGE", f"{value} is not in {low}..{high}")
    return value


def instant(value):
    """Of a root or bundle: of a year that has four digits."""
    return uint(value, 0, INSTANT_MAX)


def text(value, limit, least=1):
    need(isinstance(value, str), "SELLO_E_TYPE", "text wanted")
    need(least <= len(value.encode()) <= limit, "SELLO_E_TEXT", f"not {least}..{limit} bytes")
    for character in value:
        bad = any(low <= ord(character) <= high for low, high in FORBIDDEN)
        need(not bad, "SELLO_E_TEXT", f"U+{ord(character):04X}")
    return value


def octets(value, *lengths):
    need(isinstance(value, bytes), "SELLO_E_TYPE", "bytes wanted")
    need(not lengths or len(value) in lengths, "SELLO_E_RANGE", f"{len(value)} bytes")
    return value


def array(value, length=None):
    need(isinstance(value, list), "SELLO_E_TYPE", "array wanted")
    need(length is None or len(value) == length, "SELLO_E_TYPE", f"{len(value)} items")
    return value


def mapping(value):
    need(isinstance(value, dict), "SELLO_E_TYPE", "map wanted")
    return value


def true(value):
    need(isinstance(value, bool), "SELLO_E_TYPE", "true wanted")
    need(value, "SELLO_E_RANGE", "false is written by leaving it out")
    return value


def untagged(value):
    """What a root, bundle or status list says holds no tag: it would be for newer readers."""
    need(not has_tag(value), "SELLO_E_NEWER", "a tag")
    return value


def walk(value, readers, required):
    """A map of a root or bundle, in its own order: {key: what its reader made of it}. All required keys
    are there, and no other but those with a reader and passed-over ones."""
    out = {}
    for key, item in mapping(value).items():
        if key in readers:
            out[key] = readers[key](item)
        else:
            need(is_uint(key) and key in PASSED_OVER, "SELLO_E_NEWER", f"unknown key {key!r}")
    for key in required:
        need(key in out, "SELLO_E_MISSING", f"key {key}")
    return out
