# SPDX-License-Identifier: Apache-2.0
"""Bundles: which labels are withdrawn, as of when (Token Status List, CWT form, 2 bits a label)."""

import dataclasses
import typing
import zlib

from . import cose, fields
from .cbor import Tagged, decode, encode
from .errors import need
from .keys import HASH_LEN, KID_LEN, SIGNATURE_LEN, kid_of, verifies
from .label import SCHEME, SERIAL_MAX, UINT_LIMITS, commitment
from .root import ACTIVE, STATUS

(FINGERPRINT, VERSION, ROOT, GENERATED, FRESH_DAYS, MAX_AGE_DAYS, HIGHEST, LISTS, ROWS, BATCHES,
 COMPLETE,
 STATUS_ONLY) = range(12)  # fmt: skip
CERTIFICATES = 33
SUB, IAT, STATUS_LIST, TTL = 2, 6, 65533, 65534
VALID, WITHDRAWN, SUSPENDED, RETIRED = range(4)
REASON_VOID, REASON_RETURNED = 5, 11
LIST_SPAN, BITS = 1 << 20, 2
FRESH_MAX, MAX_AGE_MAX, DEPTH = 366, 3660, 8
ROW_TEXT_MAX, COMMITMENT_LEN = 80, 16
STATES = ("granted", "suspended", "ended")
VISITS, CONTACT, PLACE, REGION = 1, 2, 3, 4
LISTED_MAX, VISITS_MAX, DAY_MAX = 64, 120, fields.INSTANT_MAX // 86400


@dataclasses.dataclass
class Row:
    first: int
    count: int
    status: int
    reason: int
    date: int
    text: str


@dataclasses.dataclass
class Batch:
    first: int
    count: int
    key_index: int
    commitment: bytes

    def matches(self, label, key_index):
        at = 0
        if len(self.commitment) > COMMITMENT_LEN:
            at = COMMITMENT_LEN * (label.private[0] - self.first)
        wanted = self.commitment[at : at + COMMITMENT_LEN]
        return key_index == self.key_index and commitment(label.claims) == wanted


class Certificate(typing.NamedTuple):
    number: int
    state: int
    scheme: int
    product: str
    producer: str  # "": not public
    origin: str
    until: int  # 0: none
    more: dict


@dataclasses.dataclass
class Bundle:
    data: bytes
    key: object  # the Delegated status key that signed it
    version: int
    generated: int
    fresh_days: int
    max_age_days: int
    highest: int
    lists: list
    rows: list
    batches: list
    complete: bool
    status_only: bool
    certificates: list

    def status(self, serial):
        if serial > self.highest:
            return VALID
        at = serial % LIST_SPAN
        return self.lists[serial // LIST_SPAN][at // 4] >> (2 * (at % 4)) & 3

    def row_of(self, serial):
        return _run_with(self.rows, serial)

    def batch_of(self, serial):
        return _run_with(self.batches, serial)


def _run_with(runs, serial):
    return next((run for run in runs if run.first <= serial < run.first + run.count), None)


def entries_of_list(k, highest):
    return min(LIST_SPAN, highest + 1 - k * LIST_SPAN)


def pack_statuses(statuses, k, highest):
    """statuses: {serial: status}, valid where absent."""
    bits = bytearray(-(-entries_of_list(k, highest) // 4))
    for serial, status in statuses.items():
        if serial // LIST_SPAN == k:
            at = serial % LIST_SPAN
            bits[at // 4] |= status << (2 * (at % 4))
    return bytes(bits)


def make_status_token(key, fingerprint, k, iat, packed, ttl=86400):
    claims = {
        SUB: f"urn:sello:{fingerprint.hex()}:{k}",
        IAT: iat,
        STATUS_LIST: {"lst": zlib.compress(packed, 9), "bits": BITS},
        TTL: ttl,
    }
    return cose.make_sign1(key, encode(claims), cose.STATUS_TYPE)


def make_bundle(key, claims):
    return cose.make_sign1(key, encode(claims), cose.BUNDLE_TYPE)


def open_bundle(data, root):
    """The bundle, judged by the newest root of its file."""
    header, payload, message, signature = _open_sign1(data, cose.BUNDLE_TYPE)
    claims = fields.known(decode(payload, DEPTH), range(8), (*range(8, 12), CERTIFICATES))
    need(fields.octets(claims[FINGERPRINT], HASH_LEN) == root.fingerprint,
         "SELLO_E_BUNDLE_FINGERPRINT")
    version, root_hash = fields.array(claims[ROOT], 2)
    need((fields.uint(version), fields.octets(root_hash, HASH_LEN)) == (root.version, root.hash),
         "SELLO_E_BUNDLE_ROOT")  # fmt: skip
    generated = fields.instant(claims[GENERATED])
    key = _status_key(root, header[cose.KID], generated, "SELLO_E_BUNDLE_KEY")
    need(verifies(key.public, message, signature), "SELLO_E_BUNDLE_SIGNATURE")
    bundle = Bundle(
        data=data,
        key=key,
        version=fields.uint(claims[VERSION], 1),
        generated=generated,
        fresh_days=fields.uint(claims[FRESH_DAYS], 0, FRESH_MAX),
        max_age_days=fields.uint(claims[MAX_AGE_DAYS], 0, MAX_AGE_MAX),
        highest=fields.uint(claims[HIGHEST], 0, SERIAL_MAX),
        lists=[],
        rows=_decode_runs(claims, ROWS, _decode_row, "SELLO_E_BUNDLE_ROWS"),
        batches=_decode_runs(claims, BATCHES, _decode_batch, "SELLO_E_BUNDLE_BATCHES"),
        complete=COMPLETE in claims and fields.true(claims[COMPLETE]),
        status_only=STATUS_ONLY in claims and fields.true(claims[STATUS_ONLY]),
        certificates=_decode_certificates(claims),
    )
    listed = bundle.rows or bundle.batches or bundle.complete or bundle.certificates
    need(not (bundle.status_only and listed), "SELLO_E_RANGE", "status only, yet more is given")
    need(all(b.key_index < len(root.keys) for b in bundle.batches), "SELLO_E_BUNDLE_BATCHES")
    tokens = fields.array(claims[LISTS])
    need(len(tokens) == bundle.highest // LIST_SPAN + 1, "SELLO_E_BUNDLE_LISTS")
    bundle.lists = [_open_list(token, root, k, bundle.highest) for k, token in enumerate(tokens)]
    for row in bundle.rows:
        statuses = (bundle.status(serial) for serial in range(row.first, row.first + row.count))
        need(all(status == row.status for status in statuses), "SELLO_E_BUNDLE_DISAGREE")
    return bundle


def _open_sign1(data, content_type):
    envelope = decode(data, DEPTH)
    need(isinstance(envelope, Tagged) and envelope.number == cose.SIGN1_TAG, "SELLO_E_TYPE")
    protected, unprotected, payload, signature = fields.array(envelope.value, 4)
    fields.known(unprotected, ())
    header = decode(fields.octets(protected), DEPTH)
    fields.known(header, (cose.ALG, cose.KID, cose.CONTENT_TYPE))
    need(header[cose.ALG] == cose.ED25519, "SELLO_E_NEWER_ALG")
    need(header[cose.CONTENT_TYPE] == content_type, "SELLO_E_TYPE")
    fields.octets(header[cose.KID], KID_LEN)
    fields.octets(signature, SIGNATURE_LEN)
    return header, fields.octets(payload), cose.sign1_bytes(protected, payload), signature


def _status_key(root, kid, instant, reason):
    for key in root.keys:
        fit = key.role == STATUS and key.state == ACTIVE and key.may_sign_at(instant)
        if fit and kid_of(key.public) == kid:
            return key
    need(False, reason)


def _decode_runs(claims, field, decode_one, reason):
    """Runs of serials: sorted, disjoint, within the highest; an empty array is left out instead."""
    if field not in claims:
        return []
    runs = [decode_one(item) for item in fields.array(claims[field])]
    need(runs, "SELLO_E_RANGE", "an empty list is left out")
    last = 0
    for run in runs:
        need(run.count >= 1 and run.first > last, reason)
        last = run.first + run.count - 1
    need(last <= claims[HIGHEST], reason)
    return runs


def _decode_certificates(claims):
    """Each once, in order of number."""
    if CERTIFICATES not in claims:
        return []
    rows = [_decode_certificate(item) for item in fields.array(claims[CERTIFICATES])]
    need(rows, "SELLO_E_RANGE", "an empty list is left out")
    numbers = [0, *(row.number for row in rows)]
    need(all(a < b for a, b in zip(numbers, numbers[1:])), "SELLO_E_BUNDLE_CERTIFICATES")
    return rows


def _decode_certificate(item):
    number, state, scheme, product, producer, origin, until, more = fields.array(item, 8)
    need(isinstance(more, dict), "SELLO_E_TYPE", "map wanted")
    for key, value in more.items():
        need(fields.is_uint(key) and 1 <= key <= 63, "SELLO_E_NEWER", f"unknown key {key!r}")
        if key == PLACE:
            for degrees, most in zip(fields.array(value, 2), (9000000, 18000000)):
                need(isinstance(degrees, int) and not isinstance(degrees, bool), "SELLO_E_TYPE")
                need(abs(degrees) <= most, "SELLO_E_RANGE", "degrees")
        elif key in (VISITS, CONTACT, REGION):
            fields.text(value, VISITS_MAX if key == VISITS else LISTED_MAX)
    return Certificate(
        fields.uint(number), fields.uint(state, 0, len(STATES) - 1),
        fields.uint(scheme, *UINT_LIMITS[SCHEME]), fields.text(product, LISTED_MAX),
        fields.text(producer, LISTED_MAX, 0), fields.text(origin, LISTED_MAX),
        fields.uint(until, 0, DAY_MAX), more,
    )  # fmt: skip


def _decode_row(item):
    first, count, status, reason, date, text = fields.array(item, 6)
    least = VALID if reason == REASON_RETURNED else WITHDRAWN
    numbers = fields.uint(first), fields.uint(count), fields.uint(status, least, RETIRED)
    return Row(*numbers, fields.uint(reason), fields.uint(date), fields.text(text, ROW_TEXT_MAX, 0))


def _decode_batch(item):
    first, count, key_index, value = fields.array(item, 4)
    batch = Batch(fields.uint(first), fields.uint(count), fields.uint(key_index),
                  fields.octets(value))
    lengths = (COMMITMENT_LEN, COMMITMENT_LEN * batch.count)
    need(len(batch.commitment) in lengths, "SELLO_E_BUNDLE_BATCHES", "commitment length")
    return batch


def _open_list(token, root, k, highest):
    """List k as packed bits."""
    header, payload, message, signature = _open_sign1(fields.octets(token), cose.STATUS_TYPE)
    claims = fields.known(decode(payload, DEPTH), (SUB, IAT, STATUS_LIST), (TTL,))
    key = _status_key(root, header[cose.KID], fields.instant(claims[IAT]), "SELLO_E_STATUS_TOKEN")
    need(verifies(key.public, message, signature), "SELLO_E_STATUS_TOKEN")
    subject = f"urn:sello:{root.fingerprint.hex()}:{k}"
    need(claims[SUB] == subject, "SELLO_E_BUNDLE_LISTS", "another list's name")
    fields.uint(claims.get(TTL, 0))
    packed = fields.known(claims[STATUS_LIST], ("lst", "bits"))
    need(packed["bits"] == BITS, "SELLO_E_RANGE", "bits")
    return inflate(fields.octets(packed["lst"]), -(-entries_of_list(k, highest) // 4))


def inflate(data, size):
    """Exactly `size` bytes and nothing after the stream; never makes more than one byte too
    many."""
    stream = zlib.decompressobj()
    try:
        out = stream.decompress(data, size + 1)
    except zlib.error:
        out = None
    whole = out is not None and stream.eof and not stream.unused_data
    need(whole and len(out) == size, "SELLO_E_INFLATE")
    return out
