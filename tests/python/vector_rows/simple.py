# SPDX-License-Identifier: Apache-2.0
"""digits.json, serials.json and kids.json."""

from sello_ref import Refused, codes, keys

from .fixtures import key

BYTES = ["", "00", "01", "ff", "6162ff", "0000", "ffff", "000000", "ffffff", "ffffffff",
         "ffffffffff",
         "ffffffffffff", "ffffffffffffff", "00000000000000", "01020304050607", "0102030405060708",
         "0001020304050607", "d28443a1", "00" * 14, "ff" * 14, "ff" * 15,
         "0123456789abcdef" * 4]  # fmt: skip

BAD_DIGITS = [
    ("one digit", "1"), ("two digits", "12"), ("four digits", "1234"), ("six digits", "123456"),
    ("seven digits", "1234567"), ("nine digits", "123456789"), ("eleven digits", "12345678901"),
    ("twelve digits", "123456789012"), ("fourteen digits", "12345678901234"),
    ("sixteen digits", "1234567890123456"), ("eighteen digits", "0" * 18),
    ("nineteen digits", "0" * 19),
    ("one byte over 255", "256"), ("one byte at most 999", "999"),
    ("two bytes over 65535", "65536"),
    ("three bytes over 2^24-1", "16777216"), ("four bytes over 2^32-1", "4294967296"),
    ("five bytes over 2^40-1", "1099511627776"), ("six bytes over 2^48-1", "281474976710656"),
    ("seven bytes over 2^56-1", "72057594037927936"), ("seven bytes at most", "9" * 17),
    ("second group over", "0" * 17 + "72057594037927936"),
    ("tail over after a group", "0" * 17 + "256"),
    ("a letter", "16736a65"), ("a space", "167 6865"), ("a leading plus", "+6736865"),
    ("a leading minus", "-6736865"), ("an underscore", "1673_865"),
    ("full-width digits", "\uff11\uff10\uff10"),
    ("arabic-indic digits", "\u0661\u0660\u0660"), ("a NUL", "16736865\0"),
    ("a newline", "16736865\n"),
]  # fmt: skip

SERIALS = [1, 2, 5, 10, 31, 32, 33, 34, 35, 36, 37, 38, 69, 70, 73, 1023, 1024, 12345, 999999,
           1048575,
           1048576, 2**30 - 1, 2**30, 2**30 + 1, 10**12, 2**53 - 1]  # fmt: skip
FORGIVEN = [("00000a-a", 10), ("OOOOO5-5", 5), ("o00005-5", 5), ("00000I-1", 1), ("00000l-1", 1),
            ("00000z-z", 31), ("000015-o", 37), ("000016-i", 38), ("00000i-L", 1), ("00000G-g", 16),
            ("1", 1), ("32768", 32768), ("9007199254740991", 2**53 - 1), ("7zzzzzzzzzz-h", 2**53 - 1),
            ("1000000-b", 2**30)]  # fmt: skip
BAD_SERIALS = [
    ("wrong check symbol", "000005-6"), ("two symbols swapped", "000050-5"),
    ("one symbol changed", "000015-5"),
    ("serial 0", "000000-0"), ("no check symbol", "000005-"), ("two check symbols", "000005-55"),
    ("U is no digit", "00000U-U"), ("a space", "0000 5-5"), ("a star as a digit", "00000*-*"),
    ("empty", ""), ("a hyphen", "-"), ("over 2^53-1", codes.serial_to_text(2**53)),
    ("far over 2^64", "ZZZZZZZZZZZZZZZZZZZZ-0"),
    ("a leading zero too many", "0000005-5"), ("an O as a leading zero too many", "O000005-5"),
    ("five characters", "00005-5"), ("a decimal 0", "0"), ("a decimal with a leading zero", "05"),
    ("a decimal with a hyphen behind", "5-"), ("a decimal over 2^53-1", "9007199254740992"),
    ("a decimal far over 2^64", "99999999999999999999999"), ("a sign", "+5"), ("a minus", "-5"),
    ("a decimal with a check symbol", "5-5"), ("no hyphen", "0000055"), ("a space before", " 000005-5"),
    ("a space behind", "000005-5 "), ("an Arabic-Indic digit", "\u0665"), ("a full-width digit", "\uff15"),
    ("a long s as a check symbol", "00000S-\u017f"), ("an n with tilde as one", "00000N-\u00f1"),
]  # fmt: skip


def refuses(function, *arguments):
    try:
        function(*arguments)
    except Refused:
        return True
    return False


def digits():
    rows = [{"bytes": item, "digits": codes.to_digits(bytes.fromhex(item))} for item in BYTES]
    for row in rows:
        assert codes.from_digits(row["digits"]).hex() == row["bytes"]
    assert {"bytes": "6162ff", "digits": "16736865"} in rows
    assert all(refuses(codes.from_digits, text) for _, text in BAD_DIGITS)
    return {"valid": rows, "refused": [{"name": name, "digits": text} for name, text in BAD_DIGITS]}


def serials():
    rows = [{"serial": serial, "printed": codes.serial_to_text(serial)} for serial in SERIALS]
    for row in rows:
        assert codes.serial_from_text(row["printed"]) == row["serial"]
    assert {"serial": 5, "printed": "000005-5"} in rows
    assert all(codes.serial_from_text(typed) == serial for typed, serial in FORGIVEN)
    for name, typed in BAD_SERIALS:
        assert refuses(codes.serial_from_text, typed), name
    return {
        "printed": rows,
        "typed": [{"typed": typed, "serial": serial} for typed, serial in FORGIVEN],
        "refused": [{"name": name, "typed": typed} for name, typed in BAD_SERIALS],
    }


def kids():
    known = "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"
    publics = [known] + [key(name).public.hex() for name in ("ana", "beto", "label", "status",
                                                             "log")]
    rows = [{"public_key": public,
             "kid": keys.kid_of(bytes.fromhex(public)).hex()} for public in publics]
    assert rows[0]["kid"] == "dd2fb4e18b5e1ce3"
    return {"kids": rows}
