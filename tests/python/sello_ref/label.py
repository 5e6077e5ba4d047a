# SPDX-License-Identifier: Apache-2.0
"""Labels: claims <-> token <-> text."""

import dataclasses
import re
from urllib.parse import quote

from . import cose, fields
from .cbor import Tagged, decode, decode_first, encode, has_tag
from .codes import CHUNK_DIGITS, SERIAL_MAX, from_digits, to_digits
from .errors import Refused, need
from .keys import sha256

TOKEN_MAX, TEXT_MAX, DEPTH = 1024, 4096, 4
TOKEN_DEPTH = 8  # that its end is looked for with
EXP, IAT, PRIVATE = 4, 6, -65537  # claims
(SERIAL, PRODUCT, PRODUCER, ORIGIN, SCHEME, LOT, CERTIFICATE, TRAITS, MADE, GTIN, NET,
 LANG, PHOTO) = range(13)  # fmt: skip
TEXT_LIMITS = {PRODUCT: 64, PRODUCER: 64, ORIGIN: 64, LOT: 32, TRAITS: 80, NET: 24, LANG: 35}
UINT_LIMITS = {SERIAL: (1, SERIAL_MAX), SCHEME: (0, 65535), CERTIFICATE: (0, SERIAL_MAX),
               MADE: (0, SERIAL_MAX), GTIN: (0, 10**14 - 1)}  # fmt: skip
HASH_LENGTHS = {PHOTO: 16}
EXTRA = set(range(64)) - {*TEXT_LIMITS, *UINT_LIMITS, *HASH_LENGTHS}


@dataclasses.dataclass
class Label:
    alg: int
    kid: bytes
    protected: bytes
    payload: bytes
    signature: bytes
    newer: bool  # has a part that this reader does not know
    claims: dict  # decoded, as signed

    def signed_bytes(self):
        return cose.sign1_bytes(self.protected, self.payload)

    @property
    def private(self):
        """What the label says; nothing where a tag is around it."""
        return _untagged(_untagged(self.claims, {}).get(PRIVATE), {})

    @property
    def iat(self):
        return _untagged(_untagged(self.claims, {}).get(IAT), None)

    @property
    def exp(self):
        return _untagged(_untagged(self.claims, {}).get(EXP), None)

    @property
    def serial(self):
        return _untagged(self.private.get(SERIAL), None)

    @property
    def scheme(self):
        return _untagged(self.private.get(SCHEME), None)


def _untagged(value, otherwise):
    """A value in a form that this reader knows."""
    return otherwise if value is None or isinstance(value, Tagged) else value


def exp_of_date(day):
    """--expires: the end of that date anywhere on Earth (UTC-12)."""
    return (day + 1) * 86400 + 43200


def date_of_exp(exp):
    return (exp - 43200) // 86400 - 1


def make_token(key, claims, alg=cose.ED25519):
    return cose.make_sign1(key, encode(claims), alg=alg)


def make_text(base_url, token):
    return f"{base_url}#{to_digits(token)}"


GS1_LOT = r"(?!\.{1,2}\Z)[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}"


def gs1_path(label):
    """What names the item behind the base URL, by GS1 Digital Link; nothing without a GTIN."""
    said = label.private
    if said.get(GTIN) is None or label.serial is None:
        return ""
    lot = said.get(LOT) or ""
    lot = f"/10/{quote(lot, safe='')}" if re.fullmatch(GS1_LOT, lot) else ""
    return f"01/{said[GTIN]:014}{lot}/21/{label.serial}".replace("~", "%7E")


def commitment(claims):
    """16 bytes that a batch publishes: of the claims without their serial."""
    private = {key: value for key, value in claims[PRIVATE].items() if key != SERIAL}
    return sha256(encode({**claims, PRIVATE: private}))[:16]


# What is passed over between digits; "=" is a mail's soft line break.
_BREAK = set(" \t\n\v\f\r=\u0085\u00a0\u00ad\u2028\u2029\u202f\u2060\ufeff") | {
    chr(c) for c in range(0x2000, 0x2010)}  # fmt: skip
_FRENCH = "à&é\"'(-è_ç"  # the digits' keys where digits need shift
_FRAMES = "\"'<([{"
LINE_BYTES = TEXT_MAX // 17 * 7 + 7  # that the longest line's digits stand for


def token_of_text(text):
    """The token's bytes out of a whole scanned line: a link, a bare run of digits, either of them framed,
    broken, with a tail, or typed on another keyboard."""
    need(len(text.encode("utf-8", "surrogateescape")) <= TEXT_MAX, "SELLO_E_NOT_LABEL", "too long")
    head, digits, tails, stopped, _ = _code_of(text)
    need(not head.startswith(b"\xd8\x62\x84"), "SELLO_E_NEWER", "COSE_Sign is kept for later")
    need(head.startswith(b"\xd2\x84"), "SELLO_E_NOT_LABEL")
    wanted = len(to_digits(bytes(_token_length(from_digits(digits[: len(digits) // 17 * 17])))))
    if 0 < wanted <= len(digits) and (wanted == len(digits) or wanted in tails):
        return from_digits(digits[:wanted])
    need(not stopped or 0 < wanted <= len(digits), "SELLO_E_DIGIT")
    return from_digits(digits)


def link_of_text(text):
    """What stands before the digits; "" for bare ones."""
    return _code_of(text)[4]


def _token_length(decoded):
    """As its own parts tell; zeros stand for what is not there yet. 0: they do not tell."""
    padded = decoded + bytes(LINE_BYTES - len(decoded))
    try:
        need(padded[0] >> 5 == 6 and padded[1] == 0x84, "SELLO_E_TYPE")
        at = 2
        for _ in range(4):
            _, at = decode_first(padded, at, TOKEN_DEPTH)
        return at
    except Refused:
        return 0


def _code_of(text):
    """(first chunk, its digits, after how many of them there is a break, whether something ends them,
    the link before them)"""
    line = _unframed(text)
    for shown, keys in ((line, "0123456789"), (text, _FRENCH)):
        found = _find(_characters(shown), keys)
        if found:
            return found
    return b"", "", set(), False, ""


def _unframed(text):
    while text and (text[0] <= " " or text[0] == "\x7f" or text[0] in _FRAMES):
        text = text[1:]
    return re.sub(r"^\](?:q|Q)[0-9](?=.)", "", text, flags=re.S)


def _characters(text):
    """Each with what it is in the text: escapes taken, however often they were escaped. One of several
    bytes may come as the escapes of these."""
    raw = text.encode("utf-8", "surrogateescape")
    single = re.compile(rb"%(?:25)*([0-9A-Fa-f]{2})|.", re.S)
    atoms = []
    for match in single.finditer(raw):
        value = int(match[1], 16) if match[1] else match[0][0]
        atoms.append((value, match[0]))
    out, at = [], 0
    while at < len(atoms):
        value, n = atoms[at][0], 1
        most = 3 if value >= 0xE0 else 2 if value >= 0xC2 else 1
        while n < most and at + n < len(atoms) and atoms[at + n][0] & 0xC0 == 0x80:
            n += 1
        content = bytes(v for v, _ in atoms[at : at + n])
        out.append((content.decode("utf-8", "replace"), b"".join(r for _, r in atoms[at : at + n])))
        at += n
    return out


def _find(characters, keys):
    """The last run of digits that begins a code; else the first place in a run, behind a break."""
    found = broken = None
    last, last_at = "", 0
    for at, (c, _) in enumerate(characters):
        if c in _BREAK:
            continue
        if c in keys and (not last or last not in keys):
            link = "" if keys is _FRENCH else _link_before(characters, last_at, last)
            new = _read(characters, at, keys, link)
            if not new and c == "3" and keys is not _FRENCH:  # France's key of the #
                new = _read(characters, at + 1, keys, "")
            found = new or found
        elif c in keys and not broken and characters[at - 1][0] in _BREAK:
            broken = _read(characters, at, keys, "")
        last, last_at = c, at
    return found or broken


def _link_before(characters, mark, what):
    raw = [as_it_is for _, as_it_is in characters]
    link = b"".join(raw[:mark]).decode("utf-8", "surrogateescape")
    if what == "#":
        return link
    whole = b"".join(raw[: mark + 1]).decode("utf-8", "surrogateescape")
    if not re.match("http", whole, re.I | re.A):
        return ""
    return whole if what == "/" else link


def _read(characters, start, keys, link):
    """The code from there on, if its first chunk is a label's."""
    digits, breaks, at = "", set(), start
    while at < len(characters) and (characters[at][0] in keys or characters[at][0] in _BREAK):
        if characters[at][0] in keys:
            digits += str(keys.index(characters[at][0]))
        else:
            breaks.add(len(digits))
        at += 1
    try:
        head = from_digits(digits[:CHUNK_DIGITS]) if len(digits) >= CHUNK_DIGITS else b""
    except Refused:
        return None
    if not head.startswith((b"\xd2\x84", b"\xd8\x62\x84", bytes(7))):
        return None
    return head, digits, breaks, at < len(characters), link


def is_notice(token):
    """Has its protected header the type of a bundle? One that cannot be read has none."""
    try:
        protected, _ = decode_first(token, 2, DEPTH)
        need(isinstance(protected, bytes), "SELLO_E_TYPE")
        return cose.read_header(protected, DEPTH).type == cose.BUNDLE_TYPE
    except Refused:
        return False


def decode_token(token):
    need(not is_notice(token), "SELLO_E_NOTICE")
    need(len(token) <= TOKEN_MAX, "SELLO_E_TOO_LONG")
    sign1 = cose.read_sign1(token, DEPTH)
    need(sign1.header.alg_known, "SELLO_E_NEWER_ALG")
    need(sign1.header.kid, "SELLO_E_MISSING", "kid")
    claims = decode(sign1.payload, DEPTH)
    newer = _check_claims(claims) or sign1.newer or sign1.header.type is not None
    return Label(sign1.header.alg, sign1.header.kid, sign1.protected, sign1.payload, sign1.signature,
                 newer, claims)  # fmt: skip


def _check_claims(claims):
    """Refuse what is malformed; True when something in it is for a newer reader."""
    if isinstance(claims, Tagged):
        return True
    need(isinstance(claims, dict), "SELLO_E_TYPE")
    newer = False
    for key, value in claims.items():
        if key not in (EXP, IAT, PRIVATE) or isinstance(value, Tagged):
            newer = True
        elif key == PRIVATE:
            newer |= _check_private(value)
        else:
            fields.uint(value)
    for key in (IAT, PRIVATE):
        need(key in claims, "SELLO_E_MISSING", f"claim {key}")
    private = claims[PRIVATE]
    need(isinstance(private, Tagged) or SERIAL in private, "SELLO_E_MISSING", "serial")
    return newer


def _check_private(private):
    need(isinstance(private, dict), "SELLO_E_TYPE")
    newer = False
    for key, value in private.items():
        if key in EXTRA:
            newer |= has_tag(value)
        elif isinstance(value, Tagged):
            newer = True
        elif key in TEXT_LIMITS:
            fields.text(value, TEXT_LIMITS[key])
        elif key in UINT_LIMITS:
            fields.uint(value, *UINT_LIMITS[key])
        elif key in HASH_LENGTHS:
            fields.octets(value, HASH_LENGTHS[key])
        else:
            newer = True
    return newer


def decode_text(text):
    return decode_token(token_of_text(text))
