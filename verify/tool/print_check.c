/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/tool/print_check.h"

#include <stdlib.h>

#include "verify/reader/picture.h"
#include "verify/reader/picture_load.h"
#include "verify/reader/picture_sheet.h"

/* ---- gathering ---- */

struct gathering {
    struct check_sheet *sheet;
    const struct sello_image *image;
    size_t room;
    bool failed; /* no memory */
};

static bool make_room(struct gathering *g) {
    if (g->sheet->n < g->room) {
        return true;
    }
    size_t room = g->room == 0 ? 32 : 2 * g->room;
    struct check_code *more = reallocarray(g->sheet->code, room, sizeof *more);
    if (more == NULL) {
        return false;
    }
    g->sheet->code = more;
    g->room = room;
    return true;
}

static void on_code(void *context, const struct sello_code *code) {
    struct gathering *g = context;
    struct check_code one = {.text = malloc(code->len), .len = code->len};
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
    one.measured = sello_measure(g->image, &code->where, &one.measure) == SELLO_OK;
    g->sheet->code[g->sheet->n++] = one;
}

static void free_sheet(struct check_sheet *sheet) {
    for (size_t i = 0; i < sheet->n; i++) {
        free(sheet->code[i].text);
    }
    free(sheet->code);
}

/* ---- in the order people read a sheet ---- */

static int by_y(const void *a, const void *b) {
    double x = ((const struct check_code *)a)->y, y = ((const struct check_code *)b)->y;
    return (x > y) - (x < y);
}

static int by_x(const void *a, const void *b) {
    double x = ((const struct check_code *)a)->x, y = ((const struct check_code *)b)->x;
    return (x > y) - (x < y);
}

/* A row ends where the next code is half a code further down, so that a sheet may lie askew. */
static void put_in_order(struct check_sheet *sheet) {
    qsort(sheet->code, sheet->n, sizeof *sheet->code, by_y);
    size_t start = 0;
    for (size_t i = 1; i <= sheet->n; i++) {
        const struct check_code *before = &sheet->code[i - 1];
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

double check_module_mm(const struct check_sheet *sheet, const struct check_code *code) {
    return code->measured && sheet->dpi > 0 ? code->measure.module_pixels / sheet->dpi * 25.4 : 0;
}

double check_contrast(const struct check_code *code) {
    return code->measured ? code->measure.light - code->measure.dark : 0;
}

unsigned check_weak_of(const struct check_sheet *sheet, const struct check_code *code) {
    double module = check_module_mm(sheet, code);
    unsigned weak = 0;
    if (!code->measured) {
        return 0;
    }
    /* A hundredth of a millimetre is what a scan may be off by. */
    weak |= module > 0 && module < CHECK_MODULE_MM - 0.01 ? CHECK_WEAK_MODULE : 0;
    weak |= check_contrast(code) < CHECK_CONTRAST ? CHECK_WEAK_CONTRAST : 0;
    bool correction =
        code->measure.has_correction && code->measure.correction.unused < CHECK_UNUSED;
    return weak | (correction ? CHECK_WEAK_CORRECTION : 0u);
}

static bool same_text(const struct check_code *a, const struct check_code *b) {
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/* Another label of the same certifier and serial is the same label, too, whatever sheet it is on:
 * but here each sheet stands for itself. */
static void judge(struct run *run, struct check_sheet *sheet, struct check_code *code) {
    struct sello_workspace work;
    sello_verify_text(&run->policy, (const char *)code->text, code->len, &work, &code->report);
    code->is_label = code->report.verdict != SELLO_NOT_A_LABEL;
    for (const struct check_code *c = sheet->code; c < code && !code->duplicate; c++) {
        code->duplicate = same_text(c, code);
    }
    if (code->duplicate && code->report.verified) {
        sello_report_repeated(&code->report);
    }
    if (sheet->judged && code->is_label) {
        run_note(run, code->report.verdict);
    }
}

/* ---- one picture ---- */

struct tally {
    bool weak;     /* a print is weak, or a label is there twice */
    bool unread;   /* a picture had no code, or could not be read */
    bool no_label; /* one had other codes alone */
};

static enum sello_error read_sheet(struct sello_bytes file, uint64_t dpi,
                                   struct check_sheet *sheet) {
    struct sello_image image = {0};
    struct gathering g = {.sheet = sheet, .image = &image};
    enum sello_error error = sello_image_load(file, &image);
    if (error != SELLO_OK) {
        return error;
    }
    sheet->dpi = dpi > 0 ? (double)dpi : image.dpi;
    error = sello_read_sheet(&image, on_code, &g);
    if (error == SELLO_OK && g.failed) {
        error = SELLO_E_MEMORY;
    } else if (error == SELLO_OK && sheet->n == 0) {
        error = image.incomplete ? SELLO_E_PICTURE_DAMAGED : SELLO_E_PICTURE_NO_CODE;
    }
    sello_image_free(&image);
    return error;
}

static void say_sheet(struct run *run, struct check_sheet *sheet, struct tally *tally) {
    size_t n_labels = 0;
    put_in_order(sheet);
    for (size_t i = 0; i < sheet->n; i++) {
        struct check_code *code = &sheet->code[i];
        judge(run, sheet, code);
        n_labels += code->is_label;
        tally->weak = tally->weak || code->duplicate || check_weak_of(sheet, code) != 0;
    }
    tally->no_label = tally->no_label || n_labels == 0;
    if (run->form == FORM_JSON) {
        check_say_json(sheet);
    } else {
        check_say(sheet);
    }
}

static void check_picture(struct run *run, const char *path, uint64_t dpi, struct tally *tally) {
    struct check_sheet sheet = {.input = path,
                                .judged = run->trusts->n + run->trusts->n_unread > 0};
    uint8_t *file = NULL;
    size_t len = 0;
    bool read = cli_file_read(path, SELLO_PICTURE_FILE_MAX, &file, &len);
    enum sello_error error =
        read ? read_sheet(sello_bytes(file, len), dpi, &sheet) : SELLO_E_PICTURE_FILE;
    free(file);
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
