# SPDX-License-Identifier: Apache-2.0
"""Label tokens bent in one place. Each is signed over the bytes it carries, so that nothing but the
rule that it breaks can refuse it."""

from sello_ref import cose, label
from sello_ref.codes import to_digits

from .fixtures import BASE_URL, IAT, key
from .raw import in_order, raw, tagged

GOOD_PRIVATE = {0: 1, 1: "Rebozo de bolita", 4: 1}


def good_header(signer="label"):
    return {1: cose.ED25519, 4: key(signer).kid}


def private(**changes):
    """The private claims with some put in: private(_1="x") sets key 1, None takes it out."""
    fields = {**GOOD_PRIVATE, **{int(name[1:]): value for name, value in changes.items()}}
    return in_order({number: value for number, value in fields.items() if value is not None})


def payload(private_claims=None, **changes):
    """The claims: payload(_4=exp) sets claim 4, None takes it out."""
    fields = {label.IAT: IAT,
              label.PRIVATE: private() if private_claims is None else private_claims}
    fields.update({int(name[1:]): value for name, value in changes.items()})
    return raw(in_order({number: value for number, value in fields.items() if value is not None}))


def with_private(**changes):
    return payload(private(**changes))


def token(claims=None, header=None, unprotected=None, signature=None, signer="label", **envelope):
    """claims: payload bytes; header: bytes or map; signature: bytes in place of the true one.
    envelope: protected, content, signed: raw items in place of the usual byte strings."""
    claims = payload() if claims is None else bytes(claims)
    header = good_header() if header is None else header
    header = bytes(header) if isinstance(header, bytes) else raw(header)
    if signature is None:
        signature = key(signer).sign(cose.sign1_bytes(header, claims))
    items = [envelope.get("protected", header), unprotected or {}, envelope.get("content", claims),
             envelope.get("signed", signature)]  # fmt: skip
    return bytes(tagged(cose.SIGN1_TAG, items))


def text_of(data):
    return f"{BASE_URL}#{to_digits(data)}"
