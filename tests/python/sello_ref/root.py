# SPDX-License-Identifier: Apache-2.0
"""Roots: who may sign for a certifier, and when one root may follow another (TUF's rules)."""

import dataclasses
import re

from . import cose, fields
from .cbor import Tagged, decode, encode
from .errors import need
from .keys import HASH_LEN, KEY_LEN, KID_LEN, SIGNATURE_LEN
from .keys import is_proper_point, kid_of, sha256, verifies

FINGERPRINT, VERSION, THRESHOLD, MEMBERS, CERTIFIER, KEYS, ISSUED, PREVIOUS, SCHEMES = range(9)
PRACTICE, ADDRESSES = 9, 10
SLHDSA, SLHDSA_LEN = 32, 32  # the members' SLH-DSA-SHA2-128s public keys
MAGIC, SIZE_MAX, DEPTH = b"\xd8\x62\x84", 65536, 8
NAME_MAX, URL_MAX, LANGUAGE_MAX, SCHEME_MAX = 64, 60, 35, 65535
LABEL, STATUS, LOG = 1, 2, 3  # roles
ACTIVE, RETIRED, COMPROMISED = range(3)  # states
BASE_URL = re.compile(r"https://[a-z0-9.-]+(:[0-9]+)?/([!-\"$-;=@-_a-~]*/)?")


@dataclasses.dataclass
class Delegated:
    public: bytes
    role: int
    not_before: int
    stop: int = None  # exclusive; None is unbounded
    state: int = ACTIVE
    since: int = None  # compromised since: shown, never used to accept
    schemes: list = None  # None is any

    def may_sign_at(self, instant):
        return self.not_before <= instant and (self.stop is None or instant < self.stop)

    def claims(self):
        values = [self.public, self.role, self.not_before, self.stop, self.state, self.since,
                  self.schemes]
        return {key: value for key, value in enumerate(values, 1) if value is not None}


@dataclasses.dataclass
class Root:
    payload: bytes
    fingerprint: bytes
    version: int
    threshold: int
    members: list  # of (public key, name)
    name: str
    base_url: str
    contact: str
    keys: list  # of Delegated
    issued: int
    previous: bytes
    schemes: dict
    practice: bool = False
    addresses: list = ()  # further base URLs
    signatures: list = None

    @property
    def hash(self):
        return sha256(self.payload)

    @property
    def publics(self):
        return [public for public, _ in self.members] + [key.public for key in self.keys]


def make_root(keys, claims):
    return cose.make_sign(keys, encode(claims), cose.ROOT_TYPE)


def decode_root(data):
    """The root without judging whom to trust: shape, and what one root alone must keep."""
    need(len(data) <= SIZE_MAX, "SELLO_E_TOO_LONG")
    envelope = decode(data, DEPTH)
    need(data.startswith(MAGIC) and isinstance(envelope, Tagged), "SELLO_E_TYPE")
    protected, unprotected, payload, signatures = envelope.value
    fields.known(unprotected, ())
    header = fields.known(decode(fields.octets(protected), DEPTH), (cose.ALG, cose.CONTENT_TYPE))
    need(header[cose.ALG] == cose.ED25519, "SELLO_E_NEWER_ALG")
    need(header[cose.CONTENT_TYPE] == cose.ROOT_TYPE, "SELLO_E_TYPE")
    root = _decode_payload(fields.octets(payload))
    root.signatures = [_decode_signature(protected, payload, s) for s in fields.array(signatures)]
    _check_alone(root)
    return root


def _decode_signature(body, payload, item):
    """(kid, signed bytes, signature)"""
    protected, unprotected, signature = fields.array(item, 3)
    fields.known(unprotected, ())
    header = fields.known(decode(fields.octets(protected), DEPTH), (cose.ALG, cose.KID))
    need(header[cose.ALG] == cose.ED25519, "SELLO_E_NEWER_ALG")
    kid = fields.octets(header[cose.KID], KID_LEN)
    return kid, cose.sign_bytes(body, protected, payload), fields.octets(signature, SIGNATURE_LEN)


def _decode_payload(payload):
    required = (VERSION, THRESHOLD, MEMBERS, CERTIFIER, KEYS, ISSUED, SCHEMES)
    claims = fields.known(decode(payload, DEPTH), required, (FINGERPRINT, PREVIOUS, PRACTICE, ADDRESSES, SLHDSA))
    version = fields.uint(claims[VERSION], 1)
    for key in (FINGERPRINT, PREVIOUS):
        need((key in claims) == (version > 1), "SELLO_E_MISSING", f"key {key} of version {version}")
    first = version == 1
    members = [_decode_member(member) for member in fields.array(claims[MEMBERS])]
    for key in fields.array(claims[SLHDSA], len(members)) if SLHDSA in claims else ():
        fields.octets(key, SLHDSA_LEN)
    certifier = fields.known(claims[CERTIFIER], (1, 2), (3,))
    return Root(
        payload=payload,
        fingerprint=sha256(payload) if first else fields.octets(claims[FINGERPRINT], HASH_LEN),
        version=version,
        threshold=fields.uint(claims[THRESHOLD]),
        members=members,
        name=fields.text(certifier[1], NAME_MAX),
        base_url=_base_url(certifier[2]),
        contact=fields.text(certifier.get(3, ""), NAME_MAX, 0),
        keys=[_decode_key(key) for key in fields.array(claims[KEYS])],
        issued=fields.instant(claims[ISSUED]),
        previous=None if first else fields.octets(claims[PREVIOUS], HASH_LEN),
        schemes=_decode_schemes(claims[SCHEMES]),
        practice=PRACTICE in claims and fields.true(claims[PRACTICE]),
        addresses=_decode_addresses(claims.get(ADDRESSES)),
    )


def _base_url(value):
    fields.text(value, URL_MAX)
    need(BASE_URL.fullmatch(value), "SELLO_E_TEXT", "not a base URL")
    return value


def _decode_addresses(value):
    if value is None:
        return []
    need(fields.array(value), "SELLO_E_RANGE", "an empty list is left out")
    return [_base_url(url) for url in value]


def _decode_member(value):
    member = fields.known(value, (1, 2))
    return fields.octets(member[1], KEY_LEN), fields.text(member[2], NAME_MAX)


def _decode_key(value):
    item = fields.known(value, (1, 2), (3, 4, 5, 6, 7))
    key = Delegated(fields.octets(item[1], KEY_LEN), fields.uint(item[2]), fields.instant(item.get(3, 0)))
    key.stop = fields.instant(item[4]) if 4 in item else None
    key.state = fields.uint(item.get(5, ACTIVE), ACTIVE, COMPROMISED)
    key.since = fields.instant(item[6]) if 6 in item else None
    if 7 in item:
        key.schemes = [fields.uint(code, 0, SCHEME_MAX) for code in fields.array(item[7])]
    return key


def _decode_schemes(value):
    need(isinstance(value, dict), "SELLO_E_TYPE")
    for code, names in value.items():
        fields.uint(code, 0, SCHEME_MAX)
        need(isinstance(names, dict), "SELLO_E_TYPE")
        for language, name in names.items():
            fields.text(language, LANGUAGE_MAX)
            fields.text(name, NAME_MAX)
    return value


def _check_alone(root):
    need(1 <= root.threshold <= len(root.members), "SELLO_E_ROOT_THRESHOLD")
    need(len(set(root.publics)) == len(root.publics), "SELLO_E_ROOT_KEY_TWICE")
    need(all(is_proper_point(public) for public in root.publics), "SELLO_E_ROOT_WEAK_KEY")
    for key in root.keys:
        reason = "SELLO_E_ROOT_KEY_STATE"
        need(key.state != RETIRED or key.stop is not None, reason, "retired without stop signing")
        need(key.since is None or key.state == COMPROMISED, reason, "compromised since")
        need(key.stop is None or key.not_before < key.stop, reason, "stops before it starts")
    kids = [kid for kid, _, _ in root.signatures]
    need(kids == sorted(kids), "SELLO_E_CBOR_ORDER", "signatures are not sorted by kid")


def accept_first(root):
    need(root.version == 1, "SELLO_E_ROOT_FIRST")
    signers = _check_signatures(root, root.publics)
    _check_quorum(signers, root, "SELLO_E_ROOT_FEW_NEW")
    need(signers >= set(root.publics), "SELLO_E_ROOT_UNSIGNED_KEY")


def accept_next(old, new):
    need(new.version > old.version, "SELLO_E_ROOT_REPLAY")
    need(new.version == old.version + 1, "SELLO_E_ROOT_GAP")
    need(new.fingerprint == old.fingerprint, "SELLO_E_ROOT_FINGERPRINT")
    need(new.previous == old.hash, "SELLO_E_ROOT_PREVIOUS")
    need(new.issued >= old.issued, "SELLO_E_ROOT_DATE")
    need(new.practice == old.practice, "SELLO_E_ROOT_PRACTICE")
    _check_continues(old, new)
    signers = _check_signatures(new, old.publics + new.publics)
    _check_quorum(signers, new, "SELLO_E_ROOT_FEW_NEW")
    _check_quorum(signers, old, "SELLO_E_ROOT_FEW_OLD")
    fresh = set(new.publics) - set(old.publics)
    need(signers >= fresh, "SELLO_E_ROOT_UNSIGNED_KEY")


def _check_continues(old, new):
    need(len(new.keys) >= len(old.keys), "SELLO_E_ROOT_DROPPED_KEY")
    for before, after in zip(old.keys, new.keys):
        kept = [(key.public, key.role, key.not_before) for key in (before, after)]
        need(kept[0] == kept[1], "SELLO_E_ROOT_DROPPED_KEY")
        need(before.state <= after.state, "SELLO_E_ROOT_KEY_STATE")
    check_roles(old, new)
    need(new.addresses[: len(old.addresses)] == old.addresses, "SELLO_E_ROOT_ADDRESS")
    for code, names in old.schemes.items():
        need(code in new.schemes, "SELLO_E_ROOT_SCHEME")
        need(names.items() <= new.schemes[code].items(), "SELLO_E_ROOT_SCHEME")


def check_roles(old, new):
    """A key keeps its role for ever: no delegated key was a member's in an older root."""
    members = {public for public, _ in old.members}
    need(not any(key.public in members for key in new.keys), "SELLO_E_ROOT_KEY_ROLE")


def _check_signatures(root, publics):
    """The keys that signed the root; every signature must be by one of `publics`, and verify. They
    ascend strictly by kid and public key."""
    last = (b"", b"")
    signers = set()
    for kid, message, signature in root.signatures:
        candidates = sorted(
            public for public in set(publics) if kid_of(public) == kid and (kid, public) > last
        )
        if not candidates:
            need(kid != last[0], "SELLO_E_CBOR_ORDER", "a key signs twice")
            need(False, "SELLO_E_ROOT_STRANGER")
        signer = [public for public in candidates if verifies(public, message, signature)]
        need(signer, "SELLO_E_ROOT_SIGNATURE")
        last = (kid, signer[0])
        signers.add(signer[0])
    return signers


def _check_quorum(signers, root, reason):
    members = {public for public, _ in root.members}
    need(len(signers & members) >= root.threshold, reason)
