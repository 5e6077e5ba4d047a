/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/commands/history_newest.h"

#include "registry/commands/history_words.h"
#include "registry/commands/record.h"
#include "registry/commands/table.h"
#include "registry/desk/latest.h"

/* What takes a step back, by enum step_back: the command, and how it is typed. */
static const struct {
    const char *command, *typed;
} backs[] = {
    [STEP_BACK_UNDO] = {"undo", N_("sello undo %1$s")},
    [STEP_BACK_PRODUCER] = {"producer edit", N_("sello producer edit %1$s ...")},
    [STEP_BACK_PRODUCT] = {"product edit", N_("sello product edit %1$s ...")},
    [STEP_BACK_RESUME] = {"resume", N_("sello resume %1$s")},
    [STEP_BACK_RETURNED] = {"returned", N_("sello returned %1$s --reason \"...\"")},
    [STEP_BACK_CERTIFICATE_RESUME] = {"certificate resume", N_("sello certificate resume %1$s")},
    [STEP_BACK_CERTIFICATE_CANCEL] = {"certificate cancel", N_("sello certificate cancel %1$s")},
};

/* Why nothing does, by enum step_stays. */
static const struct {
    const char *name, *text;
} stays[] = {
    [STEP_STAYS_FINAL] = {"final", N_("stays: what is withdrawn stays so, as buyers were told")},
    [STEP_STAYS_SEEN] = {"seen",
                         N_("stays: others may have seen it; the next step stands after it")},
    [STEP_STAYS_ISSUED] = {"issued", N_("stays: its labels are signed; they can be withdrawn")},
    [STEP_STAYS_PAPER] = {"paper", N_("stays: it is on paper; it can be printed again")},
    [STEP_STAYS_DELIVERED] = {"delivered", N_("stays: the producer has them and the receipt")},
    [STEP_STAYS_RECORD] = {"record", N_("stays: it can be corrected, or become one with another")},
    [STEP_STAYS_MERGED] = {"merged", N_("stays: two records became one; it can be corrected")},
    [STEP_STAYS_DECIDED] = {"decided", N_("stays: the next decision stands after it")},
    [STEP_STAYS_SIGNED] = {"signed", N_("stays: it was signed; the next one replaces it")},
    [STEP_STAYS_OVER] = {"over", N_("is no longer so, or was itself a taking back")},
};

/* What the command is about: "I3", "R1", "5-8". */
static void put_whose(const struct latest_step *step, char out[SELLO_LEN(RECORD_SERIALS_LEN)]) {
    if (step->record.kind == SELLO_KIND_NONE) {
        record_serials(step->first, step->last, out);
    } else {
        char id[SELLO_ID_LEN];
        sello_id_format(step->record, id);
        snprintf(out, RECORD_SERIALS_LEN, "%s", id);
    }
}

/* The option that gives a field back what it was. */
static void put_field(struct cli_json *j, const struct sello_edit *edit) {
    bool is_public = strcmp(edit->before, "true") == 0;
    if (strcmp(edit->field, "public") == 0) {
        cli_json_bool(j, is_public ? "public" : "no-public", true);
    } else if (strcmp(edit->field, "net_content") == 0) {
        cli_json_string(j, "net-content", edit->before);
    } else if (strcmp(edit->field, "language") == 0) {
        cli_json_string(j, "text-lang", edit->before[0] != '\0' ? edit->before : "es");
    } else {
        cli_json_string(j, edit->field, edit->before);
    }
}

static void put_back(struct cli_json *j, const struct latest_step *step) {
    char whose[RECORD_SERIALS_LEN];
    put_whose(step, whose);
    cli_json_open_in(j, "undo", '{');
    cli_json_string(j, "command", backs[step->back].command);
    cli_json_string(j, "of", whose);
    if (step->back == STEP_BACK_PRODUCER || step->back == STEP_BACK_PRODUCT) {
        cli_json_open_in(j, "fields", '{');
        for (size_t i = 0; i < step->row->n_edits; i++) {
            put_field(j, &step->row->edit[i]);
        }
        cli_json_close_in(j, '}');
    }
    cli_json_close_in(j, '}');
}

static bool newest_json(void *context, const struct latest_step *step) {
    struct cli_json j;
    char what[HISTORY_SENTENCE_MAX];
    (void)context;
    history_sentence(step->row, what);
    cli_json_open(&j, stdout);
    history_json(&j, step->row);
    cli_json_string(&j, "text", what);
    if (step->back != STEP_BACK_NOTHING) {
        put_back(&j, step);
    } else {
        cli_json_string(&j, "stays", stays[step->stays].name);
        cli_json_string(&j, "stays_text", _(stays[step->stays].text));
    }
    cli_json_close(&j);
    return true;
}

static bool newest_row(void *context, const struct latest_step *step) {
    struct table *t = context;
    char what[HISTORY_SENTENCE_MAX], whose[RECORD_SERIALS_LEN], back[128];
    history_sentence(step->row, what);
    record_cell_instant(t, step->row->at);
    table_cell(t, step->row->who);
    table_cell(t, what);
    put_whose(step, whose);
    const char *const values[] = {whose};
    if (step->back != STEP_BACK_NOTHING) {
        cli_fill(back, sizeof back, _(backs[step->back].typed), values, 1);
    }
    table_cell(t, step->back != STEP_BACK_NOTHING ? back : _(stays[step->stays].text));
    return !t->failed;
}

int history_newest(struct app *app, uint64_t most) {
    const char *const titles[] = {_("When"), _("Who"), _("What"), _("To take it back")};
    struct table t;
    if (cli_operand(app->args, 0) != NULL) {
        cli_error(_("--newest is of everything: leave the record out."));
        return CLI_USAGE;
    }
    table_start(&t, titles, app->json ? 0 : 4);
    enum sello_error error =
        latest_steps(&app->session, most, app->json ? newest_json : newest_row, &t);
    bool printed = app->json || table_end(&t, stdout, _("Nothing was done yet."));
    if (error != SELLO_OK) {
        return app_failed(app, error, _("The history cannot be shown"));
    }
    return printed ? CLI_OK : CLI_FAILURE;
}
