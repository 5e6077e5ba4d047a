# SPDX-License-Identifier: Apache-2.0
"""Public keys that no root may list, with signatures that a careless verifier would believe."""

import hashlib

from nacl import bindings

from sello_ref.keys import kid_of

from .fixtures import key

L = 2**252 + 27742317777372353535851937790883648493
IDENTITY = bytes.fromhex("01" + "00" * 31)
ORDER_2 = bytes.fromhex("ec" + "ff" * 30 + "7f")
ORDER_4 = bytes(32)
ORDER_8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
IDENTITY_NOT_CANONICAL = bytes.fromhex("ee" + "ff" * 30 + "7f")  # y = p + 1
IDENTITY_WITH_SIGN = bytes.fromhex("01" + "00" * 30 + "80")  # x = 0 has no sign


class WeakKey:
    """A key whose public point carries a part of small order: signatures are tried until that part
    cancels."""

    def __init__(self, public, order, scalar=0):
        self.public, self.order, self.scalar = public, order, scalar
        self.kid = kid_of(public)

    def sign(self, message):
        for nonce in range(1, 1000):
            r = int.from_bytes(hashlib.sha512(b"%d" % nonce).digest(), "little") % L
            point = bindings.crypto_scalarmult_ed25519_base_noclamp(r.to_bytes(32, "little"))
            digest = hashlib.sha512(point + self.public + message).digest()
            h = int.from_bytes(digest, "little") % L
            if h % self.order == 0:
                return point + ((r + h * self.scalar) % L).to_bytes(32, "little")
        raise AssertionError("no nonce cancels the small part")


class Unsigned:
    """A key that cannot sign at all."""

    def __init__(self, public):
        self.public, self.kid = public, kid_of(public)

    def sign(self, message):
        return bytes(32) + b"\1" + bytes(31)


def mixed_order():
    """A true key plus a point of order 8: libsodium's verification alone accepts its signature
    here."""
    return _mixed(b"sello mixed order", ORDER_8, 8)


def order_2l():
    """A true key plus the point of order 2: libsodium 1.0.18 as first released takes it for a point of
    the subgroup (CVE-2025-69277)."""
    return _mixed(b"sello order 2L", ORDER_2, 2)


def _mixed(seed, point, order):
    scalar = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little") % L
    proper = bindings.crypto_scalarmult_ed25519_base_noclamp(scalar.to_bytes(32, "little"))
    return WeakKey(bindings.crypto_core_ed25519_add(proper, point), order, scalar)


def not_canonical():
    """The first y + p that is on the curve, of large order."""
    p = 2**255 - 19
    for y in range(2, 19):
        if bindings.crypto_core_ed25519_is_valid_point(y.to_bytes(32, "little")):
            return (p + y).to_bytes(32, "little")
    return (p + 3).to_bytes(32, "little")


def off_curve():
    """The label key's y moved until no x fits: doubling by addition fails there."""
    y = int.from_bytes(key("label").public, "little") % 2**255
    while True:
        y += 1
        data = y.to_bytes(32, "little")
        try:
            bindings.crypto_core_ed25519_add(data, IDENTITY)
        except Exception:
            return data


def all_kinds():
    """name, key, whether its signature would pass where only the group equation is checked"""
    yield "the identity", WeakKey(IDENTITY, 1), True
    yield "a point of order 2", WeakKey(ORDER_2, 2), True
    yield "a point of order 4, all zeros", WeakKey(ORDER_4, 4), True
    yield "a point of order 8", WeakKey(ORDER_8, 8), True
    yield "the identity, not canonical", WeakKey(IDENTITY_NOT_CANONICAL, 1), True
    yield "the identity with a sign", WeakKey(IDENTITY_WITH_SIGN, 1), True
    yield "a point of mixed order", mixed_order(), True
    yield "a point of order 2L", order_2l(), True
    yield "a y over p", Unsigned(not_canonical()), False
    yield "no point of the curve", Unsigned(off_curve()), False
    yield "all ones", Unsigned(b"\xff" * 32), False
