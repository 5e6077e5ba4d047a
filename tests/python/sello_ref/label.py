# SPDX-License-Identifier: Apache-2.0
"""Labels: claims <-> token <-> text."""

import dataclasses

from . import cose, fields
from .cbor import Tagged, decode, decode_first, encode, has_tag
from .codes import CHUNK_DIGITS, SERIAL_MAX, from_digits, to_digits
from .errors import Refused, need
from .keys import sha256

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
        """What the label says; nothing where a tag is around it."""
        return _untagged(_untagged(self.claims, {}).get(PRIVATE), {})

    @property
    def iat(self):
        return _untagged(_untagged(self.claims, {}).get(IAT), None)

    @property
    def exp(self):
        return _untagged(_untagged(self.claims, {}).get(EXP), None)

    @property
    def serial(self):
        return _untagged(self.private.get(SERIAL), None)

    @property
    def scheme(self):
        return _untagged(self.private.get(SCHEME), None)


def _untagged(value, otherwise):
    """A value in a form that this reader knows."""
    return otherwise if value is None or isinstance(value, Tagged) else value


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
    digits = digits[start:].strip(SPACES)
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


def is_notice(token):
    """Has its protected header the type of a bundle? One that cannot be read has none."""
    try:
        protected, _ = decode_first(token, 2, DEPTH)
        need(isinstance(protected, bytes), "SELLO_E_TYPE")
        return cose.read_header(protected, DEPTH).type == cose.BUNDLE_TYPE
    except Refused:
        return False


def decode_token(token):
    need(not is_notice(token), "SELLO_E_NOTICE")
    need(len(token) <= TOKEN_MAX, "SELLO_E_TOO_LONG")
    sign1 = cose.read_sign1(token, DEPTH)
    need(sign1.header.alg_known, "SELLO_E_NEWER_ALG")
    need(sign1.header.kid, "SELLO_E_MISSING", "kid")
    claims = decode(sign1.payload, DEPTH)
    newer = _check_claims(claims) or sign1.newer or sign1.header.type is not None
    return Label(sign1.header.alg, sign1.header.kid, sign1.protected, sign1.payload, sign1.signature,
                 newer, claims)  # fmt: skip


def _check_claims(claims):
    """Refuse what is malformed; True when something in it is for a newer reader."""
    if isinstance(claims, Tagged):
        return True
    need(isinstance(claims, dict), "SELLO_E_TYPE")
    newer = False
    for key, value in claims.items():
        if key not in (EXP, IAT, PRIVATE) or isinstance(value, Tagged):
            newer = True
        elif key == PRIVATE:
            newer |= _check_private(value)
        else:
            fields.uint(value)
    for key in (IAT, PRIVATE):
        need(key in claims, "SELLO_E_MISSING", f"claim {key}")
    private = claims[PRIVATE]
    need(isinstance(private, Tagged) or SERIAL in private, "SELLO_E_MISSING", "serial")
    return newer


def _check_private(private):
    need(isinstance(private, dict), "SELLO_E_TYPE")
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
