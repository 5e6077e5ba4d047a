/* SPDX-License-Identifier: Apache-2.0 */

/* The project's own vectors, which code that shares nothing with ours has made. */

#include "tests/support/sello_test.h"

#include "tests/support/vectors.h"
#include "verify/tool/tool.h"
#include "verify/verdict/statement.h"
#include "verify/verdict/trust.h"

#define VECTORS SELLO_SOURCE_DIR "/tests/vectors"

enum { MOST_TRUSTS = 64 };

static unsigned n_wrong; /* all are shown, and then the test fails */

static void expect(bool right, const char *name, const char *got, const char *wanted) {
    if (!right) {
        print_error("%s: %s instead of %s\n", name, got, wanted);
        n_wrong++;
    }
}

/* ---- trust files, by their names in the vectors ---- */

static struct {
    char name[64];
    struct sello_bytes file;
    void *memory;
    const struct sello_trust *trust;
} trusts[MOST_TRUSTS];
static size_t n_trusts;

/* Loads with more and more memory; *out_memory is to be freed. */
static int load(struct sello_bytes file, void **out_memory, const struct sello_trust **out) {
    for (size_t size = (size_t)1 << 20;; size *= 2) {
        *out_memory = test_malloc(size);
        int cause = sello_trust_load(file.ptr, file.len, *out_memory, size, out);
        if (cause != SELLO_CAUSE_NO_ROOM) {
            return cause;
        }
        test_free(*out_memory);
    }
}

static void forget_trusts(void) {
    for (size_t i = 0; i < n_trusts; i++) {
        vector_bytes_free(trusts[i].file);
        test_free(trusts[i].memory);
    }
    n_trusts = 0;
}

static void keep_trust(const struct vector_row *row) {
    assert_true(n_trusts < MOST_TRUSTS);
    snprintf(trusts[n_trusts].name, sizeof trusts[0].name, "%s", row->word[1]);
    trusts[n_trusts].file = vector_bytes(row->word[2]);
    int cause = load(trusts[n_trusts].file, &trusts[n_trusts].memory, &trusts[n_trusts].trust);
    expect(cause == 0, row->word[1], sello_cause_text(cause), "accepted");
    n_trusts++;
}

/* The trusts of a list "a,b". */
static size_t find_trusts(const char *names, const struct sello_trust **out) {
    size_t n = 0;
    char list[256], *rest = list;
    snprintf(list, sizeof list, "%s", names);
    for (char *name = strsep(&rest, ","); name != NULL; name = strsep(&rest, ",")) {
        for (size_t i = 0; i < n_trusts; i++) {
            if (strcmp(trusts[i].name, name) == 0) {
                out[n++] = trusts[i].trust;
            }
        }
    }
    return n;
}

/* ---- labels ---- */

static enum sello_verdict verdict_named(const char *name) {
    enum sello_verdict v;
    for (size_t i = 0; (v = sello_verdict_at(i)) != SELLO_UNDECIDED; i++) {
        if (strcmp(sello_verdict_name(v), name) == 0) {
            return v;
        }
    }
    fail_msg("no such verdict: %s", name);
    return SELLO_UNDECIDED;
}

/* "withdrawn,stale" of the verdicts that hold besides the first. */
static void also_text(const struct sello_report *r, char *out, size_t size) {
    size_t at = 0;
    snprintf(out, size, "-");
    enum sello_verdict v;
    for (size_t i = 0; (v = sello_verdict_at(i)) != SELLO_UNDECIDED; i++) {
        if (v != r->verdict && (r->holds >> v & 1)) {
            at += (size_t)snprintf(out + at, size - at, "%s%s", at > 0 ? "," : "",
                                   sello_verdict_name(v));
        }
    }
}

static void judge(const struct sello_policy *policy, const char *hex, struct sello_report *out) {
    static struct sello_workspace work;
    struct sello_bytes text = vector_bytes(hex);
    struct sello_bytes copy = guarded_copy(text);
    sello_verify_text(policy, (const char *)copy.ptr, copy.len, &work, out);
    guarded_free(copy);
    vector_bytes_free(text);
}

/* Was this label's serial among the texts before it, "hex,hex"? What the certifier never issued is
 * no earlier sight of it. */
static bool came_before(const struct sello_policy *policy, const char *texts,
                        const struct sello_report *label) {
    static struct sello_report before;
    bool came = false;
    char *list = test_malloc(strlen(texts) + 1), *rest = list;
    memcpy(list, texts, strlen(texts) + 1);
    for (char *hex = strsep(&rest, ","); hex != NULL; hex = strsep(&rest, ",")) {
        judge(policy, hex, &before);
        came = came || (sello_report_is_own(&before) && sello_report_is_own(label) &&
                        before.serial == label->serial && before.trust == label->trust);
    }
    test_free(list);
    return came;
}

/* label NOW TRUSTS VERDICT ALSO TEXT BEFORE NAME */
static void check_label(const struct vector_row *row) {
    static struct sello_report report;
    const struct sello_trust *some[MOST_TRUSTS];
    const char *wanted = row->word[3], *name = row->word[7];
    char also[256];
    struct sello_policy policy = {some, 0, strtoull(row->word[1], NULL, 10), NULL};
    policy.n_trusts = find_trusts(row->word[2], some);
    judge(&policy, row->word[5], &report);
    if (strcmp(wanted, "-") == 0) {
        expect(report.verified, name, sello_verdict_name(report.verdict), "verified");
        return;
    }
    if (came_before(&policy, row->word[6], &report)) {
        sello_report_repeated(&report);
    }
    also_text(&report, also, sizeof also);
    expect(report.verdict == verdict_named(wanted), name, sello_verdict_name(report.verdict),
           wanted);
    expect(strcmp(also, row->word[4]) == 0, name, also, row->word[4]);
}

/* statement NOW TRUSTS VERDICT ALSO TEXT NAME; what is no statement is judged as a label. */
static void check_statement(const struct vector_row *row) {
    static struct sello_report report;
    static struct sello_workspace work;
    const struct sello_trust *some[MOST_TRUSTS];
    struct sello_statement statement;
    bool has_statement;
    char also[256];
    struct sello_policy policy = {some, 0, strtoull(row->word[1], NULL, 10), NULL};
    policy.n_trusts = find_trusts(row->word[2], some);
    struct sello_bytes text = vector_bytes(row->word[5]);
    struct sello_bytes copy = guarded_copy(text);
    if (!sello_statement_judge(&policy, copy, &work, &report, &has_statement, &statement)) {
        judge(&policy, row->word[5], &report);
    }
    guarded_free(copy);
    vector_bytes_free(text);
    also_text(&report, also, sizeof also);
    expect(report.verdict == verdict_named(row->word[3]), row->word[6],
           sello_verdict_name(report.verdict), row->word[3]);
    expect(strcmp(also, row->word[4]) == 0, row->word[6], also, row->word[4]);
}

/* asked NOW TRUST VERDICT ALSO SERIAL PRINTED */
static void check_asked(const struct vector_row *row) {
    static struct sello_report report;
    const struct sello_trust *some[MOST_TRUSTS];
    uint64_t serial = 0;
    char also[256];
    struct sello_policy policy = {some, 0, strtoull(row->word[1], NULL, 10), NULL};
    policy.n_trusts = find_trusts(row->word[2], some);
    assert_int_equal(policy.n_trusts, 1);
    assert_status(sello_serial_parse(sello_bytes_of(row->word[6]), &serial), SELLO_OK);
    assert_int_equal(serial, strtoull(row->word[5], NULL, 10));
    sello_verify_serial(&policy, 0, serial, &report);
    also_text(&report, also, sizeof also);
    assert_string_equal(report.serial_text, row->word[6]);
    assert_true(!report.verified && report.has_certifier);
    expect(report.verdict == verdict_named(row->word[3]), row->word[6],
           sello_verdict_name(report.verdict), row->word[3]);
    expect(strcmp(also, row->word[4]) == 0, row->word[6], also, row->word[4]);
}

/* claims PAYLOAD NAME */
static void check_claims(const struct vector_row *row) {
    struct sello_claims claims;
    uint8_t again[1024];
    struct sello_bytes payload = vector_bytes(row->word[1]);
    struct sello_writer w = sello_writer_init(again, sizeof again);
    enum sello_error error = sello_claims_parse(payload, &claims);
    expect(error == SELLO_OK, row->word[2], sello_error_name(error), "SELLO_OK");
    sello_put_claims(&w, &claims);
    expect(claims.n_extra > 0 || sello_bytes_eq(sello_written(&w), payload), row->word[2],
           "other bytes", "the same claims");
    vector_bytes_free(payload);
}

/* expiry DAY EXP */
static void check_expiry(const struct vector_row *row) {
    uint64_t day = strtoull(row->word[1], NULL, 10), expires = strtoull(row->word[2], NULL, 10);
    assert_int_equal(sello_expiry_of_day(day), expires);
    assert_int_equal(sello_day_of_expiry(expires), (int64_t)day);
}

static void check_exit(const struct vector_row *row) {
    int status = sello_verdict_exit(verdict_named(row->word[1]));
    assert_int_equal(status, strtol(row->word[2], NULL, 10));
}

/* ---- trust files ---- */

/* file ACCEPTED REASON FILE NAME */
static void check_file(const struct vector_row *row) {
    const struct sello_trust *trust;
    void *memory;
    struct sello_bytes file = vector_bytes(row->word[3]);
    const char *got = sello_error_name((enum sello_error)load(file, &memory, &trust));
    bool accepted = strcmp(got, "SELLO_OK") == 0;
    expect(accepted == (row->word[1][0] == '1'), row->word[4], got,
           row->word[1][0] == '1' ? "SELLO_OK" : row->word[2]);
    expect(accepted || strcmp(row->word[2], "-") == 0 || strcmp(row->word[2], got) == 0,
           row->word[4], got, row->word[2]);
    test_free(memory);
    vector_bytes_free(file);
}

/* update ACCEPTED REASON STORED COMING NAME */
static void check_update(const struct vector_row *row) {
    const struct sello_trust *stored, *coming;
    void *memory[2];
    struct sello_bytes files[2] = {vector_bytes(row->word[3]), vector_bytes(row->word[4])};
    assert_int_equal(load(files[0], &memory[0], &stored), 0);
    assert_int_equal(load(files[1], &memory[1], &coming), 0);
    const char *got = sello_error_name(sello_trust_succeeds(stored, coming));
    const char *wanted = row->word[1][0] == '1' ? "SELLO_OK" : row->word[2];
    expect(strcmp(got, wanted) == 0, row->word[5], got, wanted);
    for (size_t i = 0; i < 2; i++) {
        test_free(memory[i]);
        vector_bytes_free(files[i]);
    }
}

static char *copy_of(const char *word) {
    char *copy = test_malloc(strlen(word) + 1);
    memcpy(copy, word, strlen(word) + 1);
    return copy;
}

/* identity ACCEPTED REASON KNOWN,KNOWN ALIAS,ALIAS COMING ALIAS NAME */
static void check_identity(const struct vector_row *row) {
    enum { KNOWN_MAX = 4 };
    struct sello_known known[KNOWN_MAX];
    struct sello_bytes bytes[2 * KNOWN_MAX + 2];
    void *memory[KNOWN_MAX + 1];
    const struct sello_trust *coming;
    size_t n = 0, n_bytes = 0, other = 0;
    char *files = copy_of(row->word[3]), *aliases = copy_of(row->word[4]);
    char *next_file = files, *next_alias = aliases;
    for (char *hex; strcmp(row->word[3], "-") != 0 && (hex = strsep(&next_file, ",")) != NULL;
         n++) {
        struct sello_bytes file = vector_bytes(hex);
        struct sello_bytes alias = vector_bytes(strsep(&next_alias, ","));
        assert_int_equal(load(file, &memory[n], &known[n].trust), 0);
        known[n].alias = alias;
        bytes[n_bytes++] = file;
        bytes[n_bytes++] = alias;
    }
    bytes[n_bytes++] = vector_bytes(row->word[5]);
    bytes[n_bytes++] = vector_bytes(row->word[6]);
    assert_int_equal(load(bytes[n_bytes - 2], &memory[n], &coming), 0);
    enum sello_error error =
        sello_identity_check(known, n, coming, bytes[n_bytes - 1], names_alike, &other);
    const char *wanted = row->word[1][0] == '1' ? "SELLO_OK" : row->word[2];
    expect(strcmp(sello_error_name(error), wanted) == 0, row->word[7], sello_error_name(error),
           wanted);
    for (size_t i = 0; i <= n; i++) {
        test_free(memory[i]);
    }
    for (size_t i = 0; i < n_bytes; i++) {
        vector_bytes_free(bytes[i]);
    }
    test_free(files);
    test_free(aliases);
}

/* ---- digits, serials, kids ---- */

static void check_digits(const struct vector_row *row) {
    uint8_t out[1024];
    struct sello_bytes bytes = vector_bytes(row->word[1]);
    struct sello_bytes wanted = sello_bytes_of(strcmp(row->word[2], "-") ? row->word[2] : "");
    struct sello_writer w = sello_writer_init(out, sizeof out);
    sello_digits_put(&w, bytes);
    assert_true(sello_bytes_eq(sello_written(&w), wanted));
    w = sello_writer_init(out, sizeof out);
    assert_status(sello_digits_get(wanted, &w, NULL), SELLO_OK);
    assert_true(sello_bytes_eq(sello_written(&w), bytes));
    vector_bytes_free(bytes);
}

static void check_no_digits(const struct vector_row *row) {
    uint8_t out[1024];
    struct sello_bytes text = vector_bytes(row->word[1]);
    struct sello_writer w = sello_writer_init(out, sizeof out);
    enum sello_error error = sello_digits_get(text, &w, NULL);
    expect(error != SELLO_OK, row->word[2], "SELLO_OK", "refused");
    vector_bytes_free(text);
}

static void check_printed(const struct vector_row *row) {
    char printed[SELLO_SERIAL_LEN];
    uint64_t serial = strtoull(row->word[1], NULL, 10), again = 0;
    sello_serial_format(serial, printed);
    assert_string_equal(printed, row->word[2]);
    assert_status(sello_serial_parse(sello_bytes_of(printed), &again), SELLO_OK);
    assert_int_equal(again, serial);
}

static void check_typed(const struct vector_row *row, bool refused) {
    uint64_t serial = 0;
    struct sello_bytes typed = vector_bytes(row->word[refused ? 1 : 2]);
    enum sello_error error = sello_serial_parse(typed, &serial);
    bool right = refused ? error != SELLO_OK : serial == strtoull(row->word[1], NULL, 10);
    expect(right, row->word[2], sello_error_name(error), refused ? "refused" : row->word[1]);
    vector_bytes_free(typed);
}

static void check_kid(const struct vector_row *row) {
    uint8_t kid[SELLO_KID_LEN];
    struct sello_bytes key = vector_bytes(row->word[1]), wanted = vector_bytes(row->word[2]);
    sello_kid(key.ptr, kid);
    assert_true(sello_bytes_eq(sello_bytes(kid, sizeof kid), wanted));
    vector_bytes_free(key);
    vector_bytes_free(wanted);
}

/* ---- all of them ---- */

static void check_row(const struct vector_row *row) {
    const char *kind = row->word[0];
    if (strcmp(kind, "trust") == 0) {
        keep_trust(row);
    } else if (strcmp(kind, "label") == 0) {
        check_label(row);
    } else if (strcmp(kind, "statement") == 0) {
        check_statement(row);
    } else if (strcmp(kind, "asked") == 0) {
        check_asked(row);
    } else if (strcmp(kind, "claims") == 0) {
        check_claims(row);
    } else if (strcmp(kind, "expiry") == 0) {
        check_expiry(row);
    } else if (strcmp(kind, "exit") == 0) {
        check_exit(row);
    } else if (strcmp(kind, "graver") == 0) {
        enum sello_verdict graver = verdict_named(row->word[1]);
        assert_int_equal(sello_verdict_worse(verdict_named(row->word[2]), graver), graver);
    } else if (strcmp(kind, "file") == 0) {
        check_file(row);
    } else if (strcmp(kind, "update") == 0) {
        check_update(row);
    } else if (strcmp(kind, "identity") == 0) {
        check_identity(row);
    } else if (strcmp(kind, "digits") == 0) {
        check_digits(row);
    } else if (strcmp(kind, "no-digits") == 0) {
        check_no_digits(row);
    } else if (strcmp(kind, "printed") == 0) {
        check_printed(row);
    } else if (strcmp(kind, "typed") == 0 || strcmp(kind, "no-serial") == 0) {
        check_typed(row, kind[0] == 'n');
    } else if (strcmp(kind, "kid") == 0) {
        check_kid(row);
    } else {
        fail_msg("a vector of no known kind: %s", kind);
    }
}

static void test_file(void **state) {
    n_wrong = 0;
    size_t n_rows = vectors_each(VECTORS, *state, check_row);
    forget_trusts();
    assert_true(n_rows > 0);
    assert_int_equal(n_wrong, 0);
}

int main(void) {
#define VECTOR_TEST(file)                                                                          \
    { file, test_file, NULL, NULL, (void *)(uintptr_t)file }
    static struct CMUnitTest tests[] = {
        VECTOR_TEST("digits"), VECTOR_TEST("serials"),    VECTOR_TEST("kids"),
        VECTOR_TEST("labels"), VECTOR_TEST("labels_bad"), VECTOR_TEST("verdicts"),
        VECTOR_TEST("trust"),  VECTOR_TEST("statements"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
