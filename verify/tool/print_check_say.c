/* SPDX-License-Identifier: Apache-2.0 */

#include "verify/tool/print_check.h"

/* ---- for people: columns ---- */

enum { CELL = 24 };

static void put_module(const struct check_sheet *sheet, const struct check_code *code) {
    char text[CELL] = "?";
    double mm = check_module_mm(sheet, code);
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

static void put_verdict(const struct check_sheet *sheet, const struct check_code *code) {
    if (!code->is_label) {
        cli_print(stdout, "%s", _("not a Sello label"));
    } else if (sheet->judged) {
        cli_print(stdout, "%s", verdict_title(code->report.verdict));
    } else {
        cli_print(stdout, "%s", code->duplicate ? _("reads, and is here twice") : _("reads"));
    }
}

static void put_weak(unsigned weak) {
    static const struct {
        enum check_weak bit;
        const char *words;
    } rows[] = {
        {CHECK_WEAK_MODULE, N_("module too small")},
        {CHECK_WEAK_CONTRAST, N_("contrast too low")},
        {CHECK_WEAK_CORRECTION, N_("correction nearly used up")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((weak & rows[i].bit) != 0) {
            cli_print(stdout, " · %s", _(rows[i].words));
        }
    }
}

static void put_row(const struct check_sheet *sheet, const struct check_code *code) {
    char place[CELL];
    const struct sello_measure *m = &code->measure;
    const char *serial = code->report.serial_text[0] != '\0' ? code->report.serial_text : "?";
    snprintf(place, sizeof place, "%zu", code->place);
    cli_print(stdout, "%4s  %-13s ", place, serial);
    put_module(sheet, code);
    put_percent(check_contrast(code), code->measured, 10);
    put_percent(m->correction.unused, code->measured && m->has_correction, 11);
    put_verdict(sheet, code);
    put_weak(check_weak_of(sheet, code));
    putchar('\n');
}

/* What was counted; what is not on it nobody can know without the stock. */
static void put_sums(const struct check_sheet *sheet) {
    unsigned long long n_labels = 0, n_weak = 0, n_twice = 0;
    for (size_t i = 0; i < sheet->n; i++) {
        n_labels += sheet->code[i].is_label;
        n_twice += sheet->code[i].duplicate;
        n_weak += check_weak_of(sheet, &sheet->code[i]) != 0;
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

void check_say(const struct check_sheet *sheet) {
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

static void json_measure(struct cli_json *j, const struct check_sheet *sheet,
                         const struct check_code *code) {
    const struct sello_measure *m = &code->measure;
    double mm = check_module_mm(sheet, code);
    if (!code->measured) {
        return;
    }
    cli_json_number(j, "symbol_version", (m->side - 17) / 4);
    cli_json_decimal(j, "module_pixels", m->module_pixels);
    if (mm > 0) {
        cli_json_decimal(j, "module_mm", mm);
    }
    cli_json_decimal(j, "contrast", check_contrast(code));
    if (m->has_correction) {
        cli_json_string(j, "correction_level", (const char[]){m->correction.level, '\0'});
        cli_json_decimal(j, "correction_unused", m->correction.unused);
    }
}

static void json_weak(struct cli_json *j, unsigned weak) {
    cli_json_open_in(j, "weak", '[');
    if ((weak & CHECK_WEAK_MODULE) != 0) {
        cli_json_string(j, NULL, "module");
    }
    if ((weak & CHECK_WEAK_CONTRAST) != 0) {
        cli_json_string(j, NULL, "contrast");
    }
    if ((weak & CHECK_WEAK_CORRECTION) != 0) {
        cli_json_string(j, NULL, "correction");
    }
    cli_json_close_in(j, ']');
}

static void json_row(const struct check_sheet *sheet, const struct check_code *code) {
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
    json_weak(&j, check_weak_of(sheet, code));
    cli_json_close(&j);
}

void check_say_json(const struct check_sheet *sheet) {
    for (size_t i = 0; i < sheet->n; i++) {
        json_row(sheet, &sheet->code[i]);
    }
}
