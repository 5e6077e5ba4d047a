/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_ANSWER_H
#define SELLO_REGISTRY_CONSOLE_ANSWER_H

/* What is answered: JSON, written into memory, with the headers that every answer has. */

#include "base/text.h"

struct MHD_Connection;

struct answer {
    FILE *to; /* the body is written here; NULL: no memory */
    struct base_text body;
    unsigned status;
    const char *cookie; /* a Set-Cookie; NULL: none */
};

void answer_open(struct answer *a, unsigned status);

/* Untrusted bytes as a JSON string; what is no UTF-8 becomes U+FFFD. */
void answer_put_text(FILE *to, struct sello_bytes text);

/* `before`, as `,"name":`, and then the text as a JSON string. */
void answer_put_member(FILE *to, const char *before, const char *text);

/* Sends it, and frees it. False: it could not be. */
bool answer_send(struct answer *a, struct MHD_Connection *connection);

/* The headers of everything that is sent; script: what besides our own scripts may run. */
struct MHD_Response;
void answer_headers(struct MHD_Response *response, bool wasm);

#endif
