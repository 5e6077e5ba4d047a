# SPDX-License-Identifier: Apache-2.0
"""Trust files: a sequence of roots in order, then one bundle; and what may replace what is
stored."""

import dataclasses

from . import log, names
from . import root as roots
from .bundle import LIST_SPAN, REASON_RETURNED, RETIRED, WITHDRAWN, Bundle, open_bundle
from .cbor import decode_first
from .errors import Refused, need
from .root import ACTIVE, COMPROMISED, LABEL

ROOTS_MAX, SIZE_MAX = 1024, 32 << 20


@dataclasses.dataclass
class Trust:
    roots: list
    bundle: Bundle
    log: object = None  # the public log, as the bundle tells of it
    whole: object = None  # the last whole file, where the bundle gives status alone after it

    @property
    def root(self):
        """The newest: the only one that judges."""
        return self.roots[-1]

    @property
    def addresses(self):
        """Base URLs of all roots, and what the newest adds."""
        return {root.base_url for root in self.roots} | set(self.root.addresses)

    @property
    def fingerprint(self):
        return self.root.fingerprint


def open_trust(data):
    need(len(data) <= SIZE_MAX, "SELLO_E_TOO_LONG")
    chain, at = [], 0
    while data.startswith(roots.MAGIC[:2], at):
        need(len(chain) < ROOTS_MAX, "SELLO_E_TOO_LONG", "roots")
        _, end = decode_first(data, at, roots.DEPTH)
        root = roots.decode_root(data[at:end])
        if chain:
            roots.accept_next(chain[-1], root)
        else:
            roots.accept_first(root)
        chain.append(root)
        at = end
    need(chain, "SELLO_E_ROOT_FIRST", "no root")
    for root in chain[:-1]:
        roots.check_roles(root, chain[-1])
    need(at < len(data), "SELLO_E_NO_BUNDLE")
    bundle = open_bundle(data[at:], chain[-1])
    return Trust(chain, bundle, log.open_log(bundle, chain))


def open_stored(data, beside=None):
    """A whole file, and what it says with a newer one of status alone laid over it."""
    whole = open_trust(data)
    try:
        status = open_trust(beside) if beside else None
        need(status and status.bundle.status_only, "SELLO_E_NEEDS_TRUST_FILE")
        check_update(whole, status)
    except Refused:
        return whole
    return merge(whole, status)


def merge(whole, status):
    """Bits, highest, dates and version are the newer bundle's; batches and the rows that agree stay, unless
    the key that signed them was stolen."""
    old, new = whole.bundle, dataclasses.replace(status.bundle)
    stolen = any(key.public == old.key.public and key.state == COMPROMISED for key in status.root.keys)
    if not stolen:
        new.rows = [row for row in old.rows if new.agrees(row)]
        new.batches = [batch for batch in old.batches if batch.first + batch.count - 1 <= new.highest]
        new.complete_to = min(old.complete_to, new.highest)
        new.certificates, new.endorsements = old.certificates, old.endorsements
    return Trust(status.roots, new, status.log, whole)


def check_update(stored, new):
    """Refuse a file that may not replace the stored one."""
    need(new.fingerprint == stored.fingerprint, "SELLO_E_OTHER_CERTIFIER")
    for old_root, new_root in zip(stored.roots, new.roots):
        need(old_root.payload == new_root.payload, "SELLO_E_FORK")
    need(new.root.version >= stored.root.version, "SELLO_E_OLDER_ROOT")
    stolen = _stolen_label_keys(new.root) - _stolen_label_keys(stored.root)
    need(not (new.bundle.status_only and stolen), "SELLO_E_NEEDS_TRUST_FILE", "its batches are not listed")
    if not _still_signs(new.root, stored.bundle):
        stored = stored.whole  # its version counter may be a thief's; what came before still binds
        if stored is None or not _still_signs(new.root, stored.bundle):
            return
    need(new.bundle.version >= stored.bundle.version, "SELLO_E_OLDER_BUNDLE")
    same = new.bundle.data == stored.bundle.data
    need(same or new.bundle.version > stored.bundle.version, "SELLO_E_EQUIVOCATION")
    _check_keeps_its_word(stored.bundle, new.bundle)
    log.check_log(stored, new)


def _stolen_label_keys(root):
    return {key.public for key in root.keys if key.role == LABEL and key.state == COMPROMISED}


def _check_keeps_its_word(old, new):
    reason = "SELLO_E_TAKES_BACK"
    need(new.highest >= old.highest, reason, "highest serial")
    for serial in _serials_that_differ(old, new):
        before, now = old.status(serial), new.status(serial)
        need(before != WITHDRAWN or now == WITHDRAWN, reason, f"{serial} was withdrawn")
        if before == RETIRED and now not in (WITHDRAWN, RETIRED):
            row = new.row_of(serial)
            need(row and row.reason == REASON_RETURNED, reason, f"{serial} was retired")
    for batch in old.batches:
        for again in new.batches:
            apart = (again.first + again.count <= batch.first
                     or batch.first + batch.count <= again.first)  # fmt: skip
            need(apart or again == batch, reason, f"the batch of {batch.first}")


def _serials_that_differ(old, new):
    for k, (before, now) in enumerate(zip(old.lists, new.lists)):
        for at, (a, b) in enumerate(zip(before, now)):
            if a != b:
                first = k * LIST_SPAN + 4 * at
                yield from range(first, min(first + 4, old.highest + 1))


def _still_signs(root, bundle):
    """Has this root not ended the key that signed the bundle?"""
    for key in root.keys:
        if key.public == bundle.key.public and key.state == ACTIVE:
            return key.stop is None or bundle.generated < key.stop
    return False


def check_identity(known, new, alias=""):
    """Refuse a certifier who could be taken for another. known: (Trust, the reader's alias or "")."""
    name = alias or new.root.name
    for trust, its_alias in known:
        same = trust.fingerprint == new.fingerprint
        if same and (its_alias or names.alike(trust.root.name, new.root.name)):
            name = ""  # the one it has
    for trust, its_alias in known:
        if trust.fingerprint == new.fingerprint:
            continue
        need(not set(trust.root.publics) & set(new.root.publics), "SELLO_E_KEY_TAKEN")
        for other in filter(None, (trust.root.name, its_alias)):
            need(not (name and names.alike(name, other)), "SELLO_E_NAME_TAKEN")
    for each in (name, name and new.root.name):
        need(not names.is_hash(each), "SELLO_E_NAME_HASH")
