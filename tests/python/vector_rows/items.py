# SPDX-License-Identifier: Apache-2.0
"""Links that name the item, as rows of a name, a text and its verdict."""

from .fixtures import label_text


def items():
    """A link that names the item by GS1 Digital Link names this one. serial 1, GTIN 7501000000017."""
    other = "other-address"
    for lot, path in (("L-7/2026 a", None), ("L-7/2026", "10/L-7%2F2026/"), (None, ""), ("..", ""), ("...", "10/.../"),
                      ("100%,\"ok\"?&'()*+;<=>:!", None), ("100%\"?&'()*+,;<=>:!", "10/100%25%22%3F%26%27%28%29%2A%2B%2C%3B%3C%3D%3E%3A%21/"),
                      ("A" * 20, f"10/{'A' * 20}/"), ("A" * 21, None), ("Lt\u00e9", None)):  # fmt: skip
        code = label_text(serial=1, GTIN=7501000000017, LOT=lot).split("#")[1]
        right = f"https://sello.example/01/07501000000017/{path or ''}21/1"
        for link, verdict in (
            (right, "authentic"), (right + "?linkType=gs1:pip", "authentic"), (right + "?s=1", "authentic"),
            (right + "?s=2", other), (right + "/", other), (right.replace("/21/1", "/21/2"), other),
            (right.replace("00017/", "00024/"), other), (right.replace("/21/1", "/21/01"), other),
            (right.replace("21/1", "10/X/21/1"), other), ("https://sello.example/?s=1", "authentic"),
            ("https://sello.example/01/", other), ("https://sello.example/", "authentic"),
        ):  # fmt: skip
            yield (f"lot {ascii(lot)}: the item {ascii(link)}", f"{link}#{code}", verdict)
    code = label_text(serial=1, GTIN=7501000000017, LOT="L-7").split("#")[1]
    for link, verdict in (
        ("https://otro.example/01/07501000000017/10/L-7/21/1", other), ("HTTPS://Sello.example/01/07501000000017/10/L-7/21/1", "authentic"),
        ("https://sello.example/01/07501000000017/10/l-7/21/1", other), ("https://sello.example/01/7501000000017/10/L-7/21/1", other),
        ("https\u00d1--sello.example-01-07501000000017-10-L'7-21-1", "authentic"), ("https\u00d1--sello.example-01-07501000000017-10-L'7-21-2", other),
        ("https\u00d1--sello.example-_s\u00a11", "authentic"), ("https\u00d1--sello.example-_s\u00a12", other),
        ("https://sello.example/01/07501000000017/10/L-7/21/1/#x", other), ("https://sello.example/02/07501000000017", other),
    ):  # fmt: skip
        yield (f"the item {ascii(link)}", f"{link}#{code}", verdict)
    code = label_text(serial=1).split("#")[1]
    link = "https://sello.example/01/07501000000017/21/1"
    yield ("a path of an item that says no GTIN", f"{link}#{code}", other)
