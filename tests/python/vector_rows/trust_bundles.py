# SPDX-License-Identifier: Apache-2.0
"""Rows of trust.json about bundles and their status lists."""

import zlib

from sello_ref import bundle, cose
from sello_ref.cbor import Tagged, encode

from .fixtures import (
    DAY, GENERATED, T0, batch, batch_each, bundle_claims, delegated,
    first_root, key, label_key, make_bundle, next_root, status_key, trust_file,
)  # fmt: skip

KEYS = ("label", "status")
ROW = [5, 2, 1, 1, 20480, "perdidas en el camino"]


def certified(number, state=0, until=0, producer="Taller Hernández", more=None, **changes):
    """A row of the certifier's list; changes: another value by its place, at_2."""
    row = [number, state, 1, "Rebozo de bolita", producer, "Tenancingo", until, more or {}]
    for place, value in changes.items():
        row[int(place[3:])] = value
    return row


CERTIFIED = [
    certified(1, until=20900, more={1: "lunes a viernes, 9 a 14", 3: [1896000, -9959000]}),
    certified(2, state=1, producer=""),
    certified(7, state=2, more={2: "taller@sello.example", 4: "Estado de México"}),
]


def endorsed(byte, state=0, **changes):
    """A row of those who are vouched for; changes: another value by its place, at_2."""
    row = [bytes([byte] * 32), "Unión de Artesanas", "https://union.example/v/", 20500, state]
    for place, value in changes.items():
        row[int(place[3:])] = value
    return row


def accepted():
    one = first_root()
    two = next_root(
        one, ["ana", "status2"], KEYS=[label_key(), status_key(), status_key("status2")]
    )
    yield (
        "a bundle by the second status key, its lists by the first",
        trust_file(one, two, signer="status2"),
    )
    yield "nothing issued yet", trust_file(one, HIGHEST=0)
    yield "a list filled to its last serial", trust_file(one, HIGHEST=2**20 - 1)
    yield "a second list of one serial", trust_file(one, HIGHEST=2**20)
    yield "three lists", trust_file(one, HIGHEST=2**21 + 3, statuses={2**20: 1, 2**21 + 3: 2})
    yield "highest 3, one byte of bits", trust_file(one, HIGHEST=3, statuses={3: 3})
    yield "highest 4, two bytes of bits", trust_file(one, HIGHEST=4, statuses={4: 3})
    rows = [ROW, [7, 1, 2, 7, 20481, ""], [100, 1, 3, 9, 20482, "ñ" * 40]]
    yield "rows of each status", trust_file(one, statuses={5: 1, 6: 1, 7: 2, 100: 3}, ROWS=rows)
    yield (
        "a row with an unknown reason code",
        trust_file(one, statuses={5: 1, 6: 1}, ROWS=[[5, 2, 1, 99, 0, ""]]),
    )
    yield "a withdrawn serial without a row", trust_file(one, statuses={5: 1})
    batches = [batch(1, 50, 0), batch(51, 49, 0, PRODUCT="Chal")]
    yield "batches", trust_file(one, BATCHES=batches)
    yield "batches, all keys complete", trust_file(one, BATCHES=batches, COMPLETE=True)
    fields = [dict(serial=s, PRODUCT=f"Pieza {s}") for s in (1, 2, 3)]
    yield "a batch with a commitment each", trust_file(one, BATCHES=[batch_each(1, 0, fields)])
    yield "no batches, complete", trust_file(one, HIGHEST=0, COMPLETE=True)
    yield "certificates of each state", trust_file(one, CERTIFICATES=CERTIFIED)
    yield "endorsements, one of them ended", trust_file(
        one, ENDORSEMENTS=[endorsed(1), endorsed(2, state=1), endorsed(255, at_1="n" * 64)])
    widest = {1: "v" * 120, 2: "c" * 64, 3: [-9000000, 18000000], 4: "ñ" * 32}
    yield "a certificate at its limits", trust_file(
        one, CERTIFICATES=[[2**53 - 1, 2, 65535, "p" * 64, "ñ" * 32, "o" * 64, 2932896, widest]])
    yield "a certificate with keys that are not known yet", trust_file(
        one, CERTIFICATES=[certified(1, more={4: "México", 5: {1: [2]}, 63: "x"})])
    yield "fresh for 366 days, at most 3660", trust_file(one, FRESH_DAYS=366, MAX_AGE_DAYS=3660)
    yield (
        "unknown keys 35, 40 and 63 of a bundle",
        trust_file(one, key_35=1, key_40={1: [2]}, key_63="x"),
    )
    yield "bundle version 2^53-1", trust_file(one, VERSION=2**53 - 1)
    lost = label_key(state=2, since=T0 + 5)
    stolen = next_root(one, ["ana"], KEYS=[lost, status_key()])
    yield "a compromised label key with its batches", trust_file(one, stolen, BATCHES=batches)
    windowed = first_root(keys=[label_key(), status_key(not_before=GENERATED, stop=GENERATED + 1)])
    yield "a status key whose window holds that second alone", trust_file(windowed)


def refused():
    yield from who()
    yield from fields()
    yield from runs()
    yield from lists()
    yield from stored_lists()


def who():
    one = first_root()
    two = next_root(one, ["ana"])
    other = first_root(ISSUED=T0 + 1)
    yield "made for the root before", one.data + two.data + make_bundle(one), "BUNDLE_ROOT"
    yield "made for the root after", one.data + make_bundle(two), "BUNDLE_ROOT"
    yield "another root's hash", trust_file(one, ROOT=[1, bytes(32)]), "BUNDLE_ROOT"
    yield "another root's version", trust_file(one, ROOT=[2, one.hash]), "BUNDLE_ROOT"
    yield "of another certifier", one.data + make_bundle(other), None
    yield "another fingerprint", trust_file(one, FINGERPRINT=bytes(32)), "BUNDLE_FINGERPRINT"
    for signer in ("label", "ana", "robo"):
        yield f"signed by the {signer} key", trust_file(one, signer=signer), "BUNDLE_KEY"
    logged = first_root(keys=[label_key(), status_key(), delegated("log", 3)])
    yield "signed by a log key", trust_file(logged, signer="log"), "BUNDLE_KEY"
    for name, fields in {
        "retired": dict(state=1, stop=GENERATED + DAY), "compromised": dict(state=2),
        "not yet valid": dict(not_before=GENERATED + 1),
        "past its last second": dict(stop=GENERATED),
    }.items():  # fmt: skip
        ended = first_root(keys=[label_key(), status_key(), status_key("status2", **fields)])
        yield (
            f"signed by a status key that is {name}",
            trust_file(ended, signer="status2"),
            "BUNDLE_KEY",
        )
        reason = "STATUS_TOKEN"
        yield (
            f"a list by a status key that is {name}",
            trust_file(ended, status_signer="status2"),
            reason,
        )
    good = make_bundle(one)
    yield "a wrong signature", one.data + good[:-1] + bytes([good[-1] ^ 1]), "BUNDLE_SIGNATURE"
    forged = good.replace(
        b"\x03\x1a" + GENERATED.to_bytes(4, "big"), b"\x03\x1a" + (GENERATED + 1).to_bytes(4, "big")
    )
    assert forged != good
    yield "a date changed after signing", one.data + forged, "BUNDLE_SIGNATURE"


def fields():
    one = first_root()
    for number in range(8):
        bent = bundle_claims(one, without=(number,))
        yield f"no key {number}", one.data + bundle.make_bundle(key("status"), bent), "MISSING"
    for number in (12, 20, 31, 64, 70, -1):
        bent = {**bundle_claims(one), number: 1}
        yield (
            f"an unknown key {number}", one.data + bundle.make_bundle(key("status"), bent), "NEWER"
        )
    yield "fresh for 367 days", trust_file(one, FRESH_DAYS=367), "RANGE"
    yield "a maximum age of 3661 days", trust_file(one, MAX_AGE_DAYS=3661), "RANGE"
    yield from certificates()
    yield from endorsements()
    yield "rows, yet none", trust_file(one, ROWS=[]), None
    yield "batches, yet none", trust_file(one, BATCHES=[]), None
    yield "complete, yet false", trust_file(one, COMPLETE=False), None
    yield "status only, yet false", trust_file(one, STATUS_ONLY=False), None
    yield "complete, as an integer", trust_file(one, COMPLETE=1), None
    yield (
        "status only, yet with rows",
        trust_file(one, STATUS_ONLY=True, statuses={5: 1, 6: 1}, ROWS=[ROW]),
        None,
    )
    yield (
        "status only, yet with batches",
        trust_file(one, STATUS_ONLY=True, BATCHES=[batch(1, 9, 0)]),
        None,
    )
    yield "status only, yet complete", trust_file(one, STATUS_ONLY=True, COMPLETE=True), None
    yield "a version that is a text", trust_file(one, VERSION="1"), "TYPE"
    yield "a negative date", trust_file(one, GENERATED=-1), None
    yield "a root of three items", trust_file(one, ROOT=[1, one.hash, 0]), None
    yield "lists that are a map", trust_file(one, LISTS={}), "TYPE"
    claims = bundle_claims(one)
    for name, content_type in (
        ("a root", cose.ROOT_TYPE), ("a status list", cose.STATUS_TYPE), ("nothing", None)
    ):
        yield (
            f"typed as {name}",
            one.data + cose.make_sign1(key("status"), encode(claims), content_type),
            None,
        )
    odd = cose.make_sign1(key("status"), encode(claims), cose.BUNDLE_TYPE, alg=-7)
    yield "an unknown alg", one.data + odd, "NEWER_ALG"


def endorsements():
    """Of those who are vouched for."""
    one = first_root()

    def listed(*rows):
        return trust_file(one, ENDORSEMENTS=list(rows))

    yield "endorsements, yet none", listed(), "RANGE"
    yield "endorsements that are no array", trust_file(one, ENDORSEMENTS={}), "TYPE"
    yield "endorsements out of order", listed(endorsed(2), endorsed(1)), "BUNDLE_ENDORSEMENTS"
    yield "an endorsement twice", listed(endorsed(1), endorsed(1)), "BUNDLE_ENDORSEMENTS"
    yield "an endorsement of four parts", listed(endorsed(1)[:4]), None
    yield "an endorsement of six parts", listed([*endorsed(1), 1]), None
    yield "status alone, yet endorsements", trust_file(one, ENDORSEMENTS=[endorsed(1)], STATUS_ONLY=True), None
    for name, place, value, reason in (
        ("fingerprint of 31 bytes", 0, bytes(31), "RANGE"),
        ("fingerprint that is a text", 0, "0" * 32, "TYPE"), ("name of no letter", 1, "", "TEXT"),
        ("name of 65 bytes", 1, "n" * 65, "TEXT"), ("name that turns direction", 1, "a\u202eb", "TEXT"),
        ("base URL without a host", 2, "https:///", "TEXT"), ("base URL of http", 2, "http://a.example/", "TEXT"),
        ("base URL of 61 bytes", 2, "https://a.example/" + "v" * 42 + "/", "TEXT"),
        ("date in the year 10000", 3, 2932897, "RANGE"), ("state 2", 4, 2, "RANGE"),
    ):  # fmt: skip
        yield f"an endorsement with a {name}", listed(endorsed(1, **{f"at_{place}": value})), reason


def certificates():
    """Of the certifier's list: one value of a row, and how it is refused."""
    one = first_root()

    def listed(*rows):
        return trust_file(one, CERTIFICATES=list(rows))

    yield "certificates, yet none", listed(), "RANGE"
    yield "certificates that are no array", trust_file(one, CERTIFICATES={}), "TYPE"
    yield "certificates out of order", listed(certified(2), certified(1)), "BUNDLE_CERTIFICATES"
    yield "a certificate twice", listed(certified(1), certified(1)), "BUNDLE_CERTIFICATES"
    yield "certificate 0", listed(certified(0)), "BUNDLE_CERTIFICATES"
    yield "a certificate of seven parts", listed(certified(1)[:7]), None
    yield "a certificate of nine parts", listed([*certified(1), 1]), None
    yield "status alone, yet certificates", trust_file(one, CERTIFICATES=CERTIFIED, STATUS_ONLY=True), None
    for name, place, value, reason in (
        ("number that is a text", 0, "1", "TYPE"), ("state 3", 1, 3, "RANGE"),
        ("scheme 65536", 2, 65536, "RANGE"), ("product of no letter", 3, "", "TEXT"),
        ("product of 65 bytes", 3, "p" * 65, "TEXT"), ("product with an invisible sign", 3, "p\u200bq", "TEXT"),
        ("producer of 65 bytes", 4, "p" * 65, "TEXT"), ("producer that is a number", 4, 1, "TYPE"),
        ("origin of no letter", 5, "", "TEXT"), ("origin of 65 bytes", 5, "o" * 65, "TEXT"),
        ("date in the year 10000", 6, 2932897, "RANGE"), ("date that is negative", 6, -1, "TYPE"),
        ("map that is an array", 7, [], "TYPE"), ("map with the key 0", 7, {0: 1}, "NEWER"),
        ("map with the key 64", 7, {64: 1}, "NEWER"), ("map with a name", 7, {"x": 1}, "NEWER"),
        ("map with a tag", 7, {9: Tagged(1, 2, b"\xc1\x02")}, "NEWER"),
        ("visits of no letter", 7, {1: ""}, "TEXT"), ("visits of 121 bytes", 7, {1: "v" * 121}, "TEXT"),
        ("contact of 65 bytes", 7, {2: "c" * 65}, "TEXT"), ("region of 65 bytes", 7, {4: "r" * 65}, "TEXT"),
        ("place of one number", 7, {3: [1]}, None), ("place of three numbers", 7, {3: [1, 2, 3]}, None),
        ("latitude beyond the pole", 7, {3: [9000001, 0]}, "RANGE"),
        ("latitude beyond the other pole", 7, {3: [-9000001, 0]}, "RANGE"),
        ("longitude beyond 180 degrees", 7, {3: [0, 18000001]}, "RANGE"),
        ("place of texts", 7, {3: ["1", "2"]}, "TYPE"),
    ):  # fmt: skip
        yield f"a certificate with a {name}", listed(certified(1, **{f"at_{place}": value})), reason


def runs():
    one = first_root()
    spans = {
        "overlap": [(1, 5), (5, 2)], "are out of order": [(10, 1), (5, 1)],
        "are repeated": [(5, 1), (5, 1)],
        "begin at 0": [(0, 2)], "hold nothing": [(5, 0)], "pass the highest": [(100, 2)],
        "lie over the highest": [(101, 1)], "overflow 2^53": [(2**53 - 1, 2**53 - 1)],
    }  # fmt: skip
    for name, pairs in spans.items():
        statuses = {serial: 1 for serial in range(101)}
        rows = [[first, count, 1, 1, 20480, ""] for first, count in pairs]
        yield f"rows that {name}", trust_file(one, statuses=statuses, ROWS=rows), "BUNDLE_ROWS"
        batches = [batch(first, count, 0) for first, count in pairs]
        yield f"batches that {name}", trust_file(one, BATCHES=batches), "BUNDLE_BATCHES"
    disagree = {"withdrawn, the bits valid": {}, "withdrawn, the bits suspended": {5: 2, 6: 2},
                "withdrawn, the last bits valid": {5: 1},
                "withdrawn, the first bits valid": {6: 1}}  # fmt: skip
    for name, statuses in disagree.items():
        yield (
            f"a row says {name}", trust_file(one, statuses=statuses, ROWS=[ROW]), "BUNDLE_DISAGREE"
        )
    bits = {5: 1, 6: 1}
    for name, row in {
        "status 0": [5, 2, 0, 0, 0, ""], "status 4": [5, 2, 4, 0, 0, ""], "five items": ROW[:5],
        "seven items": [*ROW, 0], "a text of 81 bytes": [*ROW[:5], "a" * 81],
        "a text with a line end": [*ROW[:5], "a\n"],
        "a negative first serial": [-1, *ROW[1:]], "a text in bytes": [*ROW[:5], b"a"],
    }.items():  # fmt: skip
        yield f"a row of {name}", trust_file(one, statuses=bits, ROWS=[row]), None
    good = batch(1, 50, 0)
    for name, row in {
        "three items": good[:3], "five items": [*good, 0],
        "15 bytes of commitment": [*good[:3], good[3][:15]],
        "17 bytes of commitment": [*good[:3], good[3] + b"x"], "no commitment": [*good[:3], b""],
        "49 commitments for 50 labels": [*good[:3], good[3] * 49],
        "51 commitments for 50 labels": [*good[:3], good[3] * 51],
        "a key that the root lacks": [1, 50, 2, good[3]], "a negative key": [1, 50, -1, good[3]],
    }.items():  # fmt: skip
        yield f"a batch of {name}", trust_file(one, BATCHES=[row]), None


def token(
    newest,
    packed=None,
    claims=None,
    signer="status",
    content_type=cose.STATUS_TYPE,
    lst=None,
    bits=2,
    k=0,
):
    """Status list token 0 for highest 100, bent."""
    packed = bytes(26) if packed is None else packed
    lst = zlib.compress(packed, 9) if lst is None else lst
    whole = {
        2: f"urn:sello:{newest.fingerprint.hex()}:{k}",
        6: GENERATED,
        65533: {"lst": lst, "bits": bits},
        65534: 86400,
    }
    whole = {
        number: value for number, value in {**whole, **(claims or {})}.items() if value is not None
    }
    return cose.make_sign1(key(signer), encode(whole), content_type)


def lists():
    one = first_root()
    good = token(one)
    several = {
        "no lists": [],
        "one list too many": [good, token(one, k=1)],
        "the same list twice": [good, good],
    }
    for name, tokens in several.items():
        yield name, trust_file(one, LISTS=tokens), "BUNDLE_LISTS"
    yield (
        "the second list missing",
        trust_file(one, HIGHEST=2**20, LISTS=[token(one, bytes(2**18))]),
        "BUNDLE_LISTS",
    )
    swapped = bundle_claims(one, HIGHEST=2**20)[bundle.LISTS][::-1]
    yield "two lists in the wrong order", trust_file(one, HIGHEST=2**20, LISTS=swapped), None
    yield "a highest of 2^53-1 and one list", trust_file(one, HIGHEST=2**53 - 1, LISTS=[good]), None
    bomb = zlib.compress(bytes(1 << 23), 9)
    short, long = zlib.compress(bytes(25)), zlib.compress(bytes(27))
    for name, lst in {
        "one byte short": short, "one byte long": long, "empty": zlib.compress(b""),
        "a bomb of 8 MiB": bomb,
        "cut": zlib.compress(bytes(26))[:-1],
        "with bytes after the stream": zlib.compress(bytes(26)) + b"\0",
        "with a wrong checksum": zlib.compress(bytes(26))[:-1] + b"\x7f",
        "not compressed": bytes(26),
        "raw deflate": zlib.compress(bytes(26))[2:-4], "of no bytes": b"",
    }.items():  # fmt: skip
        yield f"a list that is {name}", trust_file(one, LISTS=[token(one, lst=lst)]), "INFLATE"


def stored_lists():
    one = first_root()
    upper = one.fingerprint.hex().upper()
    bents = {
        "of 1 bit": token(one, bits=1), "of 4 bits": token(one, bits=4),
        "without bits": token(one, claims={65533: {"lst": b""}}),
        "named for another certifier": token(one, claims={2: "urn:sello:" + "00" * 32 + ":0"}),
        "named with upper-case hex": token(one, claims={2: f"urn:sello:{upper}:0"}),
        "named list 1": token(one, k=1), "without its name": token(one, claims={2: None}),
        "without its date": token(one, claims={6: None}),
        "without a list": token(one, claims={65533: None}),
        "typed as a bundle": token(one, content_type=cose.BUNDLE_TYPE),
        "without a type": token(one, content_type=None),
        "cut": token(one)[:-1], "with bytes after it": token(one) + b"\0",
    }  # fmt: skip
    for name, bent in bents.items():
        yield f"a status token {name}", trust_file(one, LISTS=[bent]), None
    for signer in ("label", "ana", "robo"):
        yield (
            f"a status token by the {signer} key",
            trust_file(one, LISTS=[token(one, signer=signer)]),
            "STATUS_TOKEN",
        )
    good = token(one)
    wrong = good[:-1] + bytes([good[-1] ^ 1])
    yield "a status token with a wrong signature", trust_file(one, LISTS=[wrong]), "STATUS_TOKEN"
    yield "a status token that is no byte string", trust_file(one, LISTS=[["x"]]), "TYPE"
