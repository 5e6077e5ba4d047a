# SPDX-License-Identifier: Apache-2.0
"""Bundles: which labels are withdrawn, as of when (Token Status List, CWT form, 2 bits a label)."""

import dataclasses
import typing
import zlib

from . import cose, fields, log
from .cbor import decode, encode
from .errors import need
from .keys import HASH_LEN, kid_of, verifies
from .label import SCHEME, UINT_LIMITS, commitment
from .root import ACTIVE, STATUS, base_url_of

(FINGERPRINT, VERSION, ROOT, GENERATED, FRESH_DAYS, MAX_AGE_DAYS, HIGHEST, LISTS, ROWS, BATCHES,
 COMPLETE,
 STATUS_ONLY) = range(12)  # fmt: skip
LOG, CERTIFICATES, ENDORSEMENTS = 32, 33, 34
SUB, IAT, STATUS_LIST, TTL = 2, 6, 65533, 65534
VALID, WITHDRAWN, SUSPENDED, RETIRED = range(4)
REASON_VOID, REASON_RETURNED = 5, 11
LIST_SPAN, BITS = 1 << 20, 2
FRESH_MAX, MAX_AGE_MAX, DEPTH = 366, 3660, 8
ROW_TEXT_MAX, COMMITMENT_LEN = 80, 16
STATES = ("granted", "suspended", "ended")
VISITS, CONTACT, PLACE, REGION = 1, 2, 3, 4
LISTED_MAX, VISITS_MAX, URL_MAX, DAY_MAX = 64, 120, 60, fields.INSTANT_MAX // 86400


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
            at = COMMITMENT_LEN * (label.serial - self.first)
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


class Endorsement(typing.NamedTuple):
    fingerprint: bytes
    name: str
    base_url: str
    since: int
    state: int  # 0 endorsed, 1 ended


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
    endorsements: list
    edge: object = None  # of the public log, before this bundle
    complete_to: int = 0  # a serial up to here that is in no batch was never issued

    def status(self, serial):
        if serial > self.highest:
            return VALID
        at = serial % LIST_SPAN
        return self.lists[serial // LIST_SPAN][at // 4] >> (2 * (at % 4)) & 3

    def agrees(self, row):
        """Do the bits say the same of all its serials, none of them beyond the highest?"""
        run = range(row.first, row.first + row.count)
        return run[-1] <= self.highest and all(self.status(serial) == row.status for serial in run)

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
    sign1 = cose.read_typed(data, cose.BUNDLE_TYPE, DEPTH)
    claims = fields.walk(
        fields.untagged(decode(sign1.payload, DEPTH)),
        {
            FINGERPRINT: lambda value: fields.octets(value, HASH_LEN),
            VERSION: fields.uint,
            ROOT: _decode_reference,
            GENERATED: fields.instant,
            FRESH_DAYS: lambda value: fields.uint(value, 0, FRESH_MAX),
            MAX_AGE_DAYS: lambda value: fields.uint(value, 0, MAX_AGE_MAX),
            HIGHEST: fields.uint,
            LISTS: fields.array,
            ROWS: _some,
            BATCHES: _some,
            COMPLETE: fields.true,
            STATUS_ONLY: fields.true,
            LOG: log.decode_edge,
            CERTIFICATES: _some,
            ENDORSEMENTS: _some,
        },
        range(8),
    )
    highest, complete, status_only = claims[HIGHEST], COMPLETE in claims, STATUS_ONLY in claims
    fields.uint(claims[VERSION], 1)
    need(len(claims[LISTS]) == highest // LIST_SPAN + 1, "SELLO_E_BUNDLE_LISTS")
    listed = complete or any(key in claims for key in (ROWS, BATCHES, LOG, CERTIFICATES, ENDORSEMENTS))
    need(not (status_only and listed), "SELLO_E_BUNDLE_ROWS", "status only, yet more is given")
    rows = _decode_runs(claims.get(ROWS, []), _decode_row, highest, "SELLO_E_BUNDLE_ROWS")
    batches = _decode_runs(claims.get(BATCHES, []), _decode_batch, highest, "SELLO_E_BUNDLE_BATCHES")
    certificates = _decode_certificates(claims.get(CERTIFICATES, []))
    endorsements = _decode_endorsements(claims.get(ENDORSEMENTS, []))
    edge = log.open_edge(*claims[LOG]) if LOG in claims else None
    need(claims[FINGERPRINT] == root.fingerprint, "SELLO_E_BUNDLE_FINGERPRINT")
    need(claims[ROOT] == (root.version, root.hash), "SELLO_E_BUNDLE_ROOT")
    key = _status_key(root, sign1.header.kid, claims[GENERATED], "SELLO_E_BUNDLE_KEY")
    need(verifies(key.public, sign1.signed_bytes, sign1.signature), "SELLO_E_BUNDLE_SIGNATURE")
    bundle = Bundle(
        data=data,
        key=key,
        version=claims[VERSION],
        generated=claims[GENERATED],
        fresh_days=claims[FRESH_DAYS],
        max_age_days=claims[MAX_AGE_DAYS],
        highest=highest,
        lists=[_open_list(token, root, k, highest) for k, token in enumerate(claims[LISTS])],
        rows=rows,
        batches=batches,
        complete=complete,
        status_only=status_only,
        certificates=certificates,
        endorsements=endorsements,
        edge=edge,
        complete_to=highest if complete else 0,
    )
    need(all(map(bundle.agrees, rows)), "SELLO_E_BUNDLE_DISAGREE")
    need(all(b.key_index < len(root.keys) for b in batches), "SELLO_E_BUNDLE_BATCHES")
    return bundle


def _decode_reference(value):
    version, root_hash = fields.array(value, 2)
    return fields.uint(version), fields.octets(root_hash, HASH_LEN)


def _some(value):
    need(fields.array(value), "SELLO_E_RANGE", "an empty list is left out")
    return value


def _status_key(root, kid, instant, reason):
    for key in root.keys:
        fit = key.role == STATUS and key.state == ACTIVE and key.may_sign_at(instant)
        if fit and kid_of(key.public) == kid:
            return key
    need(False, reason)


def _decode_runs(items, decode_one, highest, reason):
    """Runs of serials: sorted, disjoint, within the highest."""
    runs, last = [], 0
    for item in items:
        run = decode_one(item)
        need(run.count >= 1 and run.first > last, reason)
        last = run.first + run.count - 1
        need(last <= highest, reason)
        runs.append(run)
    return runs


def _decode_certificates(items):
    """Each once, in order of number."""
    rows, last = [], 0
    for item in items:
        row = _decode_certificate(item)
        need(row.number > last, "SELLO_E_BUNDLE_CERTIFICATES")
        last = row.number
        rows.append(row)
    return rows


def _decode_certificate(item):
    number, state, scheme, product, producer, origin, until, more = fields.array(item, 8)
    return Certificate(
        fields.uint(number), fields.uint(state, 0, len(STATES) - 1),
        fields.uint(scheme, *UINT_LIMITS[SCHEME]), fields.text(product, LISTED_MAX),
        fields.text(producer, LISTED_MAX, 0), fields.text(origin, LISTED_MAX),
        fields.uint(until, 0, DAY_MAX), _decode_more(more),
    )  # fmt: skip


def _decode_more(more):
    for key, value in fields.mapping(more).items():
        need(fields.is_uint(key) and 1 <= key <= 63, "SELLO_E_NEWER", f"unknown key {key!r}")
        if key == PLACE:
            for degrees, most in zip(fields.array(value, 2), (9000000, 18000000)):
                need(isinstance(degrees, int) and not isinstance(degrees, bool), "SELLO_E_TYPE")
                need(abs(degrees) <= most, "SELLO_E_RANGE", "degrees")
        elif key in (VISITS, CONTACT, REGION):
            fields.text(value, VISITS_MAX if key == VISITS else LISTED_MAX)
    return more


def _decode_endorsements(items):
    """Each once, in order of fingerprint."""
    rows, last = [], b""
    for item in items:
        row = _decode_endorsement(item)
        need(row.fingerprint > last, "SELLO_E_BUNDLE_ENDORSEMENTS")
        last = row.fingerprint
        rows.append(row)
    return rows


def _decode_endorsement(item):
    fingerprint, name, base_url, since, state = fields.array(item, 5)
    row = Endorsement(
        fields.octets(fingerprint, HASH_LEN), fields.text(name, LISTED_MAX),
        base_url_of(fields.text(base_url, URL_MAX)), fields.uint(since), fields.uint(state),
    )  # fmt: skip
    need(row.since <= DAY_MAX and row.state <= 1, "SELLO_E_RANGE", "date or state")
    return row


def _decode_row(item):
    first, count, status, reason, date, text = fields.array(item, 6)
    numbers = [fields.uint(value) for value in (first, count, status, reason, date)]
    row = Row(*numbers, fields.text(text, ROW_TEXT_MAX, 0))
    least = VALID if row.reason == REASON_RETURNED else WITHDRAWN
    need(least <= row.status <= RETIRED, "SELLO_E_RANGE", "status")
    return row


def _decode_batch(item):
    first, count, key_index, value = fields.array(item, 4)
    batch = Batch(fields.uint(first), fields.uint(count), fields.uint(key_index),
                  fields.octets(value))
    lengths = (COMMITMENT_LEN, COMMITMENT_LEN * batch.count)
    need(len(batch.commitment) in lengths, "SELLO_E_RANGE", "commitment length")
    return batch


def _open_list(token, root, k, highest):
    """List k as packed bits."""
    sign1 = cose.read_typed(fields.octets(token), cose.STATUS_TYPE, DEPTH)
    readers = {SUB: _text, IAT: fields.instant, STATUS_LIST: _decode_list, TTL: fields.uint}
    claims = fields.walk(fields.untagged(decode(sign1.payload, DEPTH)), readers, (SUB, IAT, STATUS_LIST))
    key = _status_key(root, sign1.header.kid, claims[IAT], "SELLO_E_STATUS_TOKEN")
    need(verifies(key.public, sign1.signed_bytes, sign1.signature), "SELLO_E_STATUS_TOKEN")
    subject = f"urn:sello:{root.fingerprint.hex()}:{k}"
    need(claims[SUB] == subject, "SELLO_E_BUNDLE_LISTS", "another list's name")
    need(claims[STATUS_LIST]["bits"] == BITS, "SELLO_E_BUNDLE_LISTS", "bits")
    return inflate(claims[STATUS_LIST]["lst"], -(-entries_of_list(k, highest) // 4))


def _text(value):
    need(isinstance(value, str), "SELLO_E_TYPE", "text wanted")
    return value


def _decode_list(value):
    for key in fields.mapping(value):
        _text(key)
    return fields.walk(value, {"lst": fields.octets, "bits": fields.uint}, ("lst", "bits"))


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
