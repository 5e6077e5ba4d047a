#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Be the thief of a label key.

    forge_label.py KEYFILE PASSPHRASE-FILE LABEL-TEXT SERIAL DAYS

Prints the text of a label for a false product, signed with the stolen key. It takes what else it
says from a true label, and is dated so many days before that one.
"""

import sys

from keyfile_open import open_keyfile, passphrase_of
from sello_ref import label
from sello_ref.keys import Key


def contents(path):
    with open(path, "rb") as file:
        return file.read()


def forge(key, text, serial, days):
    claims = label.decode_token(label.token_of_text(text)).claims
    claims[label.IAT] -= days * 86400
    claims[label.PRIVATE][label.SERIAL] = serial
    claims[label.PRIVATE][label.PRODUCT] = "Rebozo falso"
    return label.make_text(text.split("#")[0], label.make_token(key, claims))


def main():
    keyfile, passphrase, text, serial, days = sys.argv[1:]
    seed = open_keyfile(contents(keyfile), passphrase_of(contents(passphrase)))
    print(forge(Key(bytes(seed)), text, int(serial), int(days)))


if __name__ == "__main__":
    main()
