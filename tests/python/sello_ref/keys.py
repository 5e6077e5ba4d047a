# SPDX-License-Identifier: Apache-2.0
"""Ed25519 keys by PyNaCl (libsodium), and their identifiers."""

import hashlib

from nacl import bindings, exceptions, signing

from .cbor import encode

KID_LEN, KEY_LEN, SIGNATURE_LEN, HASH_LEN = 8, 32, 64, 32
OKP, ED25519 = 1, 6  # COSE_Key kty and crv: RFC 9053, 7.1


def sha256(data):
    return hashlib.sha256(data).digest()


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


def is_proper_point(public):
    """A canonical point of the prime-order subgroup: what a root may list."""
    return bindings.crypto_core_ed25519_is_valid_point(public)
