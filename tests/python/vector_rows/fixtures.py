# SPDX-License-Identifier: Apache-2.0
"""A made-up certifier: its keys, roots, bundles and labels. Nothing here is random or dated by a
clock."""

import base64
import functools

from sello_ref import bundle, cose, label, root, trust
from sello_ref.keys import Key, sha256

DAY = 86400
T0 = 1767225600  # 2026-01-01T00:00:00Z: the first root
GENERATED = T0 + 30 * DAY  # the bundle
IAT = T0 + 10 * DAY  # most labels
NOW = GENERATED + DAY
BASE_URL = "https://sello.example/"
NAME = "Consejo Regulador del Rebozo de Santa María"
SCHEMES = {1: {"es": "Hecho a mano", "en": "Handmade"}, 2: {"es": "Tinte natural"}}


@functools.cache
def key(name):
    return Key(sha256(b"sello public test key: " + name.encode()))


def b64(data):
    return base64.b64encode(data).decode()


def member(name):
    return {1: key(name).public, 2: name}


def delegated(name, role, **fields):
    """fields: stop, state, since, schemes, not_before, public"""
    public = fields.pop("public", None) or key(name).public
    not_before = fields.pop("not_before", T0)
    return root.Delegated(public, role, not_before, **fields).claims()


def label_key(name="label", **fields):
    return delegated(name, root.LABEL, **fields)


def status_key(name="status", **fields):
    return delegated(name, root.STATUS, **fields)


class RootMaker:
    """One root: claims that a row may bend, then the names of those who sign it."""

    def __init__(self, claims, signers):
        self.claims, self.signers = claims, signers

    @functools.cached_property
    def data(self):
        keys = [key(signer) if isinstance(signer, str) else signer for signer in self.signers]
        return root.make_root(keys, self.claims)

    @functools.cached_property
    def payload(self):
        return root.encode(self.claims)

    @property
    def hash(self):
        return sha256(self.payload)

    @property
    def fingerprint(self):
        return self.claims.get(root.FINGERPRINT, self.hash)


def first_root(members=("ana", "beto"), threshold=1, keys=None, signers=None, without=(),
               **changes):
    """Root version 1. keys: delegated keys' claims; changes: claims by name of root.py's
    constants."""
    keys = [label_key(), status_key()] if keys is None else keys
    claims = {
        root.VERSION: 1,
        root.THRESHOLD: threshold,
        root.MEMBERS: [member(name) for name in members],
        root.CERTIFIER: {1: NAME, 2: BASE_URL, 3: "consejo@sello.example"},
        root.KEYS: keys,
        root.ISSUED: T0,
        root.SCHEMES: SCHEMES,
    }
    return _root(claims, without, signers or (*members, *_names(keys)), changes)


def next_root(before, signers, without=(), **changes):
    claims = {**before.claims, root.FINGERPRINT: before.fingerprint, root.PREVIOUS: before.hash}
    claims[root.VERSION] += 1
    claims[root.ISSUED] += DAY
    return _root(claims, without, signers, changes)


def _root(claims, without, signers, changes):
    return RootMaker(_bent(root, claims, changes, without), signers)


def _bent(module, claims, changes, without):
    """Claims with those of `changes` put in (a constant's name, or key_40) and those of `without`
    left out."""
    claims = {**claims, **{_number(module, name): value for name, value in changes.items()}}
    return {number: value for number, value in claims.items() if number not in without}


def _number(module, name):
    return int(name[4:]) if name.startswith("key_") else getattr(module, name)


KNOWN_NAMES = "ana beto cata label label2 label3 status status2 log log2 robo limited".split()


def _names(keys):
    by_public = {key(name).public: name for name in KNOWN_NAMES}
    return [by_public[item[1]] for item in keys if item[1] in by_public]


def bundle_claims(newest, statuses=None, without=(), status_signer="status", list_iat=GENERATED,
                  **changes):
    """A bundle's claims; statuses {serial: status}; changes by name of bundle.py's constants."""
    highest = changes.setdefault("HIGHEST", 100)
    if "LISTS" not in changes:
        changes["LISTS"] = [
            bundle.make_status_token(key(status_signer), newest.fingerprint, k, list_iat,
                                     bundle.pack_statuses(statuses or {}, k, highest))
            for k in range(highest // bundle.LIST_SPAN + 1)
        ]  # fmt: skip
    claims = {
        bundle.FINGERPRINT: newest.fingerprint,
        bundle.VERSION: 1,
        bundle.ROOT: [newest.claims[root.VERSION], newest.hash],
        bundle.GENERATED: GENERATED,
        bundle.FRESH_DAYS: 30,
        bundle.MAX_AGE_DAYS: 365,
    }
    return _bent(bundle, claims, changes, without)


def make_bundle(newest, signer="status", **changes):
    return bundle.make_bundle(key(signer), bundle_claims(newest, **changes))


def trust_file(*roots, signer="status", **changes):
    return b"".join(r.data for r in roots) + make_bundle(roots[-1], signer, **changes)


def claims(serial=1, iat=IAT, exp=None, **private):
    """A label's claims; private by name of label.py's constants or key_14; None takes one out."""
    fields = _bent(label, {label.SERIAL: serial, label.PRODUCT: "Rebozo de bolita",
                           label.SCHEME: 1}, private, ())
    fields = {number: value for number, value in fields.items() if value is not None}
    top = {label.IAT: iat, label.PRIVATE: fields}
    return top if exp is None else {label.EXP: exp, **top}


def label_text(signer="label", base_url=BASE_URL, alg=cose.ED25519, **fields):
    return label.make_text(base_url, label.make_token(key(signer), claims(**fields), alg))


def batch(first, count, index, **fields):
    """A batch of labels that differ in nothing but their serials."""
    return [first, count, index, label.commitment(claims(**fields))]


def batch_each(first, index, all_fields):
    """A batch of labels with a commitment each."""
    return [first, len(all_fields), index,
            b"".join(label.commitment(claims(**f)) for f in all_fields)]


def open_file(data):
    return trust.open_trust(data)
