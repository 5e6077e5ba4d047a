/* SPDX-License-Identifier: Apache-2.0 */
/* What a request's body becomes on a command line, and what never does. */
#include "registry/console/gate.h"
#include "tests/support/sello_test.h"

static const struct console_option grant_options[] = {
    {"until", true, false, CONSOLE_TEXT},
    {"dry-run", false, false, CONSOLE_TEXT},
    {"member", true, true, CONSOLE_TEXT},
    {"o", true, false, CONSOLE_WRITE},
    {"csv", true, false, CONSOLE_READ},
    {"photos", true, false, CONSOLE_READ_FOLDER},
    {"design", true, false, CONSOLE_NAME | CONSOLE_READ},
    {"add-member", true, true, CONSOLE_NAME | CONSOLE_READ | CONSOLE_PREFIXED},
    {"site", true, false, CONSOLE_WRITE_FOLDER},
    {"page", true, false, 0},
};

static const struct console_command table[] = {
    {"certificate grant", 1, 2, {CONSOLE_TEXT, CONSOLE_TEXT}, grant_options, 10},
    {"restore", 0, 2, {CONSOLE_READ, CONSOLE_WRITE_FOLDER}, NULL, 0},
    {"issue", 0, 1, {CONSOLE_TEXT, 0}, NULL, 0},
    {.name = NULL},
};

/* A place as "<kind>:<text>"; "gone" is none. */
static const char *place(void *context, const struct gate_place *p, char out[SELLO_LEN(PATH_MAX)]) {
    static const char *const kinds[] = {"upload", "uploads", "file", "folder", "path"};
    (void)context;
    const char *text = p->kind == GATE_UPLOADS ? p->id[0] : p->text;
    snprintf(out, PATH_MAX, "/%s%s/%s", kinds[p->kind], p->writes ? "+" : "", text);
    return strcmp(text, "gone") == 0 ? "upload-gone" : NULL;
}

/* The command line that a body leads to, its words behind "|"; or "!rule field". */
static void led_to(const char *words, const char *body, char *out, size_t size) {
    const struct gate_files files = {NULL, place};
    const struct console_command *command = gate_command(table, words);
    struct gate_call call;
    struct gate_fault fault;
    size_t len = 0;
    if (command == NULL) {
        snprintf(out, size, "!no-command");
        return;
    }
    struct sello_bytes copy = guarded_copy(sello_bytes_of(body));
    if (gate_take(command, copy, &files, &call, &fault)) {
        out[0] = '\0';
        for (size_t i = 0; i < call.n; i++) {
            len += (size_t)snprintf(out + len, size - len, "%s%s", i > 0 ? "|" : "", call.word[i]);
        }
        snprintf(out + len, size - len, "%s%s", call.background ? " &" : "",
                 call.passphrase != NULL ? " *" : "");
    } else {
        snprintf(out, size, "!%s%s%s", fault.rule, fault.field[0] != '\0' ? " " : "", fault.field);
    }
    gate_free(&call);
    guarded_free(copy);
}

static void test_bodies(void **state) {
    static const struct {
        const char *words, *body, *wanted;
    } rows[] = {
        {"certificate/grant", "{\"args\":[\"C1\"],\"until\":\"2027-12-31\",\"dry-run\":true}",
         "certificate|grant|--until=2027-12-31|--dry-run|--|C1"},
        {"certificate/grant", "{\"args\":[7,1.5]}", "certificate|grant|--|7|1.5"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"dry-run\":false}", "certificate|grant|--|C1"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"member\":[\"Ana\",\"Luis\"]}",
         "certificate|grant|--member=Ana|--member=Luis|--|C1"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"background\":true}",
         "certificate|grant|--|C1 &"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"passphrase\":\"una frase\"}",
         "certificate|grant|--|C1 *"},
        {"issue", "{}", "issue|--"},

        /* files */
        {"certificate/grant", "{\"args\":[\"C1\"],\"o\":{\"file\":\"a.pdf\"}}",
         "certificate|grant|-o=/file+/a.pdf|--|C1"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"csv\":{\"upload\":\"u1\"}}",
         "certificate|grant|--csv=/upload/u1|--|C1"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"csv\":{\"path\":\"/media/x\"}}",
         "certificate|grant|--csv=/path//media/x|--|C1"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"photos\":{\"uploads\":[\"u1\",\"u2\"]}}",
         "certificate|grant|--photos=/uploads/u1|--|C1"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"design\":\"marco\"}",
         "certificate|grant|--design=marco|--|C1"},
        {"certificate/grant",
         "{\"args\":[\"C1\"],\"add-member\":[{\"upload\":\"u1\",\"prefix\":\"Ana=\"}]}",
         "certificate|grant|--add-member=Ana=/upload/u1|--|C1"},
        {"restore", "{\"args\":[{\"upload\":\"u1\"},{\"folder\":\"otro\"}]}",
         "restore|--|/upload/u1|/folder+/otro"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"csv\":{\"upload\":\"gone\"}}",
         "!upload-gone csv"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"o\":\"/etc/passwd\"}", "!file-expected o"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"o\":\"-\"}", "!file-expected o"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"csv\":\"/etc/shadow\"}", "!file-expected csv"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"o\":{\"upload\":\"u1\"}}", "!file-not-so o"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"csv\":{\"file\":\"a\"}}", "!file-not-so csv"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"until\":{\"upload\":\"u1\"}}",
         "!file-not-so until"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"o\":{\"file\":\"a\",\"path\":\"/b\"}}",
         "!file-not-so o"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"o\":{\"file\":\"a\",\"more\":1}}",
         "!file-not-so o"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"o\":{\"file\":7}}", "!value-expected o"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"csv\":{\"upload\":\"u1\",\"prefix\":\"-r=\"}}",
         "!file-not-so csv"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"photos\":{\"uploads\":[]}}",
         "!value-expected photos"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"design\":\"../../etc/x\"}",
         "!name-expected design"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"design\":\"-\"}", "!name-expected design"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"page\":\"x\"}", "!unknown-option page"},

        /* what wants to be an option stays a value */
        {"certificate/grant", "{\"args\":[\"--passphrase-file=/x\"]}",
         "certificate|grant|--|--passphrase-file=/x"},
        {"certificate/grant", "{\"args\":[\"-r\",\"/other\"]}", "certificate|grant|--|-r|/other"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"until\":\"--force\"}",
         "certificate|grant|--until=--force|--|C1"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"until\":\"\"}",
         "certificate|grant|--until=|--|C1"},

        /* what is the program's own is nobody else's */
        {"certificate/grant", "{\"args\":[\"C1\"],\"r\":\"/other\"}", "!unknown-option r"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"registry\":\"/other\"}",
         "!unknown-option registry"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"passphrase-file\":\"/x\"}",
         "!unknown-option passphrase-file"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"passphrase-fd\":0}",
         "!unknown-option passphrase-fd"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"json\":false}", "!unknown-option json"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"lang\":\"es\"}", "!unknown-option lang"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"help\":true}", "!unknown-option help"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"until=x --o\":\"y\"}",
         "!unknown-option until=x --o"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"\":\"y\"}", "!unknown-option"},

        /* shapes */
        {"certificate/grant", "{\"args\":[\"C1\"],\"until\":[\"a\",\"b\"]}", "!only-once until"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"until\":true}", "!value-expected until"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"until\":null}", "!value-expected until"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"dry-run\":\"yes\"}", "!flag-expected dry-run"},
        {"certificate/grant", "{\"args\":[\"C1\"],\"member\":[[\"a\"]]}", "!value-expected member"},
        {"certificate/grant", "{\"args\":\"C1\"}", "!list-expected args"},
        {"certificate/grant", "{\"args\":[null]}", "!value-expected args"},
        {"certificate/grant", "{}", "!args-few args"},
        {"certificate/grant", "{\"args\":[1,2,3]}", "!args-many args"},
        {"issue", "{\"args\":[1,2]}", "!args-many args"},
        {"issue", "{\"passphrase\":\"\"}", "!passphrase-bad passphrase"},
        {"issue", "{\"passphrase\":\"a\\nb\"}", "!passphrase-bad passphrase"},
        {"issue", "{\"passphrase\":7}", "!value-expected passphrase"},
        {"issue", "{\"background\":1}", "!flag-expected background"},

        /* JSON that is none, or not only one */
        {"issue", "", "!json"},
        {"issue", "[]", "!json"},
        {"issue", "\"x\"", "!json"},
        {"issue", "{}{}", "!json"},
        {"issue", "{} x", "!json"},
        {"issue", "{\"args\":[\"a\"],\"args\":[\"b\"]}", "!json"},
        {"issue", "{\"args\":[\"a\\u0000b\"]}", "!json"},
        {"issue", "{\"args\":[\"\xff\"]}", "!json"},
        {"issue", "{\"args\":[99999999999999999999]}", "!json"},
        {"issue", "{'args':[]}", "!json"},

        /* commands */
        {"certificate", "{}", "!no-command"},
        {"certificate grant", "{\"args\":[\"C1\"]}", "!no-command"},
        {"certificate/grant/x", "{}", "!no-command"},
        {"certificate//grant", "{}", "!no-command"},
        {"Issue", "{}", "!no-command"},
        {"", "{}", "!no-command"},
        {"console", "{}", "!no-command"},
    };
    char got[2048];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        led_to(rows[i].words, rows[i].body, got, sizeof got);
        if (strcmp(got, rows[i].wanted) != 0) {
            print_error("%s\n", rows[i].body);
        }
        assert_string_equal(got, rows[i].wanted);
    }
}

/* Cut short, no body is taken for a whole one; bent, none gives an option that is not its own. */
static void test_bent(void **state) {
    static const char body[] =
        "{\"args\":[\"C1\"],\"until\":\"2027\",\"o\":{\"file\":\"a.pdf\"},\"member\":[\"Ana\"]}";
    char bent[sizeof body], got[1024];
    (void)state;
    for (size_t len = 0; len < sizeof body - 1; len++) {
        snprintf(bent, sizeof bent, "%.*s", (int)len, body);
        led_to("certificate/grant", bent, got, sizeof got);
        assert_string_equal(got, "!json");
    }
    for (size_t i = 0; i < 8 * (sizeof body - 1); i++) {
        memcpy(bent, body, sizeof body);
        bent[i / 8] = (char)(bent[i / 8] ^ (1 << i % 8));
        led_to("certificate/grant", bent, got, sizeof got);
        assert_true(got[0] == '!' || strncmp(got, "certificate|grant|", 18) == 0);
        const char *end = strstr(got, "|--|");
        assert_true(got[0] == '!' || end != NULL);
        for (const char *at = got; got[0] != '!' && (at = strchr(at, '|')) != NULL && at < end;) {
            at++;
            assert_true(strncmp(at, "grant|", 6) == 0 || strncmp(at, "--until=", 8) == 0 ||
                        strncmp(at, "-o=", 3) == 0 || strncmp(at, "--member=", 9) == 0);
        }
    }
}

static void test_limits(void **state) {
    enum { MANY = 1100 };
    static char body[GATE_BODY_MAX + 100], got[65536];
    (void)state;
    memset(body, ' ', GATE_BODY_MAX + 1);
    memcpy(body, "{}", 2);
    body[GATE_BODY_MAX] = '\0';
    led_to("issue", body, got, sizeof got);
    assert_string_equal(got, "issue|--");
    body[GATE_BODY_MAX] = ' ';
    body[GATE_BODY_MAX + 1] = '\0';
    led_to("issue", body, got, sizeof got);
    assert_string_equal(got, "!too-large");
    size_t len = (size_t)snprintf(body, sizeof body, "{\"args\":[1],\"member\":[1");
    for (size_t i = 0; i < MANY; i++) {
        len += (size_t)snprintf(body + len, sizeof body - len, ",1");
    }
    snprintf(body + len, sizeof body - len, "]}");
    led_to("certificate/grant", body, got, sizeof got);
    assert_string_equal(got, "!too-much");
}

static void test_names(void **state) {
    static const char *const good[] = {"a", "hojas.pdf", "Lista de mayo.csv", "señal-1_(2).png"};
    static const char *const bad[] = {"",      ".",    "..",     ".x",           "-x",
                                      "a/b",   "/a",   "a\nb",   "a\x7f",        "\xff",
                                      "a\x1b", "../a", "a/../b", "a\xe2\x80\xae"};
    char most[122];
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(gate_name_ok(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(gate_name_ok(bad[i]));
    }
    memset(most, 'a', sizeof most);
    most[120] = '\0';
    assert_true(gate_name_ok(most));
    most[120] = 'a';
    most[121] = '\0';
    assert_false(gate_name_ok(most));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_bent),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_names),
    };
    bool locked = false;
    gate_start();
    return sello_keys_start(&locked) == SELLO_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
