# SPDX-License-Identifier: Apache-2.0
"""Lines that a scanner may give: which are Sello labels at all, and whose digits are broken."""

from sello_ref import cose
from sello_ref.codes import to_digits

from .fixtures import BASE_URL, first_root, key, make_bundle
from .raw import Raw, head, raw
from .tokens import token, with_private

NOT_LABELS = [
    ("an empty line", ""), ("spaces", "   "), ("a word", "hola"), ("a web address", BASE_URL),
    ("a lone #", "#"),
    ("an address with an empty fragment", BASE_URL + "#"),
    ("an address with a named fragment", BASE_URL + "#precio"),
    ("a bar code", "7501234567890"),
    ("a Wi-Fi code", "WIFI:T:WPA;S:taller;P:12345678901234567890;;"),
    ("a card of an address book", "BEGIN:VCARD\nN:Ana\nTEL:5551234567\nEND:VCARD"),
    ("17 zeros", BASE_URL + "#" + "0" * 17), ("17 nines", BASE_URL + "#" + "9" * 17),
    ("a long number", "12345678901234567890123456789012345678901234567890"), ("a NUL", "\0"),
    ("a serial", "000005-5"), ("a serial in decimals", "5"),
]  # fmt: skip


def envelope(first_bytes):
    return BASE_URL + "#" + to_digits(first_bytes + token()[2:])


def not_labels():
    digits = to_digits(token())
    yield from NOT_LABELS
    yield "a label's first sixteen digits", BASE_URL + "#" + digits[:16]
    full_width = "".join(chr(0xFF10 + int(digit)) for digit in digits)
    yield "a label's digits in full width", f"{BASE_URL}#{full_width}"
    yield "a letter in a label's first group", f"{BASE_URL}#{digits[:9]}x{digits[9:]}"
    yield "a line of 4097 bytes", ("https://" + "a" * 4096)[: 4096 - len(digits)] + "#" + digits
    for name, data in (("tag 17", b"\xd1\x84"), ("tag 61 around it", b"\xd8\x3d\xd2\x84"),
                       ("no tag", b"\x84"),
                       ("tag 18 in two bytes", b"\xd8\x12\x84"), ("three items", b"\xd2\x83"),
                       ("five", b"\xd2\x85"),
                       ("an indefinite array", b"\xd2\x9f"), ("a wide array", b"\xd2\x98\x04"),
                       ("a map", b"\xd2\xa4")):  # fmt: skip
        yield f"an envelope with {name}", envelope(data)
    claims = raw({0: bytes(32), 1: 1})
    notice = cose.make_sign1(key("status"), claims, cose.BUNDLE_TYPE)
    yield "a status notice", BASE_URL + "#" + to_digits(notice)
    yield "a status notice of a stranger", "#" + to_digits(cose.make_sign1(key("robo"), claims,
                                                                           cose.BUNDLE_TYPE))
    whole = make_bundle(first_root(), STATUS_ONLY=True)
    assert len(whole) <= 1024
    yield "a whole status notice", BASE_URL + "#" + to_digits(whole)
    long = make_bundle(first_root(), STATUS_ONLY=True, key_40=bytes(1024))
    yield "a status notice of more than 1024 bytes", BASE_URL + "#" + to_digits(long)


def broken():
    digits = to_digits(token(with_private(_1="Rebozo fino")))  # ends in a tail of three bytes
    text = BASE_URL + "#" + digits
    yield "a NUL between groups", f"{BASE_URL}#{digits[:34]}\0{digits[34:]}"
    yield "a letter O for a zero", f"{BASE_URL}#{digits[:40]}O{digits[41:]}"
    yield "a hyphen between groups", f"{BASE_URL}#{digits[:17]}-{digits[17:]}"
    yield "its first group alone", f"{BASE_URL}#{digits[:17]}"
    yield "its second group over the range", f"{BASE_URL}#{digits[:17]}{'9' * 17}{digits[34:]}"
    just_over = f"{digits[:17]}{2**56:017}{digits[34:]}"
    yield "its second group just over the range", f"{BASE_URL}#{just_over}"
    assert len(digits) % 17 == 8
    yield "its tail over the range", text[:-8] + "16777216"
    for missing in (1, 2, 7):
        yield f"its last {missing} digits missing", text[:-missing]
    for more in ("0", "00", "000000000"):
        yield f"{len(more)} digits too many", text + more
    yield "its last digit missing before a tail", text[:-1] + ";"
    yield "its last digit behind a letter", f"{text[:-1]}x{text[-1]}"
    yield "a digit too many before a tail", text + "0 1"
    yield "a digit repeated", f"{BASE_URL}#{digits[:20]}{digits[19:]}"


def changed():
    """One digit changed: the code holds, the signature does not (or the CBOR breaks)."""
    digits = to_digits(token())
    flip = digits[:-12] + str((int(digits[-12]) + 1) % 10) + digits[-11:]
    yield "one digit of the signature changed", BASE_URL + "#" + flip, "forged"
    other = token().replace(b"bolita", b"bolito")
    yield "one letter of the product changed", BASE_URL + "#" + to_digits(other), "forged"
    cosesign = Raw(b"\xd8\x62" + raw([b"", {}, b"", []]))
    padded = cosesign + head(2, 40) + bytes(40)
    yield "a COSE_Sign envelope, kept for later", BASE_URL + "#" + to_digits(padded), "newer-format"


def rows():
    yield from ((name, text, "not-a-label") for name, text in not_labels())
    yield from ((name, text, "damaged") for name, text in broken())
    yield from changed()
