/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include "tests/support/sello_test.h"

/* Memory ends at the n-th time that the text asks for more, once or for ever. */
static struct {
    unsigned asked, fails_at;
    bool for_ever;
} memory;

void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_realloc(void *old, size_t size) {
    memory.asked++;
    bool fails = memory.asked == memory.fails_at ||
                 (memory.for_ever && memory.fails_at > 0 && memory.asked > memory.fails_at);
    return fails ? NULL : __real_realloc(old, size);
}

enum { LINES = 20000, LINE = 7 };

static bool write_lines(struct base_text *text) {
    if (!base_text_open(text)) {
        return false;
    }
    for (unsigned i = 0; i < LINES; i++) {
        fprintf(text->to, "%06u\n", i);
    }
    return base_text_end(text);
}

static void a_text_is_whole_or_not_there(void **state) {
    (void)state;
    struct base_text text;
    memory.fails_at = memory.asked = 0;
    assert_true(write_lines(&text));
    unsigned asked = memory.asked;
    assert_in_range(asked, 2, 20);
    assert_int_equal(text.len, LINES * LINE);
    assert_string_equal(text.bytes + text.len - LINE, "019999\n");
    free(text.bytes);
    for (unsigned at = 1; at <= 2 * asked; at++) {
        memory.asked = 0;
        memory.fails_at = (at + 1) / 2;
        memory.for_ever = at % 2 == 0;
        assert_false(write_lines(&text));
        assert_null(text.bytes);
        assert_int_equal(text.len, 0);
    }
    memory.fails_at = 0;
}

static void a_text_begins_anew(void **state) {
    (void)state;
    struct base_text text;
    assert_true(base_text_open(&text));
    assert_string_equal(text.bytes, "");
    fputs("first, and longer", text.to);
    assert_true(base_text_settle(&text));
    assert_string_equal(text.bytes, "first, and longer");
    fputs(", not settled", text.to);
    base_text_clear(&text);
    fputs("then", text.to);
    assert_true(base_text_end(&text));
    assert_string_equal(text.bytes, "then");
    assert_int_equal(text.len, 4);
    free(text.bytes);
}

/* What was lost stays lost until it is begun anew. */
static void a_failure_is_not_forgotten(void **state) {
    (void)state;
    struct base_text text;
    assert_true(base_text_open(&text));
    memory.asked = 0;
    memory.fails_at = 1;
    for (unsigned i = 0; i < 4096; i++) {
        fputc('x', text.to);
    }
    assert_false(base_text_settle(&text));
    fputs("y", text.to);
    assert_false(base_text_settle(&text));
    base_text_clear(&text);
    fputs("z", text.to);
    assert_true(base_text_settle(&text));
    assert_string_equal(text.bytes, "z");
    fputs("more", text.to);
    assert_true(base_text_end(&text));
    free(text.bytes);
    memory.fails_at = 0;
}

static void what_was_not_opened_is_not_whole(void **state) {
    (void)state;
    struct base_text text = {.to = NULL};
    assert_false(base_text_end(&text));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_whole_or_not_there),
        cmocka_unit_test(a_text_begins_anew),
        cmocka_unit_test(a_failure_is_not_forgotten),
        cmocka_unit_test(what_was_not_opened_is_not_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
