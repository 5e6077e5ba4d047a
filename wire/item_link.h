/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_ITEM_LINK_H
#define SELLO_WIRE_ITEM_LINK_H

/* What stands before a label's '#': the base URL, and behind it perhaps what names the item. */

#include "wire/label.h"

/* Numbers are kept in registries: only appended. */
enum sello_link {
    SELLO_LINK_PLAIN = 0,  /* the base URL alone */
    SELLO_LINK_SERIAL = 1, /* "?s=<serial>" behind it */
    SELLO_LINK_GS1 = 2,    /* a GS1 Digital Link's path (GS1 Digital Link URI syntax, section 4) */
};

#define SELLO_ITEM_NAME_MAX 104 /* bytes behind the base URL: a lot of 20 escaped characters */
#define SELLO_ITEM_LINK_MAX (SELLO_BASE_URL_MAX + SELLO_ITEM_NAME_MAX)

/* Writes what names the item: nothing, "?s=12", or "01/<14 digits>/10/<lot>/21/12". A label without
 * GTIN has no path: nothing is written. "10/" is left out where the label has no lot, and where GS1
 * has no such lot: more than 20 characters, or others than GS1's 82 (GS1 General Specifications,
 * figure 7.11-1); nor "." or "..", which browsers take out of a path. */
void sello_put_item_name(struct sello_writer *w, enum sello_link link,
                         const struct sello_claims *claims);

/* What such labels get where `wanted` is asked for: the serial instead of a path, where they say no
 * GTIN. */
enum sello_link sello_link_for(enum sello_link wanted, const struct sello_claims *claims);

/* The bytes before the '#', of a base URL of so many. */
size_t sello_item_link_len(size_t base_url_len, enum sello_link link,
                           const struct sello_claims *claims);

/* The label text: base URL, what names the item, '#', digits. */
void sello_put_item_text(struct sello_writer *w, struct sello_bytes base_url, enum sello_link link,
                         const struct sello_claims *claims, struct sello_bytes token);

#endif
