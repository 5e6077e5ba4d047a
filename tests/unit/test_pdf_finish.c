/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "labels/page/pdf_finish.h"
#include "tests/support/program.h"
#include "tests/support/sello_test.h"

static const struct pdf_box trim = {10.5, 20, 190, 280}, bleed = {4.5, 14, 196, 286};

/* ---- small files made by hand ---- */

#define FILE_MAX 8192
#define OBJECTS_MAX 8

/* A file of these objects, the first of them the catalogue, the last one the information. */
static struct sello_bytes file_of(const char *const object[], size_t n, char buf[FILE_MAX]) {
    size_t at[OBJECTS_MAX];
    int len = snprintf(buf, FILE_MAX, "%%PDF-1.4\n");
    for (size_t i = 0; i < n; i++) {
        at[i] = (size_t)len;
        len += snprintf(buf + len, FILE_MAX - (size_t)len, "%zu 0 obj\n%s\nendobj\n", i + 1,
                        object[i]);
    }
    int xref = len;
    len += snprintf(buf + len, FILE_MAX - (size_t)len, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
    for (size_t i = 0; i < n; i++) {
        len += snprintf(buf + len, FILE_MAX - (size_t)len, "%010zu 00000 n \n", at[i]);
    }
    len += snprintf(buf + len, FILE_MAX - (size_t)len,
                    "trailer\n<< /Size %zu /Root 1 0 R /Info %zu 0 R >>\nstartxref\n%d\n%%%%EOF\n",
                    n + 1, n, xref);
    return sello_bytes(buf, (size_t)len);
}

static const char *stream_of(const char *dict, const char *content, char buf[1024]) {
    snprintf(buf, 1024, "<< %s /Length %zu >>\nstream\n%s\nendstream", dict, strlen(content),
             content);
    return buf;
}

/* A page of this content, which has a form XObject and a tiling pattern of the same. */
static struct sello_bytes page_of(const char *content, char buf[FILE_MAX]) {
    char page[1024], form[1024], pattern[1024];
    const char *const object[] = {
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 4 0 R /Group << /S "
        "/Transparency /CS /DeviceRGB >> /Resources << /XObject << /F 5 0 R >> /Pattern << /P 6 0 "
        "R >> >> >>",
        stream_of("", content, page),
        stream_of("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", content, form),
        stream_of("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] "
                  "/XStep 9 /YStep 9 /Resources << >>",
                  content, pattern),
        "<< /Producer (cairo 1.16.0) /Creator (Sello) /Title (T) /CreationDate "
        "(D:20260101000000Z) /ModDate (D:20260101000000Z) >>",
    };
    return file_of(object, sizeof object / sizeof *object, buf);
}

static struct sello_bytes finish(struct sello_bytes pdf) {
    uint8_t *ptr = NULL;
    size_t len = 0;
    assert_status(pdf_finish(pdf.ptr, pdf.len, &trim, &bleed, PDF_ONE_SIDE, &ptr, &len), SELLO_OK);
    return sello_bytes(ptr, len);
}

/* The finished file, without compression, for reading. */
static struct sello_bytes readable(const char *content) {
    char buf[FILE_MAX];
    struct sello_bytes pdf = finish(page_of(content, buf));
    struct sello_bytes text =
        program_output(pdf, "qpdf --qdf --object-streams=disable --no-original-object-ids in -");
    program_free(pdf);
    return text;
}

static size_t times(struct sello_bytes text, const char *words) {
    size_t n = 0;
    const uint8_t *end = text.ptr + text.len, *at = text.ptr;
    while ((at = memmem(at, (size_t)(end - at), words, strlen(words))) != NULL) {
        n++;
        at++;
    }
    return n;
}

/* ---- greys ---- */

static void greys_and_nothing_else_are_rewritten(void **state) {
    (void)state;
    static const struct {
        const char *content, *wanted;
    } rows[] = {
        {"0 0 0 rg 1 2 3 4 re f", "0 g 1 2 3 4 re f"},
        {"0 0 0 RG S", "0 G S"},
        {"q\n0.25 0.25 0.25 rg\nf Q", "q\n0.25 g\nf Q"},
        {"0 0 0 rg 1 1 1 RG f", "0 g 1 G f"},
        {"0.5 0 0 rg f", "0.5 0 0 rg f"},
        {"0 0 0.1 RG S", "0 0 0.1 RG S"},
        {"0 0 0 0 k f", "0 0 0 0 k f"},
        {"0 0 0 5 rg f", "0 0 0 5 rg f"}, /* no operands of it, but none of ours to mend */
        {"BT (0 0 0 rg) Tj ET", "BT (0 0 0 rg) Tj ET"},
        {"BT (a\\) 0 0 0 rg) Tj ET", "0 0 0 rg) Tj ET"},
        {"BT [(0 0 0 rg)] TJ ET", "[(0 0 0 rg)] TJ ET"},
        {"BI /W 3 /H 1 /CS /G /BPC 8 /L 9 ID 0 0 0 rg  EI f", "ID 0 0 0 rg  EI f"},
        {"[0 0 0] 0 d S", "[0 0 0 ] 0 d S"},
        {"/P gs 0 0 0 rg f", "/P gs 0 g f"},
        {"0 0 0 1 0 0 cm", "0 0 0 1 0 0 cm"},
        {"% 0 0 0 rg\nf", "% 0 0 0 rg\nf"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_bytes text = readable(rows[i].content);
        /* on the page, in the form and in the pattern */
        if (times(text, rows[i].wanted) != 3) {
            print_error("row %zu: %.*s\n", i, (int)text.len, (const char *)text.ptr);
            fail();
        }
        program_free(text);
    }
}

/* ---- the rest ---- */

static void the_document_is_one_to_print(void **state) {
    (void)state;
    struct sello_bytes text = readable("0 0 0 rg f");
    static const char *const wanted[] = {
        "/PrintScaling /None", "/Duplex /Simplex", "/Creator (Sello)", "/Title (T)", "/TrimBox",
        "/BleedBox",           "%PDF-1.7",
    };
    static const char *const unwanted[] = {
        "/Producer", "/CreationDate", "/ModDate", "/Group", "cairo",
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_int_equal(times(text, wanted[i]), 1);
    }
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++) {
        assert_int_equal(times(text, unwanted[i]), 0);
    }
    program_free(text);
}

static void boxes_are_as_given(void **state) {
    (void)state;
    char buf[FILE_MAX];
    struct sello_bytes pdf = finish(page_of("f", buf));
    struct sello_bytes said = program_output(pdf, "pdfinfo -box in | tr -s ' '");
    assert_int_equal(times(said, "TrimBox: 10.50 20.00 190.00 280.00"), 1);
    assert_int_equal(times(said, "BleedBox: 4.50 14.00 196.00 286.00"), 1);
    assert_int_equal(times(said, "MediaBox: 0.00 0.00 200.00 300.00"), 1);
    program_free(said);
    program_free(pdf);
}

static void the_same_file_gives_the_same_bytes(void **state) {
    (void)state;
    char buf[FILE_MAX];
    struct sello_bytes a = finish(page_of("0 0 0 rg f", buf));
    sleep(1); /* were a time inside, it would be another one */
    struct sello_bytes b = finish(page_of("0 0 0 rg f", buf));
    struct sello_bytes c = finish(page_of("0 0 1 rg f", buf));
    assert_true(sello_bytes_eq(a, b));
    assert_false(sello_bytes_eq(a, c));
    program_free(a);
    program_free(b);
    program_free(c);
}

static void what_is_no_pdf_is_refused(void **state) {
    (void)state;
    char buf[FILE_MAX];
    struct sello_bytes whole = page_of("f", buf);
    uint8_t untouched, *ptr = &untouched;
    size_t len = 7;
    const struct sello_bytes rows[] = {
        sello_bytes_of("words"),
        sello_bytes_of("%PDF-1.4\n"),
        sello_bytes(whole.ptr, whole.len / 2),
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sello_bytes copy = guarded_copy(rows[i]);
        assert_status(pdf_finish(copy.ptr, copy.len, &trim, &bleed, PDF_ONE_SIDE, &ptr, &len),
                      SELLO_E_STATE);
        assert_ptr_equal(ptr, &untouched);
        assert_int_equal(len, 7);
        guarded_free(copy);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(greys_and_nothing_else_are_rewritten),
        cmocka_unit_test(the_document_is_one_to_print),
        cmocka_unit_test(boxes_are_as_given),
        cmocka_unit_test(the_same_file_gives_the_same_bytes),
        cmocka_unit_test(what_is_no_pdf_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
