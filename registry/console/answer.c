/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/answer.h"

#include <microhttpd.h>
#include <stdlib.h>

#include "wire/text.h"

void answer_open(struct answer *a, unsigned status) {
    *a = (struct answer){.status = status};
    a->to = base_text_open(&a->body) ? a->body.to : NULL;
}

void answer_put_text(FILE *to, struct sello_bytes text) {
    if (to == NULL) {
        return;
    }
    putc('"', to);
    while (text.len > 0) {
        uint32_t code_point = 0;
        size_t n = sello_utf8_next(text, &code_point);
        if (n == 0) {
            fputs("\xef\xbf\xbd", to);
            n = 1;
        } else if (code_point == '"' || code_point == '\\') {
            fprintf(to, "\\%c", (char)code_point);
        } else if (code_point < 0x20 || code_point == 0x7f) {
            fprintf(to, "\\u%04x", code_point);
        } else {
            fwrite(text.ptr, 1, n, to);
        }
        text = sello_bytes(text.ptr + n, text.len - n);
    }
    putc('"', to);
}

void answer_put_member(FILE *to, const char *before, const char *text) {
    fputs(before, to);
    answer_put_text(to, sello_bytes_of(text));
}

/* The page's own files and nothing else; no other page may hold it, or be told where we were. */
#define POLICY_BEGIN "default-src 'none'; script-src 'self'"
#define POLICY_END                                                                                 \
    "; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; "        \
    "worker-src 'self'; manifest-src 'self'; form-action 'none'; frame-ancestors 'none'; "         \
    "base-uri 'none'"

void answer_headers(struct MHD_Response *response, bool wasm) {
    static const char *const headers[][2] = {
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"X-Frame-Options", "DENY"},
        {"Permissions-Policy", "geolocation=(), microphone=(), camera=(self)"},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        (void)MHD_add_response_header(response, headers[i][0], headers[i][1]);
    }
    (void)MHD_add_response_header(response, "Content-Security-Policy",
                                  wasm ? POLICY_BEGIN " 'wasm-unsafe-eval'" POLICY_END
                                       : POLICY_BEGIN POLICY_END);
}

bool answer_send(struct answer *a, struct MHD_Connection *connection) {
    bool written = base_text_end(&a->body);
    struct MHD_Response *response =
        written ? MHD_create_response_from_buffer(a->body.len, a->body.bytes, MHD_RESPMEM_MUST_FREE)
                : NULL;
    if (response == NULL) {
        free(a->body.bytes);
        return false;
    }
    answer_headers(response, false);
    (void)MHD_add_response_header(response, "Content-Type", "application/json; charset=utf-8");
    (void)MHD_add_response_header(response, "Cache-Control", "no-store");
    if (a->cookie != NULL) {
        (void)MHD_add_response_header(response, "Set-Cookie", a->cookie);
    }
    bool sent = MHD_queue_response(connection, a->status, response) == MHD_YES;
    MHD_destroy_response(response);
    return sent;
}
