# SPDX-License-Identifier: Apache-2.0
"""Names as people read them: which look the same, which could be a fingerprint."""

import re
import unicodedata

# Default_Ignorable_Code_Point (Unicode 15, DerivedCoreProperties.txt).
INVISIBLE = [(0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5),
             (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
             (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0),
             (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
             (0xE0000, 0xE0FFF)]  # fmt: skip


# Unicode has as pictures or letters, and shows as nothing.
BLANK = {0x2800, 0x1D159, 0x13441, 0x13442}

# Of Unicode's confusables.txt (UTS 39): what the vectors need. The tools and the page know more.
LOOKS = str.maketrans(
    "асеһіјорѕхуАВСЕНІЈКМОРЅТХУгӏԁԛԝαορνιυγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ01I|",
    "acehijopsxyABCEHlJKMOPSTXYridqwaopviuyABEZHlKMNOPTYXOlll",
) | str.maketrans({"m": "rn"})


def letters(name):
    """Decomposed, case folded, without marks, spaces, punctuation and what shows as nothing."""
    return _strip(_decompose(_decompose(name).casefold()))


def skeleton(name):
    """As it looks, in one case. A capital may look like another letter than its small one does, so
    looks are compared before and after; I looks like l and is a capital i, so these are one."""
    looked = _strip(_decompose(_decompose(name).translate(LOOKS))).casefold()
    return _strip(_decompose(_decompose(looked).translate(LOOKS))).replace("i", "l")


def _decompose(name):
    return unicodedata.normalize("NFKD", name)


def _strip(name):
    return "".join(c for c in name if not _is_slight(c))


def _is_slight(c):
    invisible = any(low <= ord(c) <= high for low, high in INVISIBLE) or ord(c) in BLANK
    return invisible or unicodedata.category(c)[0] in "MZP"


def alike(a, b):
    return letters(a) == letters(b) or skeleton(a) == skeleton(b)


def is_hash(name):
    return re.fullmatch("(?:[ :-]*[0-9A-Fa-f]){32,}[ :-]*", name) is not None
