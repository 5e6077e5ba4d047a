# SPDX-License-Identifier: Apache-2.0
"""Rows of trust.json about which trust file may replace which."""

from .fixtures import (
    DAY, GENERATED, SCHEMES, T0, batch, batch_each, first_root,
    label_key, next_root, status_key, trust_file,
)  # fmt: skip


def updates():
    """(name, stored file, file that comes, refusal or None)"""
    one = first_root()
    two = next_root(one, ["ana"])
    other_two = next_root(one, ["ana"], SCHEMES={**SCHEMES, 9: {"es": "Otro"}})
    stored = trust_file(one, two, VERSION=5)
    yield "the same bytes again", stored, stored, None
    yield "a newer bundle", stored, trust_file(one, two, VERSION=6, GENERATED=GENERATED + DAY), None
    yield (
        "a newer bundle version of an earlier date",
        stored,
        trust_file(one, two, VERSION=6, GENERATED=GENERATED - 1),
        None,
    )
    yield "an older bundle", stored, trust_file(one, two, VERSION=4), "OLDER_BUNDLE"
    yield (
        "another bundle of the same version",
        stored,
        trust_file(one, two, VERSION=5, FRESH_DAYS=31),
        "EQUIVOCATION",
    )
    yield "an older root", stored, trust_file(one, VERSION=6), "OLDER_ROOT"
    yield "another root of the same version", stored, trust_file(one, other_two, VERSION=6), "FORK"
    three = next_root(two, ["beto"])
    yield "a newer root", stored, trust_file(one, two, three, VERSION=6), None
    forked = next_root(other_two, ["ana"])
    yield (
        "a newer root after another version 2",
        stored,
        trust_file(one, other_two, forked, VERSION=6),
        "FORK",
    )
    yield (
        "a newer root with an older bundle",
        stored,
        trust_file(one, two, three, VERSION=4),
        "OLDER_BUNDLE",
    )
    yield from kept(one)
    yield from stolen(one)
    stranger = first_root(ISSUED=T0 + 1)
    yield "another certifier's file", stored, trust_file(stranger, VERSION=6), "OTHER_CERTIFIER"
    for state, fields in (
        ("retired", dict(state=1, stop=GENERATED)), ("compromised", dict(state=2))
    ):
        keys = [label_key(), status_key(**fields), status_key("status2")]
        ended = next_root(two, ["ana", "status2"], KEYS=keys)
        coming = trust_file(one, two, ended, VERSION=1, signer="status2", status_signer="status2")
        yield f"an older bundle, its stored one's key {state}", stored, coming, None


RETURNED = [12, 1, 0, 11, 20600, "devuelta"]


def stolen(one):
    """A newer root calls a label key stolen: only its listed batches are good, and status alone lists none."""
    stored = trust_file(one, VERSION=5, BATCHES=[batch(1, 20, 0)])
    for state, name, reason in ((2, "stolen", "NEEDS_TRUST_FILE"), (1, "retired", None)):
        ended = dict(stop=GENERATED) if state == 1 else {}
        after = next_root(one, ["ana"], KEYS=[label_key(state=state, **ended), status_key()])
        alone = trust_file(one, after, VERSION=6, STATUS_ONLY=True)
        yield f"status alone, a label key newly {name}", stored, alone, reason
        yield f"a whole file, a label key newly {name}", stored, trust_file(one, after, VERSION=6), None
        known = trust_file(one, after, VERSION=6)
        later = trust_file(one, after, VERSION=7, STATUS_ONLY=True)
        yield f"status alone, a label key {name} before", known, later, None
    other = next_root(one, ["ana", "label2"], KEYS=[label_key(), status_key(), label_key("label2", state=2)])
    yield "status alone, a new label key that is stolen already", stored, trust_file(
        one, other, VERSION=6, STATUS_ONLY=True), "NEEDS_TRUST_FILE"  # fmt: skip
    for stop, reason in ((GENERATED, None), (GENERATED + 1, "OLDER_BUNDLE")):
        keys = [label_key(), status_key(stop=stop), status_key("status2")]
        gone = next_root(one, ["ana", "status2"], KEYS=keys)
        coming = trust_file(one, gone, VERSION=1, signer="status2", status_signer="status2")
        when = "at" if reason is None else "a second after"
        yield f"an older bundle, its stored one's key stops {when} its date", stored, coming, reason


def kept(one):
    """What a certifier said binds it: serials, statuses and batches of a newer bundle."""
    said = {5: 1, 6: 1, 10: 2, 12: 3, 13: 3, 14: 3}
    listed = [batch(1, 20, 0), batch_each(61, 0, [dict(serial=61, key_14=1),
                                                  dict(serial=62, key_14=2)])]  # fmt: skip
    stored = trust_file(one, VERSION=5, statuses=said, BATCHES=listed)

    def newer(**fields):
        return trust_file(one, VERSION=6, **{"statuses": said, "BATCHES": listed, **fields})

    def but(**changes):
        now = {**said, **{int(name[1:]): status for name, status in changes.items()}}
        return {serial: status for serial, status in now.items() if status}

    back = "TAKES_BACK"
    yield "all it said, and more", stored, newer(HIGHEST=200, statuses=but(s7=1, s150=3)), None
    yield "a lower highest", stored, newer(HIGHEST=99), back
    yield "a lower highest of status alone", stored, trust_file(
        one, VERSION=6, HIGHEST=99, statuses=said, STATUS_ONLY=True), back  # fmt: skip
    for status, name in ((0, "valid"), (2, "suspended"), (3, "retired")):
        yield f"a withdrawn label is {name}", stored, newer(statuses=but(s5=status)), back
    for status, reason in ((0, None), (1, None), (3, None)):
        yield f"a suspended label of status {status}", stored, newer(
            statuses=but(s10=status)), reason  # fmt: skip
    for status, reason in ((0, back), (1, None), (2, back)):
        yield f"a retired label of status {status}", stored, newer(
            statuses=but(s12=status)), reason  # fmt: skip
    yield "a retired label was returned", stored, newer(
        statuses=but(s12=0), ROWS=[RETURNED]), None  # fmt: skip
    yield "a retired label was returned and suspended", stored, newer(
        statuses=but(s12=2), ROWS=[[12, 1, 2, 11, 20600, ""]]), None  # fmt: skip
    yield "a retired label is valid for another reason", stored, newer(
        statuses=but(s12=2), ROWS=[[12, 1, 2, 0, 20600, ""]]), back  # fmt: skip
    yield "three were returned", stored, newer(
        statuses=but(s12=0, s13=0, s14=0), ROWS=[[12, 3, 0, 11, 20600, ""]]), None  # fmt: skip
    yield "three are valid, two were returned", stored, newer(
        statuses=but(s12=0, s13=0, s14=0), ROWS=[[12, 2, 0, 11, 20600, ""]]), back  # fmt: skip
    yield "returned, by status alone", stored, trust_file(
        one, VERSION=6, statuses=but(s12=0), STATUS_ONLY=True), back  # fmt: skip
    yield "batches are listed no more", stored, trust_file(one, VERSION=6, statuses=said), None
    yield "a batch more between them", stored, newer(
        BATCHES=[listed[0], batch(21, 40, 0), listed[1]]), None  # fmt: skip
    bends = {
        "a longer batch": [batch(1, 21, 0), listed[1]],
        "a shorter batch": [batch(1, 19, 0), listed[1]],
        "a batch cut in two": [batch(1, 10, 0), batch(11, 10, 0), listed[1]],
        "a batch of another commitment": [batch(1, 20, 0, PRODUCT="Otro"), listed[1]],
        "a batch of another key": [[*batch(1, 20, 0)[:2], 1, batch(1, 20, 0)[3]], listed[1]],
        "a batch within another's run": [batch(5, 1, 0)],
        "another commitment of one label": [listed[0], batch_each(
            61, 0, [dict(serial=61, key_14=1), dict(serial=62, key_14=3)])],
        "a run over the second batch": [listed[0], batch(30, 40, 0)],
    }  # fmt: skip
    for name, batches in bends.items():
        yield name, stored, newer(BATCHES=batches), back
    keys = [label_key(), status_key(state=2), status_key("status2")]
    ended = next_root(one, ["ana", "status2"], KEYS=keys)
    yield "all taken back, its stored one's key ended", stored, trust_file(
        one, ended, VERSION=6, HIGHEST=4, signer="status2", status_signer="status2"), None  # fmt: skip
