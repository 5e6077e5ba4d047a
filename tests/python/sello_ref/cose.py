# SPDX-License-Identifier: Apache-2.0
"""COSE_Sign1 and COSE_Sign (RFC 9052, 4): what is signed, and the envelopes around it."""

import dataclasses

import cbor2

from .cbor import decode, encode, has_tag, has_tag_within
from .errors import need

SIGN1_TAG, SIGN_TAG = 18, 98
ALG, KID, CONTENT_TYPE = 1, 4, 16  # header labels; typ is RFC 9596's
ED25519, EDDSA = -19, -8
LABEL_ALGS = (ED25519, EDDSA)
KID_LEN, SIGNATURE_LEN = 8, 64

ROOT_TYPE = "application/sello-root+cbor"
BUNDLE_TYPE = "application/sello-bundle+cbor"
STATUS_TYPE = "application/statuslist+cwt"


@dataclasses.dataclass
class Header:
    """A protected header."""

    alg: object  # a number or a name
    kid: bytes = None
    type: str = None
    newer: bool = False  # has a part that this reader does not know

    @property
    def alg_known(self):
        return self.alg in LABEL_ALGS


def read_header(protected, depth):
    """A map with an alg; where that is known, a kid that is there has 8 bytes. A wrong type beside a tag is
    a newer writer's doing."""
    need(protected, "SELLO_E_MISSING", "header")
    values = decode(protected, depth)
    tagged = has_tag_within(values)
    wrong_type = "SELLO_E_NEWER" if tagged else "SELLO_E_TYPE"
    need(isinstance(values, dict), wrong_type)
    header = Header(None, newer=tagged)
    for key, value in values.items():
        if key == ALG:
            need(isinstance(value, (int, str)) and not isinstance(value, bool), wrong_type, "alg")
            header.alg = value
        elif key == KID and header.alg_known:
            need(isinstance(value, bytes), wrong_type, "kid")
            need(len(value) == KID_LEN, "SELLO_E_RANGE", "kid")
            header.kid = value
        elif key == CONTENT_TYPE and isinstance(value, str):
            header.type = value
        elif key != KID:
            header.newer = True
    need(ALG in values, "SELLO_E_MISSING", "alg")
    return header


@dataclasses.dataclass
class Sign1:
    header: Header
    protected: bytes
    payload: bytes
    signature: bytes
    newer: bool

    @property
    def signed_bytes(self):
        return sign1_bytes(self.protected, self.payload)


def read_sign1(data, depth):
    """A COSE_Sign1 of any type."""
    envelope = decode(data, depth)
    need(data.startswith(b"\xd2\x84"), "SELLO_E_TYPE", "not tag 18 and an array of four")
    items = envelope.value
    right = all(map(isinstance, items, (bytes, dict, bytes, bytes)))
    need(right, "SELLO_E_NEWER" if has_tag(items) else "SELLO_E_TYPE")
    protected, unprotected, payload, signature = items
    header = read_header(protected, depth)
    right = len(signature) == SIGNATURE_LEN
    need(right or not header.alg_known, "SELLO_E_RANGE", "signature length")
    return Sign1(header, protected, payload, signature, header.newer or bool(unprotected))


def read_typed(data, content_type, depth):
    """One with nothing but what is known, and of this type."""
    sign1 = read_sign1(data, depth)
    need(sign1.header.alg_known, "SELLO_E_NEWER_ALG")
    need(not sign1.newer, "SELLO_E_NEWER")
    need(sign1.header.kid, "SELLO_E_MISSING", "kid")
    need(sign1.header.type == content_type, "SELLO_E_TYPE")
    return sign1


def sign1_bytes(protected, payload):
    """Sig_structure of a COSE_Sign1, external_aad empty (RFC 9052, 4.4)."""
    return encode(["Signature1", protected, b"", payload])


def sign_bytes(body_protected, sign_protected, payload):
    """Sig_structure of one signature of a COSE_Sign."""
    return encode(["Signature", body_protected, sign_protected, b"", payload])


def make_sign1(key, payload, content_type=None, alg=ED25519):
    header = {ALG: alg, KID: key.kid}
    if content_type is not None:
        header[CONTENT_TYPE] = content_type
    protected = encode(header)
    signature = key.sign(sign1_bytes(protected, payload))
    return encode(cbor2.CBORTag(SIGN1_TAG, [protected, {}, payload, signature]))


def make_sign(keys, payload, content_type):
    body = encode({ALG: ED25519, CONTENT_TYPE: content_type})
    signatures = []
    for key in sorted(keys, key=lambda key: key.kid):
        protected = encode({ALG: ED25519, KID: key.kid})
        signatures.append([protected, {}, key.sign(sign_bytes(body, protected, payload))])
    return encode(cbor2.CBORTag(SIGN_TAG, [body, {}, payload, signatures]))
