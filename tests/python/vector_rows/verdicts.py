# SPDX-License-Identifier: Apache-2.0
"""verdicts.json: trust files, a label text, an instant -> the verdict and what else holds."""

from sello_ref import codes, cose, label
from sello_ref.verdict import EXITS, WORST_FIRST, judge, judge_serial, worst

from .fixtures import (
    BASE_URL, DAY, GENERATED, IAT, NAME, NOW, T0, b64, batch, batch_each, claims, delegated, first_root,
    key, label_key,
    label_text, next_root, open_file, status_key, trust_file,
)
from .items import items  # fmt: skip

FRESH_END = GENERATED + 30 * DAY
STALE = FRESH_END + 1
AGE_END = GENERATED + 365 * DAY
ROWS = [[10, 1, 1, 1, 20480, "perdida"], [11, 1, 2, 7, 20481, ""], [12, 1, 3, 9, 20482, ""],
        [13, 1, 1, 5, 20483, ""]]
STATUSES = {10: 1, 11: 2, 12: 3, 13: 1}
EACH = [dict(serial=s, PRODUCT=f"Pieza {s}", key_14=s) for s in (61, 62, 63)]


def trust_files():
    """The files that rows name."""
    one = first_root()
    listed = [batch(1, 12, 0), batch(14, 36, 0), batch_each(61, 0, EACH)]
    lost = label_key(state=2, since=T0 + 5 * DAY)
    stolen = next_root(one, ["ana", "label2"], KEYS=[lost, status_key(), label_key("label2")])
    ended = label_key(state=2, since=T0 + 5 * DAY, stop=T0 + 20 * DAY)
    stolen_ended = next_root(one, ["ana"], KEYS=[ended, status_key()])
    retired = next_root(one, ["ana"], KEYS=[label_key(stop=IAT + DAY, state=1), status_key()])
    limited = first_root(keys=[label_key(), status_key(), label_key("limited", schemes=[2])])
    windowed = first_root(keys=[label_key(not_before=IAT, stop=IAT + 10), status_key()])
    several = first_root(keys=[label_key(), status_key(), delegated("log", 3), delegated("robo", 9),
                               label_key("label2")])
    other = first_root(members=("eva",), keys=[label_key("label3"), status_key("status2")],
                       signers=("eva", "label3", "status2"))
    future = next_root(one, ["ana"], ISSUED=GENERATED + 40 * DAY)
    rows = dict(statuses=STATUSES, ROWS=ROWS)
    moved = next_root(one, ["ana"], CERTIFIER={1: NAME, 2: "https://nuevo.example/v/"},
                      ADDRESSES=["https://espejo.example/", "https://otro.example/v/", "https://lazos.example/hoy/"])
    return {
        "moved, with mirrors": trust_file(one, moved, **rows),
        "practice": trust_file(first_root(PRACTICE=True), **rows),
        "plain": trust_file(one, **rows),
        "without rows": trust_file(one, statuses=STATUSES),
        "batches": trust_file(one, BATCHES=listed, **rows),
        "complete": trust_file(one, BATCHES=listed, COMPLETE=True, **rows),
        "compromised": trust_file(one, stolen, BATCHES=listed, **rows),
        "compromised, complete": trust_file(one, stolen, BATCHES=listed, COMPLETE=True, **rows),
        "compromised, unlisted": trust_file(one, stolen, **rows),
        "compromised, with an end": trust_file(one, stolen_ended,
                                               BATCHES=[batch(1, 50, 0, iat=IAT + 15 * DAY)]),
        "retired": trust_file(one, retired, **rows),
        "limited": trust_file(limited),
        "windowed": trust_file(windowed),
        "several keys": trust_file(several),
        "other": trust_file(other, signer="status2", status_signer="status2"),
        "newer root": trust_file(one, future, **rows),
        "fresh for 366 days": trust_file(one, FRESH_DAYS=366),
        "fresh for 0 days": trust_file(one, FRESH_DAYS=0),
        "two lists": trust_file(one, HIGHEST=2**20 + 2, statuses={2**20: 2, 2**20 - 1: 1,
                                                                  2**20 + 2: 3}),
        "nothing issued": trust_file(one, HIGHEST=0),
    }


def row(name, text, verdict, also=(), trust=("plain",), now=NOW, before=()):
    trust = [trust] if isinstance(trust, str) else list(trust)
    out = {"name": name, "trust": trust, "now": now, "text": text, "verdict": verdict,
           "also": list(also)}
    return {**out, "before": list(before)} if before else out


def all_rows():
    for make in (ordinary, addresses, practice, ahead, clocks, serials, statuses, batches, authority, compromised, repeated,
                 precedence, several):
        yield from make()


def ordinary():
    yield row("authentic", label_text(serial=1), "authentic")
    yield row("authentic, alg -8", label_text(serial=1, alg=cose.EDDSA), "authentic")
    yield row("authentic, with an unknown private key 14", label_text(serial=1, key_14="x"),
              "authentic")
    yield row("a word", "hola", "not-a-label")
    yield row("an empty line", "", "not-a-label")
    yield row("digits cut", label_text(serial=1)[:-1], "damaged")
    yield row("serial 0", label_text(serial=0), "damaged")
    yield row("an unknown key", label_text("robo", serial=1), "unknown-certifier")
    yield row("another certifier's label", label_text("label3", serial=1), "unknown-certifier")
    yield row("no trust file at all", label_text(serial=1), "unknown-certifier", trust=())
    yield row("a signature that does not match", forged(serial=1), "forged")
    yield row("private key 64", label_text(serial=1, key_64=1), "newer-format")
    yield row("private key 64 and a signature that does not match", forged(serial=1, key_64=1),
              "forged")
    yield row("private key 64 of an unknown key", label_text("robo", serial=1, key_64=1),
              "unknown-certifier")
    yield row("an unknown alg of an unknown key", label_text("robo", serial=1, alg=-7),
              "newer-format")
    yield row("an unknown alg of a known key", label_text(serial=1, alg=-7), "newer-format")


def forged(signer="label", **fields):
    token = label.make_token(key(signer), claims(**fields))
    return BASE_URL + "#" + codes.to_digits(token[:-1] + bytes([token[-1] ^ 1]))


def addresses():
    """The link before the digits; bare digits are not judged."""
    other, moved = "other-address", "moved, with mirrors"
    code = label_text(serial=1).split("#")[1]
    for link, verdict in (
        ("https://sello.example/", "authentic"), ("https://otro.example/x/", other),
        ("https://sello.example", other), ("https://sello.example/v/", other),
        ("http://sello.example/", other), ("HTTPS://SELLO.EXAMPLE/", "authentic"), ("hTTps://sello.exaMple/?s=2", other),
        ("https://sello.example/../x/", other), ("https://sello.example//", other),
        ("https://sello.example/#https://otro.example/", "authentic"),
        ("https://sello.example/#?s=2", "authentic"), ("#https://sello.example/", other),
        ("https://otro.example/#https://sello.example/", other),
        ("https://otro.example/?https://sello.example/", other),
        ("mira: https://sello.example/", other), ("x", other),
        ("https\u00d1--sello.example-", "authentic"), ("https\u00f1__SELLO.example\u20ac", "authentic"),
        ("https--sello.example-", other), ("https\u00d1--sello.examplex", other),
        ("httpsx--sello.example-", other), ("https\u00d1--otro.example-", other),
        ("https\u00d1--sello.example-x", other), ("https\u00d1--sello.exam-ple", other),
        ("https\u00d1--sello-example-", other), ("https:--sello.example-", "authentic"),
        ("https://sello.example-", other), ("https://sello.example?/", other),
        ("https://sello.example/?", "authentic"), ("https://sello.example/?s=1", "authentic"),
        ("https://sello.example/?s=01", "authentic"), ("https://sello.example/?s=2", other),
        ("https://sello.example/?s=" + "9" * 40, other), ("https://sello.example/?s=", "authentic"),
        ("https://sello.example/?s=2x", "authentic"), ("https://sello.example/?utm=s", "authentic"),
        ("https://otro.example/?s=1", other), ("https://s\u0435llo.example/", other),
    ):  # fmt: skip
        yield row(f"the address {ascii(link)}", f"{link}#{code}", verdict)
        yield row(f"the address {ascii(link)}, escaped", f"  {link}%23{code}\r\n", verdict)
    for name, text in (("digits alone", code), ("digits after #", "#" + code),
                       ("digits after %23", " %23" + code)):
        yield row(f"bare: {name}", text, "authentic")
    for link, verdict in (("https://sello.example/", "authentic"),
                          ("https://nuevo.example/v/", "authentic"),
                          ("https://NUEVO.example/v/", "authentic"),
                          ("https://nuevo.example/V/", other),
                          ("https://espejo.example/", "authentic"),
                          ("https://otro.example/v/?s=1", "authentic"),
                          ("https\u00d6--layos.eyample-hoz-", other), ("https\u00d6--layos.example-hoz-", "authentic"),
                          ("https://layos.example/hoz/", other),
                          ("https://otro.example/", other)):  # fmt: skip
        yield row(f"after a move, {link}", f"{link}#{code}", verdict, trust=moved)
    yield from (row(*item) for item in items())
    far = dict(base_url="https://otro.example/")
    yield row("another address, withdrawn", label_text(serial=10, **far), "withdrawn", [other])
    yield row("another address, stale", label_text(serial=1, **far), other, ["stale"], now=STALE)
    yield row("another address, expired", label_text(serial=1, exp=NOW, **far), other, ["expired"])
    yield row("another address, newer than the list",
              label_text(serial=101, iat=GENERATED + 1, **far), other, ["newer-than-list"])
    yield row("another address, repeated", label_text(serial=1, **far), "repeated", [other],
              before=[label_text(serial=1)])
    yield row("after one of another address", label_text(serial=1), "repeated",
              before=[label_text(serial=1, **far)])
    yield row("another address, not allowed", label_text("status", serial=1, **far), "not-allowed")
    yield row("another address, not issued", label_text(serial=101, **far), "not-issued")
    yield row("another address, of an unknown key", label_text("robo", serial=1, **far),
              "unknown-certifier")


def practice():
    text, place = label_text(serial=1), "practice"
    yield row("of a practice registry", text, "practice", trust=place)
    yield row("of a practice registry, twice", text, "practice", trust=place, before=[text])
    yield row("of a practice registry, withdrawn and stale", label_text(serial=10), "practice",
              ["withdrawn", "stale"], trust=place, now=STALE)
    yield row("of a practice registry, private key 64", label_text(serial=1, key_64=1),
              "newer-format", ["practice"], trust=place)
    yield row("of a practice registry, not allowed", label_text("status", serial=1), "practice",
              ["not-allowed"], trust=place)


def ahead():
    """Dated more than a day after the effective time: never newer than the list."""
    for iat, verdict in ((NOW + DAY, "newer-than-list"), (NOW + DAY + 1, "not-issued"),
                         (3786912000, "not-issued"), (2**53 - 1, "not-issued")):
        yield row(f"over the highest, dated {iat - NOW} s after the clock",
                  label_text(serial=101, iat=iat), verdict)
        yield row(f"up to the highest, dated {iat - NOW} s after the clock",
                  label_text(serial=100, iat=iat), "authentic")
    for iat, verdict in ((GENERATED + DAY, "newer-than-list"), (GENERATED + DAY + 1, "not-issued")):
        yield row(f"a clock in 1970, dated {iat - GENERATED} s after the bundle",
                  label_text(serial=101, iat=iat), verdict, now=0)
    yield row("dated ahead, not allowed", label_text("status", serial=101, iat=2**50),
              "not-allowed", ["not-issued"])
    yield row("dated ahead, a clock that has come so far", label_text(serial=101, iat=NOW + 2 * DAY),
              "newer-than-list", now=NOW + DAY)


def clocks():
    text = label_text(serial=1)
    yield row("the last fresh second", text, "authentic", now=FRESH_END)
    yield row("the first stale second", text, "stale", now=STALE)
    yield row("the last second of the maximum age", text, "stale", now=AGE_END)
    yield row("past the maximum age", text, "stale", now=AGE_END + 1)
    yield row("a clock far in the future", text, "stale", now=2**40)
    yield row("a clock behind the bundle", text, "authentic", now=T0)
    yield row("a clock in 1970", text, "authentic", now=0)
    yield row("a clock in 1970, and a newest root later than fresh-for", text, "stale",
              trust="newer root", now=0)
    yield row("fresh for 366 days: the last second", text, "authentic", trust="fresh for 366 days",
              now=GENERATED + 366 * DAY)
    yield row("fresh for 366 days: a second later", text, "stale", trust="fresh for 366 days",
              now=GENERATED + 366 * DAY + 1)
    yield row("fresh for 0 days: the bundle's second", text, "authentic", trust="fresh for 0 days",
              now=GENERATED)
    yield row("fresh for 0 days: a second later", text, "stale", trust="fresh for 0 days",
              now=GENERATED + 1)
    exp = label.exp_of_date((GENERATED // DAY) + 5)
    dated = label_text(serial=1, exp=exp)
    yield row("the last second before its end", dated, "authentic", now=exp - 1)
    yield row("its end", dated, "expired", now=exp)
    yield row("past its end and stale", dated, "expired", ["stale"], now=STALE)
    yield row("its end before the bundle, a clock in 1970", label_text(serial=1, exp=GENERATED),
              "expired", now=0)
    yield row("its end a second after the bundle, a clock in 1970",
              label_text(serial=1, exp=GENERATED + 1), "authentic", now=0)
    yield row("an end of 0", label_text(serial=1, exp=0), "expired")
    yield row("its end at the newest root", label_text(serial=1, exp=GENERATED + 40 * DAY),
              "expired", ["stale"], trust="newer root", now=0)


def serials():
    yield row("the highest", label_text(serial=100), "authentic")
    yield row("over the highest, before the bundle", label_text(serial=101, iat=GENERATED - 1),
              "not-issued")
    yield row("over the highest, at the bundle", label_text(serial=101, iat=GENERATED),
              "not-issued")
    yield row("over the highest, after the bundle", label_text(serial=101, iat=GENERATED + 1),
              "newer-than-list")
    yield row("over the highest, far after the bundle", label_text(serial=2**53 - 1,
                                                                   iat=GENERATED + 1),
                                                                   "newer-than-list")
    yield row("up to the highest, dated after the bundle",
              label_text(serial=100, iat=GENERATED + 1), "authentic")
    yield row("dated after the clock", label_text(serial=1, iat=NOW + 10 * DAY), "authentic")
    yield row("newer than the list, and stale", label_text(serial=101, iat=GENERATED + 1),
              "newer-than-list", ["stale"], now=STALE)
    expired = label_text(serial=101, iat=GENERATED + 1, exp=NOW)
    yield row("newer than the list, and expired", expired, "expired", ["newer-than-list"])
    yield row("newer than the list, expired and stale", expired, "expired",
              ["newer-than-list", "stale"], now=STALE)
    yield row("nothing issued, an older label", label_text(serial=1), "not-issued",
              trust="nothing issued")
    yield row("nothing issued, a newer label", label_text(serial=1, iat=GENERATED + 1),
              "newer-than-list", trust="nothing issued")
    for serial, verdict in ((2**20 - 2, "authentic"), (2**20 - 1, "withdrawn"),
                            (2**20, "suspended"),
                            (2**20 + 1, "authentic"), (2**20 + 2, "retired"),
                            (2**20 + 3, "not-issued")):  # fmt: skip
        yield row(f"two lists: serial {serial}", label_text(serial=serial), verdict,
                  trust="two lists")


def statuses():
    for serial, verdict in ((9, "authentic"), (10, "withdrawn"), (11, "suspended"), (12, "retired"),
                            (13, "withdrawn"), (14, "authentic")):
        yield row(f"status of serial {serial}", label_text(serial=serial), verdict)
        yield row(f"status of serial {serial}, no rows", label_text(serial=serial), verdict,
                  trust="without rows")
        also = ["stale"] if verdict != "authentic" else []
        late = verdict if also else "stale"
        yield row(f"status of serial {serial}, stale", label_text(serial=serial), late, also,
                  now=STALE)
        also = ["expired"] if verdict != "authentic" else []
        late = verdict if also else "expired"
        yield row(f"status of serial {serial}, expired", label_text(serial=serial, exp=NOW), late,
                  also)


def batches():
    yield row("in a batch that matches", label_text(serial=1), "authentic", trust="batches")
    yield row("in a batch that matches, its last", label_text(serial=49), "authentic",
              trust="batches")
    yield row("in a batch of another product", label_text(serial=1, PRODUCT="Otro"), "not-issued",
              trust="batches")
    yield row("in a batch of another date", label_text(serial=1, iat=IAT + 1), "not-issued",
              trust="batches")
    yield row("in a batch without its extra claim", label_text(serial=1, key_14=1), "not-issued",
              trust="batches")
    yield row("in no batch", label_text(serial=50), "authentic", trust="batches")
    yield row("in no batch, complete", label_text(serial=50), "not-issued", trust="complete")
    yield row("between batches, complete, void", label_text(serial=13), "withdrawn",
              trust="complete")
    yield row("withdrawn, in its batch", label_text(serial=10), "withdrawn", trust="complete")
    yield row("withdrawn, in a batch that differs", label_text(serial=10, PRODUCT="Otro"),
              "not-issued", ["withdrawn"], trust="complete")
    yield row("over the highest, complete", label_text(serial=101), "not-issued", trust="complete")
    yield row("over the highest and newer, complete", label_text(serial=101, iat=GENERATED + 1),
              "newer-than-list", trust="complete")
    for fields in EACH:
        yield row(f"a commitment each: serial {fields['serial']}", label_text(**fields),
                  "authentic", trust="complete")
    swapped = {**EACH[0], "serial": 62}
    yield row("a commitment each: a neighbour's claims", label_text(**swapped), "not-issued",
              trust="complete")
    yield row("a commitment each: one past the last", label_text(**{**EACH[0], "serial": 64}),
              "not-issued", trust="complete")


def authority():
    yield row("signed by a status key", label_text("status", serial=1), "not-allowed")
    yield row("signed by a member's key", label_text("ana", serial=1), "not-allowed")
    yield row("signed by a log key", label_text("log", serial=1), "not-allowed",
              trust="several keys")
    yield row("signed by a key of an unknown role", label_text("robo", serial=1), "not-allowed",
              trust="several keys")
    yield row("signed by a second label key", label_text("label2", serial=1), "authentic",
              trust="several keys")
    for name, iat, verdict in (("a second before not-before", IAT - 1, "not-allowed"),
                               ("at not-before", IAT, "authentic"),
                               ("a second before stop signing", IAT + 9, "authentic"),
                               ("at stop signing", IAT + 10, "not-allowed")):  # fmt: skip
        yield row(f"dated {name}", label_text(serial=1, iat=iat), verdict, trust="windowed")
    yield row("a retired key, in time", label_text(serial=1), "authentic", trust="retired")
    yield row("a retired key, its last second", label_text(serial=1, iat=IAT + DAY - 1),
              "authentic", trust="retired")
    yield row("a retired key, afterwards", label_text(serial=1, iat=IAT + DAY), "not-allowed",
              trust="retired")
    yield row("a limited key, its scheme", label_text("limited", serial=1, SCHEME=2), "authentic",
              trust="limited")
    yield row("a limited key, another scheme", label_text("limited", serial=1, SCHEME=1),
              "not-allowed", trust="limited")
    yield row("a limited key, no scheme", label_text("limited", serial=1, SCHEME=None),
              "not-allowed", trust="limited")
    yield row("an unlimited key, a scheme that the root lacks", label_text(serial=1, SCHEME=999),
              "authentic")
    yield row("an unlimited key, no scheme", label_text(serial=1, SCHEME=None), "authentic")


def compromised():
    place = "compromised"
    yield row("a compromised key, in its batch", label_text(serial=1), "authentic", trust=place)
    yield row("a compromised key, before it was so, in no batch",
              label_text(serial=50, iat=T0 + DAY), "key-compromised", trust=place)
    yield row("a compromised key, in a batch that differs", label_text(serial=1, PRODUCT="Otro"),
              "key-compromised", ["not-issued"], trust=place)
    yield row("a compromised key, nothing listed", label_text(serial=1), "key-compromised",
              trust="compromised, unlisted")
    yield row("a compromised key, in no batch, complete", label_text(serial=50), "key-compromised",
              ["not-issued"], trust="compromised, complete")
    yield row("a compromised key, a void serial", label_text(serial=13), "key-compromised",
              ["withdrawn"], trust="compromised, complete")
    yield row("a compromised key, over the highest", label_text(serial=101), "key-compromised",
              ["not-issued"], trust=place)
    later = label_text(serial=101, iat=GENERATED + 1)
    yield row("a compromised key, newer than the list", later, "key-compromised",
              ["newer-than-list"], trust=place)
    yield row("a compromised key, in its batch, withdrawn", label_text(serial=10), "withdrawn",
              trust=place)
    yield row("a compromised key, in its batch, stale", label_text(serial=1), "stale", trust=place,
              now=STALE)
    each = label_text(**EACH[1])
    yield row("a compromised key, a commitment each", each, "authentic", trust=place)
    yield row("a good key beside a compromised one, in no batch", label_text("label2", serial=50),
              "authentic", trust=place)
    yield row("a good key in a compromised key's batch", label_text("label2", serial=1),
              "not-issued", trust=place)
    ended = "compromised, with an end"
    yield row("a compromised key with an end, in time", label_text(serial=1, iat=IAT + 15 * DAY),
              "not-allowed", trust=ended)
    yield row("a compromised key with an end, before it, another batch", label_text(serial=1),
              "key-compromised", ["not-issued"], trust=ended)
    yield row("a compromised key with an end, after it, in no batch",
              label_text(serial=60, iat=IAT + 15 * DAY), "key-compromised", ["not-allowed"],
              trust=ended)


def repeated():
    text, other = label_text(serial=1), label_text(serial=1, PRODUCT="Otro")
    yield row("the same label twice", text, "repeated", before=[text])
    yield row("the same label in another shape", text.split("#")[1], "repeated", before=[text])
    yield row("another label of the same serial", other, "repeated", before=[text])
    yield row("another serial", label_text(serial=2), "authentic", before=[text])
    yield row("after a forged one of its serial", text, "authentic", before=[forged(serial=1)])
    yield row("after one that was not allowed", text, "authentic",
              before=[label_text("status", serial=1)])
    yield row("after one that was not issued", text, "authentic", trust="batches", before=[other])
    yield row("after a damaged one", text, "authentic", before=[text[:-1]])
    yield row("twice, and stale", text, "repeated", ["stale"], before=[text], now=STALE)
    yield row("twice, and withdrawn", label_text(serial=10), "withdrawn", ["repeated"],
              before=[label_text(serial=10)])
    yield row("twice, and retired", label_text(serial=12), "retired", ["repeated"],
              before=[label_text(serial=12)])
    yield row("twice, of two certifiers", text, "authentic", trust=("plain", "other"),
              before=[label_text("label3", serial=1)])
    newer = label_text(serial=101, iat=GENERATED + 1)
    yield row("twice, newer than the list", newer, "repeated", ["newer-than-list"], before=[newer])


def precedence():
    """Several that hold at once: the first of the table is the verdict."""
    dated = dict(exp=NOW)
    late = dict(now=STALE)
    for serial, name in ((10, "withdrawn"), (11, "suspended"), (12, "retired")):
        text = label_text(serial=serial, **dated)
        yield row(f"{name}, repeated, expired, stale", text, name, ["repeated", "expired", "stale"],
                  before=[text], **late)
        status = label_text("status", serial=serial, **dated)
        yield row(f"not allowed, {name}, expired, stale", status, "not-allowed",
                  [name, "expired", "stale"], **late)
        other = label_text(serial=serial, PRODUCT="Otro", **dated)
        yield row(f"not issued, {name}, expired, stale", other, "not-issued",
                  [name, "expired", "stale"], trust="batches", **late)
        lost = label_text(serial=serial, PRODUCT="Otro", **dated)
        also = ["not-issued", name, "expired", "stale"]
        yield row(f"compromised, not issued, {name}, expired, stale", lost, "key-compromised", also,
                  trust="compromised", **late)
    text = label_text(serial=1, **dated)
    yield row("repeated, expired, stale", text, "repeated", ["expired", "stale"], before=[text],
              **late)
    over = label_text("status", serial=101, **dated)
    yield row("not allowed, not issued, expired", over, "not-allowed", ["not-issued", "expired"])
    newer = label_text("status", serial=101, iat=GENERATED + 1)
    yield row("not allowed, newer than the list, stale", newer, "not-allowed",
              ["newer-than-list", "stale"], **late)
    yield row("forged, although it would be withdrawn", forged(serial=10), "forged", now=STALE)
    yield row("forged, by a status key's name", forged("status", serial=1), "forged")
    yield row("damaged, of an unknown key", label_text("robo", serial=0), "damaged")
    for serial, name in ((10, "withdrawn"), (11, "suspended"), (12, "retired")):
        newer = label_text(serial=serial, key_64=1)
        yield row(f"private key 64, {name}, stale", newer, "newer-format", [name, "stale"], **late)
    newer = label_text("status", serial=101, key_64=1, **dated)
    also = ["not-allowed", "not-issued", "expired"]
    yield row("private key 64, not allowed, not issued, expired", newer, "newer-format", also)
    yield row("damaged, and private key 64", label_text(serial=1, PRODUCT="", key_64=1), "damaged")
    yield row("a member's key over the highest", label_text("ana", serial=101), "not-allowed",
              ["not-issued"])
    yield row("a limited key, over the highest", label_text("limited", serial=101), "not-allowed",
              ["not-issued"], trust="limited")


def several():
    both = ("plain", "other")
    yield row("the first of two certifiers", label_text(serial=10), "withdrawn", trust=both)
    yield row("the second of two certifiers", label_text("label3", serial=10), "authentic",
              trust=both)
    yield row("neither of two certifiers", label_text("robo", serial=1), "unknown-certifier",
              trust=both)


def typed():
    """A typed serial answers status alone."""
    rows = [(1, NOW, "status-only", []), (10, NOW, "withdrawn", []), (11, NOW, "suspended", []),
            (12, NOW, "retired", []),
            (13, NOW, "withdrawn", []), (1, STALE, "stale", []),
            (10, STALE, "withdrawn", ["stale"]),
            (100, NOW, "status-only", []), (101, NOW, "status-only", [])]  # fmt: skip
    rows_of = [("plain", *row) for row in rows]
    rows_of += [("practice", 1, NOW, "practice", []), ("practice", 10, NOW, "practice",
                                                       ["withdrawn"])]  # fmt: skip
    return [
        {"serial": serial, "serial_text": codes.serial_to_text(serial), "trust": [trust],
         "now": now, "verdict": verdict, "also": also}
        for trust, serial, now, verdict, also in rows_of
    ]


def check(rows, serial_rows, files):
    trusted = {name: open_file(data) for name, data in files.items()}
    for item in rows:
        seen, opened = set(), [trusted[name] for name in item["trust"]]
        for text in item.get("before", ()):
            judge(text, opened, item["now"], seen)
        got = judge(item["text"], opened, item["now"], seen)
        agreed = (got.verdict, got.also) == (item["verdict"], item["also"])
        assert agreed, f"{item['name']}: {got.verdict}, {got.also}"
    for item in serial_rows:
        got = judge_serial(item["serial"], trusted[item["trust"][0]], item["now"])
        assert (got.verdict, got.also) == (item["verdict"], item["also"]), item
    names = [item["name"] for item in rows]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, twice


def build():
    files, rows, serial_rows = trust_files(), list(all_rows()), typed()
    check(rows, serial_rows, files)
    assert {item["verdict"] for item in rows} >= set(EXITS) - {"unreadable", "status-only"}
    assert all(worst([first, *WORST_FIRST[at:]]) == first for at, first in enumerate(WORST_FIRST))
    return {
        "trust_files": {name: b64(data) for name, data in files.items()},
        "labels": rows,
        "serials": serial_rows,
        "exits": EXITS,
        "worst_first": WORST_FIRST,
    }
