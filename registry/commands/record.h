/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_RECORD_H
#define SELLO_REGISTRY_COMMANDS_RECORD_H

/* What showing and changing records of every kind has in common. */

#include "cli/cli.h"
#include "registry/commands/table.h"
#include "registry/store/store.h"

/* JSON fields that are left out where there is nothing to say. */
void record_json_id(struct cli_json *j, const char *name, struct sello_id id); /* number 0: none */
void record_json_text(struct cli_json *j, const char *name, const char *text);
void record_json_day(struct cli_json *j, const char *name, struct sello_number day);
void record_json_instant(struct cli_json *j, const char *name, uint64_t seconds);
void record_json_import(struct cli_json *j, uint64_t import);
void record_json_counts(struct cli_json *j, const struct sello_label_counts *counts);

/* "Origin:      Temoaya" on stdout; nothing where the text is empty. */
void record_line(const char *label, const char *text);
void record_line_id(struct sello_id id);
void record_line_day(const char *label, struct sello_number day);
void record_line_instant(const char *label, uint64_t seconds);
void record_line_import(uint64_t import);
void record_line_number(const char *label, uint64_t n);
void record_lines_counts(const struct sello_label_counts *counts); /* as record_json_counts */

/* Cells. */
void record_cell_id(struct table *t, struct sello_id id);
void record_cell_day(struct table *t, struct sello_number day);
void record_cell_instant(struct table *t, uint64_t seconds);
void record_cell_number(struct table *t, uint64_t n);
void record_cell_serials(struct table *t, uint64_t first, uint64_t last);

/* "5-8"; one alone is "5". */
#define RECORD_SERIALS_LEN 42 /* bytes, with its NUL */
void record_serials(uint64_t first, uint64_t last, char out[SELLO_LEN(RECORD_SERIALS_LEN)]);

/* Words for people; the store's names ("granted") are for JSON. */
const char *record_state_text(enum sello_certificate_state state);
const char *record_step_name(enum sello_certificate_step step); /* "grant" */
const char *record_step_text(enum sello_certificate_step step);

#endif
