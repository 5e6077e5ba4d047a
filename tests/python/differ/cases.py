# SPDX-License-Identifier: Apache-2.0
"""The cases: trust files, updates, labels, typed serials and digits, each from the generator's next numbers."""

import copy
import dataclasses
import functools

import cbor2
from sello_ref import bundle, cose, label, root
from sello_ref.cbor import encode
from sello_ref.codes import serial_to_text, to_digits
from sello_ref.keys import sha256
from vector_rows import fixtures
from vector_rows.fixtures import DAY, GENERATED, IAT, NOW, T0, delegated, key, label_key, member, status_key

from .bend import ODD_CHARACTERS, AsIs, anything, base_url, bend, bent_list, odd_form

SIGNERS = "ana beto cata eva label label2 label3 status status2 log robo".split()


CERTIFICATES = [
    [1, 0, 1, "Rebozo de bolita", "Taller Hernández", "Tenancingo", 21000, {1: "Sábados", 2: "722 000", 3: [1896000, -9959000], 4: "México"}],
    [4, 1, 2, "Rebozo liso", "", "Temoaya", 0, {40: [1]}],
    [9, 2, 1, "Otro", "", "Temoaya", 20000, {}],
]  # fmt: skip


ENDORSEMENTS = [
    [bytes(32), "Cooperativa Flor", "https://flor.example/", 20000, 0],
    [bytes(range(32)), "Taller Luna", "https://luna.example/v/", 20100, 1],
]


@dataclasses.dataclass
class Chain:
    """A certifier's trust file before it is written."""

    roots: list  # claims of each; what links them is filled in
    signers: list  # of each root, the names of those who sign it
    bundle: dict  # claims without what is of the newest root; see fixtures.bundle_claims
    statuses: dict
    signer: str = "status"


def chain_of_one(**changes):
    one = fixtures.first_root(**changes)
    return Chain([one.claims], [list(one.signers)], {}, {})


def grown():
    """Three roots: from 1 of 2 to 2 of 3, a label key stolen, one retired, a new one, a log key."""
    first = chain_of_one(ADDRESSES=["https://viejo.example/v/"])
    claims = copy.deepcopy(first.roots[0])
    two, three = copy.deepcopy(claims), copy.deepcopy(claims)
    two[root.MEMBERS].append(member("cata"))
    two[root.THRESHOLD] = 2
    two[root.KEYS].append(label_key("label2", stop=T0 + 400 * DAY, schemes=[1, 2]))
    three[root.MEMBERS], three[root.THRESHOLD] = two[root.MEMBERS], 2
    three[root.KEYS] = [label_key(state=2, since=T0 + 5 * DAY, stop=T0 + 20 * DAY), status_key(),
                        label_key("label2", state=1, stop=T0 + 300 * DAY, schemes=[1, 2]), label_key("label3"),
                        delegated("log", root.LOG)]  # fmt: skip
    three[root.ADDRESSES] = ["https://viejo.example/v/", "https://espejo.example/"]
    three[root.SCHEMES] = {**claims[root.SCHEMES], 3: {"es": "Otro", "yua": "Túumben"}}
    batches = [fixtures.batch(1, 20, 0), fixtures.batch(21, 10, 2), fixtures.batch_each(31, 3, [{}, {"LOT": "7"}])]
    rows = [[3, 2, 1, 2, 20470, "robados"], [50, 1, 1, 5, 20471, ""], [60, 3, 3, 9, 20472, ""], [70, 1, 0, 11, 20473, ""]]
    return Chain([claims, two, three], [first.signers[0], ["ana", "beto", "cata", "label2"], ["ana", "cata", "label3", "log"]],
                 {"BATCHES": batches, "ROWS": rows, "COMPLETE": True, "CERTIFICATES": CERTIFICATES,
                  "ENDORSEMENTS": ENDORSEMENTS},
                 {3: 1, 4: 1, 5: 2, 50: 1, 60: 3, 61: 3, 62: 3})  # fmt: skip


@functools.cache
def chains():
    plain = chain_of_one()
    plain.bundle, plain.statuses = {"BATCHES": [fixtures.batch(1, 50, 0)]}, {7: 1, 8: 2, 9: 3}
    practice = chain_of_one(PRACTICE=True)
    committed = chain_of_one(SLHDSA=[bytes(32), bytes(range(32))])
    status_alone = chain_of_one(members=("ana", "beto", "cata"), threshold=2)
    status_alone.bundle, status_alone.statuses = {"STATUS_ONLY": True, "VERSION": 2}, {7: 1}
    small = chain_of_one(members=("ana",), keys=[status_key("status2"), label_key("label3", schemes=[2])])
    small.signer = "status2"
    return [plain, grown(), practice, committed, status_alone, small]


# ---- writing ----


class Bender:
    """Bends what it is shown where its turn has come: the n-th of the named places of a file."""

    def __init__(self, r, targets):
        self.r, self.targets, self.seen = r, targets, []

    def __call__(self, place, value, change=bend):
        self.seen.append(place)
        return change(self.r, value) if place in self.targets else value


def nothing(place, value, change=None):
    return value


def sign1(bender, place, signer, payload, content_type):
    """A COSE_Sign1, each of its parts a place; the signature is made of what is written."""
    header = {cose.ALG: cose.ED25519, cose.KID: signer.kid, **({cose.CONTENT_TYPE: content_type} if content_type else {})}
    protected = encode(bender(f"{place} header", header, bent_header))
    signature = signer.sign(cose.sign1_bytes(protected, payload))
    parts = bender(f"{place} parts", [protected, {}, payload, signature])
    return encode(parts if isinstance(parts, AsIs) else bender(f"{place} envelope", cbor2.CBORTag(18, parts), bent_tag))


def bent_header(r, header):
    kind = r.randrange(6)
    other = {
        0: {cose.ALG: r.choice((-8, -8, -7, -19, "EdDSA", -9, 0))},
        1: {cose.KID: r.choice((key("robo").kid, header.get(cose.KID, b"kid")[:7], bytes(8), "kid"))},
        2: {cose.CONTENT_TYPE: r.choice((cose.BUNDLE_TYPE, cose.STATUS_TYPE, cose.ROOT_TYPE, "text/plain", 7, ""))},
        3: {r.choice((2, 3, 5, 15, 33, -1, "x")): anything(r, 1)},
        4: {r.choice((cose.ALG, cose.KID, cose.CONTENT_TYPE)): cbor2.CBORTag(1, header[cose.ALG])},
    }  # fmt: skip
    return {**header, **other[kind]} if kind in other else bend(r, header)


def bent_tag(r, envelope):
    inner = envelope.value
    return r.choice((cbor2.CBORTag(r.choice((17, 18, 61, 98, 99)), inner), inner, cbor2.CBORTag(55799, envelope),
                     cbor2.CBORTag(envelope.tag, cbor2.CBORTag(18, inner)), odd_form(r)))  # fmt: skip


def write_root(bender, at, claims, signers):
    payload = encode(bender(f"root {at} payload", claims))
    body = encode(bender(f"root {at} header", {cose.ALG: cose.ED25519, cose.CONTENT_TYPE: cose.ROOT_TYPE}, bent_header))
    names = bender(f"root {at} signers", sorted(signers, key=lambda name: key(name).kid), bent_signers)
    signatures = []
    for n, name in enumerate(names):
        protected = encode(bender(f"root {at} signature {n} header", {cose.ALG: cose.ED25519, cose.KID: key(name).kid}, bent_header))
        made = key(name).sign(cose.sign_bytes(body, protected, payload))
        signatures.append(bender(f"root {at} signature {n}", [protected, {}, made]))
    parts = bender(f"root {at} parts", [body, {}, payload, signatures])
    whole = parts if isinstance(parts, AsIs) else bender(f"root {at} envelope", cbor2.CBORTag(98, parts), bent_tag)
    return payload, encode(whole)


def bent_signers(r, names):
    kind = r.randrange(4)
    if kind == 0:
        return sorted([*names, r.choice(SIGNERS)], key=lambda name: key(name).kid)
    out = bent_list(r, names)
    return out if isinstance(out, list) and all(name in SIGNERS for name in out) else names[1:]


def write_list(bender, chain, fingerprint, k, highest):
    packed = bender(f"list {k} bits", bundle.pack_statuses(chain.statuses, k, highest))
    packed = packed if isinstance(packed, bytes) else b"x"
    made = bundle.make_status_token(key(chain.signer), fingerprint, k, GENERATED, packed)
    claims = cbor2.loads(cbor2.loads(made).value[2])
    payload = encode(bender(f"list {k} payload", claims))
    signer = key(bender(f"list {k} signer", chain.signer, lambda r, _: r.choice(SIGNERS)))
    return sign1(bender, f"list {k}", signer, payload, cose.STATUS_TYPE)


def write(chain, bender=nothing):
    """The trust file."""
    out, before, fingerprint = [], None, None
    for at, claims in enumerate(chain.roots):
        claims = {**claims, root.VERSION: at + 1, root.ISSUED: claims[root.ISSUED] + at * DAY}
        if at:
            claims |= {root.FINGERPRINT: fingerprint, root.PREVIOUS: sha256(before)}
        before, data = write_root(bender, at, claims, chain.signers[at])
        fingerprint = fingerprint or sha256(before)
        out.append(data)
    highest = chain.bundle.get("HIGHEST", 100)
    lists = [write_list(bender, chain, fingerprint, k, highest) for k in range(highest // bundle.LIST_SPAN + 1)]
    newest = fixtures.RootMaker({**chain.roots[-1], root.VERSION: len(chain.roots)}, [])
    claims = fixtures.bundle_claims(newest, LISTS=lists, **{k: v for k, v in chain.bundle.items() if k != "GENERATED"})
    claims[bundle.GENERATED] = chain.bundle.get("GENERATED", GENERATED)
    claims |= {bundle.FINGERPRINT: fingerprint, bundle.ROOT: [len(chain.roots), sha256(before)]}
    payload = encode(bender("bundle payload", claims))
    signer = key(bender("bundle signer", chain.signer, lambda r, _: r.choice(SIGNERS)))
    out.append(sign1(bender, "bundle", signer, payload, cose.BUNDLE_TYPE))
    return b"".join(bender("file", out, bent_parts))


def bent_parts(r, parts):
    kind = r.randrange(6)
    out = list(parts)
    at = r.randrange(len(out))
    if kind == 0:
        del out[at]
    elif kind == 1:
        out.insert(r.randrange(len(out) + 1), out[at])
    elif kind == 2:
        r.shuffle(out)
    elif kind == 3:
        out.append(r.choice((b"\0", b"\xd8\x62\x84", b"\xa0", b"\xd2")))
    elif kind == 4:
        out[at] = out[at][: r.randrange(len(out[at]))]
    else:
        cut = bytearray(out[at])
        cut[r.randrange(len(cut))] ^= 1 << r.randrange(8)
        out[at] = bytes(cut)
    return out


# ---- asking ----


@functools.cache
def places_of(n):
    """Of chain n: every place that can be bent."""
    bender = Bender(None, ())
    write(chains()[n], bender)
    return tuple(bender.seen)


def picked(r, n):
    """Which places: mostly one. Payloads have most rules, so they come more often."""
    places = places_of(n)
    likely = [place for place in places if place.endswith("payload")]
    return {r.choice(likely if r.random() < 0.6 else places) for _ in range(r.choices((0, 1, 2), (2, 80, 18))[0])}


def trust_case(r):
    """One file, at first sight."""
    n = r.randrange(len(chains()))
    places = picked(r, n)
    return {"kind": "file", "trust": write(varied(r, chains()[n]), Bender(r, places)), "bent": sorted(places)}


def varied(r, chain):
    """Another good or nearly good file: other texts, dates and keys, still linked and signed."""
    chain = copy.deepcopy(chain)
    if r.random() < 0.3:
        chain.roots[-1][root.CERTIFIER] = {1: "Taller " + "abc"[r.randrange(3)], 2: base_url(r)}
    if r.random() < 0.1:
        chain.bundle["GENERATED"] = GENERATED + r.randrange(-60, 400) * DAY
    return chain


def update_case(r):
    """A stored file, perhaps status alone beside it, and what comes after."""
    n = r.randrange(len(chains()))
    stored, coming = copy.deepcopy(chains()[n]), copy.deepcopy(chains()[n])
    coming.bundle["VERSION"] = r.choice((1, 2, 2, 2, 3, 5))
    status = None
    if r.random() < 0.3 and "STATUS_ONLY" not in stored.bundle:
        beside = copy.deepcopy(stored)
        beside.bundle = {"STATUS_ONLY": True, "VERSION": 2, "HIGHEST": r.choice((100, 100, 120, 90))}
        beside.statuses = dict(beside.statuses)
        change_statuses(r, beside)
        status = write(beside)
        coming.bundle["VERSION"] = r.choice((2, 3, 3, 3, 4))
    for _ in range(r.choices((0, 1, 2), (10, 70, 20))[0]):
        r.choice((change_statuses, change_statuses, change_highest, change_batches, change_rows, end_key, add_root, status_alone))(r, coming)
    return {"kind": "update", "stored": write(stored), "status": status, "trust": write(coming)}


def change_statuses(r, chain):
    for _ in range(r.randrange(1, 4)):
        chain.statuses[r.choice((3, 5, 7, 8, 9, 60, 62, 70, r.randrange(1, 90)))] = r.randrange(4)
    chain.bundle["ROWS"] = [row for row in chain.bundle.get("ROWS", []) if
                            all(chain.statuses.get(row[0] + at, 0) == row[2] for at in range(row[1]))]  # fmt: skip
    back = [s for s, v in chain.statuses.items() if v == 0]
    if back and r.random() < 0.6:
        chain.bundle["ROWS"] = sorted(chain.bundle["ROWS"] + [[back[0], 1, 0, 11, 20480, ""]])
    if not chain.bundle["ROWS"] or chain.bundle.get("STATUS_ONLY"):
        del chain.bundle["ROWS"]


def change_highest(r, chain):
    chain.bundle["HIGHEST"] = r.choice((99, 101, 150, 100))


def change_batches(r, chain):
    rows = chain.bundle.get("BATCHES", [])
    if rows and not chain.bundle.get("STATUS_ONLY"):
        at = r.randrange(len(rows))
        first, count, index, value = rows[at]
        rows[at] = r.choice(([first, count - 1, index, value], [first + 1, count - 1, index, value], [first, count, 0, value],
                             [first, count, index, bytes(len(value))], [90, 3, index, value[:16]]))  # fmt: skip
        if r.random() < 0.3:
            del rows[at]
        rows.sort()
        chain.bundle = {k: v for k, v in chain.bundle.items() if k != "BATCHES" or v}


def change_rows(r, chain):
    chain.bundle.pop("ROWS", None)


def end_key(r, chain):
    """A later root that ends the status key, or a label key."""
    add_root(r, chain)
    old = r.choice(chain.roots[-1][root.KEYS])
    old |= r.choice(({5: 2}, {5: 1, 4: GENERATED + r.choice((-DAY, 0, 1, DAY))}, {4: GENERATED + r.choice((-DAY, 0, 1, DAY))}))
    chain.signer = r.choice((chain.signer, "status2"))
    if chain.signer == "status2" and key("status2").public not in [k[1] for k in chain.roots[-1][root.KEYS]]:
        chain.roots[-1][root.KEYS].append(status_key("status2"))
        chain.signers[-1] = [*chain.signers[-1], "status2"]


def add_root(r, chain):
    claims = copy.deepcopy(chain.roots[-1])
    names = [name for name in SIGNERS if key(name).public in [m[1] for m in claims[root.MEMBERS]]]
    chain.roots.append(claims)
    chain.signers.append(names)


def status_alone(r, chain):
    chain.bundle = {k: v for k, v in chain.bundle.items() if k in ("VERSION", "HIGHEST")} | {"STATUS_ONLY": True}


# ---- labels ----

TEXTS = ("Rebozo", "ñ" * 32, "Santa María", "a" * 64, "Xeꞌa")


def label_claims(r):
    if r.random() < 0.4:  # one of a batch
        return fixtures.claims(serial=r.choice((1, 2, 3, 5, 7, 8, 9, 21, 25, 31, 50)))
    fields = {"serial": r.choice((1, 2, 3, 5, 7, 8, 9, 21, 31, 32, 40, 50, 60, 70, 99, 100, 101, 2**53 - 1)),
              "iat": r.choice((IAT, IAT, T0, T0 - 1, T0 + 4 * DAY, GENERATED + 1, GENERATED, NOW + DAY, NOW + DAY + 1, NOW + 9 * DAY)),
              "exp": r.choice((None, None, NOW, NOW + 1, NOW - 1, label.exp_of_date(20500)))}  # fmt: skip
    for name in r.sample(("PRODUCER", "ORIGIN", "LOT", "NET", "LANG"), r.randrange(3)):
        fields[name] = r.choice(TEXTS)[: 24]
    if r.random() < 0.3:
        fields["key_12"] = r.randbytes(16)
    if r.random() < 0.3:
        fields["SCHEME"] = r.choice((1, 2, 3, None))
    return fixtures.claims(**fields)


def label_case(r):
    claims = label_claims(r)
    bender = Bender(r, {r.choice(("payload", "payload", "label header", "label parts", "label envelope", "signer", "text"))
                        for _ in range(r.choices((0, 1, 2), (35, 52, 13))[0])})  # fmt: skip
    payload = encode(bender("payload", claims))
    signer = bender("signer", r.choice(("label", "label", "label", "label2", "label3")), lambda r, _: r.choice(SIGNERS))
    token = sign1(bender, "label", key(signer), payload, None)
    text = bender("text", label.make_text(fixtures.BASE_URL, token), bent_line)
    return {"kind": "label", "text": text, "now": r.choice((NOW, NOW, NOW, T0, NOW + 40 * DAY, NOW + 400 * DAY)),
            "bent": sorted(bender.targets)}  # fmt: skip


def bent_line(r, line):
    link, _, digits = line.partition("#")
    at = r.randrange(len(digits) + 1)
    links = (link.upper(), "https://viejo.example/v/", "https://espejo.example/", "https://otro.example/", "", link + "?s=7",
             link + "?s=1", link + "?s=" + "9" * 30, link + "?s=", link + "?x", link + "x", link + "?s=1#x", "HTTPS://sello.example/",
             "https://SELLO.example/", "https://sello.example/V/", "http://sello.example/", "httpsÑ--sello.example-",
             "httpsñ;;sello.example;", "httpsx--sello.example-", "sello.example/", "https:\\\\sello.example\\")  # fmt: skip
    return r.choice((
        f"{r.choice(links)}#{digits}", f"{r.choice(links)}#{digits}", f"{link}%23{digits}", f" {line}\r\n", f"{link}# {digits}\t",
        f"{link}#{digits[:at]}{r.choice('0123456789x٣ #%')}{digits[at:]}", f"{link}#{digits[:at]}", f"{link}#{digits[at:]}",
        f"{link}#{digits[:at]}{digits[at + 1:]}", digits, f"{link}#{digits}#", f"{link}#x#{digits}", line + "0" * r.randrange(3),
        f"{link}#{to_digits(r.randbytes(r.randrange(40)))}", f"{link}#{'9' * 17}{digits}", "a" * r.choice((0, 4000)) + line,
        f"{link}#{digits[:17]}{'0' * r.randrange(4000)}", "", mangled(r, link, digits), mangled(r, link, digits),
        mangled(r, link, digits), mangled(r, link, digits),
    ))  # fmt: skip


def mangled(r, link, digits):
    """As messengers, mails, scanners and keyboards do it, and as none does it."""
    between = r.choice((" ", "=", "\t", "%20", "%0A", "%2520", "\u00ad", "\u200b", "%E2%80%8B", "%E2%80", "\u2011", "x", "%", "%2", "3", "\0"))
    every = r.choice((1, 4, 17, 100, 1000))
    code = between.join(digits[i : i + every] for i in range(0, len(digits), every))
    if r.random() < 0.2:
        code = "".join(f"%{r.choice(('', '25', '2525'))}3{d}" for d in digits)
    if r.random() < 0.2:
        code = "".join("à&é\"'(-è_ç"[int(d)] for d in digits)
    before = r.choice(("", link, link, "https\u00d1--sello.example-", "httpsM!!sello:exq;ple!", "12 ", "mira: " + link, "HTTP", "ht"))
    mark = r.choice(("#", "#", "%23", "%2523", "£", "·", "§", "3", "33", "", "/", "?", " ", "# ", "#%23", "#3"))
    frame = r.choice(("", "", "\2", "]Q1", "]q3]Q1", '"', "('", "\ufeff", "]Q"))
    tail = r.choice(("", "", "\3\r\n", "\4", "\0", " 1", ",2026-11-29", ")", "/", "#", "#%23", "&fbclid=I0", ":~:text=1", "%", "%2", f"#{digits}",
                     f" {digits[:40]}"))  # fmt: skip
    return frame + before + mark + code + tail


# ---- serials ----


def serial_case(r):
    serial = r.choice((0, 1, 5, 7, 10, 31, 32, 37, 100, 101, 2**30 - 1, 2**30, 2**53 - 1, 2**53, r.randrange(2**53), r.randrange(2**35)))
    printed = serial_to_text(serial)
    typed = r.choice((printed, printed.lower(), str(serial), "0" + str(serial), "0" + printed, "00" + printed, printed.lstrip("0"), printed[:-2], printed[:-1],
                      printed.replace("0", "O"), printed.replace("1", "l"), printed.replace("1", "I").replace("0", "o"), " " + printed,
                      printed + " ", str(serial) + "-", "-" + str(serial), f"{serial}-{printed[-1]}", printed.replace("-", ""), "+5", "٣"))  # fmt: skip
    if r.random() < 0.3 and typed:
        at = r.randrange(len(typed))
        typed = typed[:at] + r.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZILOUilou*~$=-ñ" + ODD_CHARACTERS) + typed[at + 1 :]
    return {"kind": "serial", "typed": typed, "now": r.choice((NOW, NOW + 40 * DAY))}
