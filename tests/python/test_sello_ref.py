#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The reference tested by itself: published constants, round trips, every truncation and every
flipped bit."""

import unittest
import zlib

import cbor2

import make_vectors
from sello_ref import Refused, bundle, cbor, codes, cose, keys, label, root, trust
from sello_ref.verdict import judge
from vector_rows import fixtures, weak_keys

RFC_8032 = [  # section 7.1, tests 1 to 3: secret, public, message, signature
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46b"
     "d25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc659"
     "4a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip


class Constants(unittest.TestCase):
    def test_rfc_8032(self):
        for secret, public, message, signature in RFC_8032:
            key = keys.Key(bytes.fromhex(secret))
            self.assertEqual(key.public.hex(), public)
            self.assertEqual(key.sign(bytes.fromhex(message)).hex(), signature)
            self.assertTrue(keys.verifies(key.public, bytes.fromhex(message),
                                          bytes.fromhex(signature)))
            self.assertFalse(keys.verifies(key.public, b"other", bytes.fromhex(signature)))

    def test_kid(self):
        public = "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c"
        self.assertEqual(keys.kid_of(bytes.fromhex(public)).hex(), "dd2fb4e18b5e1ce3")

    def test_digits(self):
        self.assertEqual(codes.to_digits(bytes.fromhex("6162ff")), "16736865")

    def test_printed_serial(self):
        self.assertEqual(codes.serial_to_text(5), "000005-5")

    def test_expiry(self):
        self.assertEqual(label.exp_of_date(0), 86400 + 43200)
        self.assertEqual(label.date_of_exp(label.exp_of_date(20818)), 20818)

    def test_sig_structure(self):
        self.assertEqual(cose.sign1_bytes(b"\xa0", b"x").hex(),
                         "846a5369676e61747572653141a0404178")

    def test_no_weak_key_is_proper(self):
        for name, weak, _ in weak_keys.all_kinds():
            self.assertFalse(keys.is_proper_point(weak.public), name)

    def test_mixed_order_passes_the_equation_alone(self):
        weak = weak_keys.mixed_order()
        self.assertTrue(keys.verifies(weak.public, b"message", weak.sign(b"message")))


class Codes(unittest.TestCase):
    def test_digits_round_trip(self):
        for size in range(64):
            data = bytes((37 * at + size) % 256 for at in range(size))
            self.assertEqual(codes.from_digits(codes.to_digits(data)), data)

    def test_serials_round_trip(self):
        for serial in (*range(1, 3000), *(2**bit - 1 for bit in range(12, 54))):
            self.assertEqual(codes.serial_from_text(codes.serial_to_text(serial)), serial)

    def test_one_wrong_symbol_is_found(self):
        printed = codes.serial_to_text(123456)
        for at in range(6):
            for symbol in codes.SYMBOLS:
                if symbol != printed[at]:
                    with self.assertRaises(Refused):
                        codes.serial_from_text(printed[:at] + symbol + printed[at + 1 :])


class Cbor(unittest.TestCase):
    VALUES = [0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**53 - 1, -1, -24, -25,
              -(2**53) + 1, b"", b"x" * 300,
              "", "ñ" * 200, True, False, [], [1, [2, [3]]], {}, {1: {2: {3: 4}}},
              {300: 1, -1: 2, "a": 3, "bb": 4}]  # fmt: skip

    def test_agrees_with_cbor2(self):
        for value in self.VALUES:
            data = cbor.encode(value)
            self.assertEqual(cbor.decode(data, 4), value)
            self.assertEqual(cbor2.loads(data), value)

    def test_what_is_read_is_what_would_be_written(self):
        """Every string of one and two bytes, and three that begin like a map: accepted only if
        canonical."""
        pairs = [bytes([a, b]) for a in range(256) for b in range(256)]
        short = [bytes([a]) for a in range(256)] + pairs + [b"\xa1" + pair for pair in pairs]
        for data in short:
            try:
                value = cbor.decode(data, 4)
            except Refused:
                continue
            odd = isinstance(value, dict) and any(isinstance(key, cbor.OddKey) for key in value)
            if not cbor.has_tag(value) and not odd:
                self.assertEqual(cbor.encode(value), data)


class Labels(unittest.TestCase):
    def setUp(self):
        self.trusted = [fixtures.open_file(fixtures.trust_file(fixtures.first_root()))]
        self.token = label.make_token(fixtures.key("label"), fixtures.claims(key_14=[1]))

    def verdict(self, token):
        return judge(label.make_text(fixtures.BASE_URL, token), self.trusted, fixtures.NOW).verdict

    def test_genuine(self):
        self.assertEqual(self.verdict(self.token), "authentic")

    def test_every_truncation(self):
        for size in range(len(self.token)):
            self.assertIn(self.verdict(self.token[:size]), ("damaged", "not-a-label"), size)

    def test_every_flipped_bit(self):
        for bit in range(8 * len(self.token)):
            bent = bytearray(self.token)
            bent[bit // 8] ^= 1 << bit % 8
            self.assertNotEqual(self.verdict(bytes(bent)), "authentic", bit)

    def test_every_changed_digit(self):
        text = label.make_text(fixtures.BASE_URL, self.token)
        start = text.index("#") + 1
        for at in range(start, len(text)):
            bent = text[:at] + str((int(text[at]) + 3) % 10) + text[at + 1 :]
            self.assertNotEqual(judge(bent, self.trusted, fixtures.NOW).verdict, "authentic", at)


class TrustFiles(unittest.TestCase):
    def setUp(self):
        one = fixtures.first_root()
        self.data = fixtures.trust_file(one, fixtures.next_root(one, ["ana"]))

    def test_every_truncation(self):
        for size in range(len(self.data)):
            with self.assertRaises(Refused):
                trust.open_trust(self.data[:size])

    def test_flipped_bits(self):
        """One bit of each byte, in turn."""
        for at in range(len(self.data)):
            bent = bytearray(self.data)
            bent[at] ^= 1 << at % 8
            with self.assertRaises(Refused):
                trust.open_trust(bytes(bent))

    def test_statuses_are_packed_least_bits_first(self):
        self.assertEqual(bundle.pack_statuses({1: 1, 2: 2, 3: 3, 4: 1}, 0, 7).hex(), "e401")

    def test_inflate_stops_at_its_size(self):
        bomb = zlib.compress(bytes(1 << 24))
        with self.assertRaises(Refused):
            bundle.inflate(bomb, 100)

    def test_base_urls(self):
        for url in ("https://a.mx/", "https://a.mx/b/", "https://a.mx:8443/b/c-d_e/",
                    "https://xn--a-1ga.mx/"):
            self.assertTrue(root.BASE_URL.fullmatch(url), url)


class Vectors(unittest.TestCase):
    def test_up_to_date(self):
        self.assertEqual(make_vectors.outdated(make_vectors.HERE.parent / "vectors"), [])


if __name__ == "__main__":
    unittest.main()
