# SPDX-License-Identifier: Apache-2.0
"""Rows of trust.json about roots."""

from sello_ref import cose, root
from sello_ref.cbor import encode

from .fixtures import DAY, NAME, SCHEMES, T0, delegated, first_root, key, label_key, make_bundle
from .fixtures import member, next_root, status_key, trust_file
from .raw import Raw, ordered, raw, tagged
from .weak_keys import all_kinds

KEYS = ("label", "status")
LAST = 253402300799  # 9999-12-31T23:59:59Z


def only(**fields):
    """A trust file of one root, bent."""
    return trust_file(first_root(**fields))


def then(before, signers, **changes):
    """A trust file of a root and its successor."""
    return trust_file(before, next_root(before, signers, **changes))


def accepted():
    one = first_root()
    three = first_root(
        members=("ana", "beto", "cata"), threshold=2, signers=("ana", "beto", "cata", *KEYS)
    )
    yield "version 1: two members, a label key, a status key", trust_file(one)
    yield "version 1: one member", only(members=("ana",))
    yield "version 1: two of three", trust_file(three)
    yield "version 1: two of two", only(threshold=2)
    yield "version 1: a status key alone", only(keys=[status_key()])
    yield "version 1: a log key", only(keys=[label_key(), status_key(), delegated("log", 3)])
    yield "version 1: a key of an unknown role", only(keys=[status_key(), delegated("robo", 9)])
    yield (
        "version 1: a label key for two schemes",
        only(keys=[label_key(schemes=[1, 2]), status_key()]),
    )
    yield "version 1: no contact", only(CERTIFIER={1: NAME, 2: "https://sello.example/"})
    yield "version 1: an empty contact", only(CERTIFIER={1: NAME, 2: "https://a.mx/b/", 3: ""})
    bare = {number: value for number, value in label_key().items() if number != 5}
    yield "version 1: a key without its state", only(keys=[bare, status_key()])
    yield (
        "version 1: a certifier's name of 64 bytes",
        only(CERTIFIER={1: "ñ" * 32, 2: "https://a.mx/"}),
    )
    yield "the last instant of the calendar", only(
        keys=[label_key(stop=LAST), status_key(stop=LAST)], ISSUED=LAST)  # fmt: skip
    yield "a practice registry", only(PRACTICE=True)
    for url in ("https://a/", "https://0/", "https://a--b..c::9/", "https://a.mx:8443/", "https://a.mx//",
                "https://a.mx/-._~!$&'()*+,;=:%/", "https://a.mx/%zz/b/", "https://" + "a" * 51 + "/"):  # fmt: skip
        yield f"base URL {url}", only(CERTIFIER={1: NAME, 2: url})
    eddsa = encode({1: cose.EDDSA, 16: cose.ROOT_TYPE})
    yield "a root and its signatures of alg -8", of_alg(first_root(), eddsa, cose.EDDSA)
    yield "a root without schemes", only(without=(root.SCHEMES,))
    mirrors = ["https://a.mx/", "https://espejo.example/v/"]
    yield "further addresses", only(ADDRESSES=mirrors)
    yield "an address more", then(
        first_root(ADDRESSES=mirrors), ["ana"], ADDRESSES=[*mirrors, "https://b.mx/"])  # fmt: skip
    yield "the first further address", then(one, ["ana"], ADDRESSES=mirrors)
    yield "a practice registry's second root", then(first_root(PRACTICE=True), ["ana"])
    passed = {40: {"a": [1, True]}}
    yield "unknown keys 33, 40 and 63 of a root", only(key_33=b"x", key_40=passed, key_63=0)
    committed = [b"a" * 32, b"b" * 32]
    yield "members' SLH-DSA public keys", only(key_32=committed)
    yield "members' SLH-DSA public keys no more", then(first_root(key_32=committed), ["ana"],
                                                       without=(root.SLHDSA,))  # fmt: skip
    yield "members' SLH-DSA public keys from then on", then(one, ["ana"], key_32=committed)
    yield (
        "an unknown key 40 of a member",
        only(MEMBERS=[{**member("ana"), **passed}], members=("ana",)),
    )
    yield (
        "an unknown key 40 of the certifier",
        only(CERTIFIER={1: NAME, 2: "https://a.mx/", **passed}),
    )
    yield (
        "an unknown key 40 of a delegated key", only(keys=[{**label_key(), **passed}, status_key()])
    )
    yield "a successor that changes nothing", then(one, ["ana"])
    yield "a successor signed by all", then(one, ["ana", "beto", *KEYS])
    yield "a successor of the same instant", then(one, ["ana"], ISSUED=T0)
    added = [label_key(), status_key(), label_key("label2", not_before=T0 + DAY)]
    yield "a new label key", then(one, ["ana", "label2"], KEYS=added)
    yield "a new scheme", then(one, ["ana"], SCHEMES={**SCHEMES, 7: {"es": "Barro negro"}})
    yield (
        "a retired label key",
        then(one, ["ana"], KEYS=[label_key(stop=T0 + DAY, state=1), status_key()]),
    )
    lost = label_key(stop=T0 + DAY, state=2, since=T0 + 5)
    yield "a compromised label key", then(one, ["ana"], KEYS=[lost, status_key()])
    yield "a threshold raised to two", then(one, ["ana", "beto"], THRESHOLD=2)
    dora = [member("ana"), member("beto"), member("dora")]
    swapped = next_root(three, ["ana", "beto", "dora"], MEMBERS=dora)
    yield "two of three: a member replaced", trust_file(three, swapped)
    yield (
        "two of three: a member leaves",
        then(three, ["ana", "cata"], MEMBERS=[member("ana"), member("beto")], THRESHOLD=1),
    )
    fresh = [member(name) for name in ("dora", "eva", "fito")]
    yield (
        "all members replaced at once",
        then(three, ["beto", "cata", "dora", "eva", "fito"], MEMBERS=fresh),
    )
    rotated = [
        label_key(),
        status_key(state=1, stop=T0 + 2 * DAY),
        status_key("status2", not_before=T0 + DAY),
    ]
    yield (
        "a status key rotated",
        trust_file(
            one,
            next_root(one, ["ana", "status2"], KEYS=rotated),
            signer="status2",
            status_signer="status2",
        ),
    )
    chain = [one]
    for _ in range(9):
        chain.append(next_root(chain[-1], ["beto"]))
    yield "ten roots", trust_file(*chain)


def refused():
    yield from alone()
    yield from signed_wrongly()
    yield from envelopes()
    yield from successors()


def alone():
    """Version 1, one rule broken."""
    for k in (0, 3, 2**53 - 1):
        yield f"threshold {k} of 2 members", only(threshold=k), "ROOT_THRESHOLD"
    yield "no members", only(MEMBERS=[], threshold=0, signers=KEYS), "ROOT_THRESHOLD"
    yield "one member twice", only(members=("ana", "ana"), signers=("ana", *KEYS)), "ROOT_KEY_TWICE"
    twins = [member("ana"), {1: key("ana").public, 2: "otra"}]
    yield "one key under two members' names", only(MEMBERS=twins, threshold=2), "ROOT_KEY_TWICE"
    yield (
        "a label key twice",
        only(keys=[label_key(), label_key(), status_key()], signers=("ana", "beto", *KEYS)),
        "ROOT_KEY_TWICE",
    )
    yield (
        "a member's key as a label key",
        only(keys=[label_key("ana"), status_key()], signers=("ana", "beto", "status")),
        "ROOT_KEY_TWICE",
    )
    both = first_root(
        keys=[label_key(), status_key("label")], signers=("ana", "beto", "label")
    )
    one_key = trust_file(both, signer="label", status_signer="label")
    yield "a label key as a status key", one_key, "ROOT_KEY_TWICE"
    for name, weak, believed in all_kinds():
        reason = "ROOT_WEAK_KEY" if believed else None
        keys = [label_key(public=weak.public), status_key()]
        yield (
            f"a label key is {name}",
            only(keys=keys, signers=("ana", "beto", "status", weak)),
            reason,
        )
        members = [member("ana"), {1: weak.public, 2: "beto"}]
        yield (
            f"a member's key is {name}", only(MEMBERS=members, signers=("ana", *KEYS, weak)), reason
        )
    states = {
        "a retired key without stop signing": dict(state=1),
        "compromised since, yet active": dict(since=T0 + 5),
        "compromised since 1970, yet active": dict(since=0),
        "compromised since, yet retired": dict(state=1, stop=T0 + DAY, since=T0 + 5),
        "stop signing at not-before": dict(stop=T0),
        "stop signing before not-before": dict(stop=T0 - 1),
    }  # fmt: skip
    for name, fields in states.items():
        yield name, only(keys=[label_key(**fields), status_key()]), "ROOT_KEY_STATE"
    yield "a delegated key of role 0", only(keys=[delegated("robo", 0), label_key(), status_key()],
                                            signers=("ana", "beto", "robo", *KEYS)), "ROOT_KEY_STATE"  # fmt: skip
    yield "a state of 3", only(keys=[label_key(state=3), status_key()]), None
    yield "version 0", only(VERSION=0), None
    yield (
        "version 2 first", trust_file(next_root(first_root(), ["ana", "beto", *KEYS])), "ROOT_FIRST"
    )
    yield "version 1 with a fingerprint", only(FINGERPRINT=bytes(32)), None
    yield "version 1 with a previous root", only(PREVIOUS=bytes(32)), None
    yield from shapes()


def shapes():
    for field in ("VERSION", "THRESHOLD", "MEMBERS", "CERTIFIER", "ISSUED"):
        bent = first_root(without=(getattr(root, field),))
        newest = first_root()
        yield f"a root without its {field.lower()}", bent.data + make_bundle(newest), None
    certifier = {1: NAME, 2: "https://sello.example/"}
    names = {"is empty": "", "has 65 bytes": "a" * 65, "has a line end": "a\nb",
             "has U+202E": "a\u202eb",
             "is bytes": b"abc", "is missing": None}  # fmt: skip
    for name, value in names.items():
        bent = {
            number: item for number, item in {**certifier, 1: value}.items() if item is not None
        }
        yield f"the certifier's name {name}", only(CERTIFIER=bent), None
    for url in ("https://-sello.example/", "https://sello.example-/", "https://.sello.example/", "https://:8443/",
                "https://sello.example:/", "https://sello.example/A/", "https://sello.example/a@b/",
                "https://sello.example/a b/", 'https://sello.example/"/', "https://sello.example/<a>/",
                "https://sello.example/a\\b/", "https://sello.example/^/", "https://sello.example/{a}/",
                "https://sello.example/[a]/", "https://sello_1.example/", "https://sello.example/a|b/"):  # fmt: skip
        yield f"base URL {ascii(url)}", only(CERTIFIER={**certifier, 2: url}), "TEXT"
    for url in ("http://sello.example/", "https://sello.example", "HTTPS://sello.example/",
                "https://Sello.example/",
                "https://sello.example/?a/", "https://sello.example/#/",
                "https://ana@sello.example/", "https:///",
                "https://" + "a" * 52 + "/", "sello.example/", "https://sello.example/ñ/",
                "https://sello.example/a"):  # fmt: skip
        yield f"base URL {ascii(url)}", only(CERTIFIER={**certifier, 2: url}), None
    yield "a contact of 65 bytes", only(CERTIFIER={**certifier, 3: "a" * 65}), None
    short = {1: key("ana").public[:31], 2: "ana"}
    yield "a member's key of 31 bytes", only(MEMBERS=[short], signers=KEYS), None
    yield "a scheme code over 65535", only(SCHEMES={65536: {"es": "x"}}), None
    yield "a scheme's name of 65 bytes", only(SCHEMES={1: {"es": "x" * 65}}), None
    for field, fields in (("stop signing", dict(stop=LAST + 1)),
                          ("not-before", dict(not_before=LAST + 1)),
                          ("compromised since", dict(state=2, since=LAST + 1)),
                          ("stop signing of 2^53-1, retired", dict(state=1, stop=2**53 - 1))):  # fmt: skip
        yield f"{field} beyond the calendar", only(keys=[label_key(**fields), status_key()]), "RANGE"
    yield "issued beyond the calendar", only(ISSUED=LAST + 1), "RANGE"
    yield "an SLH-DSA public key too few", only(key_32=[b"a" * 32]), "RANGE"
    yield "an SLH-DSA public key too many", only(key_32=[b"a" * 32] * 3), "RANGE"
    yield "no SLH-DSA public key", only(key_32=[]), "RANGE"
    yield "an SLH-DSA public key of 31 bytes", only(key_32=[b"a" * 32, b"b" * 31]), "RANGE"
    yield "SLH-DSA public keys that are bytes", only(key_32=b"a" * 64), None
    yield "SLH-DSA public keys that are numbers", only(key_32=[1, 2]), None
    yield "a practice that is false", only(PRACTICE=False), "RANGE"
    yield "a practice that is a number", only(PRACTICE=1), None
    for name, urls in (("none", []), ("no text", [1]), ("no base URL", ["http://a.mx/"])):
        yield f"further addresses: {name}", only(ADDRESSES=urls), None
    for number in (11, 20, 31, 64, -1, "x"):
        yield f"an unknown key {number!r} of a root", bent_key(number), "NEWER"
    keyed = {**label_key(), 20: 1}
    yield "an unknown key 20 of a delegated key", only(keys=[keyed, status_key()]), "NEWER"
    yield (
        "an unknown key 70 of a member",
        only(MEMBERS=[{**member("ana"), 70: 1}], members=("ana",)),
        "NEWER",
    )


def bent_key(number):
    bent = first_root()
    bent.claims[number] = 1
    return trust_file(bent)


def signed_wrongly():
    sign = {
        "no signatures": ([], None), "a label key has not signed": (["ana", "beto", "status"],
                                                                    "ROOT_UNSIGNED_KEY"),
        "a status key has not signed": (["ana", "beto", "label"], "ROOT_UNSIGNED_KEY"),
        "a member has not signed the first root": (["ana", *KEYS], "ROOT_UNSIGNED_KEY"),
        "no member has signed": (list(KEYS), None),
        "a stranger has signed too": (["ana", "beto", *KEYS, "robo"], "ROOT_STRANGER"),
    }  # fmt: skip
    for name, (signers, reason) in sign.items():
        made = first_root()
        made.signers = signers
        yield name, trust_file(made), reason
    two = first_root(threshold=2)
    two.signers = ["ana", "ana", *KEYS]
    yield "two of two: one member twice", trust_file(two), None
    for name, bend, reason in (("is wrong", lambda s: s[:-1] + bytes([s[-1] ^ 1]),
                                "ROOT_SIGNATURE"),
                               ("has 63 bytes", lambda s: s[:-1], None),
                               ("has 65 bytes", lambda s: s + b"\0", None)):  # fmt: skip
        data = rebuilt(
            first_root(), lambda items: [items[0], *[[p, u, bend(s)] for p, u, s in items[1:]]]
        )
        yield f"a signature {name}", data, reason
    twice = lambda items: [items[0], items[0], *items[1:]]  # noqa: E731
    yield "one signature twice", rebuilt(first_root(), twice), "CBOR_ORDER"
    yield "the last signature twice", rebuilt(
        first_root(), lambda items: [*items, items[-1]]), "CBOR_ORDER"  # fmt: skip
    yield "signatures out of order", rebuilt(first_root(), lambda items: items[::-1]), None
    yield (
        "a signature with a kid of 7 bytes",
        rebuilt(
            first_root(),
            lambda items: [[encode({1: -19, 4: bytes(7)}), {}, items[0][2]], *items[1:]],
        ),
        None,
    )
    yield "a signature over the body's header alone", over_body(first_root()), "ROOT_SIGNATURE"
    yield "a signature as of a COSE_Sign1", over_body(first_root(), "Signature1"), "ROOT_SIGNATURE"


def parts(made):
    body = encode({1: cose.ED25519, 16: cose.ROOT_TYPE})
    keys = sorted((key(name) for name in made.signers), key=lambda k: k.kid)
    return body, made.payload, keys


def assemble(body, payload, signatures):
    return encode_tag([body, {}, payload, signatures])


def encode_tag(items):
    return bytes(tagged(cose.SIGN_TAG, items))


def rebuilt(made, change):
    """A trust file whose first root's signatures went through `change`."""
    body, payload, keys = parts(made)
    headers = [encode({1: cose.ED25519, 4: k.kid}) for k in keys]
    items = [[h, {}, k.sign(cose.sign_bytes(body, h, payload))] for h, k in zip(headers, keys)]
    return assemble(body, payload, change(items)) + make_bundle(made)


def of_alg(made, body, alg):
    """A trust file whose first root names the algorithm in another way."""
    _, payload, keys = parts(made)
    items = []
    for k in keys:
        header = encode({1: alg, 4: k.kid})
        items.append([header, {}, k.sign(cose.sign_bytes(body, header, payload))])
    return assemble(body, payload, items) + make_bundle(made)


def over_body(made, context=None):
    """Signatures over another Sig_structure than COSE_Sign's."""
    body, payload, keys = parts(made)
    items = []
    for k in keys:
        header = encode({1: cose.ED25519, 4: k.kid})
        message = [context, body, b"", payload] if context else ["Signature", body, b"", payload]
        items.append([header, {}, k.sign(encode(message))])
    return assemble(body, payload, items) + make_bundle(made)


def envelopes():
    made = first_root()
    end = make_bundle(made)
    body, payload, keys = parts(made)

    def signed(header, content=payload):
        items = []
        for k in keys:
            own = encode({1: cose.ED25519, 4: k.kid})
            items.append([own, {}, k.sign(cose.sign_bytes(header, own, content))])
        return assemble(header, content, items)

    kidded = encode({1: -19, 4: key("ana").kid, 16: cose.ROOT_TYPE})
    yield "a kid in the body's header", signed(kidded) + end, "NEWER"
    yield "a tag around the payload's map", signed(body, bytes(tagged(1000, Raw(payload)))) + end, "NEWER"
    yield "a second tag in the envelope", bytes(tagged(98, Raw(bytes(tagged(18, Raw(made.data[2:])))))) + end, "NEWER"
    yield "a root typed as a bundle", signed(encode({1: -19, 16: cose.BUNDLE_TYPE})) + end, None
    yield "a root without a type", signed(encode({1: -19})) + end, None
    yield "a root of an unknown alg", signed(encode({1: -7, 16: cose.ROOT_TYPE})) + end, "NEWER_ALG"
    yield (
        "a root with an unknown header",
        signed(encode({1: -19, 16: cose.ROOT_TYPE, 20: 1})) + end,
        "NEWER",
    )
    claims = list(made.claims.items())
    yield "a payload out of order", signed(body, raw(ordered(*claims[::-1]))) + end, "CBOR_ORDER"
    yield (
        "a payload with a key twice",
        signed(body, raw(ordered(claims[0], *claims))) + end,
        "CBOR_ORDER",
    )
    yield "a payload with bytes after it", signed(body, payload + b"\0") + end, "TRAILING"
    yield (
        "a payload with a null",
        signed(body, raw(Raw(encode({**made.claims, 40: None})))) + end,
        "CBOR",
    )
    deep = encode({**made.claims, 40: [[[[[[[[1]]]]]]]]})
    yield "a payload nine deep", signed(body, deep) + end, "CBOR_DEPTH"
    yield "nothing", b"", None
    yield "a bundle alone", end, None
    yield "a root alone", made.data, "NO_BUNDLE"
    yield "a root cut short", made.data[:-1], None
    yield (
        "a label after the root",
        made.data + bytes(tagged(18, [encode({1: -19, 4: key("label").kid}), {}, b"", bytes(64)])),
        None,
    )
    yield "bytes after the bundle", trust_file(made) + b"\0", "TRAILING"
    yield "two bundles", trust_file(made) + end, "TRAILING"
    yield "a root after the bundle", trust_file(made) + made.data, "TRAILING"


def successors():
    one = first_root()
    two = next_root(one, ["ana"])
    three_members = first_root(members=("ana", "beto", "cata"), threshold=2)
    end = make_bundle(two)
    yield "version 1 twice", one.data + trust_file(one), "ROOT_REPLAY"
    yield "version 2 twice", one.data + two.data + trust_file(two), "ROOT_REPLAY"
    yield "version 1 again after version 2", one.data + two.data + trust_file(one), "ROOT_REPLAY"
    yield "version 3 after version 1", trust_file(one, next_root(two, ["ana"])), "ROOT_GAP"
    yield (
        "version 2 of another certifier",
        trust_file(one, next_root(first_root(ISSUED=T0 + 1), ["ana"])),
        None,
    )
    yield "another fingerprint", then(one, ["ana"], FINGERPRINT=bytes(32)), "ROOT_FINGERPRINT"
    yield "another previous root", then(one, ["ana"], PREVIOUS=bytes(32)), "ROOT_PREVIOUS"
    yield "no fingerprint", one.data + next_root(one, ["ana"], without=(0,)).data + end, None
    yield "no previous root", one.data + next_root(one, ["ana"], without=(7,)).data + end, None
    yield "dated before its predecessor", then(one, ["ana"], ISSUED=T0 - 1), "ROOT_DATE"
    fresh = [member("dora"), member("eva")]
    yield "signed by new members only", then(one, ["dora", "eva"], MEMBERS=fresh), "ROOT_FEW_OLD"
    yield "signed by old members only", then(one, ["ana", "beto"], MEMBERS=fresh), None
    yield "two of three: one old member only", then(three_members, ["ana"]), None
    bent = next_root(three_members, ["ana", "dora", "eva"], MEMBERS=[member("ana"), *fresh])
    yield (
        "two of three: one old member and two new", trust_file(three_members, bent), "ROOT_FEW_OLD"
    )
    joined = next_root(one, ["ana"], MEMBERS=[member("ana"), member("beto"), member("dora")])
    yield "a new member who has not signed", trust_file(one, joined), "ROOT_UNSIGNED_KEY"
    raised = next_root(one, ["ana"], THRESHOLD=2)
    yield "a threshold raised to two, signed by one", trust_file(one, raised), "ROOT_FEW_NEW"
    yield "signed by the label key alone", then(one, ["label"]), None
    yield "a stranger signs the successor", then(one, ["ana", "robo"]), "ROOT_STRANGER"
    yield from continued(one)
    yield from roles(one)
    mirrors = ["https://a.mx/", "https://b.mx/"]
    with_mirrors = first_root(ADDRESSES=mirrors)
    for name, now in (("dropped", mirrors[:1]), ("reordered", mirrors[::-1])):
        yield f"an address {name}", then(with_mirrors, ["ana"], ADDRESSES=now), "ROOT_ADDRESS"
    bare = next_root(with_mirrors, ["ana"], without=(root.ADDRESSES,))
    yield "all addresses dropped", trust_file(with_mirrors, bare), "ROOT_ADDRESS"
    yield "a practice registry from then on", then(one, ["ana"], PRACTICE=True), "ROOT_PRACTICE"
    practice = first_root(PRACTICE=True)
    sober = next_root(practice, ["ana"], without=(root.PRACTICE,))
    yield "a practice registry no more", trust_file(practice, sober), "ROOT_PRACTICE"


def roles(one):
    """A public key keeps one role for ever."""
    three = first_root(members=("ana", "beto", "cata"))
    without_cata = [member("ana"), member("beto")]
    for role in (root.LABEL, root.STATUS, 9):
        keys = [label_key(), status_key(), delegated("cata", role)]
        chain = [three]
        for n in range(3):
            taken = next_root(chain[-1], ["ana", "cata"], MEMBERS=without_cata, KEYS=keys)
            yield f"a member's key takes role {role}, {n} roots after it left", trust_file(
                *chain, taken), "ROOT_KEY_ROLE"  # fmt: skip
            chain.append(next_root(chain[-1], ["ana"], MEMBERS=without_cata))
    joined = next_root(one, ["ana", "label"], MEMBERS=[member("ana"), member("beto"), member("label")])
    yield "a label key becomes a member's", trust_file(one, joined), None


def continued(one):
    """What a successor must keep of its predecessor's delegated keys and schemes."""
    label, status = label_key(), status_key()
    extra = label_key("label2")
    bends = {
        "a label key dropped": [status], "keys reordered": [status, label], "all keys dropped": [],
        "a key put before the others": [extra, label, status],
        "a role changed": [status_key("label"), status],
        "a not-before changed": [label_key(not_before=T0 + 1), status],
        "a key replaced in its place": [extra, status],
    }  # fmt: skip
    for name, keys in bends.items():
        signers = ["ana", "label2"] if extra in keys else ["ana"]
        yield name, then(one, signers, KEYS=keys), "ROOT_DROPPED_KEY"
    unsigned = next_root(one, ["ana"], KEYS=[label, status, extra])
    yield "a new label key that has not signed", trust_file(one, unsigned), "ROOT_UNSIGNED_KEY"
    for before, after in ((1, 0), (2, 0), (2, 1)):
        old = next_root(one, ["ana"], KEYS=[label_key(stop=T0 + DAY, state=before), status])
        back = next_root(old, ["ana"], KEYS=[label_key(stop=T0 + DAY, state=after), status])
        yield f"a key's state moved back from {before} to {after}", trust_file(one, old, back), None
    removed = {1: SCHEMES[1]}
    yield "a scheme removed", then(one, ["ana"], SCHEMES=removed), "ROOT_SCHEME"
    renamed = {**SCHEMES, 2: {"es": "Tinte químico"}}
    yield "a scheme's meaning changed", then(one, ["ana"], SCHEMES=renamed), "ROOT_SCHEME"
    translated = {**SCHEMES, 1: {**SCHEMES[1], "en": "Machine made"}}
    yield "a scheme's translation changed", then(one, ["ana"], SCHEMES=translated), "ROOT_SCHEME"
