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


def to_digits(data):
    out = ""
    for at in range(0, len(data), CHUNK):
        chunk = data[at : at + CHUNK]
        width = CHUNK_DIGITS if len(chunk) == CHUNK else TAIL_DIGITS[len(chunk)]
        out += str(int.from_bytes(chunk, "little")).zfill(width)
    return out


def from_digits(digits):
    need(all(c in "0123456789" for c in digits), "SELLO_E_DIGIT")
    tail = len(digits) % CHUNK_DIGITS
    need(tail == 0 or tail in TAIL_BYTES, "SELLO_E_DIGITS_LENGTH")
    out = b""
    for at in range(0, len(digits), CHUNK_DIGITS):
        chunk = digits[at : at + CHUNK_DIGITS]
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
    """A printed serial, forgiving case and the letters that look like digits: O as 0, I and L as
    1."""
    symbols, hyphen, check = text.upper().partition("-")
    symbols = symbols.translate(str.maketrans("OIL", "011"))
    need(hyphen and len(check) == 1 and len(symbols) >= 6, "SELLO_E_SYMBOL_TEXT",
         "not a printed serial")
    need(all(s in SYMBOLS for s in symbols), "SELLO_E_SYMBOL_TEXT", "unknown symbol")
    serial = 0
    for symbol in symbols:
        serial = serial * 32 + SYMBOLS.index(symbol)
    need(1 <= serial <= SERIAL_MAX, "SELLO_E_SYMBOL_TEXT", "out of range")
    need(CHECK_SYMBOLS[serial % 37] == check, "SELLO_E_SYMBOL_TEXT", "check symbol")
    return serial
