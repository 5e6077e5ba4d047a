# SPDX-License-Identifier: Apache-2.0
"""Roots: who may sign for a certifier, and when one root may follow another (TUF's rules)."""

import dataclasses
import re

from . import cose, fields
from .cbor import decode, encode, has_tag_within
from .errors import need
from .keys import HASH_LEN, KEY_LEN, SIGNATURE_LEN
from .keys import is_proper_point, kid_of, sha256, verifies

FINGERPRINT, VERSION, THRESHOLD, MEMBERS, CERTIFIER, KEYS, ISSUED, PREVIOUS, SCHEMES = range(9)
PRACTICE, ADDRESSES = 9, 10
SLHDSA, SLHDSA_LEN = 32, 32  # the members' SLH-DSA-SHA2-128s public keys
MAGIC, SIZE_MAX, DEPTH = b"\xd8\x62\x84", 65536, 8
NAME_MAX, URL_MAX, LANGUAGE_MAX, SCHEME_MAX = 64, 60, 35, 65535
LABEL, STATUS, LOG = 1, 2, 3  # roles
ACTIVE, RETIRED, COMPROMISED = range(3)  # states
BASE_URL = re.compile(r"https://[a-z0-9]([a-z0-9.:-]*[a-z0-9])?/([a-z0-9._~!$&'()*+,;=:%/-]*/)?")


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
    protected: bytes = None
    signatures: object = None  # as they were read; looked at when the root is judged

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
    need(not has_tag_within(envelope), "SELLO_E_NEWER", "a tag")
    need(data.startswith(MAGIC), "SELLO_E_TYPE", "not tag 98 and an array of four")
    protected, unprotected, payload, signatures = envelope.value
    need(isinstance(protected, bytes) and isinstance(unprotected, dict), "SELLO_E_TYPE")
    need(not unprotected, "SELLO_E_NEWER", "unprotected header")
    fields.octets(payload)
    header = cose.read_header(protected, DEPTH)
    need(header.alg_known, "SELLO_E_NEWER_ALG")
    need(not header.newer and header.kid is None, "SELLO_E_NEWER", "a header that a root has not")
    need(header.type == cose.ROOT_TYPE, "SELLO_E_TYPE")
    root = _decode_payload(payload)
    root.protected, root.signatures = protected, signatures
    return root


def _decode_signature(root, item):
    """(kid, signed bytes, signature)"""
    protected, unprotected, signature = fields.array(item, 3)
    fields.octets(protected)
    need(isinstance(unprotected, dict), "SELLO_E_TYPE")
    need(not unprotected, "SELLO_E_NEWER", "unprotected header")
    fields.octets(signature)
    header = cose.read_header(protected, DEPTH)
    need(header.alg_known, "SELLO_E_NEWER_ALG")
    need(not header.newer and header.type is None, "SELLO_E_NEWER", "a header that a signature has not")
    need(header.kid, "SELLO_E_MISSING", "kid")
    message = cose.sign_bytes(root.protected, protected, root.payload)
    return header.kid, message, fields.octets(signature, SIGNATURE_LEN)


def _decode_payload(payload):
    claims = fields.walk(
        fields.untagged(decode(payload, DEPTH)),
        {
            FINGERPRINT: _hash,
            VERSION: fields.uint,
            THRESHOLD: fields.uint,
            MEMBERS: lambda value: [_decode_member(item) for item in fields.array(value)],
            CERTIFIER: _decode_certifier,
            KEYS: lambda value: [_decode_key(item) for item in fields.array(value)],
            ISSUED: fields.instant,
            PREVIOUS: _hash,
            SCHEMES: _decode_schemes,
            PRACTICE: fields.true,
            ADDRESSES: _decode_addresses,
            SLHDSA: lambda value: _decode_slhdsa(value, _n_members(payload)),
        },
        (VERSION, THRESHOLD, MEMBERS, CERTIFIER, KEYS, ISSUED),
    )
    version = fields.uint(claims[VERSION], 1)
    first = version == 1
    for key in (FINGERPRINT, PREVIOUS):
        need((key in claims) != first, "SELLO_E_ROOT_PREVIOUS", f"key {key} of version {version}")
    return Root(
        payload=payload,
        fingerprint=sha256(payload) if first else claims[FINGERPRINT],
        version=version,
        threshold=claims[THRESHOLD],
        members=claims[MEMBERS],
        name=claims[CERTIFIER][1],
        base_url=claims[CERTIFIER][2],
        contact=claims[CERTIFIER].get(3, ""),
        keys=claims[KEYS],
        issued=claims[ISSUED],
        previous=claims.get(PREVIOUS),
        schemes=claims.get(SCHEMES, {}),
        practice=PRACTICE in claims,
        addresses=claims.get(ADDRESSES, []),
    )


def _hash(value):
    return fields.octets(value, HASH_LEN)


def _n_members(payload):
    members = decode(payload, DEPTH).get(MEMBERS, [])
    return len(members) if isinstance(members, list) else 0


def _decode_slhdsa(value, n_members):
    need(len(fields.array(value)) == n_members, "SELLO_E_RANGE", "one for each member")
    return [fields.octets(key, SLHDSA_LEN) for key in value]


def _decode_certifier(value):
    readers = {1: lambda name: fields.text(name, NAME_MAX), 2: base_url_of,
               3: lambda contact: fields.text(contact, NAME_MAX, 0)}  # fmt: skip
    return fields.walk(value, readers, (1, 2))


def base_url_of(value):
    need(isinstance(value, str), "SELLO_E_TYPE", "text wanted")
    need(len(value) <= URL_MAX and BASE_URL.fullmatch(value), "SELLO_E_TEXT", "not a base URL")
    return value


def _decode_addresses(value):
    need(fields.array(value), "SELLO_E_RANGE", "an empty list is left out")
    return [base_url_of(url) for url in value]


def _decode_member(value):
    readers = {1: lambda key: fields.octets(key, KEY_LEN), 2: lambda name: fields.text(name, NAME_MAX, 0)}
    member = fields.walk(value, readers, (1, 2))
    return member[1], member[2]


def _decode_key(value):
    readers = {1: lambda key: fields.octets(key, KEY_LEN), 2: fields.uint, 3: fields.instant, 4: fields.instant,
               5: fields.uint, 6: fields.instant, 7: _decode_codes}  # fmt: skip
    item = fields.walk(value, readers, (1, 2))
    key = Delegated(item[1], item[2], item.get(3, 0), item.get(4), item.get(5, ACTIVE), item.get(6), item.get(7))
    reason = "SELLO_E_ROOT_KEY_STATE"
    need(key.role != 0 and key.state <= COMPROMISED, reason)
    need(key.state != RETIRED or key.stop is not None, reason, "retired without stop signing")
    need(key.since is None or key.state == COMPROMISED, reason, "compromised since")
    need(key.stop is None or key.not_before < key.stop, reason, "stops before it starts")
    return key


def _decode_codes(value):
    return [fields.uint(code, 0, SCHEME_MAX) for code in fields.array(value)]


def _decode_schemes(value):
    need(isinstance(value, dict), "SELLO_E_TYPE")
    for code, names in value.items():
        need(fields.is_uint(code), "SELLO_E_NEWER")
        fields.uint(code, 0, SCHEME_MAX)
        need(isinstance(names, dict), "SELLO_E_TYPE")
        for language, name in names.items():
            fields.text(language, LANGUAGE_MAX)
            fields.text(name, NAME_MAX)
    return value


def _check_keys(root):
    publics = root.publics
    for at, public in enumerate(publics):
        need(public not in publics[:at], "SELLO_E_ROOT_KEY_TWICE")
        need(is_proper_point(public), "SELLO_E_ROOT_WEAK_KEY")
    need(1 <= root.threshold <= len(root.members), "SELLO_E_ROOT_THRESHOLD")


def accept_first(root):
    need(root.version == 1, "SELLO_E_ROOT_FIRST")
    _check_keys(root)
    signers = _check_signatures(root, root.publics)
    _check_quorum(signers, root, "SELLO_E_ROOT_FEW_NEW")
    need(signers >= set(root.publics), "SELLO_E_ROOT_UNSIGNED_KEY")


def accept_next(old, new):
    _check_keys(new)
    need(new.fingerprint == old.fingerprint, "SELLO_E_ROOT_FINGERPRINT")
    need(new.version > old.version, "SELLO_E_ROOT_REPLAY")
    need(new.version == old.version + 1, "SELLO_E_ROOT_GAP")
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
        need(kept[0] == kept[1] and before.state <= after.state, "SELLO_E_ROOT_DROPPED_KEY")
    check_roles(old, new)
    for code, names in old.schemes.items():
        need(code in new.schemes, "SELLO_E_ROOT_SCHEME")
        need(names.items() <= new.schemes[code].items(), "SELLO_E_ROOT_SCHEME")
    need(new.addresses[: len(old.addresses)] == old.addresses, "SELLO_E_ROOT_ADDRESS")


def check_roles(old, new):
    """A key keeps its role for ever: no delegated key was a member's in an older root."""
    members = {public for public, _ in old.members}
    need(not any(key.public in members for key in new.keys), "SELLO_E_ROOT_KEY_ROLE")


def _check_signatures(root, publics):
    """The keys that signed the root; every signature must be by one of `publics`, and verify. They
    ascend strictly by kid and public key."""
    last = (b"", b"")
    signers = set()
    for item in fields.array(root.signatures):
        kid, message, signature = _decode_signature(root, item)
        need(kid >= last[0], "SELLO_E_CBOR_ORDER", "signatures are not sorted by kid")
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
