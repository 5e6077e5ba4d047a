# SPDX-License-Identifier: Apache-2.0
"""The verdict on one label text: pure, from the trust files, the clock and what this run saw
before."""

import dataclasses
import re

from .bundle import REASON_VOID, RETIRED, SUSPENDED, WITHDRAWN
from .errors import Refused
from .keys import kid_of, verifies
from .label import decode_text, gs1_path, link_of_text
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
    cause: str = None  # the failure behind the verdict, where there is one
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
        return Judgement(_verdict_of(why.reason), [], why.reason)
    candidates = list(_keys_of(trusts, label.kid))
    if not candidates:
        return Judgement("unknown-certifier", [], "SELLO_E_UNKNOWN_KEY", label)
    for trust, index, public in candidates:
        if verifies(public, label.signed_bytes(), label.signature):
            break
    else:
        return Judgement("forged", [], "SELLO_E_SIGNATURE", label)
    holds = {"newer-format": "SELLO_E_NEWER"} if label.newer else {}
    holds |= _practice(trust) | _age(label, trust, now)
    if label.iat is not None:
        holds |= _permission(label, trust, index)
    if label.iat is not None and label.serial is not None:
        holds |= _issue(label, trust, index, now)
        holds |= _address(text, label, trust, holds)
        holds |= _status(label.serial, trust)
        holds |= _memory(label, trust, holds, set() if seen is None else seen)
    ahead = label.iat is not None and dated_ahead(label, trust, now)
    return _judgement(holds, "authentic", "SELLO_E_DATED_AHEAD" if ahead else None, label, trust)


def judge_serial(serial, trust, now):
    """A typed serial: status alone."""
    holds = _status(serial, trust) | _staleness(trust, now) | _practice(trust)
    beyond = "SELLO_E_BEYOND_HIGHEST" if serial > trust.bundle.highest else None
    return _judgement(holds, "status-only", beyond, None, trust)


def worst(verdicts):
    return min(verdicts, key=WORST_FIRST.index)


def effective_time(trust, now):
    return max(now, trust.root.issued, trust.bundle.generated)


def _verdict_of(reason):
    if reason in ("SELLO_E_NOT_LABEL", "SELLO_E_NOTICE"):
        return "not-a-label"
    return "newer-format" if reason.startswith("SELLO_E_NEWER") else "damaged"


def _judgement(holds, otherwise, cause, label, trust):
    """holds: {verdict: cause}"""
    holds = holds or {otherwise: cause}
    ordered = [verdict for verdict in VERDICTS if verdict in holds]
    return Judgement(ordered[0], ordered[1:], holds[ordered[0]], label, trust)


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
    return {"practice": None} if trust.root.practice else {}


def _address(text, label, trust, holds):
    """The link before the digits is one of the certifier's, scheme and host in any case, as it stands
    or with a query or fragment, or with this item's GS1 path; a query that names a serial names this
    one. Only of a genuine record is it said."""
    link = link_of_text(text)
    if not link or NOT_GENUINE & set(holds):
        return {}
    url, _, query = link.partition("#")[0].partition("?")
    other = re.fullmatch("s=([0-9]+)", query) and int(query[2:]) != label.serial
    if any(_same_link(base + name, url) for base in trust.addresses for name in ("", gs1_path(label))):
        return {"other-address": "SELLO_E_OTHER_ITEM"} if other else {}
    if any(_same_link(f"{base}?s={label.serial}", url) for base in trust.addresses):
        return {}  # another character became of its "?"
    begins = any(_same_link(base + "01/", url[: len(base) + 3]) for base in trust.addresses)
    return {"other-address": f"SELLO_E_OTHER_{'ITEM' if begins else 'ADDRESS'}"}


def _same_link(base, link):
    host = re.match("[A-Za-z]+://[^/]*", link)
    if host:
        small = "".join(chr(ord(c) | 0x20) if "A" <= c <= "Z" else c for c in host[0])
        link = small + link[host.end() :]
    return link == base or _mistyped(base, link)


def _mistyped(base, link):
    """As a USB scanner types it on a keyboard of another layout: letters, digits and dots are what they
    were, but for Y and Z on German keyboards, and every other character became one."""
    if re.match("https?://", link, re.I | re.A) or len(link) != len(base):
        return False
    plain = re.compile("[A-Za-z0-9.]")
    return all(
        a.lower().replace("z", "y") == b.lower().replace("z", "y") if plain.match(a) and plain.match(b)
        else not plain.match(a) and not plain.match(b)
        for a, b in zip(base, link)
    )  # fmt: skip


def dated_ahead(label, trust, now):
    return label.iat > effective_time(trust, now) + DAY


def _permission(label, trust, index):
    """Was its key allowed to say this? Members sign roots only."""
    key = trust.root.keys[index] if index is not None else None
    if key is None or key.role != LABEL:
        return {"not-allowed": "SELLO_E_KEY_ROLE"}
    if not key.may_sign_at(label.iat):
        return {"not-allowed": "SELLO_E_KEY_DATE"}
    fits = key.schemes is None or label.scheme in key.schemes
    return {} if fits else {"not-allowed": "SELLO_E_KEY_SCHEME"}


def _issue(label, trust, index, now):
    """Did the certifier issue it?"""
    bundle, serial = trust.bundle, label.serial
    batch = bundle.batch_of(serial)
    matched = batch is not None and batch.matches(label, index)
    holds = {}
    if index is not None and trust.root.keys[index].state == COMPROMISED and not matched:
        holds["key-compromised"] = "SELLO_E_KEY_COMPROMISED"
    if serial > bundle.highest:
        if dated_ahead(label, trust, now):
            holds["not-issued"] = "SELLO_E_DATED_AHEAD"
        elif label.iat > bundle.generated:
            holds["newer-than-list"] = None
        else:
            holds["not-issued"] = "SELLO_E_BEYOND_HIGHEST"
    elif batch is not None and not matched:
        holds["not-issued"] = "SELLO_E_BATCH_MISMATCH"
    elif batch is None and serial <= bundle.complete_to and not _void(serial, bundle):
        holds["not-issued"] = "SELLO_E_NO_BATCH"
    return holds


def _void(serial, bundle):
    row = bundle.row_of(serial)
    return row is not None and row.status == WITHDRAWN and row.reason == REASON_VOID


def _status(serial, trust):
    status = trust.bundle.status(serial)
    return {STATUS_VERDICTS[status]: None} if status in STATUS_VERDICTS else {}


def _memory(label, trust, holds, seen):
    """Only genuine labels are remembered, so that a forger's serials never accuse the real ones."""
    if set(holds) & (NOT_GENUINE | {"newer-format", "practice"}):
        return {}
    mark = (trust.fingerprint, label.serial)
    came_before = mark in seen
    seen.add(mark)
    return {"repeated": None} if came_before else {}


def _age(label, trust, now):
    past = label.exp is not None and effective_time(trust, now) >= label.exp
    return ({"expired": None} if past else {}) | _staleness(trust, now)


def _staleness(trust, now):
    age = effective_time(trust, now) - trust.bundle.generated
    return {"stale": None} if age > trust.bundle.fresh_days * DAY else {}


def past_max_age(trust, now):
    """Stale in stronger words."""
    return effective_time(trust, now) - trust.bundle.generated > trust.bundle.max_age_days * DAY
