# SPDX-License-Identifier: Apache-2.0
"""Statements of certified output: what a certifier states of a producer for a lender."""

import dataclasses

from . import cose, fields
from .cbor import decode
from .errors import Refused, need
from .keys import verifies
from .label import DEPTH, IAT, PRIVATE, token_of_text
from .root import COMPROMISED, STATUS
from .verdict import Judgement, _judgement, _keys_of, _practice, _staleness, _verdict_of, effective_time

TYPE = "application/sello-statement+cbor"
PRODUCER, NAME, BODY, FOLD = 0, 2, 64, 66
CONTENT_DEPTH = 8
NAME_MAX, PRODUCTS_MAX, MONTHS_MAX = 64, 64, 1200
DAY_MAX = 2932896  # 9999-12-31
DAY = 86400
NOT_FOLDED = [1, 0, 0]


@dataclasses.dataclass
class Statement:
    sign1: cose.Sign1
    made: int
    producer: int
    name: str
    body: list  # from, until, consent, products, certificates, rows
    fold: list  # months that a row covers, products that the last stands for, certificates not listed

    @property
    def says(self):
        first, until, consent, products, certificates, rows = self.body
        said = [self.producer, self.name, first, until, consent, self.made, products, certificates, rows]
        return said if self.fold == NOT_FOLDED else [*said, self.fold]


def is_statement(token):
    """Of this type, whatever is wrong with it else."""
    try:
        return cose.read_sign1(token, DEPTH).header.type == TYPE
    except Refused:
        return False


def read_statement(token):
    sign1 = cose.read_typed(token, TYPE, CONTENT_DEPTH)
    claims = _pairs(sign1.payload, 2)
    made = fields.instant(_only(claims, 0, IAT))
    private = list(fields.mapping(_only(claims, 1, PRIVATE)).items())
    need(len(private) in (3, 4), "SELLO_E_NEWER", f"{len(private)} keys")
    if len(private) == 4:
        known = [number for number, _ in private] == [PRODUCER, NAME, BODY, FOLD]
        need(known, "SELLO_E_NEWER", "a key that is for newer readers")
    producer = fields.uint(_only(private, 0, PRODUCER), 1)
    name = fields.text(_only(private, 1, NAME), NAME_MAX)
    body = fields.octets(_only(private, 2, BODY))
    fold = _fold(private[3][1]) if len(private) == 4 else NOT_FOLDED
    return Statement(sign1, made, producer, name, _body(body, fold), fold)


def _fold(value):
    """What was added up; where nothing was, it is not there."""
    months, products, certificates = fields.array(value, 3)
    fields.uint(months, 1, MONTHS_MAX)
    fields.uint(products)
    fields.uint(certificates)
    need(products != 1 and value != NOT_FOLDED, "SELLO_E_RANGE", "nothing was added up")
    return [months, products, certificates]


def _content(data):
    """Of the strict subset, and without a tag."""
    return fields.untagged(decode(data, CONTENT_DEPTH))


def _pairs(data, n):
    """A map of so many keys; another number is for newer readers."""
    pairs = list(fields.mapping(_content(data)).items())
    need(len(pairs) == n, "SELLO_E_NEWER", f"{len(pairs)} keys")
    return pairs


def _only(pairs, place, key):
    found = pairs[place][0]
    need(fields.is_uint(found) or key == PRIVATE, "SELLO_E_NEWER", f"key {found!r}")
    need(found == key, "SELLO_E_MISSING", f"key {key}")
    return pairs[place][1]


def _body(data, fold):
    body = fields.array(_content(data), 6)
    first, until, consent, products, certificates, rows = body
    for day in (first, until, consent):
        fields.uint(day, 0, DAY_MAX)
    need(len(fields.array(products)) <= PRODUCTS_MAX, "SELLO_E_RANGE", "products")
    need(products or not fold[1], "SELLO_E_RANGE", "no product stands for others")
    for name in products:
        fields.text(name, NAME_MAX)
    _certificates(certificates, len(products))
    _rows(rows, len(products), fold[0])
    need(first <= until, "SELLO_E_RANGE", "it ends before it begins")
    return body


def _certificates(certificates, n_products):
    last = 0
    for row in fields.array(certificates):
        product, number, first, until = fields.array(row, 4)
        need(fields.is_uint(product) and product < n_products, "SELLO_E_RANGE", "product")
        fields.uint(number, last + 1)
        fields.uint(first, 0, DAY_MAX)
        fields.uint(until, 0, DAY_MAX)
        need(until == 0 or first <= until, "SELLO_E_RANGE", "a certificate's dates")
        last = number


def _rows(rows, n_products, months):
    last = (-1, -1)
    for row in fields.array(rows):
        product, month, *counts = fields.array(row, 6)
        need(fields.is_uint(product) and product < n_products, "SELLO_E_RANGE", "product")
        fields.uint(month, 0, MONTHS_MAX - 1)
        need(month % months == 0, "SELLO_E_RANGE", "a month within a row's")
        for count in counts:
            fields.uint(count)
        need((product, month) > last, "SELLO_E_RANGE", "order")
        last = (product, month)


def judge_statement(text, trusts, now):
    """The judgement, or None where the text is no statement's: it is then judged as a label's."""
    try:
        token = token_of_text(text)
    except Refused:
        return None
    if not is_statement(token):
        return None
    try:
        statement = read_statement(token)
    except Refused as why:
        return Judgement(_verdict_of(why.reason), [], why.reason)
    candidates = list(_keys_of(trusts, statement.sign1.header.kid))
    if not candidates:
        return Judgement("unknown-certifier", [], "SELLO_E_UNKNOWN_KEY")
    for trust, index, public in candidates:
        if verifies(public, statement.sign1.signed_bytes, statement.sign1.signature):
            return _signed(statement, trust, index, now)
    return Judgement("forged", [], "SELLO_E_SIGNATURE")


def _signed(statement, trust, index, now):
    """By the newest root alone: a thief of a key may set any date."""
    key = trust.root.keys[index] if index is not None else None
    holds = _staleness(trust, now) | _practice(trust)
    if key is None or key.role != STATUS:
        holds["not-allowed"] = "SELLO_E_KEY_ROLE"
    elif not key.may_sign_at(statement.made):
        holds["not-allowed"] = "SELLO_E_KEY_DATE"
    if key is not None and key.state == COMPROMISED:
        holds["key-compromised"] = "SELLO_E_KEY_COMPROMISED"
    ahead = statement.made > effective_time(trust, now) + DAY
    return _judgement(holds, "authentic", "SELLO_E_DATED_AHEAD" if ahead else None, statement, trust)
