/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_GATE_H
#define SELLO_REGISTRY_CONSOLE_GATE_H

/* From the body of a request to the command line that it stands for. The body is untrusted: what is
 * not in the command's own table does not pass, no value can become an option or an operand, and
 * files are named only through `place`. Pure, but for `place`. */

#include <limits.h>

#include "keys/keys.h"
#include "registry/console/console.h"

#define GATE_BODY_MAX ((size_t)256 << 10) /* bytes */
#define GATE_WORDS_MAX 1024               /* of a command line */
#define GATE_FILES_MAX 512                /* in one folder that was sent */

/* A file or a folder that the body names. */
struct gate_place {
    enum gate_place_kind {
        GATE_UPLOAD,  /* text: its id */
        GATE_UPLOADS, /* ids: the files of a folder */
        GATE_FILE,    /* text: the name of a file to be written */
        GATE_FOLDER,  /* text: the name of a folder */
        GATE_PATH     /* text: a path as it was typed */
    } kind;
    const char *text;
    const char *id[GATE_FILES_MAX];
    size_t n_ids;
    bool writes; /* it is to be written, not read */
};

struct gate_files {
    void *context;
    /* Its absolute path; returns NULL, or the rule that it breaks. */
    const char *(*place)(void *context, const struct gate_place *place,
                         char out[SELLO_LEN(PATH_MAX)]);
};

struct gate_call {
    const struct console_command *command;
    char *word[GATE_WORDS_MAX + 1]; /* the command's name, its options, "--", operands; owned */
    size_t n;
    bool background;
    struct sello_passphrase *passphrase, *new_passphrase; /* for this call alone; or NULL */
};

struct gate_fault {
    const char *rule; /* a literal */
    char field[64];   /* the member that it is about; "": none */
    char value[128];  /* what its sentence names */
};

/* The command of the words after /api/, "certificate/grant"; NULL: there is none. */
const struct console_command *gate_command(const struct console_command *commands,
                                           const char *words);

/* False with *fault; `out` is to be freed by gate_free in any case. */
SELLO_NODISCARD bool gate_take(const struct console_command *command, struct sello_bytes body,
                               const struct gate_files *files, struct gate_call *out,
                               struct gate_fault *fault);
void gate_free(struct gate_call *call);

/* Memory of JSON is wiped when it is freed: passphrases pass through it. Before any other use. */
void gate_start(void);

/* A passphrase's text; NULL where it is none. */
struct sello_passphrase *gate_passphrase(const char *text);

/* Is it a name of a file or folder that we may make: one part of a path, nothing hidden in it? */
bool gate_name_ok(const char *name);

#endif
