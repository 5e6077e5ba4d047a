# SPDX-License-Identifier: Apache-2.0
"""Ed25519 keys by PyNaCl (libsodium), and their identifiers."""

import functools
import hashlib

from nacl import bindings, exceptions, signing

from .cbor import encode

KID_LEN, KEY_LEN, SIGNATURE_LEN, HASH_LEN = 8, 32, 64, 32
OKP, ED25519 = 1, 6  # COSE_Key kty and crv: RFC 9053, 7.1


def sha256(data):
    return hashlib.sha256(data).digest()


@functools.cache
def kid_of(public):
    """The first 8 bytes of the RFC 9679 SHA-256 thumbprint of {kty: OKP, crv: Ed25519, x:
    public}."""
    return sha256(encode({1: OKP, -1: ED25519, -2: public}))[:KID_LEN]


class Key:
    """A signing key made of a 32-byte seed (RFC 8032, 5.1.5)."""

    def __init__(self, seed):
        self._key = signing.SigningKey(seed)
        self.public = bytes(self._key.verify_key)
        self.kid = kid_of(self.public)

    def sign(self, message):
        return self._key.sign(message).signature


def verifies(public, message, signature):
    """libsodium's answer: S < L, A and R canonical and not of small order, cofactorless."""
    try:
        bindings.crypto_sign_open(signature + message, public)
        return True
    except (exceptions.BadSignatureError, exceptions.CryptoError, ValueError):
        return False


P = 2**255 - 19  # of the field
L = 2**252 + 27742317777372353535851937790883648493  # the order of the subgroup
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


@functools.cache
def is_proper_point(public):
    """A canonical point of the prime-order subgroup: what a root may list. By our own arithmetic (RFC
    8032, 5.1.3 and 5.1.4): libsodium 1.0.18 as first released takes points of order 2L too."""
    point = _decompress(public)
    return point is not None and not _is_identity(point) and _is_identity(_times(L, point))


def _decompress(data):
    """(X, Y, Z, T), or None."""
    y, sign = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    if len(data) != KEY_LEN or y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P != 0:
        x = x * ROOT_OF_MINUS_1 % P
    if (v * x * x - u) % P != 0 or (x == 0 and sign):
        return None
    x = P - x if x % 2 != sign else x
    return x, y, 1, x * y % P


def _add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = _add(total, point)
        point, n = _add(point, point), n >> 1
    return total


def _is_identity(point):
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0
