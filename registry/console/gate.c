/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/console/gate.h"

#include <jansson.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- JSON whose memory is wiped ---- */

static void free_wiped(void *memory) {
    if (memory != NULL) {
        explicit_bzero(memory, malloc_usable_size(memory));
        free(memory);
    }
}

void gate_start(void) {
    json_set_alloc_funcs(malloc, free_wiped);
}

/* ---- faults ---- */

static bool refuse(struct gate_fault *fault, const char *rule, const char *field,
                   const char *value) {
    *fault = (struct gate_fault){.rule = rule};
    snprintf(fault->field, sizeof fault->field, "%s", field != NULL ? field : "");
    snprintf(fault->value, sizeof fault->value, "%s", value != NULL ? value : "");
    return false;
}

/* ---- names ---- */

const struct console_command *gate_command(const struct console_command *commands,
                                           const char *words) {
    for (const struct console_command *c = commands; c->name != NULL; c++) {
        const char *name = c->name, *at = words;
        while (*name != '\0' && (*at == *name || (*name == ' ' && *at == '/'))) {
            if (*name == ' ' && *at != '/') {
                break;
            }
            name++, at++;
        }
        if (*name == '\0' && *at == '\0') {
            return c;
        }
    }
    return NULL;
}

bool gate_name_ok(const char *name) {
    struct sello_bytes rest = sello_bytes_of(name);
    if (rest.len == 0 || rest.len > 120 || name[0] == '.' || name[0] == '-') {
        return false;
    }
    while (rest.len > 0) {
        uint32_t code_point = 0;
        size_t n = sello_utf8_next(rest, &code_point);
        if (n == 0 || code_point == '/' || sello_text_forbidden(code_point)) {
            return false;
        }
        rest = sello_bytes(rest.ptr + n, rest.len - n);
    }
    return true;
}

struct sello_passphrase *gate_passphrase(const char *text) {
    struct sello_passphrase *p = NULL;
    return sello_passphrase_from_text(sello_bytes_of(text), &p) == SELLO_OK ? p : NULL;
}

static const struct console_option *find_option(const struct console_command *command,
                                                const char *name) {
    for (size_t i = 0; i < command->n_options; i++) {
        if (strcmp(command->options[i].name, name) == 0) {
            return &command->options[i];
        }
    }
    return NULL;
}

/* ---- the command line ---- */

static bool add_word(struct gate_call *call, char *word, struct gate_fault *fault) {
    if (word == NULL) {
        return refuse(fault, "memory", NULL, NULL);
    }
    if (call->n == GATE_WORDS_MAX) {
        free_wiped(word);
        return refuse(fault, "too-much", NULL, NULL);
    }
    call->word[call->n++] = word;
    return true;
}

/* "--name=value", "-o=value"; of an operand the value alone. In one word, so that no value is taken
 * for an option. */
static bool add_value(struct gate_call *call, const char *option, const char *value,
                      struct gate_fault *fault) {
    char *word = NULL;
    int n = option == NULL
                ? asprintf(&word, "%s", value)
                : asprintf(&word, "%s%s=%s", option[1] == '\0' ? "-" : "--", option, value);
    return add_word(call, n >= 0 ? word : NULL, fault);
}

/* ---- values ---- */

/* Where a value stands: an option, or an operand. */
struct spot {
    const char *option; /* NULL: an operand */
    const char *field;  /* its name in the body */
    unsigned ways;
};

/* A text may stand for a file only where it cannot be a path: commands run in an empty folder. */
static bool add_text(struct gate_call *call, const struct spot *spot, const char *text,
                     struct gate_fault *fault) {
    if ((spot->ways & (CONSOLE_TEXT | CONSOLE_NAME)) == 0) {
        return refuse(fault, "file-expected", spot->field, spot->field);
    }
    if ((spot->ways & CONSOLE_TEXT) == 0 && (strchr(text, '/') != NULL || strcmp(text, "-") == 0)) {
        return refuse(fault, "name-expected", spot->field, spot->field);
    }
    return add_value(call, spot->option, text, fault);
}

static bool take_ids(const json_t *list, const struct spot *spot, struct gate_place *out,
                     struct gate_fault *fault) {
    out->n_ids = json_array_size(list);
    if (out->n_ids == 0 || out->n_ids > GATE_FILES_MAX) {
        return refuse(fault, "value-expected", spot->field, spot->field);
    }
    for (size_t i = 0; i < out->n_ids; i++) {
        out->id[i] = json_string_value(json_array_get(list, i));
        if (out->id[i] == NULL) {
            return refuse(fault, "value-expected", spot->field, spot->field);
        }
    }
    return true;
}

/* What each member of such an object means, and where it may stand. */
static const struct place_row {
    const char *member;
    enum gate_place_kind kind;
    unsigned reads, writes;
} place_rows[] = {
    {"upload", GATE_UPLOAD, CONSOLE_READ, 0},
    {"uploads", GATE_UPLOADS, CONSOLE_READ_FOLDER, 0},
    {"file", GATE_FILE, 0, CONSOLE_WRITE},
    {"folder", GATE_FOLDER, CONSOLE_READ_FOLDER, CONSOLE_WRITE_FOLDER},
    {"path", GATE_PATH, CONSOLE_READ | CONSOLE_READ_FOLDER, CONSOLE_WRITE | CONSOLE_WRITE_FOLDER},
};

static const struct place_row *find_place(const json_t *object, const json_t **out_value) {
    const struct place_row *found = NULL;
    for (size_t i = 0; i < sizeof place_rows / sizeof *place_rows; i++) {
        const json_t *value = json_object_get(object, place_rows[i].member);
        if (value != NULL && found != NULL) {
            return NULL; /* two things at once */
        }
        if (value != NULL) {
            found = &place_rows[i];
            *out_value = value;
        }
    }
    return found;
}

static bool add_place(struct gate_call *call, const struct spot *spot, const json_t *object,
                      const struct gate_files *files, struct gate_fault *fault) {
    const json_t *value = NULL, *prefix = json_object_get(object, "prefix");
    const struct place_row *row = find_place(object, &value);
    size_t known = 1 + (prefix != NULL ? 1 : 0);
    if (row == NULL || json_object_size(object) != known ||
        (spot->ways & (row->reads | row->writes)) == 0 ||
        (prefix != NULL && (!json_is_string(prefix) || (spot->ways & CONSOLE_PREFIXED) == 0))) {
        return refuse(fault, "file-not-so", spot->field, spot->field);
    }
    struct gate_place place = {.kind = row->kind,
                               .text = json_string_value(value),
                               .writes = (spot->ways & row->writes) != 0};
    if (row->kind == GATE_UPLOADS) {
        if (!take_ids(value, spot, &place, fault)) {
            return false;
        }
    } else if (place.text == NULL) {
        return refuse(fault, "value-expected", spot->field, spot->field);
    }
    char path[PATH_MAX], *word = NULL;
    const char *rule = files->place(files->context, &place, path);
    if (rule != NULL) {
        return refuse(fault, rule, spot->field, place.text);
    }
    if (prefix == NULL) {
        return add_value(call, spot->option, path, fault);
    }
    bool made = asprintf(&word, "%s%s", json_string_value(prefix), path) >= 0;
    bool added = made && add_value(call, spot->option, word, fault);
    free(made ? word : NULL);
    return added || (made ? false : refuse(fault, "memory", NULL, NULL));
}

static bool add_json(struct gate_call *call, const struct spot *spot, const json_t *value,
                     const struct gate_files *files, struct gate_fault *fault) {
    char number[40];
    if (json_is_string(value)) {
        return add_text(call, spot, json_string_value(value), fault);
    }
    if (json_is_object(value)) {
        return add_place(call, spot, value, files, fault);
    }
    if (json_is_integer(value)) {
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (json_is_real(value)) {
        snprintf(number, sizeof number, "%.15g", json_real_value(value));
    } else {
        return refuse(fault, "value-expected", spot->field, spot->field);
    }
    return add_text(call, spot, number, fault);
}

/* ---- members of the body ---- */

static bool take_flag(struct gate_call *call, const struct console_option *option,
                      const json_t *value, struct gate_fault *fault) {
    char *word = NULL;
    if (!json_is_boolean(value)) {
        return refuse(fault, "flag-expected", option->name, option->name);
    }
    if (json_is_false(value)) {
        return true;
    }
    bool made = asprintf(&word, "%s%s", option->name[1] == '\0' ? "-" : "--", option->name) >= 0;
    return add_word(call, made ? word : NULL, fault);
}

static bool take_option(struct gate_call *call, const char *name, const json_t *value,
                        const struct gate_files *files, struct gate_fault *fault) {
    const struct console_option *option = find_option(call->command, name);
    if (option == NULL || option->ways == 0) {
        return refuse(fault, "unknown-option", name, name);
    }
    if (!option->takes_value) {
        return take_flag(call, option, value, fault);
    }
    const struct spot spot = {option->name, option->name, option->ways};
    if (!json_is_array(value)) {
        return add_json(call, &spot, value, files, fault);
    }
    if (!option->repeated) {
        return refuse(fault, "only-once", option->name, option->name);
    }
    size_t i = 0;
    const json_t *item = NULL;
    json_array_foreach(value, i, item) {
        if (!add_json(call, &spot, item, files, fault)) {
            return false;
        }
    }
    return true;
}

static bool take_secret(struct sello_passphrase **out, const char *name, const json_t *value,
                        struct gate_fault *fault) {
    if (!json_is_string(value)) {
        return refuse(fault, "value-expected", name, name);
    }
    *out = gate_passphrase(json_string_value(value));
    return *out != NULL || refuse(fault, "passphrase-bad", name, NULL);
}

static bool take_member(struct gate_call *call, const char *name, const json_t *value,
                        const struct gate_files *files, struct gate_fault *fault) {
    if (strcmp(name, "args") == 0) {
        return true; /* behind the options */
    }
    if (strcmp(name, "passphrase") == 0) {
        return take_secret(&call->passphrase, name, value, fault);
    }
    if (strcmp(name, "new-passphrase") == 0) {
        return take_secret(&call->new_passphrase, name, value, fault);
    }
    if (strcmp(name, "background") == 0) {
        call->background = json_is_true(value);
        return json_is_boolean(value) || refuse(fault, "flag-expected", name, name);
    }
    return take_option(call, name, value, files, fault);
}

static bool take_operands(struct gate_call *call, const json_t *list,
                          const struct gate_files *files, struct gate_fault *fault) {
    size_t n = json_array_size(list), i = 0;
    const json_t *item = NULL;
    if (list != NULL && !json_is_array(list)) {
        return refuse(fault, "list-expected", "args", "args");
    }
    if (n < call->command->least || n > call->command->most) {
        return refuse(fault, n < call->command->least ? "args-few" : "args-many", "args",
                      call->command->name);
    }
    char *end = strdup("--");
    bool good = add_word(call, end, fault);
    json_array_foreach(list, i, item) {
        const struct spot spot = {NULL, "args", call->command->ways[i > 0 ? 1 : 0]};
        good = good && add_json(call, &spot, item, files, fault);
    }
    return good;
}

static bool take_all(struct gate_call *call, json_t *body, const struct gate_files *files,
                     struct gate_fault *fault) {
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(body, name, value) {
        if (!take_member(call, name, value, files, fault)) {
            return false;
        }
    }
    return take_operands(call, json_object_get(body, "args"), files, fault);
}

static bool take_name(struct gate_call *call, struct gate_fault *fault) {
    const char *at = call->command->name;
    while (*at != '\0') {
        size_t len = strcspn(at, " ");
        if (!add_word(call, strndup(at, len), fault)) {
            return false;
        }
        at += len + (at[len] == ' ' ? 1 : 0);
    }
    return true;
}

bool gate_take(const struct console_command *command, struct sello_bytes body,
               const struct gate_files *files, struct gate_call *out, struct gate_fault *fault) {
    json_error_t where;
    *out = (struct gate_call){.command = command};
    if (body.len > GATE_BODY_MAX) {
        return refuse(fault, "too-large", NULL, NULL);
    }
    json_t *root = json_loadb((const char *)body.ptr, body.len, JSON_REJECT_DUPLICATES, &where);
    if (root == NULL || !json_is_object(root)) {
        json_decref(root);
        return refuse(fault, "json", NULL, NULL);
    }
    bool good = take_name(out, fault) && take_all(out, root, files, fault);
    json_decref(root);
    return good;
}

void gate_free(struct gate_call *call) {
    for (size_t i = 0; i < call->n; i++) {
        free_wiped(call->word[i]);
    }
    sello_passphrase_free(&call->passphrase);
    sello_passphrase_free(&call->new_passphrase);
    call->n = 0;
}
