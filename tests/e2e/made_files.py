# SPDX-License-Identifier: Apache-2.0
"""made_files.py NAME...: writes NAME.sello, trust files of one made-up certifier that no honest
registry would write, and label.txt, a label of it."""

import sys

from vector_rows import fixtures as f

FAR = 4070908800  # 2099-01-01


def files():
    one = f.first_root()
    two = f.next_root(one, ["ana"])
    fork = f.next_root(one, ["ana"], CERTIFIER={1: f.NAME, 2: f.BASE_URL, 3: "otra"})
    stranger = f.first_root(CERTIFIER={1: "Otro Consejo", 2: f.BASE_URL, 3: ""})
    late = f.next_root(one, ["ana"], ISSUED=f.GENERATED + 40 * f.DAY)
    stolen = [f.label_key(), f.status_key(state=2), f.status_key("status2")]
    ended = f.next_root(one, ["ana", "status2"], KEYS=stolen)
    good = dict(signer="status2", status_signer="status2", VERSION=2)
    far = dict(GENERATED=FAR, list_iat=FAR)
    lies = [f.batch(1, 100, 0, PRODUCT="Otro")]
    return {
        "first": lambda: f.trust_file(one),
        "second": lambda: f.trust_file(one, two, VERSION=5),
        "second-older": lambda: f.trust_file(one, two, VERSION=4),
        "second-other": lambda: f.trust_file(one, two, VERSION=5, HIGHEST=101),
        "fork": lambda: f.trust_file(one, fork, VERSION=6),
        "stranger": lambda: f.trust_file(stranger, VERSION=9),
        "later-root": lambda: f.trust_file(one, late, VERSION=2),
        "aged": lambda: f.trust_file(one, MAX_AGE_DAYS=3660),
        "ancient": lambda: f.trust_file(one, MAX_AGE_DAYS=1, VERSION=2),
        "thief": lambda: f.trust_file(one, VERSION=2**40, BATCHES=lies, COMPLETE=True, **far),
        "thief-status": lambda: f.trust_file(one, VERSION=2**41, STATUS_ONLY=True, **far),
        "ended": lambda: f.trust_file(one, ended, **good),
        "ended-status": lambda: f.trust_file(one, ended, STATUS_ONLY=True, **good),
    }


for name in sys.argv[1:]:
    if name == "label":
        with open("label.txt", "w", encoding="utf-8") as out:
            out.write(f.label_text(serial=1))
        continue
    with open(name + ".sello", "wb") as out:
        out.write(files()[name]())
