/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_JSON_H
#define SELLO_BASE_JSON_H

/* JSON (RFC 8259), written as it comes. Texts are UTF-8 from anywhere: what is none stands as
 * U+FFFD, and what a terminal would obey or a reader not see is escaped. */

#include <stdio.h>

#include "wire/bytes.h"

struct base_json {
    FILE *to;
    bool more; /* a comma is due */
};

void base_json_open(struct base_json *j, FILE *to); /* { */
void base_json_close(struct base_json *j);          /* } and newline */

/* In a list, the name of an item is NULL. */
void base_json_text(struct base_json *j, const char *name, struct sello_bytes text);
void base_json_string(struct base_json *j, const char *name, const char *text); /* NULL: left out */
void base_json_number(struct base_json *j, const char *name, uint64_t number);
void base_json_integer(struct base_json *j, const char *name, int64_t number);
void base_json_bool(struct base_json *j, const char *name, bool value);
void base_json_decimal(struct base_json *j, const char *name, double value); /* 0.423, -1.500 */
void base_json_open_in(struct base_json *j, const char *name, char bracket); /* '{' or '[' */
void base_json_close_in(struct base_json *j, char bracket);                  /* '}' or ']' */

#endif
