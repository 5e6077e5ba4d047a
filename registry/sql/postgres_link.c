/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "registry/sql/postgres.h"
#include "registry/sql/postgres_pq.h"

/* Both are libpq's own things under names of ours. */
static PGconn *conn_of(const struct postgres_link *link) {
    return (PGconn *)(uintptr_t)link;
}

static PGresult *result_of(const struct postgres_answer *answer) {
    return (PGresult *)(uintptr_t)answer;
}

/* ---- what failed ---- */

/* Messages end with a newline, and may have more of them within. */
static void put_words(struct postgres_failure *out, const char *words) {
    size_t n = 0;
    for (; words != NULL && *words != '\0' && n + 1 < sizeof out->words; words++) {
        bool is_space = *words == '\n' || *words == '\t' || *words == ' ';
        if (!is_space || (n > 0 && out->words[n - 1] != ' ')) {
            out->words[n++] = is_space ? ' ' : *words;
        }
    }
    while (n > 0 && out->words[n - 1] == ' ') {
        n--;
    }
    while (words != NULL && *words != '\0' && n > 0 && ((uint8_t)out->words[n - 1] & 0x80) != 0) {
        n--; /* cut short: no half a letter */
    }
    out->words[n] = '\0';
}

static void note_failure(PGconn *conn, const PGresult *result, struct postgres_failure *out) {
    *out = (struct postgres_failure){.lost = PQstatus(conn) != CONNECTION_OK};
    const char *state = result != NULL ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *words = result != NULL ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    snprintf(out->state, sizeof out->state, "%s", state != NULL ? state : "");
    put_words(out, words != NULL ? words : PQerrorMessage(conn));
}

/* ---- the link ---- */

static enum postgres_address look(const char *address, struct postgres_failure *out) {
    char *words = NULL;
    *out = (struct postgres_failure){.lost = false};
    PQconninfoOption *options = PQconninfoParse(address, &words);
    if (options == NULL) {
        put_words(out, words);
        PQfreemem(words);
        return POSTGRES_ADDRESS_BAD;
    }
    enum postgres_address good = POSTGRES_ADDRESS_GOOD;
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++) {
        bool is_secret =
            strcmp(option->keyword, "password") == 0 || strcmp(option->keyword, "sslpassword") == 0;
        if (is_secret && option->val != NULL) {
            good = POSTGRES_ADDRESS_SECRET;
        }
    }
    PQconninfoFree(options);
    return good;
}

static void be_silent(void *context, const PGresult *notice) {
    (void)context, (void)notice;
}

/* What stands before `dbname` is only for an address that says nothing of it. A server that is gone
 * without a word is noticed within half a minute. */
static struct postgres_link *connect_to(const char *address, struct postgres_failure *out) {
    static const char *const keys[] = {
        "connect_timeout",  "keepalives_idle",  "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "fallback_application_name",
        "dbname",           "client_encoding",  NULL};
    const char *const values[] = {"10", "15", "5", "3", "30000", "sello", address, "UTF8", NULL};
    PGconn *conn = PQconnectdbParams(keys, values, 1);
    if (conn == NULL || PQstatus(conn) != CONNECTION_OK) {
        *out = (struct postgres_failure){.lost = true};
        put_words(out, PQerrorMessage(conn));
        PQfinish(conn);
        return NULL;
    }
    PQsetNoticeReceiver(conn, be_silent, NULL);
    return (struct postgres_link *)conn;
}

static void close_link(struct postgres_link *link) {
    PQfinish(conn_of(link));
}

static int version(const struct postgres_link *link) {
    return PQserverVersion(conn_of(link));
}

static const char *encoding(const struct postgres_link *link) {
    const char *name = PQparameterStatus(conn_of(link), "server_encoding");
    return name != NULL ? name : "";
}

/* ---- asking ---- */

/* A text may be empty: of what only another engine needs, nothing is left. */
static bool is_good(const PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

static bool run(struct postgres_link *link, const char *sql, struct postgres_failure *out) {
    (void)PQexitPipelineMode(conn_of(link)); /* where it is lost, what follows says so */
    PGresult *result = PQexec(conn_of(link), sql);
    bool good = is_good(result);
    if (!good) {
        note_failure(conn_of(link), result, out);
    }
    PQclear(result);
    return good;
}

/* By their numbers, which never change (pg_type.dat). */
enum { BYTEA = 17, INT8 = 20, INT2 = 21, INT4 = 23, TEXT = 25 };

/* Values as libpq takes them. Numbers are of 64 bits, whatever they are compared with; what else
 * there is the server takes for what its place needs. */
struct parameters {
    Oid type[POSTGRES_PARAMETERS_MAX];
    const char *value[POSTGRES_PARAMETERS_MAX];
    int length[POSTGRES_PARAMETERS_MAX];
    int format[POSTGRES_PARAMETERS_MAX];
    char number[POSTGRES_PARAMETERS_MAX][24];
};

static void fill(struct parameters *p, const struct sello_value *values, int n) {
    enum { AS_TEXT = 0, AS_BYTES = 1 };
    for (int i = 0; i < n; i++) {
        const struct sello_value *value = &values[i];
        p->format[i] = value->kind == SELLO_VALUE_BLOB ? AS_BYTES : AS_TEXT;
        p->length[i] = (int)value->bytes.len;
        p->value[i] = value->bytes.len > 0 ? (const char *)value->bytes.ptr : "";
        p->type[i] = value->kind == SELLO_VALUE_INTEGER ? INT8 : 0;
        if (value->kind == SELLO_VALUE_INTEGER) {
            snprintf(p->number[i], sizeof p->number[i], "%" PRId64, value->integer);
            p->value[i] = p->number[i];
        } else if (value->kind == SELLO_VALUE_NULL) {
            p->value[i] = NULL;
        }
    }
}

/* What libpq does not take it has no link for any more, or no memory: then none is of use. */
static bool fail_to_send(PGconn *conn, struct postgres_failure *out) {
    note_failure(conn, NULL, out);
    out->lost = true;
    return false;
}

static bool send_one(struct postgres_link *link, const char *name, bool is_new, const char *sql,
                     const struct sello_value *values, int n, struct postgres_failure *out) {
    enum { IN_BYTES = 1 };
    struct parameters p;
    PGconn *conn = conn_of(link);
    fill(&p, values, n);
    bool sent = PQenterPipelineMode(conn) == 1;
    if (is_new && name[0] != '\0') {
        sent = sent && PQsendPrepare(conn, name, sql, n, p.type) == 1;
    }
    if (name[0] != '\0') {
        sent =
            sent && PQsendQueryPrepared(conn, name, n, p.value, p.length, p.format, IN_BYTES) == 1;
    } else {
        sent = sent &&
               PQsendQueryParams(conn, sql, n, p.type, p.value, p.length, p.format, IN_BYTES) == 1;
    }
    return sent || fail_to_send(conn, out);
}

static bool sync_all(struct postgres_link *link, struct postgres_failure *out) {
    PGconn *conn = conn_of(link);
    return PQpipelineSync(conn) == 1 || fail_to_send(conn, out);
}

/* After each answer comes a NULL; without an answer there is no link. */
static struct postgres_answer *take(struct postgres_link *link, struct postgres_failure *out) {
    PGconn *conn = conn_of(link);
    PGresult *result = PQgetResult(conn);
    if (is_good(result)) {
        PGresult *more = PQgetResult(conn);
        assert(more == NULL && "one statement has one answer");
        PQclear(more);
        return (struct postgres_answer *)result;
    }
    note_failure(conn, result, out);
    out->skipped = PQresultStatus(result) == PGRES_PIPELINE_ABORTED;
    out->lost = out->lost || result == NULL;
    PQclear(result);
    if (!out->lost) {
        PQclear(PQgetResult(conn));
    }
    return NULL;
}

static bool end(struct postgres_link *link, struct postgres_failure *out) {
    PGconn *conn = conn_of(link);
    PGresult *result = PQgetResult(conn);
    bool good = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    if (!good) {
        note_failure(conn, result, out);
        out->lost = true;
    }
    PQclear(result);
    return good;
}

/* ---- answers ---- */

static int n_rows(const struct postgres_answer *answer) {
    return PQntuples(result_of(answer));
}

static int n_columns(const struct postgres_answer *answer) {
    return PQnfields(result_of(answer));
}

static uint64_t n_changed(const struct postgres_answer *answer) {
    return strtoull(PQcmdTuples(result_of(answer)), NULL, 10); /* "": none */
}

static int64_t read_integer(const uint8_t *bytes, size_t len) {
    uint64_t value = len > 0 && (bytes[0] & 0x80) != 0 ? UINT64_MAX : 0;
    for (size_t i = 0; i < len; i++) {
        value = value << 8 | bytes[i];
    }
    return (int64_t)value;
}

static struct sello_value value(const struct postgres_answer *answer, int row, int column) {
    const PGresult *result = result_of(answer);
    struct sello_value out = {.kind = SELLO_VALUE_OTHER};
    if (PQgetisnull(result, row, column) != 0) {
        out.kind = SELLO_VALUE_NULL;
        return out;
    }
    out.bytes =
        sello_bytes(PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column));
    switch (PQftype(result, column)) {
    case BYTEA: out.kind = SELLO_VALUE_BLOB; break;
    case TEXT: out.kind = SELLO_VALUE_TEXT; break;
    case INT2:
    case INT4:
    case INT8:
        out.kind = SELLO_VALUE_INTEGER;
        out.integer = read_integer(out.bytes.ptr, out.bytes.len);
        break;
    default: break;
    }
    return out;
}

static void free_answer(struct postgres_answer *answer) {
    PQclear(result_of(answer));
}

extern const struct postgres_part postgres_part;
const struct postgres_part postgres_part = {.look = look,
                                            .connect = connect_to,
                                            .close = close_link,
                                            .version = version,
                                            .encoding = encoding,
                                            .run = run,
                                            .send = send_one,
                                            .sync = sync_all,
                                            .take = take,
                                            .end = end,
                                            .n_rows = n_rows,
                                            .n_columns = n_columns,
                                            .n_changed = n_changed,
                                            .value = value,
                                            .free_answer = free_answer};
