# SPDX-License-Identifier: Apache-2.0
"""Rows of trust.json about who could be taken for whom."""

from .fixtures import NAME, delegated, first_root, label_key, member, next_root, status_key
from .fixtures import trust_file

HEX = "0123456789abcdef0123456789ABCDEF"


def other(name, **fields):
    """Another certifier's first root."""
    keys = fields.pop("KEYS", None) or [label_key("label3"), status_key("status2")]
    return first_root(members=("eva",), keys=keys, CERTIFIER={1: name, 2: "https://otro.example/"},
                      signers=fields.pop("signers", ("eva", "label3", "status2")), **fields)  # fmt: skip


def file(*roots):
    return trust_file(*roots, signer="status2", status_signer="status2")


def rows():
    """(name, known files, their aliases, file that comes, its alias, refusal or None)"""
    one = first_root()
    known = trust_file(one)
    shop = other("Tienda Equis")
    yield "another certifier", [known], [""], file(shop), "", None
    yield "nobody is known", [], [], file(shop), "", None
    yield "its own file again", [known, file(shop)], ["", ""], file(shop), "", None
    plain = "CONSEJO regulador del Rebozo de Santa Maria"
    likes = {
        "the same name": NAME, "in other case, without accents": plain,
        "without spaces": plain.replace(" ", ""), "with other spaces": plain.replace(" ", "\u2003", 3),
        "with marks apart": NAME.replace("í", "i\u0301"), "with a soft hyphen": plain + "\u00ad",
        "with a filler": plain[:8] + "\u3164" + plain[8:], "in full width": "\uff23" + plain[1:],
        "with a Braille cell without dots": plain + "\u2800", "with a Hangul leading filler": plain[:8] + "\u115f" + plain[8:],
        "with a half-width filler": plain + "\uffa0", "with a dot behind": plain + ".",
        "with a Cyrillic a": plain.replace("a", "\u0430", 1), "with Cyrillic capitals": plain.replace("CO", "\u0421\u041e"),
        "with a Greek o": plain.replace("o", "\u03bf"), "with a capital I for l": plain.replace("l R", "I R"),
        "with a 1 for l": plain.replace("l R", "1 R"), "with a bar for l": plain.replace("l R", "| R"),
        "with a zero for O": plain.replace("CO", "C0"), "with rn for m": plain.replace("Maria", "rnaria"),
        "in other case, with l for I": NAME.upper().replace("I", "l"),
    }  # fmt: skip
    for name, like in likes.items():
        yield f"a name taken: {name}", [known], [""], file(other(like)), "", "NAME_TAKEN"
    for name, other_name in {
        "another letter": NAME.replace("Rebozo", "Rebazo"), "another number": NAME + " 2",
        "a word more": NAME + " y Toluca", "another script": "\u0421\u043e\u0432\u0435\u0442",
    }.items():
        yield f"a name that differs: {name}", [known], [""], file(other(other_name)), "", None
    yield "a name taken, with an alias", [known], [""], file(other(NAME)), "Otros", None
    yield "an alias taken", [known], [""], file(shop), plain, "NAME_TAKEN"
    yield "a name that is an alias", [known], ["tienda equis"], file(shop), "", "NAME_TAKEN"
    yield "an alias that is an alias", [known], ["X"], file(shop), "x", "NAME_TAKEN"
    yield "the name of one who has an alias", [known], ["X"], file(other(NAME)), "", "NAME_TAKEN"
    for name, keys, signers in (
        ("label key", [label_key(), status_key("status2")], ("eva", "label", "status2")),
        ("status key", [label_key("label3"), status_key("status2"), status_key()],
         ("eva", "label3", "status2", "status")),
        ("key of an unknown role", [label_key("label3"), status_key("status2"),
                                    delegated("ana", 9)], ("eva", "label3", "status2", "ana")),
    ):  # fmt: skip
        made = other("Tienda Equis", KEYS=keys, signers=signers)
        yield f"a key taken at first: a {name}", [known], [""], file(made), "", "KEY_TAKEN"
        yield f"a key taken at first, with an alias: a {name}", [known], [""], file(made), "Z", "KEY_TAKEN"
    added = [*shop.claims[5], label_key()]
    later = next_root(shop, ["eva", "label"], KEYS=added)
    both = [known, file(shop)]
    yield "a key taken later", both, ["", ""], file(shop, later), "", "KEY_TAKEN"
    yield "a key taken later, of one with an alias", both, ["", "Y"], file(shop, later), "", "KEY_TAKEN"
    joined = next_root(shop, ["eva", "ana"], MEMBERS=[member("eva"), member("ana")])
    yield "a member's key taken later", both, ["", ""], file(shop, joined), "", "KEY_TAKEN"
    named = next_root(shop, ["eva"], CERTIFIER={1: plain, 2: "https://otro.example/"})
    yield "a name taken later", both, ["", ""], file(shop, named), "", "NAME_TAKEN"
    yield "a name taken later, of one with an alias", both, ["", "Y"], file(shop, named), "", None
    yield "a name kept, though it is another's", [known, file(shop, named)], ["", ""], file(
        shop, named, next_root(named, ["eva"])), "", None  # fmt: skip
    hashes = {
        "32 digits": HEX, "64 digits": HEX * 2, "in groups": " ".join(HEX[i : i + 4] for i in range(0, 32, 4)),
        "with colons": ":".join(HEX[i : i + 2] for i in range(0, 32, 2)), "with hyphens": "-" + HEX + "-",
    }  # fmt: skip
    for name, digits in hashes.items():
        yield f"a name like a fingerprint: {name}", [known], [""], file(other(digits)), "", "NAME_HASH"
        yield f"such a name, with an alias: {name}", [known], [""], file(other(digits)), "Z", "NAME_HASH"
        yield f"an alias like a fingerprint: {name}", [], [], file(shop), digits, "NAME_HASH"
    for digits in (HEX[:31], HEX[:31] + "g", HEX + " A. C.", "Café de la decada"):
        yield f"a name of hex digits, yet none: {digits}", [known], [""], file(other(digits)), "", None
    hashed = next_root(shop, ["eva"], CERTIFIER={1: HEX, 2: "https://otro.example/"})
    yield "a name like a fingerprint later", both, ["", ""], file(shop, hashed), "", "NAME_HASH"
    yield "such a name, kept", [known, file(shop, hashed)], ["", ""], file(shop, hashed), "", None
