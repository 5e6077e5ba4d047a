# SPDX-License-Identifier: Apache-2.0
"""The two codes for people and symbols: bytes as decimal digits (FIDO CTAP 2.2) and printed serials
(Douglas Crockford's base 32 with its check symbol mod 37)."""

from .errors import need

CHUNK, CHUNK_DIGITS = 7, 17
TAIL_DIGITS = {1: 3, 2: 5, 3: 8, 4: 10, 5: 13, 6: 15}
TAIL_BYTES = {digits: size for size, digits in TAIL_DIGITS.items()}

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_SYMBOLS = SYMBOLS + "*~$=U"
SERIAL_MAX = 2**53 - 1
LEAST_SYMBOLS = 6


def to_digits(data):
    out = ""
    for at in range(0, len(data), CHUNK):
        chunk = data[at : at + CHUNK]
        width = CHUNK_DIGITS if len(chunk) == CHUNK else TAIL_DIGITS[len(chunk)]
        out += str(int.from_bytes(chunk, "little")).zfill(width)
    return out


def from_digits(digits):
    out = b""
    for at in range(0, len(digits), CHUNK_DIGITS):
        chunk = digits[at : at + CHUNK_DIGITS]
        need(all(c in "0123456789" for c in chunk), "SELLO_E_DIGIT")
        need(len(chunk) == CHUNK_DIGITS or len(chunk) in TAIL_BYTES, "SELLO_E_DIGITS_LENGTH")
        size = TAIL_BYTES.get(len(chunk), CHUNK)
        need(int(chunk) < 256**size, "SELLO_E_DIGITS_RANGE")
        out += int(chunk).to_bytes(size, "little")
    return out


def serial_to_text(serial):
    symbols, rest = "", serial
    while rest or len(symbols) < 6:
        symbols = SYMBOLS[rest % 32] + symbols
        rest //= 32
    return f"{symbols}-{CHECK_SYMBOLS[serial % 37]}"


def serial_from_text(text):
    """A serial as it is typed: as printed, forgiving case and the letters that look like digits (O as 0, I
    and L as 1), or as a plain decimal."""
    text = text.encode("utf-8", "surrogateescape").decode("latin-1")  # judged byte by byte
    if len(text) >= 2 and text[-2] == "-":
        return _from_printed(*map(_forgiven, (text[:-2], text[-1])))
    need(text != "0", "SELLO_E_RANGE", "serials start from 1")
    need(text and text[0] != "0", "SELLO_E_DIGIT", "empty, or a decimal with a leading zero")
    serial = 0
    for digit in text:
        need(digit in "0123456789", "SELLO_E_DIGIT", "neither printed nor decimal")
        serial = serial * 10 + int(digit)
        need(serial <= SERIAL_MAX, "SELLO_E_RANGE")
    return serial


def _forgiven(text):
    small = "abcdefghijklmnopqrstuvwxyz"
    return text.translate(str.maketrans(small, small.upper())).translate(str.maketrans("OIL", "011"))


def _from_printed(symbols, check):
    need(len(symbols) >= LEAST_SYMBOLS, "SELLO_E_DIGIT", "too short")
    need(len(symbols) == LEAST_SYMBOLS or symbols[0] != "0", "SELLO_E_DIGIT", "a leading zero too many")
    serial = 0
    for symbol in symbols:
        need(symbol in SYMBOLS, "SELLO_E_DIGIT", "unknown symbol")
        serial = serial * 32 + SYMBOLS.index(symbol)
        need(serial <= SERIAL_MAX, "SELLO_E_RANGE")
    need(CHECK_SYMBOLS[serial % 37] == check, "SELLO_E_SYMBOL_TEXT", "check symbol")
    need(serial >= 1, "SELLO_E_RANGE", "serials start from 1")
    return serial
