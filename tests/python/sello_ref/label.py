# SPDX-License-Identifier: Apache-2.0
"""Labels: claims <-> token <-> text."""

import dataclasses

from . import cose, fields
from .cbor import Tagged, decode, encode, has_tag
from .codes import CHUNK_DIGITS, SERIAL_MAX, from_digits, to_digits
from .errors import Refused, need
from .keys import KID_LEN, SIGNATURE_LEN, sha256

SPACES = " \t\n\v\f\r"
TOKEN_MAX, TEXT_MAX, DEPTH = 1024, 4096, 4
EXP, IAT, PRIVATE = 4, 6, -65537  # claims
(SERIAL, PRODUCT, PRODUCER, ORIGIN, SCHEME, LOT, CERTIFICATE, TRAITS, MADE, GTIN, NET,
 LANG, PHOTO) = range(13)  # fmt: skip
TEXT_LIMITS = {PRODUCT: 64, PRODUCER: 64, ORIGIN: 64, LOT: 32, TRAITS: 80, NET: 24, LANG: 35}
UINT_LIMITS = {SERIAL: (1, SERIAL_MAX), SCHEME: (0, 65535), CERTIFICATE: (0, SERIAL_MAX),
               MADE: (0, SERIAL_MAX), GTIN: (0, 10**14 - 1)}  # fmt: skip
HASH_LENGTHS = {PHOTO: 16}
EXTRA = set(range(64)) - {*TEXT_LIMITS, *UINT_LIMITS, *HASH_LENGTHS}


@dataclasses.dataclass
class Label:
    alg: int
    kid: bytes
    protected: bytes
    payload: bytes
    signature: bytes
    newer: bool  # has a part that this reader does not know
    claims: dict  # decoded, as signed

    def signed_bytes(self):
        return cose.sign1_bytes(self.protected, self.payload)

    @property
    def private(self):
        return self.claims[PRIVATE]

    @property
    def readable(self):
        """Whether what a verdict needs is there in a form that this reader knows."""
        whole = not isinstance(self.claims, Tagged) and not isinstance(self.private, Tagged)
        return whole and all(map(fields.is_uint, (self.claims[IAT], self.private[SERIAL])))


def exp_of_date(day):
    """--expires: the end of that date anywhere on Earth (UTC-12)."""
    return (day + 1) * 86400 + 43200


def date_of_exp(exp):
    return (exp - 43200) // 86400 - 1


def make_token(key, claims, alg=cose.ED25519):
    return cose.make_sign1(key, encode(claims), alg=alg)


def make_text(base_url, token):
    return f"{base_url}#{to_digits(token)}"


def commitment(claims):
    """16 bytes that a batch publishes: of the claims without their serial."""
    private = {key: value for key, value in claims[PRIVATE].items() if key != SERIAL}
    return sha256(encode({**claims, PRIVATE: private}))[:16]


def token_of_text(text):
    """The token's bytes out of a label text, a bare run of digits, or a whole scanned line."""
    need(len(text.encode("utf-8", "surrogateescape")) <= TEXT_MAX, "SELLO_E_NOT_LABEL", "too long")
    digits = text.strip(SPACES)
    start = max(digits.rfind("#") + 1, digits.rfind("%23") + 3 if "%23" in digits else 0)
    digits = digits[start:]
    first = digits[:CHUNK_DIGITS]
    try:
        head = from_digits(first) if len(first) == CHUNK_DIGITS else b""
    except Refused:
        head = b""
    need(not head.startswith(b"\xd8\x62\x84"), "SELLO_E_NEWER", "COSE_Sign is kept for later")
    need(head.startswith(b"\xd2\x84"), "SELLO_E_NOT_LABEL")
    return from_digits(digits)


def link_of_text(text):
    """What stands before the digits; "" for bare ones."""
    line = text.strip(SPACES)
    return line[: max(line.rfind("#"), line.rfind("%23"), 0)]


def decode_token(token):
    need(len(token) <= TOKEN_MAX, "SELLO_E_TOO_LONG")
    envelope = decode(token, DEPTH)
    items = envelope.value if isinstance(envelope, Tagged) else None
    need(token[:2] == b"\xd2\x84" and isinstance(items, list), "SELLO_E_NOT_LABEL")
    need(not any(isinstance(item, Tagged) for item in items), "SELLO_E_NEWER",
         "a tag in the envelope")
    protected, unprotected, payload, signature = items
    for item, wanted in zip(items, (bytes, dict, bytes, bytes)):
        need(isinstance(item, wanted), "SELLO_E_TYPE")
    header = decode(protected, DEPTH)
    alg, kid = _check_header(header)
    need(len(signature) == SIGNATURE_LEN, "SELLO_E_RANGE", "signature length")
    claims = decode(payload, DEPTH)
    newer = _check_claims(claims) or bool(unprotected) or set(header) != cose.KNOWN_HEADERS
    return Label(alg, kid, protected, payload, signature, newer, claims)


def _check_header(header):
    need(isinstance(header, dict), "SELLO_E_TYPE")
    need(header.get(cose.CONTENT_TYPE) != cose.BUNDLE_TYPE, "SELLO_E_NOTICE")
    need(cose.ALG in header, "SELLO_E_MISSING", "alg")
    alg = header[cose.ALG]
    need(not isinstance(alg, Tagged), "SELLO_E_NEWER_ALG")
    need(isinstance(alg, (int, str)) and not isinstance(alg, bool), "SELLO_E_TYPE", "alg")
    need(alg in cose.LABEL_ALGS, "SELLO_E_NEWER_ALG")
    need(cose.KID in header, "SELLO_E_MISSING", "kid")
    need(not isinstance(header[cose.KID], Tagged), "SELLO_E_NEWER")
    return alg, fields.octets(header[cose.KID], KID_LEN)


def _check_claims(claims):
    """Refuse what is malformed; True when something in it is for a newer reader."""
    if isinstance(claims, Tagged):
        return True
    need(isinstance(claims, dict), "SELLO_E_TYPE")
    for key in (IAT, PRIVATE):
        need(key in claims, "SELLO_E_MISSING", f"claim {key}")
    newer = False
    for key, value in claims.items():
        if key not in (EXP, IAT, PRIVATE) or isinstance(value, Tagged):
            newer = True
        elif key == PRIVATE:
            newer |= _check_private(value)
        else:
            fields.uint(value)
    return newer


def _check_private(private):
    need(isinstance(private, dict), "SELLO_E_TYPE")
    need(SERIAL in private, "SELLO_E_MISSING", "serial")
    newer = False
    for key, value in private.items():
        if key in EXTRA:
            newer |= has_tag(value)
        elif isinstance(value, Tagged):
            newer = True
        elif key in TEXT_LIMITS:
            fields.text(value, TEXT_LIMITS[key])
        elif key in UINT_LIMITS:
            fields.uint(value, *UINT_LIMITS[key])
        elif key in HASH_LENGTHS:
            fields.octets(value, HASH_LENGTHS[key])
        else:
            newer = True
    return newer


def decode_text(text):
    return decode_token(token_of_text(text))
