# SPDX-License-Identifier: Apache-2.0
"""Rows of trust.json about the public log that a bundle tells of."""

from sello_ref import log
from sello_ref.keys import sha256

from .fixtures import (
    BASE_URL, DAY, GENERATED, T0, delegated, first_root, key, label_key, make_bundle, next_root,
    status_key, trust_file,
)  # fmt: skip

ORIGIN = log.origin_of(BASE_URL)


def log_key(name="log", **fields):
    return delegated(name, 3, **fields)


def leaves(n, first=0):
    return [log.leaf_hash(log.entry(log.BUNDLE_ENTRY, i + 1, sha256(b"%d" % i))) for i in range(first, first + n)]


def edge(of, signer="log", origin=ORIGIN, note=None, tiles=None, told=None):
    """Field 32 of a log of these leaves; the rest bends it."""
    made_tiles, made_leaves = log.make_edge(of)
    note = note if note is not None else log.make_checkpoint(key(signer), origin, of)
    return [note, made_tiles if tiles is None else tiles, made_leaves if told is None else told]


def root_with_log(**fields):
    return first_root(keys=[label_key(), status_key(), log_key(**fields)])


def accepted():
    one = root_with_log()
    for n in (0, 1, 7, 256, 513):
        yield f"a log of {n} entries", trust_file(one, LOG=edge(leaves(n)))
    window = root_with_log(not_before=GENERATED, stop=GENERATED + 1)
    yield "a log key whose window holds that second alone", trust_file(window, LOG=edge(leaves(3)))
    moved = next_root(one, ["ana"], CERTIFIER={1: "Otra", 2: "https://otra.example/"})
    yield "a log by the first root's address", trust_file(one, moved, LOG=edge(leaves(3)))
    two = next_root(one, ["ana", "log2"], KEYS=[label_key(), status_key(), log_key(), log_key("log2")])
    yield "a log by the second log key", trust_file(one, two, LOG=edge(leaves(3), signer="log2"))
    note = log.make_checkpoint(key("log"), ORIGIN, leaves(3))
    other = "— otro.example AAAAAAA=\n".encode()
    yield "a checkpoint with a stranger's signature", trust_file(one, LOG=edge(leaves(3), note=note + other))


def refused():
    one = root_with_log()
    three = leaves(3)
    note = log.make_checkpoint(key("log"), ORIGIN, three)
    for name, bent, reason in (
        ("signed by the status key", edge(three, signer="status"), "LOG_KEY"),
        ("of another origin", edge(three, origin="otro.example/log"), "LOG_ORIGIN"),
        ("with another leaf", edge(three, told=b"".join(leaves(2)) + bytes(32)), "LOG_ROOT"),
        ("with a leaf more", edge(three, told=b"".join(leaves(4))), "RANGE"),
        ("with half a leaf", edge(three, told=b"".join(three)[:-1]), "RANGE"),
        ("with a tile that is none", edge(three, tiles=bytes(32)), "RANGE"),
        ("without a checkpoint", edge(three, note=b""), "RANGE"),
        ("with a long checkpoint", edge(three, note=note + b"x" * 400), "RANGE"),
        ("with CRLF", edge(three, note=note.replace(b"\n", b"\r\n")), "NOTE"),
        ("with a hyphen for its dash", edge(three, note=note.replace("—".encode(), b"-")), "NOTE"),
        ("with a line that extends it", edge(three, note=note.replace(b"\n\n", b"\nmore\n\n")), "NOTE"),
        ("that is cut", edge(three, note=note[:-1]), "TRUNCATED"),
        ("that is no UTF-8", edge(three, note=b"\xff" + note), "UTF8"),
        ("whose signature is wrong", edge(three, note=_flip(note)), "LOG_KEY"),
        ("of two parts", edge(three)[:2], "TYPE"),
        ("whose checkpoint is a text", [note.decode(), b"", b"".join(three)], "TYPE"),
    ):
        yield f"a log {name}", trust_file(one, LOG=bent), reason
    ended = root_with_log(stop=GENERATED)
    yield "a log whose key stops now", trust_file(ended, LOG=edge(three)), "LOG_KEY"
    later = root_with_log(not_before=GENERATED + 1)
    yield "a log whose key starts in a second", trust_file(later, LOG=edge(three)), "LOG_KEY"
    stolen = root_with_log(state=2, since=T0)
    yield "a log whose key is compromised", trust_file(stolen, LOG=edge(three)), "LOG_KEY"
    plain = first_root()
    yield "a log without a log key", trust_file(plain, LOG=edge(three)), "LOG_KEY"
    yield "status alone with a log", trust_file(one, STATUS_ONLY=True, LOG=edge(three)), "BUNDLE_ROWS"


def _flip(note):
    """Another bit of the signature, in base 64 that is still proper."""
    at = note.rindex(b" ") + 20
    return note[:at] + (b"B" if note[at : at + 1] == b"A" else b"A") + note[at + 1 :]


def own_leaf(one, of, **changes):
    """The leaf of the bundle that told of these."""
    data = make_bundle(one, LOG=edge(of), **changes)
    return log.leaf_hash(log.entry(log.BUNDLE_ENTRY, changes["VERSION"], sha256(data)))


def updates():
    one = root_with_log()
    for n in (0, 3, 256):
        of = leaves(n)
        stored = trust_file(one, VERSION=5, LOG=edge(of))
        grown = of + [own_leaf(one, of, VERSION=5)]
        yield f"a log of {n} that goes on", stored, trust_file(one, VERSION=6, LOG=edge(grown)), None
        more = grown + leaves(9, 1000)
        yield f"a log of {n} that goes on, later", stored, trust_file(one, VERSION=9, LOG=edge(more)), None
        other = of + leaves(1, 2000)
        yield f"a log of {n} with another bundle", stored, trust_file(one, VERSION=6, LOG=edge(other)), "LOG_SPLIT"
        yield f"a log of {n} that did not grow", stored, trust_file(one, VERSION=6, LOG=edge(of)), "LOG_SPLIT"
    of = leaves(3)
    stored = trust_file(one, VERSION=5, LOG=edge(of))
    grown = of + [own_leaf(one, of, VERSION=5)]
    far = grown + leaves(600, 1000)
    yield "a log that went far", stored, trust_file(one, VERSION=6, LOG=edge(far)), None
    yield "no log any more", stored, trust_file(one, VERSION=6), "LOG_SILENT"
    yield "a log, and none before", trust_file(one, VERSION=5), trust_file(one, VERSION=6, LOG=edge(of)), None
    alone = trust_file(one, VERSION=6, STATUS_ONLY=True)
    yield "status alone after a log", stored, alone, None
    deep = leaves(700)
    held = trust_file(one, VERSION=5, LOG=edge(deep))
    forked = leaves(1, 5000) + leaves(1999, 1)
    yield "a log that is another one from its first entry", held, trust_file(
        one, VERSION=6, LOG=edge(forked)), "LOG_SPLIT"  # fmt: skip
    for state, name in ((1, "retired"), (2, "compromised")):
        fields = dict(stop=GENERATED) if state == 1 else dict(since=T0)
        keys = [label_key(), status_key(), log_key(state=state, **fields), log_key("log2")]
        two = next_root(one, ["ana", "log2"], KEYS=keys)
        anew = trust_file(one, two, VERSION=6, GENERATED=GENERATED + DAY, LOG=edge(leaves(1, 7), signer="log2"))
        yield f"another log, the old key {name}", stored, anew, None
