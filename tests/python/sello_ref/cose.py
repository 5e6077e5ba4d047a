# SPDX-License-Identifier: Apache-2.0
"""COSE_Sign1 and COSE_Sign (RFC 9052, 4): what is signed, and the envelopes around it."""

import cbor2

from .cbor import encode

SIGN1_TAG, SIGN_TAG = 18, 98
ALG, KID, CONTENT_TYPE = 1, 4, 16  # header labels; typ is RFC 9596's
ED25519, EDDSA = -19, -8
LABEL_ALGS = (ED25519, EDDSA)
KNOWN_HEADERS = {ALG, KID}

ROOT_TYPE = "application/sello-root+cbor"
BUNDLE_TYPE = "application/sello-bundle+cbor"
STATUS_TYPE = "application/statuslist+cwt"


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
