# SPDX-License-Identifier: Apache-2.0
"""trust.json: trust files to accept or refuse, and which may replace which."""

from sello_ref import Refused
from sello_ref.trust import check_identity, check_update, open_trust

from . import trust_bundles, trust_log, trust_names, trust_roots, trust_updates
from .fixtures import b64


def answer(function, *arguments):
    """What a function answers: (its value, None) or (None, the name of its refusal)."""
    try:
        return function(*arguments), None
    except Refused as why:
        return None, why.reason


def accepted_row(group, name, data):
    trust, reason = answer(open_trust, data)
    assert trust, f"{name}: {reason}"
    return {
        "group": group, "name": name, "trust": b64(data), "accepted": True,
        "fingerprint": trust.fingerprint.hex(),
        "root_version": trust.root.version, "bundle_version": trust.bundle.version,
        "highest": trust.bundle.highest,
    }  # fmt: skip


def refused_row(group, name, data, reason):
    _, got = answer(open_trust, data)
    assert got, f"{group}: {name}: accepted"
    row = {"group": group, "name": name, "trust": b64(data), "accepted": False}
    if reason is not None:
        assert got == f"SELLO_E_{reason}", f"{group}: {name}: {got}, not {reason}"
        row["reason"] = got
    return row


def update_row(name, stored, coming, reason):
    _, got = answer(check_update, open_trust(stored), open_trust(coming))
    expected = reason and f"SELLO_E_{reason}"
    assert got == expected, f"{name}: {got}, not {expected}"
    row = {"name": name, "stored": b64(stored), "trust": b64(coming), "accepted": reason is None}
    return row if reason is None else {**row, "reason": expected}


def identity_row(name, known, aliases, coming, alias, reason):
    trusted = [(open_trust(data), its) for data, its in zip(known, aliases)]
    _, got = answer(check_identity, trusted, open_trust(coming), alias)
    expected = reason and f"SELLO_E_{reason}"
    assert got == expected, f"{name}: {got}, not {expected}"
    row = {"name": name, "known": [b64(data) for data in known], "aliases": aliases,
           "trust": b64(coming), "alias": alias, "accepted": reason is None}  # fmt: skip
    return row if reason is None else {**row, "reason": expected}


def build():
    files = []
    for group, module in (("roots", trust_roots), ("bundles", trust_bundles), ("log", trust_log)):
        files += [accepted_row(group, *row) for row in module.accepted()]
        files += [refused_row(group, *row) for row in module.refused()]
    names = [(row["group"], row["name"]) for row in files]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, twice
    return {
        "files": files,
        "updates": [update_row(*row) for row in (*trust_updates.updates(), *trust_log.updates())],
        "identities": [identity_row(*row) for row in trust_names.rows()],
    }
