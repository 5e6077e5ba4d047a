/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/array.h"
#include "verify/reader/apart.h"
#include "verify/tool/run.h"
#include "verify/verdict/label_text.h"

/* How well labels are printed, from a scan of their sheet. */

/* Below these a print is weak: 0.33 mm as Sello prints no smaller without being forced; the others
 * as grade 2 (C) begins in ISO/IEC 15415, though nothing here is a grade: no scanner is calibrated.
 */
#define MODULE_MM_LEAST 0.33
#define CONTRAST_LEAST 0.40
#define UNUSED_LEAST 0.37

enum weak { WEAK_MODULE = 1, WEAK_CONTRAST = 2, WEAK_CORRECTION = 4 };

/* One code of a picture. */
struct code {
    uint8_t *text; /* owned */
    size_t len;
    double x, y;  /* its centre, pixels */
    size_t place; /* from 1, in the order of reading: by rows, from the left */
    bool measured;
    struct sello_measure measure;
    bool is_label;  /* else a code of another kind */
    bool is_proof;  /* of a label: as it will be printed, and not to be relied on */
    bool duplicate; /* another one of the same text came before it */
    struct sello_report report;
};

/* A picture's codes. */
struct sheet {
    const char *input;
    double dpi;        /* 0: unknown */
    bool judged;       /* there is trust to judge by */
    struct code *code; /* owned */
    size_t n;
};

/* ---- gathering ---- */

struct gathering {
    struct sheet *sheet;
    size_t room;
    bool failed; /* no memory */
};

static bool make_room(struct gathering *g) {
    return base_grow(&g->sheet->code, &g->room, g->sheet->n + 1, sizeof *g->sheet->code);
}

static void on_code(void *context, const struct sello_code *code,
                    const struct sello_measure *measure) {
    struct gathering *g = context;
    struct code one = {.text = malloc(code->len), .len = code->len};
    if (one.text == NULL || !make_room(g)) {
        free(one.text);
        g->failed = true;
        return;
    }
    memcpy(one.text, code->text, code->len);
    for (unsigned i = 0; i < 4; i++) {
        one.x += code->where.corner[i].x / 4;
        one.y += code->where.corner[i].y / 4;
    }
    one.measured = measure != NULL;
    if (measure != NULL) {
        one.measure = *measure;
    }
    g->sheet->code[g->sheet->n++] = one;
}

static void free_sheet(struct sheet *sheet) {
    for (size_t i = 0; i < sheet->n; i++) {
        free(sheet->code[i].text);
    }
    free(sheet->code);
}

/* ---- in the order people read a sheet ---- */

static int by_y(const void *a, const void *b) {
    double x = ((const struct code *)a)->y, y = ((const struct code *)b)->y;
    return (x > y) - (x < y);
}

static int by_x(const void *a, const void *b) {
    double x = ((const struct code *)a)->x, y = ((const struct code *)b)->x;
    return (x > y) - (x < y);
}

/* A row ends where the next code is half a code further down, so that a sheet may lie askew. */
static void put_in_order(struct sheet *sheet) {
    qsort(sheet->code, sheet->n, sizeof *sheet->code, by_y);
    size_t start = 0;
    for (size_t i = 1; i <= sheet->n; i++) {
        const struct code *before = &sheet->code[i - 1];
        double half = before->measure.side * before->measure.module_pixels / 2;
        if (i == sheet->n || sheet->code[i].y - before->y > half) {
            qsort(sheet->code + start, i - start, sizeof *sheet->code, by_x);
            start = i;
        }
    }
    for (size_t i = 0; i < sheet->n; i++) {
        sheet->code[i].place = i + 1;
    }
}

/* ---- judging ---- */

static double module_mm(const struct sheet *sheet, const struct code *code) {
    return code->measured && sheet->dpi > 0 ? code->measure.module_pixels / sheet->dpi * 25.4 : 0;
}

static double contrast_of(const struct code *code) {
    return code->measured ? code->measure.light - code->measure.dark : 0;
}

static unsigned weak_of(const struct sheet *sheet, const struct code *code) {
    double module = module_mm(sheet, code);
    unsigned weak = 0;
    if (!code->measured) {
        return 0;
    }
    /* A hundredth of a millimetre is what a scan may be off by. */
    weak |= module > 0 && module < MODULE_MM_LEAST - 0.01 ? WEAK_MODULE : 0;
    weak |= contrast_of(code) < CONTRAST_LEAST ? WEAK_CONTRAST : 0;
    bool correction =
        code->measure.has_correction && code->measure.correction.unused < UNUSED_LEAST;
    return weak | (correction ? WEAK_CORRECTION : 0u);
}

static bool same_text(const struct code *a, const struct code *b) {
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/* Another label of the same certifier and serial is the same label, too, whatever sheet it is on:
 * but here each sheet stands for itself. */
static void judge(struct run *run, struct sheet *sheet, struct code *code) {
    struct sello_workspace work;
    sello_verify_text(&run->policy, (const char *)code->text, code->len, &work, &code->report);
    code->is_proof = sello_proof_serial(sello_bytes(code->text, code->len)) != 0;
    code->is_label = code->is_proof || code->report.verdict != SELLO_NOT_A_LABEL;
    for (const struct code *c = sheet->code; c < code && !code->duplicate; c++) {
        code->duplicate = same_text(c, code);
    }
    if (code->duplicate && code->report.verified) {
        sello_report_repeated(&code->report);
    }
    if (sheet->judged && code->is_label && !code->is_proof) {
        run_note(run, code->report.verdict);
    }
}

/* ---- for people: columns ---- */

enum { CELL = 24 };

static void put_module(const struct sheet *sheet, const struct code *code) {
    char text[CELL] = "?";
    double mm = module_mm(sheet, code);
    if (mm > 0) {
        snprintf(text, sizeof text, "%.3f mm", mm);
    } else if (code->measured) {
        snprintf(text, sizeof text, "%.1f px", code->measure.module_pixels);
    }
    cli_print(stdout, "%-10s", text);
}

static void put_percent(double part, bool known, int columns) {
    char text[CELL] = "?";
    if (known) {
        snprintf(text, sizeof text, "%.0f %%", 100 * part);
    }
    cli_print(stdout, "%-*s", columns, text);
}

static void put_verdict(const struct sheet *sheet, const struct code *code) {
    if (!code->is_label) {
        cli_print(stdout, "%s", _("not a Sello label"));
    } else if (code->is_proof) {
        cli_print(stdout, "%s", code->duplicate ? _("a proof, here twice") : _("a proof"));
    } else if (sheet->judged) {
        cli_print(stdout, "%s", verdict_title(code->report.verdict));
    } else {
        cli_print(stdout, "%s", code->duplicate ? _("reads, and is here twice") : _("reads"));
    }
}

static void put_weak(unsigned weak) {
    static const struct {
        enum weak bit;
        const char *words;
    } rows[] = {
        {WEAK_MODULE, N_("module too small")},
        {WEAK_CONTRAST, N_("contrast too low")},
        {WEAK_CORRECTION, N_("correction nearly used up")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((weak & rows[i].bit) != 0) {
            cli_print(stdout, " · %s", _(rows[i].words));
        }
    }
}

static void put_row(const struct sheet *sheet, const struct code *code) {
    char place[CELL];
    const struct sello_measure *m = &code->measure;
    const char *serial = code->report.serial_text[0] != '\0' ? code->report.serial_text : "?";
    snprintf(place, sizeof place, "%zu", code->place);
    cli_print(stdout, "%4s  %-13s ", place, serial);
    put_module(sheet, code);
    put_percent(contrast_of(code), code->measured, 10);
    put_percent(m->correction.unused, code->measured && m->has_correction, 11);
    put_verdict(sheet, code);
    put_weak(weak_of(sheet, code));
    putchar('\n');
}

/* What was counted; what is not on it nobody can know without the stock. */
static void put_sums(const struct sheet *sheet) {
    unsigned long long n_labels = 0, n_weak = 0, n_twice = 0;
    for (size_t i = 0; i < sheet->n; i++) {
        n_labels += sheet->code[i].is_label;
        n_twice += sheet->code[i].duplicate;
        n_weak += weak_of(sheet, &sheet->code[i]) != 0;
    }
    cli_print(stdout,
              _("Labels that read: %llu. Of them here twice: %llu. Codes weakly printed: "
                "%llu.\n"),
              n_labels, n_twice, n_weak);
    cli_note(_("A label that does not read at all is not in the list: count them against the "
               "sheet."));
    if (sheet->dpi <= 0) {
        cli_note(_("The picture does not say how many pixels an inch has: give --dpi to learn the "
                   "modules' size."));
    }
}

static void say_words(const struct sheet *sheet) {
    char dpi[CELL] = "";
    if (sheet->dpi > 0) {
        snprintf(dpi, sizeof dpi, " (%.0f dpi)", sheet->dpi);
    }
    cli_print(stdout, "%s%s\n", sheet->input, dpi);
    cli_print(stdout, "   #  %-13s %-9s %-9s %-10s %s\n", _("Serial"), _("Module"), _("Contrast"),
              _("Corr. left"), _("Answer"));
    for (size_t i = 0; i < sheet->n; i++) {
        put_row(sheet, &sheet->code[i]);
    }
    put_sums(sheet);
}

/* ---- JSON ---- */

static void json_measure(struct cli_json *j, const struct sheet *sheet, const struct code *code) {
    const struct sello_measure *m = &code->measure;
    double mm = module_mm(sheet, code);
    if (!code->measured) {
        return;
    }
    cli_json_number(j, "symbol_version", (m->side - 17) / 4);
    cli_json_decimal(j, "module_pixels", m->module_pixels);
    if (mm > 0) {
        cli_json_decimal(j, "module_mm", mm);
    }
    cli_json_decimal(j, "contrast", contrast_of(code));
    if (m->has_correction) {
        cli_json_string(j, "correction_level", (const char[]){m->correction.level, '\0'});
        cli_json_decimal(j, "correction_unused", m->correction.unused);
    }
}

static void json_weak(struct cli_json *j, unsigned weak) {
    cli_json_open_in(j, "weak", '[');
    if ((weak & WEAK_MODULE) != 0) {
        cli_json_string(j, NULL, "module");
    }
    if ((weak & WEAK_CONTRAST) != 0) {
        cli_json_string(j, NULL, "contrast");
    }
    if ((weak & WEAK_CORRECTION) != 0) {
        cli_json_string(j, NULL, "correction");
    }
    cli_json_close_in(j, ']');
}

static void json_row(const struct sheet *sheet, const struct code *code) {
    struct cli_json j;
    bool judged = sheet->judged || !code->is_label;
    cli_json_open(&j, stdout);
    cli_json_number(&j, "format", 1);
    cli_json_string(&j, "input", sheet->input);
    cli_json_number(&j, "place", code->place);
    cli_json_number(&j, "x", code->x > 0 ? (uint64_t)code->x : 0);
    cli_json_number(&j, "y", code->y > 0 ? (uint64_t)code->y : 0);
    cli_json_string(&j, "verdict", judged ? sello_verdict_name(code->report.verdict) : NULL);
    if (code->report.serial != 0) {
        cli_json_number(&j, "serial", code->report.serial);
        cli_json_string(&j, "serial_text", code->report.serial_text);
    }
    cli_json_bool(&j, "duplicate", code->duplicate);
    json_measure(&j, sheet, code);
    json_weak(&j, weak_of(sheet, code));
    cli_json_close(&j);
}

static void say_json(const struct sheet *sheet) {
    for (size_t i = 0; i < sheet->n; i++) {
        json_row(sheet, &sheet->code[i]);
    }
}

/* ---- one picture ---- */

struct tally {
    bool weak;     /* a print is weak, or a label is there twice */
    bool unread;   /* a picture had no code, or could not be read */
    bool no_label; /* one had other codes alone */
};

static enum sello_error read_sheet(struct sello_bytes file, uint64_t dpi, struct sheet *sheet) {
    struct gathering g = {.sheet = sheet};
    enum sello_error error = sello_sheet_measure_apart(file, on_code, &g, &sheet->dpi);
    sheet->dpi = dpi > 0 ? (double)dpi : sheet->dpi;
    return error == SELLO_OK && g.failed ? SELLO_E_MEMORY : error;
}

static void say_sheet(struct run *run, struct sheet *sheet, struct tally *tally) {
    size_t n_labels = 0;
    put_in_order(sheet);
    for (size_t i = 0; i < sheet->n; i++) {
        struct code *code = &sheet->code[i];
        judge(run, sheet, code);
        n_labels += code->is_label;
        tally->weak = tally->weak || code->duplicate || weak_of(sheet, code) != 0;
    }
    tally->no_label = tally->no_label || n_labels == 0;
    if (run->form == FORM_JSON) {
        say_json(sheet);
    } else {
        say_words(sheet);
    }
}

static void check_picture(struct run *run, const char *path, uint64_t dpi, struct tally *tally) {
    struct sheet sheet = {.input = path, .judged = run->trusts->n + run->trusts->n_unread > 0};
    uint8_t *file = NULL;
    size_t len = 0;
    bool read = cli_file_read(path, SELLO_PICTURE_FILE_MAX, &file, &len);
    enum sello_error error =
        read ? read_sheet(sello_bytes(file, len), dpi, &sheet) : SELLO_E_PICTURE_FILE;
    free(file);
    pictures_warn();
    if (error == SELLO_OK) {
        say_sheet(run, &sheet, tally);
    } else {
        tally->unread = true;
        if (read) {
            cli_error(_("%s: %s."), path, _(sello_error_text(error)));
        }
    }
    free_sheet(&sheet);
}

/* The worst verdict's; where all is well but the print, 1. */
static int exit_of(struct run *run, const struct tally *tally) {
    enum sello_verdict worst = run->worst;
    if (tally->unread) {
        worst = worst == SELLO_UNDECIDED ? SELLO_UNREADABLE
                                         : sello_verdict_worse(worst, SELLO_UNREADABLE);
    }
    if (tally->no_label) {
        worst = worst == SELLO_UNDECIDED ? SELLO_NOT_A_LABEL
                                         : sello_verdict_worse(worst, SELLO_NOT_A_LABEL);
    }
    int code = worst == SELLO_UNDECIDED ? CLI_OK : run_exit(run, worst);
    return code == CLI_OK && tally->weak ? CLI_FAILURE : code;
}

int print_check(const struct cli_args *args, struct run *run) {
    struct tally tally = {false, false, false};
    uint64_t dpi = 0;
    if (!cli_number(args, "dpi", 50, 4800, &dpi)) {
        return CLI_USAGE;
    }
    for (size_t i = 0; i < cli_n_operands(args); i++) {
        if (i > 0 && run->form == FORM_PEOPLE) {
            putchar('\n');
        }
        check_picture(run, cli_operand(args, i), dpi, &tally);
    }
    return exit_of(run, &tally);
}
