/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_CLAIM_LIST_H
#define SELLO_WIRE_CLAIM_LIST_H

/* What a label can say, one row a claim; what writes, reads, checks, reports and shows claims is
 * made from these rows, in C, on the buyer's page and in the installed sello_verify.h. Tests hold
 * docs/FORMAT.md and the Python reference to them.
 *
 *   name    of its constants
 *   key     in the map -65537, in ascending order; never changed, and never used again
 *   member  of struct sello_claims and struct sello_report
 *   type    TEXT, NUMBER, or HASH: bytes, which reports and JSON have in hexadecimal
 *   limit   bytes of a text, from 1; the greatest number; how many bytes a hash has
 *   shown   PLAIN: as it is
 *           DATE: days since 1970-01-01
 *           SCHEME: a code whose name the root has
 *           CERTIFICATE: as "C12"
 *           GTIN: in 14 digits
 *           PHOTO: of a file that goes with the label; see sello_verify_photo
 *           LANGUAGE: not shown to people; the language of the other texts
 *   json    its name in JSON and on the page
 *   word    its name for people, which po/ translates
 *
 * The serial, key 0, is no row: every label has one. */
#define SELLO_CLAIM_LIST(X)                                                                        \
    X(PRODUCT, 1, product, TEXT, 64, PLAIN, "product", "Product")                                  \
    X(PRODUCER, 2, producer, TEXT, 64, PLAIN, "producer", "Producer")                              \
    X(ORIGIN, 3, origin, TEXT, 64, PLAIN, "origin", "Origin")                                      \
    X(SCHEME, 4, scheme, NUMBER, 65535, SCHEME, "scheme", "Scheme")                                \
    X(LOT, 5, lot, TEXT, 32, PLAIN, "lot", "Lot")                                                  \
    X(CERTIFICATE, 6, certificate, NUMBER, 9007199254740991, CERTIFICATE, "certificate",           \
      "Certificate")                                                                               \
    X(TRAITS, 7, traits, TEXT, 80, PLAIN, "traits", "Traits")                                      \
    X(MADE, 8, made, NUMBER, 9007199254740991, DATE, "made", "Made")                               \
    X(GTIN, 9, gtin, NUMBER, 99999999999999, GTIN, "gtin", "GTIN")                                 \
    X(NET_CONTENT, 10, net_content, TEXT, 24, PLAIN, "net_content", "Net content")                 \
    X(LANGUAGE, 11, language, TEXT, 35, LANGUAGE, "lang", "Language")                              \
    X(PHOTO, 12, photo, HASH, 16, PHOTO, "photo", "Photo")

#endif
