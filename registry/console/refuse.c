/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/server.h"

static unsigned status_of(const char *rule) {
    static const struct {
        const char *rule;
        unsigned status;
    } rows[] = {
        {"no-session", 401}, {"link-used", 403},        {"foreign", 403},
        {"no-command", 404}, {"not-found", 404},        {"method", 405},
        {"too-large", 413},  {"folder-too-large", 413}, {"content-type", 415},
        {"locked", 423},     {"too-much-sent", 507},    {"disk", 507},
        {"busy", 503},       {"passphrase", 403},       {"passphrase-weak", 409},
        {"died", 500},       {"memory", 500},           {"answer-too-long", 500},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].rule, rule) == 0) {
            return rows[i].status;
        }
    }
    return 400;
}

bool api_refuse(struct server *server, struct request *r, const char *rule, const char *field,
                const char *value) {
    struct answer a;
    char words[1024] = "";
    answer_open(&a, status_of(rule));
    server->setup->words(r->language, rule, value != NULL ? value : "", words, sizeof words);
    if (a.to != NULL) {
        fputs("{\"error\":", a.to);
        answer_put_text(a.to, sello_bytes_of(rule));
        if (field != NULL && field[0] != '\0') {
            fputs(",\"field\":", a.to);
            answer_put_text(a.to, sello_bytes_of(field));
        }
        fputs(",\"message\":", a.to);
        answer_put_text(a.to, sello_bytes_of(words));
        fputs("}\n", a.to);
    }
    return answer_send(&a, r->connection);
}
