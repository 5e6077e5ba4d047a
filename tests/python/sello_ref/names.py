# SPDX-License-Identifier: Apache-2.0
"""Names as people read them: which are the same, which could be a fingerprint."""

import re
import unicodedata

# Default_Ignorable_Code_Point (Unicode 15, DerivedCoreProperties.txt).
INVISIBLE = [(0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5),
             (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
             (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
             (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
             (0xE0000, 0xE0FFF)]  # fmt: skip


def letters(name):
    """Decomposed, case folded, without marks, spaces and what shows as nothing."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(c for c in folded if not _is_slight(c))


def _is_slight(c):
    invisible = any(low <= ord(c) <= high for low, high in INVISIBLE)
    return invisible or unicodedata.category(c)[0] in "MZ"


def alike(a, b):
    return letters(a) == letters(b)


def is_hash(name):
    return re.fullmatch("(?:[ :-]*[0-9A-Fa-f]){32,}[ :-]*", name) is not None
