# SPDX-License-Identifier: Apache-2.0
"""statements.json: trust files, the text of a statement of certified output, an instant -> the verdict, what else
holds, and what it says."""

from sello_ref import codes, cose, statement
from sello_ref.cbor import encode
from sello_ref.verdict import judge

from .fixtures import (
    BASE_URL, DAY, GENERATED, IAT, NOW, T0, b64, first_root, key, label_key, label_text, next_root, open_file,
    status_key, trust_file,
)  # fmt: skip
from .raw import raw, tagged

STALE = GENERATED + 30 * DAY + 1
FIRST = T0 // DAY
BODY = [FIRST, FIRST + 364, FIRST + 9, ["Rebozo de bolita", "Faja"],
        [[0, 1, FIRST, FIRST + 400], [1, 7, 0, 0]],
        [[0, 0, 12, 10, 4, 0], [0, 11, 3, 0, 0, 1], [1, 0, 5, 5, 5, 0]]]  # fmt: skip


def trust_files():
    one = first_root()
    exposed = status_key(state=2, since=T0 + 5 * DAY)
    ended = status_key(stop=IAT)
    return {
        "plain": trust_file(one),
        "practice": trust_file(first_root(PRACTICE=True)),
        "compromised": trust_file(one, next_root(one, ["ana", "status2"], KEYS=[label_key(), exposed, status_key("status2")]),
                                  signer="status2", status_signer="status2"),
        "ended": trust_file(one, next_root(one, ["ana", "status2"], KEYS=[label_key(), ended, status_key("status2")]),
                            signer="status2", status_signer="status2"),
    }  # fmt: skip


def claims(made=IAT, body=None, **changes):
    """changes: _N sets key N of the map that a label has too; None takes it out."""
    body = BODY if body is None else body
    private = {0: 1, 2: "Taller Hern\u00e1ndez", 64: body if isinstance(body, bytes) else encode(body)}
    private.update({int(name[1:]): value for name, value in changes.items()})
    return {6: made, -65537: {number: value for number, value in private.items() if value is not None}}


def token(payload=None, signer="status", kind=statement.TYPE, alg=cose.ED25519, **header):
    payload = encode(claims()) if payload is None else payload
    fields = {1: alg, 4: key(signer).kid, 16: kind, **{int(name[1:]): value for name, value in header.items()}}
    protected = encode(fields)
    signature = key(signer).sign(cose.sign1_bytes(protected, payload))
    return bytes(tagged(cose.SIGN1_TAG, [protected, {}, payload, signature]))


def text(payload=None, **fields):
    return f"{BASE_URL}#{codes.to_digits(token(payload, **fields))}"


def bent(place, value):
    """The body with one of its parts replaced."""
    return text(encode(claims(body=[*BODY[:place], value, *BODY[place + 1 :]])))


def row(name, text, verdict, also=(), trust=("plain",), now=NOW):
    return {"name": name, "trust": list(trust), "now": now, "text": text, "verdict": verdict, "also": list(also)}


def ordinary():
    good = token()
    digits = codes.to_digits(good[:-1] + bytes([good[-1] ^ 1]))
    changed = good.replace(b"Rebozo", b"Robozo")
    yield row("authentic", text(), "authentic")
    yield row("authentic, bare digits", codes.to_digits(good), "authentic")
    yield row("authentic, behind a stranger's link", f"https://otro.example/#{codes.to_digits(good)}", "authentic")
    yield row("nothing was done", text(encode(claims(body=[FIRST, FIRST, 0, [], [], []]))), "authentic")
    yield row("dated ahead", text(encode(claims(made=NOW + 3 * DAY))), "authentic")
    yield row("stale", text(), "stale", now=STALE)
    yield row("practice", text(), "practice", trust=["practice"])
    yield row("practice and stale", text(), "practice", ["stale"], trust=["practice"], now=STALE)
    yield row("a signature that does not match", f"{BASE_URL}#{digits}", "forged")
    yield row("a figure changed", f"{BASE_URL}#{codes.to_digits(changed)}", "forged")
    yield row("an unknown key", text(signer="robo"), "unknown-certifier")
    yield row("no trust file at all", text(), "unknown-certifier", trust=())


# The body with rows of three months, and of a year or more.
QUARTERS = [*BODY[:5], [[0, 0, 12, 10, 4, 0], [0, 9, 3, 0, 0, 1], [1, 0, 5, 5, 5, 0]]]
YEARS = [*BODY[:5], [[0, 0, 15, 10, 4, 1], [1, 0, 5, 5, 5, 0]]]


def added_up(fold, body=QUARTERS):
    return text(encode(claims(body=body, _66=fold)))


def folded():
    yield row("rows of three months", added_up([3, 0, 0]), "authentic")
    yield row("rows of 1200 months", added_up([1200, 0, 0], YEARS), "authentic")
    yield row("rows of three months, the last product is four", added_up([3, 4, 0]), "authentic")
    yield row("the last product is four, month by month", added_up([1, 4, 0], BODY), "authentic")
    yield row("certificates that are not listed", added_up([12, 2, 30], YEARS), "authentic")
    quarters = encode(claims(body=QUARTERS, _66=[3, 0, 0]))
    yield row("rows of three months, by a label key", text(quarters, signer="label"), "not-allowed")
    yield row("nothing was added up, and said so", added_up([1, 0, 0], BODY), "damaged")
    yield row("a last product of one", added_up([3, 1, 0]), "damaged")
    yield row("rows of no month", added_up([0, 4, 0]), "damaged")
    yield row("rows of 1201 months", added_up([1201, 0, 0], YEARS), "damaged")
    yield row("a row within another's months", added_up([3, 0, 0], BODY), "damaged")
    yield row("a last product of none", added_up([1, 4, 0], [*BODY[:3], [], [], []]), "damaged")
    yield row("what was added up, of two", added_up([3, 0]), "damaged")
    yield row("what was added up, of four", added_up([3, 0, 0, 0]), "damaged")
    yield row("what was added up is no array", added_up(3), "damaged")
    yield row("less than no certificates", added_up([3, 0, -1]), "damaged")
    newer = encode(claims(body=QUARTERS, _66=[3, 0, 0], _67=0))
    yield row("a key beside what was added up", text(newer), "newer-format")


def authority():
    yield row("by a label key", text(signer="label"), "not-allowed")
    yield row("by a member's key", text(signer="ana"), "not-allowed")
    yield row("before its key's time", text(encode(claims(made=T0 - 1))), "not-allowed")
    yield row("at its key's first instant", text(encode(claims(made=T0))), "authentic")
    yield row("a key that may sign no more", text(), "not-allowed", trust=["ended"])
    yield row("its last instant", text(encode(claims(made=IAT - 1))), "authentic", trust=["ended"])
    yield row("by an exposed key", text(), "key-compromised", trust=["compromised"])
    yield row("by an exposed key, dated before that", text(encode(claims(made=T0))), "key-compromised",
              trust=["compromised"])
    yield row("by an exposed key, stale", text(), "key-compromised", ["stale"], trust=["compromised"], now=STALE)


def newer():
    for number in (32, 63, 65):
        yield row(f"unknown key {number}", text(encode(claims(**{f"_{number}": 1}))), "newer-format")
    yield row("an unknown claim", text(encode({**claims(), 40: 1})), "newer-format")
    yield row("an unknown key in its header", text(_40=1), "newer-format")
    yield row("an unknown alg", text(alg=-7), "newer-format")
    yield row("an unknown alg of an unknown key", text(alg=-7, signer="robo"), "newer-format")
    yield row("a tag in its body", text(encode(claims(body=raw([FIRST, FIRST, tagged(1, 0), [], [], []])))),
              "newer-format")
    yield row("a later type", text(kind="application/sello-statement2+cbor"), "newer-format", ["not-allowed"])


def damaged():
    yield row("a digit short", text()[:-1], "damaged")
    yield row("no producer", text(encode(claims(_0=0))), "damaged")
    yield row("another key for the producer's", text(encode(claims(_0=None, _1=1))), "damaged")
    yield row("an empty name", text(encode(claims(_2=""))), "damaged")
    yield row("a name of 65 bytes", text(encode(claims(_2="a" * 65))), "damaged")
    yield row("a body that is no bytes", text(encode(claims(_64=1))), "damaged")
    yield row("a body of seven", text(encode(claims(body=[*BODY, 0]))), "damaged")
    yield row("bytes behind the body", text(encode(claims(body=encode(BODY) + b"\0"))), "damaged")
    yield row("made after the year 9999", text(encode(claims(made=253402300800))), "damaged")
    yield row("it ends before it begins", bent(1, FIRST - 1), "damaged")
    yield row("a consent after the year 9999", bent(2, 2932897), "damaged")
    yield row("65 products", bent(3, ["a"] * 65), "damaged")
    yield row("a product without a name", bent(3, ["Rebozo", ""]), "damaged")
    yield row("a certificate of no product", bent(4, [[2, 1, 0, 0]]), "damaged")
    yield row("certificates out of order", bent(4, [[0, 7, 0, 0], [1, 1, 0, 0]]), "damaged")
    yield row("a certificate that ends before it begins", bent(4, [[0, 1, 9, 8]]), "damaged")
    yield row("rows out of order", bent(5, [[1, 0, 1, 0, 0, 0], [0, 0, 1, 0, 0, 0]]), "damaged")
    yield row("a row twice", bent(5, [[0, 3, 1, 0, 0, 0], [0, 3, 1, 0, 0, 0]]), "damaged")
    yield row("the month 1200", bent(5, [[0, 1200, 1, 0, 0, 0]]), "damaged")
    yield row("a row of a product that is not there", bent(5, [[2, 0, 1, 0, 0, 0]]), "damaged")
    yield row("a row of five", bent(5, [[0, 0, 1, 0, 0]]), "damaged")
    yield row("less than none", bent(5, [[0, 0, -1, 0, 0, 0]]), "damaged")


def others():
    yield row("a label", label_text(serial=1), "authentic")
    yield row("a label's claims under the type of statements", text(encode({6: IAT, -65537: {0: 1, 1: "Rebozo"}})),
              "newer-format")
    yield row("a word", "hola", "not-a-label")


def judged(item, trusts):
    """As a statement, where it is one; else as a label."""
    found = statement.judge_statement(item["text"], trusts, item["now"])
    return found or judge(item["text"], trusts, item["now"])


def build():
    files = trust_files()
    trusted = {name: open_file(data) for name, data in files.items()}
    rows = [item for make in (ordinary, folded, authority, newer, damaged, others) for item in make()]
    for item in rows:
        found = judged(item, [trusted[name] for name in item["trust"]])
        assert (found.verdict, found.also) == (item["verdict"], item["also"]), f"{item['name']}: {found}"
        if isinstance(found.label, statement.Statement):
            item["says"] = found.label.says
    names = [item["name"] for item in rows]
    assert len(set(names)) == len(names)
    return {"trust_files": {name: b64(data) for name, data in files.items()}, "statements": rows}
