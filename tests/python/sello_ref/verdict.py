# SPDX-License-Identifier: Apache-2.0
"""The verdict on one label text: pure, from the trust files, the clock and what this run saw
before."""

import dataclasses
import re

from . import fields
from .bundle import REASON_VOID, RETIRED, SUSPENDED, WITHDRAWN
from .errors import Refused
from .keys import kid_of, verifies
from .label import EXP, IAT, SCHEME, SERIAL, decode_text, link_of_text
from .root import COMPROMISED, LABEL

# In the table's order: the first that applies is the verdict, the rest that hold are `also`.
VERDICTS = (
    "unreadable not-a-label damaged unknown-certifier forged newer-format practice key-compromised "
    "not-allowed not-issued withdrawn suspended retired repeated other-address expired "
    "newer-than-list stale status-only authentic"
).split()
WORST_FIRST = (
    "forged key-compromised not-issued not-allowed withdrawn suspended damaged newer-format practice "
    "unknown-certifier unreadable not-a-label retired repeated other-address expired "
    "newer-than-list stale status-only authentic"
).split()
EXITS = {
    "unreadable": 41, "not-a-label": 40, "damaged": 31, "unknown-certifier": 32, "forged": 30,
    "newer-format": 34, "practice": 17, "key-compromised": 22, "not-allowed": 33, "not-issued": 23, "withdrawn": 20,
    "suspended": 21, "retired": 13, "repeated": 14, "other-address": 16, "expired": 12, "newer-than-list": 11,
    "stale": 10,
    "status-only": 15, "authentic": 0,
}  # fmt: skip

STATUS_VERDICTS = {WITHDRAWN: "withdrawn", SUSPENDED: "suspended", RETIRED: "retired"}
NOT_GENUINE = {"key-compromised", "not-allowed", "not-issued"}
DAY = 86400


@dataclasses.dataclass
class Judgement:
    verdict: str
    also: list
    label: object = None
    trust: object = None

    @property
    def exit(self):
        return EXITS[self.verdict]


def judge(text, trusts, now, seen=None):
    """One label text. `seen` is the run's memory of (fingerprint, serial), and grows."""
    try:
        label = decode_text(text)
    except Refused as why:
        return Judgement(_verdict_of(why.reason), [])
    candidates = list(_keys_of(trusts, label.kid))
    if not candidates:
        return Judgement("unknown-certifier", [], label)
    for trust, index, public in candidates:
        if verifies(public, label.signed_bytes(), label.signature):
            break
    else:
        return Judgement("forged", [], label)
    if not label.readable:
        return Judgement("newer-format", [], label, trust)
    holds = {"newer-format"} if label.newer else set()
    holds |= _practice(trust)
    holds |= _authority(label, trust, index, now)
    holds |= _address(text, label.private[SERIAL], trust, holds)
    holds |= _status(label.private[SERIAL], trust)
    holds |= _memory(label, trust, holds, set() if seen is None else seen)
    holds |= _age(label, trust, now)
    return _judgement(holds, "authentic", label, trust)


def judge_serial(serial, trust, now):
    """A typed serial: status alone."""
    holds = _status(serial, trust) | _staleness(trust, now) | _practice(trust)
    return _judgement(holds, "status-only", None, trust)


def worst(verdicts):
    return min(verdicts, key=WORST_FIRST.index)


def effective_time(trust, now):
    return max(now, trust.root.issued, trust.bundle.generated)


def _verdict_of(reason):
    if reason in ("SELLO_E_NOT_LABEL", "SELLO_E_NOTICE"):
        return "not-a-label"
    return "newer-format" if reason.startswith("SELLO_E_NEWER") else "damaged"


def _judgement(holds, otherwise, label, trust):
    ordered = [verdict for verdict in VERDICTS if verdict in holds] or [otherwise]
    return Judgement(ordered[0], ordered[1:], label, trust)


def _keys_of(trusts, kid):
    """Every trusted key of that kid: (trust, index of the delegated key or None for a member,
    key)."""
    for trust in trusts:
        for index, key in enumerate(trust.root.keys):
            if kid_of(key.public) == kid:
                yield trust, index, key.public
        for public, _ in trust.root.members:
            if kid_of(public) == kid:
                yield trust, None, public


def _practice(trust):
    return {"practice"} if trust.root.practice else set()


def _address(text, serial, trust, holds):
    """The link before the digits is one of the certifier's, scheme and host in any case, as it stands
    or with a query or fragment; a query that names a serial names this one. Only of a genuine record
    is it said."""
    link = link_of_text(text)
    if not link or holds & NOT_GENUINE:
        return set()
    url, _, query = link.partition("#")[0].partition("?")
    item = re.fullmatch("s=([0-9]+)", query)
    host = re.match("[A-Za-z]+://[^/]*", url)
    if host:
        small = "".join(chr(ord(c) | 0x20) if "A" <= c <= "Z" else c for c in host[0])
        url = small + url[host.end() :]
    good = any(url == base or _mistyped(base, url) for base in trust.addresses) and (item is None or int(item[1]) == serial)
    return set() if good else {"other-address"}


def _mistyped(base, link):
    """As a USB scanner types it on a keyboard of another layout: letters, digits and dots are what they
    were, and every other character became one."""
    if re.match("https?://", link, re.I | re.A) or len(link) != len(base):
        return False
    plain = re.compile("[A-Za-z0-9.]")
    return all(
        a.lower() == b.lower() if plain.match(a) and plain.match(b)
        else not plain.match(a) and not plain.match(b)
        for a, b in zip(base, link)
    )  # fmt: skip


def dated_ahead(label, trust, now):
    return label.claims[IAT] > effective_time(trust, now) + DAY


def _authority(label, trust, index, now):
    """Was its key allowed to say this, and did the certifier issue it?"""
    bundle, serial = trust.bundle, label.private[SERIAL]
    batch = bundle.batch_of(serial)
    matched = batch is not None and batch.matches(label, index)
    holds = set()
    if not _allowed(label, trust, index):
        holds.add("not-allowed")
    if index is not None and trust.root.keys[index].state == COMPROMISED and not matched:
        holds.add("key-compromised")
    if serial > bundle.highest:
        newer = label.claims[IAT] > bundle.generated and not dated_ahead(label, trust, now)
        holds.add("newer-than-list" if newer else "not-issued")
    elif batch is not None and not matched:
        holds.add("not-issued")
    elif batch is None and bundle.complete and not _void(serial, bundle):
        holds.add("not-issued")
    return holds


def _allowed(label, trust, index):
    if index is None:
        return False  # members sign roots only
    key = trust.root.keys[index]
    fits = key.schemes is None or label.private.get(SCHEME) in key.schemes
    return key.role == LABEL and key.may_sign_at(label.claims[IAT]) and fits


def _void(serial, bundle):
    row = bundle.row_of(serial)
    return row is not None and row.reason == REASON_VOID


def _status(serial, trust):
    status = trust.bundle.status(serial)
    return {STATUS_VERDICTS[status]} if status in STATUS_VERDICTS else set()


def _memory(label, trust, holds, seen):
    """Only genuine labels are remembered, so that a forger's serials never accuse the real ones."""
    if holds & (NOT_GENUINE | {"newer-format", "practice"}):
        return set()
    mark = (trust.fingerprint, label.private[SERIAL])
    came_before = mark in seen
    seen.add(mark)
    return {"repeated"} if came_before else set()


def _age(label, trust, now):
    exp = label.claims.get(EXP)
    past = fields.is_uint(exp) and effective_time(trust, now) >= exp
    return ({"expired"} if past else set()) | _staleness(trust, now)


def _staleness(trust, now):
    age = effective_time(trust, now) - trust.bundle.generated
    return {"stale"} if age > trust.bundle.fresh_days * DAY else set()


def past_max_age(trust, now):
    """Stale in stronger words."""
    return effective_time(trust, now) - trust.bundle.generated > trust.bundle.max_age_days * DAY
