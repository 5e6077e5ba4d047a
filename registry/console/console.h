/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_CONSOLE_CONSOLE_H
#define SELLO_REGISTRY_CONSOLE_CONSOLE_H

/* A window for the clerk: the registry's commands over HTTP on this computer, and the files of the
 * page that calls them. Each request runs the program itself as a process of its own, so that no
 * rule of the registry stands here and a command that dies takes nothing along. docs/console.md has
 * the interface.
 *
 * The room knows no command: their names and options come as a table, and so do its words. It is a
 * part of its own, sello-console.so (base/part.h), that alone opens libmicrohttpd and jansson. */

#include "wire/bytes.h"
#include "wire/error.h"

/* ---- the commands that may be called ---- */

/* What a request may give where a value or an operand stands; none of them: it may not be given. */
enum console_way {
    CONSOLE_TEXT = 1,          /* a text, a number: taken as it is */
    CONSOLE_NAME = 2,          /* a text that is not looked up as a file's path: no "/" in it */
    CONSOLE_READ = 4,          /* a file that was sent before */
    CONSOLE_READ_FOLDER = 8,   /* a folder of such files, or one that was written before */
    CONSOLE_WRITE = 16,        /* a file to be fetched afterwards */
    CONSOLE_WRITE_FOLDER = 32, /* a folder that stays on this computer */
    CONSOLE_PREFIXED = 64      /* a file with a text before it: "Ana López=" */
};

struct console_option {
    const char *name;
    bool takes_value, repeated;
    unsigned ways; /* enum console_way; of a flag: 0 never, else it may be given */
};

struct console_command {
    const char *name; /* "certificate grant"; NULL ends the table */
    unsigned least, most;
    unsigned ways[2]; /* of the first operand, and of those that follow */
    const struct console_option *options;
    size_t n_options;
};

/* ---- the window ---- */

/* Writes a folder as a .zip file, in a thread of its own (registry/exchange/pack.h). */
typedef enum sello_error console_pack(const char *folder, const char *name, uint64_t most,
                                      const char *path, bool (*stopped)(void *context),
                                      void *context);

struct console_setup {
    const char *folder;             /* the registry's: it need not be there yet */
    const char *language;           /* "es" or "en" */
    const char *outputs;            /* where folders go that commands write */
    const char *listen;             /* NULL: this computer alone, 127.0.0.1 */
    const char *host;               /* as it stands in the address; NULL: `listen` */
    const char *tls_cert, *tls_key; /* files in PEM form; both or none */
    uint16_t port;                  /* 0: one that the system chooses */
    uint64_t idle_ms;               /* without a request it ends then; 0: it does not */
    const struct console_command *commands;
    /* The sentence of a refusal by its rule, about `value`. */
    void (*words)(const char *language, const char *rule, const char *value, char *out,
                  size_t size);
    console_pack *pack;
    /* It answers now, and this link opens it once. */
    void (*started)(void *context, const char *url);
    void *context;
};

struct console_fault {
    const char *rule;  /* a literal: "console-part", "console-address", ... */
    const char *value; /* what it is about: a path, an address; NULL: nothing */
    int cause;         /* errno; 0: there is none */
};

/* Serves until SIGINT, SIGTERM or SIGHUP; what runs then is waited for. */
SELLO_NODISCARD enum sello_error console_run(const struct console_setup *setup,
                                             struct console_fault *out);

/* What sello-console.so exports. */
struct console_part {
    enum sello_error (*run)(const struct console_setup *setup, struct console_fault *out);
};

#endif
