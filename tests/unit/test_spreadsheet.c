/* SPDX-License-Identifier: Apache-2.0 */
#include <zip.h>

#include "registry/exchange/rows.h"
#include "registry/exchange/sheet_value.h"
#include "tests/support/sello_test.h"
#include "tests/support/text_package.h"

/* ---- what a sheet says, as "line:a|b/" with what stopped it behind ---- */

static void render(struct spreadsheet *s, char *out, size_t cap) {
    struct row row;
    size_t len = 0;
    out[0] = '\0';
    while (spreadsheet_next(s, &row) && len + 200 < cap) {
        len += (size_t)snprintf(out + len, cap - len, "%zu:", row.line);
        for (size_t i = 0; i < row.n; i++) {
            len += (size_t)snprintf(out + len, cap - len, "%s%s%.*s", i > 0 ? "|" : "",
                                    (row.dates >> i & 1) != 0 ? "@" : "", (int)row.field[i].len,
                                    (const char *)row.field[i].ptr);
        }
        len += (size_t)snprintf(out + len, cap - len, "/");
    }
    if (s->fault.problem != ROWS_GOOD) {
        snprintf(out + len, cap - len, "!%d %zu:%zu", s->fault.problem, s->fault.line,
                 s->fault.column);
    }
}

static void check(const char *text, const char *sheet, const char *wanted) {
    struct text_package holder;
    struct spreadsheet s;
    char got[2000];
    struct sello_bytes copy = guarded_copy(sello_bytes_of(text));
    struct package package = text_package(&holder, copy);
    bool open = spreadsheet_read(&s, &package, sheet);
    assert_int_equal(open, s.fault.problem == ROWS_GOOD);
    render(&s, got, sizeof got);
    assert_string_equal(got, wanted);
    spreadsheet_close(&s);
    guarded_free(copy);
}

/* ---- .xlsx ---- */

#define XLSX_WITH(workbook, styles, strings, cells)                                                \
    "--- [Content_Types].xml\n<Types/>\n--- _rels/.rels\n<Relationships><Relationship Id=\"a\" "   \
    "Type=\"http://t/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>\n"              \
    "--- xl/workbook.xml\n<workbook>" workbook "</workbook>\n"                                     \
    "--- xl/_rels/workbook.xml.rels\n<Relationships>"                                              \
    "<Relationship Id=\"r1\" Type=\"http://t/worksheet\" Target=\"sheet1.xml\"/>"                  \
    "<Relationship Id=\"r2\" Type=\"http://t/worksheet\" Target=\"/xl/sheet2.xml\"/>"              \
    "<Relationship Id=\"r3\" Type=\"http://t/styles\" Target=\"styles.xml\"/>"                     \
    "<Relationship Id=\"r4\" Type=\"http://t/sharedStrings\" Target=\"strings.xml\"/>"             \
    "</Relationships>\n--- xl/styles.xml\n<styleSheet>" styles "</styleSheet>\n"                   \
    "--- xl/strings.xml\n<sst>" strings "</sst>\n--- xl/sheet2.xml\n<worksheet><sheetData><row>"   \
    "<c t=\"inlineStr\"><is><t>otra</t></is></c></row></sheetData></worksheet>\n"                  \
    "--- xl/sheet1.xml\n<worksheet><sheetData>" cells "</sheetData></worksheet>\n"

#define TWO_SHEETS                                                                                 \
    "<sheets><sheet name=\"Uno\" r:id=\"r1\"/><sheet name=\"Dos\" r:id=\"r2\"/></sheets>"
#define XLSX(cells) XLSX_WITH(TWO_SHEETS, "", "", cells)
#define STYLES                                                                                     \
    "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/><numFmt numFmtId=\"165\" "       \
    "formatCode=\"0000\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"   \
    "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"        \
    "</cellXfs>"

static void test_xlsx(void **state) {
    (void)state;
    check(
        XLSX_WITH(TWO_SHEETS, "",
                  "<si><t>Ana</t></si><si><r><t>Be</t></r><r><t>to</t></r><rPh><t>x</t></rPh></si>",
                  "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c>"
                  "</row>"),
        NULL, "2:Ana||Beto/");
    check(XLSX("<row><c t=\"inlineStr\"><is><t> a </t></is></c><c><v>24.0</v></c>"
               "<c><f>1+1</f><v>2</v></c><c t=\"str\"><f>A1</f><v>a_x000D__x005F_x0041_</v></c>"
               "<c t=\"b\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c></row><row/><row><c/></row>"
               "<row><c t=\"b\"><v>0</v></c></row>"),
          NULL, "1:a|24|2|a\r_x0041_|true|#REF!/4:false/");
    check(XLSX("<row/>"), "Dos", "1:otra/");
    check(XLSX("<row/>"), "dos", "!19 0:0");
    check(XLSX("<row/>"), NULL, "!1 0:0");
}

static void test_xlsx_styles(void **state) {
    (void)state;
#define CELLS                                                                                      \
    "<row><c s=\"1\"><v>46349</v></c><c s=\"2\"><v>46349.75</v></c><c s=\"3\"><v>7</v></c>"        \
    "<c><v>46349</v></c><c s=\"1\" t=\"str\"><v>46349</v></c><c "                                  \
    "t=\"d\"><v>2026-11-23T00:00:00</v>"                                                           \
    "</c></row>"
    check(XLSX_WITH(TWO_SHEETS, STYLES, "", CELLS), NULL,
          "1:@2026-11-23|@2026-11-23 18:00|0007|46349|46349|@2026-11-23/");
    check(XLSX_WITH("<workbookPr date1904=\"1\"/>" TWO_SHEETS, STYLES, "",
                    "<row><c s=\"1\"><v>44887</v></c></row>"),
          NULL, "1:@2026-11-23/");
    /* where none is named, what is hidden is passed over */
    check(XLSX_WITH("<sheets><sheet name=\"Uno\" state=\"hidden\" r:id=\"r1\"/><sheet name=\"Dos\" "
                    "r:id=\"r2\"/></sheets>",
                    "", "", "<row><c><v>1</v></c></row>"),
          NULL, "1:otra/");
    check(XLSX_WITH("<sheets><sheet name=\"Uno\" state=\"hidden\" r:id=\"r1\"/></sheets>", "", "",
                    "<row><c><v>1</v></c></row>"),
          NULL, "!22 0:0");
}

static void test_xlsx_faults(void **state) {
    (void)state;
    check(XLSX("<row r=\"3\"><c><v>1</v></c></row><row r=\"2\"><c><v>1</v></c></row>"), NULL,
          "!16 3:0");
    check(XLSX("<row><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>"), NULL, "!16 1:0");
    check(XLSX("<row r=\"2\"><c r=\"BM2\"><v>1</v></c></row>"), NULL, "!8 2:65");
    check(XLSX("<row r=\"2\"><c r=\"ZZZZ2\"><v>1</v></c></row>"), NULL, "!16 2:0");
    check(XLSX("<row>"), NULL, "!16 1:0");
    check(XLSX_WITH(TWO_SHEETS, "", "<si><t>Ana</t></si>",
                    "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"),
          NULL, "!16 1:0");
    check("--- [Content_Types].xml\n<Types/>\n--- _rels/.rels\n<R><Relationship Id=\"a\" "
          "Type=\"t/officeDocument\" Target=\"word/document.xml\"/></R>\n",
          NULL, "!15 0:0");
    check("--- [Content_Types].xml\n<Types/>\n--- _rels/.rels\n<R><Relationship Id=\"a\" "
          "Type=\"t/officeDocument\" Target=\"xl/workbook.bin\"/></R>\n",
          NULL, "!13 0:0");
    check("--- other\n", NULL, "!15 0:0");
}

/* ---- .ods ---- */

#define ODS(rows)                                                                                  \
    "--- content.xml\n<office:document-content><office:body><office:spreadsheet><table:table "     \
    "table:name=\"Uno\">" rows "</table:table><table:table table:name=\"Dos\"><table:table-row>"   \
    "<table:table-cell><text:p>otra</text:p></table:table-cell></table:table-row></table:table>"   \
    "</office:spreadsheet></office:body></office:document-content>\n"
#define R(cells) "<table:table-row>" cells "</table:table-row>"
#define C(text) "<table:table-cell><text:p>" text "</text:p></table:table-cell>"

static void test_ods(void **state) {
    (void)state;
    check(ODS(R("<table:table-cell table:number-columns-repeated=\"2\"/>" C("a<text:s/><text:s "
                                                                            "text:c=\"2\"/>b"))),
          NULL, "1:||a   b/");
    check(ODS("<table:table-row table:number-rows-repeated=\"3\">" C("x") "</table:table-row>" R(
              C("y"))),
          NULL, "1:x/2:x/3:x/4:y/");
    check(ODS(R("<table:table-cell><text:p>a</text:p><text:p>b</text:p><office:annotation><text:p>"
                "nota</text:p></office:annotation></table:table-cell><table:covered-table-cell/>" C(
                    "<text:span>c</text:span>"))),
          NULL, "1:a\nb||c/");
    check(ODS(R("<table:table-cell office:value-type=\"float\" office:value=\"7\"><text:p>007"
                "</text:p></table:table-cell><table:table-cell office:value-type=\"float\" "
                "office:value=\"1234.5\"><text:p>1,234.50</text:p></table:table-cell>"
                "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-11-23\">"
                "<text:p>nov-26</text:p></table:table-cell><table:table-cell "
                "office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>VERDADERO"
                "</text:p></table:table-cell>")),
          NULL, "1:007|1234.5|@2026-11-23|true/");
    check(ODS("<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell "
              "table:number-columns-repeated=\"16384\"/></table:table-row>" R(C("x"))),
          NULL, "1048001:x/");
    check(ODS(""), "Dos", "1:otra/");
    /* where none is named, what is hidden is passed over */
#define TABLE(name, style, rows)                                                                   \
    "<table:table table:name=\"" name "\" table:style-name=\"" style "\">" rows "</table:table>"
#define STYLE(name, display)                                                                       \
    "<style:style style:name=\"" name "\" style:family=\"table\"><style:table-properties "         \
    "table:display=\"" display "\"/></style:style>"
#define HIDDEN                                                                                     \
    "--- content.xml\n<office:document-content><office:automatic-styles>" STYLE("ta1", "false")    \
        STYLE("ta2", "true") "</office:automatic-styles><office:body>"                             \
                             "<office:spreadsheet>" TABLE("Uno", "ta1", R(C("oculta")))            \
                                 TABLE("Dos", "ta2",                                               \
                                       R(C("vista"))) "</office:spreadsheet></office:body>"        \
                                                      "</office:document-content>\n"
    check(HIDDEN, NULL, "1:vista/");
    check(HIDDEN, "Uno", "1:oculta/");
    check(ODS(""), "Tres", "!19 0:0");
    check(ODS(""), NULL, "!1 0:0");
}

static void test_ods_faults(void **state) {
    (void)state;
    check(ODS("<table:table-row table:number-rows-repeated=\"1000000\">" C("x") "</table:table-row"
                                                                                ">"),
          NULL, "!9 200001:0");
    check(ODS(R("<table:table-cell table:number-columns-repeated=\"70\"><text:p>x</text:p>"
                "</table:table-cell>")),
          NULL, "!8 1:65");
    check("--- content.xml\n<!DOCTYPE x [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><x>&b;</x>\n",
          NULL, "!18 0:0");
    check("--- content.xml\n<x><y></x>\n", NULL, "!16 0:0");
    check("--- content.xml\n<office:document-content><office:text/></office:document-content>\n",
          NULL, "!15 0:0");
    check("--- content.xml\ngarbled\n--- META-INF/manifest.xml\n<m:manifest><m:file-entry>"
          "<m:encryption-data/></m:file-entry></m:manifest>\n",
          NULL, "!14 0:0");
}

/* However a package is cut, it is read without harm. */
static void test_truncations(void **state) {
    (void)state;
    static const char *const texts[] = {XLSX_WITH(TWO_SHEETS, STYLES, "<si><t>Ana</t></si>", CELLS),
                                        ODS(R(C("x")))};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        for (size_t len = 0; len < strlen(texts[i]); len += 3) {
            struct text_package holder;
            struct spreadsheet s;
            struct package package = text_package(&holder, sello_bytes(texts[i], len));
            (void)!spreadsheet_read(&s, &package, NULL);
            spreadsheet_close(&s);
        }
    }
}

/* ---- archives ---- */

/* One of a single entry; freed by free. */
static struct sello_bytes archive_of(const char *name, const void *content, size_t len,
                                     zip_int32_t method) {
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(source);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    zip_int64_t at = zip_file_add(zip, name, zip_source_buffer(zip, content, len, 0), 0);
    assert_true(at >= 0);
    assert_int_equal(zip_set_file_compression(zip, (zip_uint64_t)at, method, 0), 0);
    assert_int_equal(zip_close(zip), 0);
    zip_stat_t stat;
    zip_source_stat(source, &stat);
    uint8_t *bytes = malloc((size_t)stat.size);
    assert_non_null(bytes);
    assert_int_equal(zip_source_open(source), 0);
    assert_int_equal(zip_source_read(source, bytes, stat.size), (zip_int64_t)stat.size);
    zip_source_close(source);
    zip_source_free(source);
    return sello_bytes(bytes, (size_t)stat.size);
}

static enum rows_problem open_archive(struct sello_bytes file) {
    struct rows rows;
    bool open = rows_open(&rows, file, NULL);
    assert_int_equal(open, rows.fault.problem == ROWS_GOOD);
    rows_close(&rows);
    return rows.fault.problem;
}

static void test_archives(void **state) {
    (void)state;
    static const char text[] = ODS(R(C("x")));
    const char *content = strchr(text, '\n') + 1;
    struct sello_bytes file = archive_of("content.xml", content, strlen(content), ZIP_CM_DEFLATE);
    assert_int_equal(open_archive(file), ROWS_GOOD);
    for (size_t len = 4; len < file.len; len++) { /* cut anywhere */
        struct sello_bytes copy = guarded_copy(sello_bytes(file.ptr, len));
        assert_int_not_equal(open_archive(copy), ROWS_GOOD);
        guarded_free(copy);
    }
    free((void *)(uintptr_t)file.ptr);
    file = archive_of("content.xml", content, strlen(content), ZIP_CM_BZIP2);
    assert_int_equal(open_archive(file), ROWS_BROKEN);
    free((void *)(uintptr_t)file.ptr);
    assert_int_equal(open_archive(sello_bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8)),
                     ROWS_OLD_EXCEL);
    struct rows rows;
    assert_false(rows_open(&rows, sello_bytes_of("a,b\n"), "Hoja1"));
    assert_int_equal(rows.fault.problem, ROWS_NO_SHEETS);
    rows_close(&rows);
}

/* A few kilobytes that unpack to hundreds of megabytes are let go long before. */
static void test_bomb(void **state) {
    (void)state;
    enum { LEN = 40 << 20 };
    char *spaces = malloc(LEN);
    assert_non_null(spaces);
    memset(spaces, ' ', LEN);
    memcpy(spaces, "<x>", 3);
    struct sello_bytes file = archive_of("content.xml", spaces, LEN, ZIP_CM_DEFLATE);
    assert_true(file.len < 100000);
    assert_int_equal(open_archive(file), ROWS_TOO_LARGE);
    free((void *)(uintptr_t)file.ptr);
    free(spaces);
}

/* ---- values ---- */

#define ZEROS_20 "00000000000000000000"
#define ZEROS_60 ZEROS_20 ZEROS_20 ZEROS_20

static void test_numbers(void **state) {
    (void)state;
    static const struct {
        const char *raw;
        unsigned digits;
        const char *wanted;
    } rows[] = {{"7", 0, "7"},
                {"-7", 0, "-7"},
                {"-0", 0, "0"},
                {"24.0", 0, "24"},
                {"24.50", 0, "24.50"},
                {"0", 4, "0000"},
                {"12", 4, "0012"},
                {"12345", 4, "12345"},
                {"-7", 62, "-" ZEROS_60 "07"}, /* all that there is room for */
                {"7.501031311309E12", 0, "7501031311309"},
                {"7.501031311309E+12", 0, "7501031311309"},
                {"1E-9", 0, "1E-9"},
                {"1.5e2", 0, "150"},
                {"0.1", 0, "0.1"},
                {"1E400", 0, "1E400"},
                {"1E99999", 0, ""},
                {"007", 0, "7"},
                {"", 0, ""},
                {"x", 0, ""},
                {"1.2.3", 0, ""},
                {".", 0, ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[SHEET_VALUE_LEN];
        sheet_number_text(sello_bytes_of(rows[i].raw), rows[i].digits, got);
        assert_string_equal(got, rows[i].wanted);
    }
}

static void test_days(void **state) {
    (void)state;
    static const struct {
        const char *raw;
        bool from_1904;
        const char *wanted;
    } rows[] = {{"46349", false, "2026-11-23"},
                {"44887", true, "2026-11-23"},
                {"1", false, "1900-01-01"},
                {"59", false, "1900-02-28"},
                {"60", false, "1900-02-29"},
                {"61", false, "1900-03-01"},
                {"25568", false, "1969-12-31"},
                {"25569", false, "1970-01-01"},
                {"0", true, "1904-01-01"},
                {"0.5", false, "12:00"},
                {"46349.5", false, "2026-11-23 12:00"},
                {"46349.999999999", false, "2026-11-24"},
                {"46349.00001", false, "2026-11-23 00:00:01"},
                {"2958465", false, "9999-12-31"},
                {"2958466", false, ""},
                {"-1", false, ""},
                {"x", false, ""},
                {"36585", false, "2000-02-29"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char got[SHEET_VALUE_LEN] = "";
        bool day = sheet_day_text(sello_bytes_of(rows[i].raw), rows[i].from_1904, got);
        assert_string_equal(got, rows[i].wanted);
        assert_int_equal(day, rows[i].wanted[0] != '\0');
    }
}

static void test_formats(void **state) {
    (void)state;
    static const struct {
        const char *code;
        bool is_date;
        unsigned digits;
    } rows[] = {{"General", false, 0},
                {"dd/mm/yyyy", true, 0},
                {"[$-80A]d\" de \"mmmm\" de \"yyyy;@", true, 0},
                {"mmm\\-yy", true, 0},
                {"[h]:mm", true, 0},
                {"[mm]:ss", true, 0},
                {"[Magenta]0", false, 0},
                {"[hidden", false, 0},
                {"0000", false, 4},
                {"0", false, 0},
                {ZEROS_60 "00", false, 62},
                {ZEROS_60 "000", false, 0},
                {"#,##0.00", false, 0},
                {"\"dia\" 0", false, 0},
                {"[Red]0.00", false, 0},
                {"0.00_d", false, 0},
                {"\"sin fin", false, 0},
                {"[", false, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sheet_format got = sheet_format_of(rows[i].code);
        print_message("%s\n", rows[i].code);
        assert_int_equal(got.is_date, rows[i].is_date);
        assert_int_equal(got.digits, rows[i].digits);
    }
    char got[SHEET_VALUE_LEN];
    sheet_iso_text("2026-11-23T00:00:00.000000000", got);
    assert_string_equal(got, "2026-11-23");
    sheet_iso_text("2026-11-23T14:05:00", got);
    assert_string_equal(got, "2026-11-23 14:05");
    sheet_iso_text("2026", got);
    assert_string_equal(got, "2026");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xlsx),        cmocka_unit_test(test_xlsx_styles),
        cmocka_unit_test(test_xlsx_faults), cmocka_unit_test(test_ods),
        cmocka_unit_test(test_ods_faults),  cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_archives),    cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_numbers),     cmocka_unit_test(test_days),
        cmocka_unit_test(test_formats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
