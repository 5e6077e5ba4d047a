# SPDX-License-Identifier: Apache-2.0
"""labels.json: labels that must be accepted, and how their claims read."""

from sello_ref import cose, label
from sello_ref.cbor import encode, readable
from sello_ref.codes import SERIAL_MAX, serial_to_text, to_digits
from sello_ref.verdict import judge

from .fixtures import BASE_URL, IAT, NOW, b64, claims, first_root, key, open_file, trust_file

TYPICAL = dict(PRODUCT="Rebozo de seda, 64 rapacejos", PRODUCER="Taller Hñähñu Xä",
               ORIGIN="Santa María del Río, SLP",
               LOT="2026-B-014", CERTIFICATE=317, TRAITS="franja añil, punta rota")  # fmt: skip
LIMITS = dict(PRODUCT="ñ" * 32, PRODUCER="ꞌ" * 21 + "a", ORIGIN="o" * 64, SCHEME=65535,
              LOT="l" * 32,
              CERTIFICATE=SERIAL_MAX, TRAITS="t" * 80, MADE=SERIAL_MAX, GTIN=10**14 - 1,
              NET="n" * 24,
              LANG="x" * 35)  # fmt: skip
NEIGHBOURS = [0x20, 0x7E, 0xA0, 0x61B, 0x61D, 0x200A, 0x2010, 0x2027, 0x202F, 0x205F, 0x2070,
              0xFEFE, 0xFF00,
              0x10FFFF]  # fmt: skip

# name, claims' fields, number of unknown private keys
VALID = [
    ("minimal: serial and issue date alone", dict(PRODUCT=None, SCHEME=None)),
    ("typical", dict(serial=5, **TYPICAL)),
    ("lean: a record without its optional texts", dict(serial=6, PRODUCT=None, CERTIFICATE=317,
                                                       exp=IAT + 10**8)),
    ("every field at its limit", dict(serial=SERIAL_MAX, iat=SERIAL_MAX, exp=SERIAL_MAX, **LIMITS)),
    ("every field at its least", dict(iat=0, exp=SERIAL_MAX, PRODUCT="p", PRODUCER="r", ORIGIN="o",
                                      SCHEME=0, LOT="l",
                                      CERTIFICATE=0, TRAITS="t", MADE=0, GTIN=0, NET="n",
                                      LANG="x")),
    ("combining marks and saltillo", dict(PRODUCT="Ma\u0331guey ꞌñuꞌ x\u0308", LANG="oto")),
    ("emoji and a lone space", dict(PRODUCT="\U0001f3fa", ORIGIN=" ")),
    ("a text that is not NFC is the issuer's fault only", dict(PRODUCT="n\u0303")),
    ("a GTIN with a wrong check digit is the issuer's fault only", dict(GTIN=7501234567890)),
    ("a GTIN that is shown with leading zeros", dict(GTIN=95012346)),
    ("serial 2^32", dict(serial=2**32)),
    ("serial over 2^32 and below 2^53", dict(serial=2**40 + 1)),
    ("extra key 14, unsigned", dict(key_14=7)),
    ("extra key 14, negative", dict(key_14=-7)),
    ("extra key 14, the least integer", dict(key_14=-SERIAL_MAX)),
    ("extra key 14, text", dict(key_14="peso 1.2 kg")),
    ("extra key 14, empty text", dict(key_14="")),
    ("extra key 14, text with a character that labels' own texts forbid",
     dict(key_14="a\u202eb\x1b")),
    ("extra key 14, bytes", dict(key_14=b"\x00\xff")),
    ("extra key 14, empty bytes", dict(key_14=b"")),
    ("extra key 14, boolean", dict(key_14=True)),
    ("extra key 14, array", dict(key_14=[1, "dos", b"3"])),
    ("extra key 14, empty array", dict(key_14=[])),
    ("extra key 14, map", dict(key_14={1: "a", "b": 2})),
    ("extra key 14, empty map", dict(key_14={})),
    ("extra key 14, nested to the deepest", dict(key_14=[[1]])),
    ("extra key 14, a map sorted by bytes and not by length",
     dict(key_14={300: 1, -1: 2, "a": 3, "bb": 4})),
    ("extra keys 14 and 63", dict(key_14=1, key_63=2)),
    ("extra keys 23, 24 and 40", dict(key_23=1, key_24="x", key_40=[1])),
]  # fmt: skip


def trust():
    """The trust file that labels.json and labels_bad.json are judged by: everything is allowed,
    nothing withdrawn."""
    return trust_file(first_root(), HIGHEST=10, VERSION=1)


def valid():
    return [(name, fields, cose.ED25519) for name, fields in VALID] + [
        ("alg -8 (EdDSA) for an Ed25519 key", dict(TYPICAL), cose.EDDSA)] + [
        (f"U+{point:04X}, a neighbour of the forbidden ones", dict(PRODUCT=f"a{chr(point)}b"),
         cose.ED25519)
        for point in NEIGHBOURS
    ] + [(f"claim {key} at its limit", {f"key_{key}": value}, cose.ED25519)
         for key, value in later_claims()]  # fmt: skip


def later_claims():
    """The claims that came after the first format's, each as large as it can be."""
    for key, limit in label.TEXT_LIMITS.items():
        if key > label.LANG:
            yield key, "t" * limit
    for key, (_, limit) in label.UINT_LIMITS.items():
        if key > label.LANG:
            yield key, limit
    for key, length in label.HASH_LENGTHS.items():
        yield key, bytes(range(length))


def row(name, fields, alg):
    signed = claims(**fields)
    token = label.make_token(key("label"), signed, alg)
    text = label.make_text(BASE_URL, token)
    decoded = label.decode_text(text)
    assert decoded.claims == signed and not decoded.newer, name
    serial = signed[label.PRIVATE][label.SERIAL]
    out = {
        "name": name, "text": text, "token": token.hex(), "payload": encode(signed).hex(),
        "kid": decoded.kid.hex(),
        "alg": alg, "claims": readable(signed), "serial_text": serial_to_text(serial),
        "extra": sorted(k for k in signed[label.PRIVATE] if k in label.EXTRA),
    }  # fmt: skip
    if label.EXP in signed:
        out["expires_day"] = label.date_of_exp(signed[label.EXP])
    return out


OTHER = "other-address"


def texts(digits):
    """Ways in which one label may reach a reader: name, text, its verdict where it is not authentic."""
    return [
        ("as printed", BASE_URL + "#" + digits),
        ("bare digits", digits),
        ("spaces and line ends around", " \t" + BASE_URL + "#" + digits + " \r\n"),
        ("a # alone before", "#" + digits),
        ("the # escaped by a messenger", BASE_URL + "%23" + digits),
        ("another host, a genuine record", "https://elsewhere.example/x?y=1#" + digits, OTHER),
        ("upper-case scheme and host", "HTTPS://SELLO.EXAMPLE/#" + digits),
        ("several #, the last counts", BASE_URL + "#a#1#" + digits),
        ("an escaped # after a plain one", BASE_URL + "#x%23" + digits),
        ("a plain # after an escaped one", BASE_URL + "%23x#" + digits, OTHER),
        ("digits after a letter", BASE_URL + "#x" + digits),
        ("digits before the last #", f"{BASE_URL}#{digits}#"), ("the # lost", BASE_URL + digits),
        ("? for the #", f"{BASE_URL}?{digits}"),
        ("the # escaped twice", BASE_URL + "%2523" + digits),
        ("a space in the first group", f"{BASE_URL}#{digits[:9]} {digits[9:]}"),
        ("groups of four", BASE_URL + "#" + " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))),
        ("escaped spaces and line ends within", f"{BASE_URL}#{digits[:40]}%20{digits[40:80]}%0D%0a{digits[80:]}"),
        ("a mail's soft line break", f"{BASE_URL}#{digits[:40]}=\r{digits[40:]}"),
        ("soft hyphens and spaces of no width", f"{BASE_URL}#{digits[:20]}\u00ad{digits[20:50]}\u200b{digits[50:]}%E2%80%8B"),
        ("every digit escaped", "#" + "".join(f"%3{d}" for d in digits)),
        ("in STX and ETX", f"\x02{BASE_URL}#{digits}\x03\r\n"), ("before EOT", f"{BASE_URL}#{digits}\x04"),
        ("before NUL", f"{BASE_URL}#{digits}\0"), ("after a scanner's name of the symbol", f"]Q1{BASE_URL}#{digits}"),
        ("in quotes", f'"{BASE_URL}#{digits}"'), ("in brackets", f"({BASE_URL}#{digits})."),
        ("before a time, by a comma", f"{BASE_URL}#{digits},2026-11-29 10:03:11"),
        ("before a time, by a space", f"{BASE_URL}#{digits} 2026-11-29 10:03:11"),
        ("bare, between numbers", f"17 {digits} 4"),
        *((f"before {tail}", f"{BASE_URL}#{digits}{tail}") for tail in (
            ";", "/", ".", ")", "%20", "%0A", ":~:text=hola%201", "&fbclid=IwAR0", "?utm_source=x", "#%23")),
        ("a keyboard of Spain", f"https\u00d1--sello.example-\u00b7{digits}"),
        ("a keyboard of Britain", f"https://sello.example/\u00a3{digits}"),
        ("a keyboard of Italy", f"https\u00e7--sello.example-\u00a3{digits}"),
        ("a keyboard of Germany", f"https\u00d6--sello.example-\u00a7{digits}"),
        ("a keyboard of France, digits right", f"httpsM!!sello:exq;ple!3{digits}"),
        ("a keyboard of France", "httpsM!!sello:exq;ple!3" + "".join("\u00e0&\u00e9\"'(-\u00e8_\u00e7"[int(d)] for d in digits)),
        ("a text before the link", f"mira: {BASE_URL}#{digits}", OTHER),
        ("a line of exactly 4096 bytes",
         ("https://" + "a" * 4096)[: 4095 - len(digits)] + "#" + digits, OTHER),
    ]


def build():
    rows = [row(*item) for item in valid()]
    trusted = [open_file(trust())]
    shortest = texts(to_digits(label.make_token(key("label"), claims())))
    for name, text, *verdict in shortest:
        assert judge(text, trusted, NOW).verdict == (verdict or ["authentic"])[0], name
    return {
        "public_key": key("label").public.hex(),
        "trust": b64(trust()),
        "now": NOW,
        "labels": rows,
        "texts": [{"name": name, "text": text, "verdict": (verdict or ["authentic"])[0]}
                  for name, text, *verdict in shortest],
        "expiry": [{"day": day, "exp": label.exp_of_date(day)} for day in (0, 1, 20453, 20818,
                                                                           365000)],
    }
