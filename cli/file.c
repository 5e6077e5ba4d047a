/* SPDX-License-Identifier: Apache-2.0 */
/* Why a file cannot be read or written, in words. */
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/lock.h"
#include "cli/cli.h"

/* ---- reading ---- */

bool cli_file_read(const char *path, size_t most, uint8_t **out_ptr, size_t *out_len) {
    enum sello_error error = base_file_read(path, most, out_ptr, out_len);
    const char *why = strerror(errno);
    const char *name = strcmp(path, "-") == 0 ? _("The standard input") : path;
    switch ((int)error) {
    case SELLO_OK: break;
    case SELLO_E_NOT_FILE: cli_error(_("%s is not a file that can be read here."), name); break;
    case SELLO_E_TOO_LONG:
        cli_error(_("%s is too large to be what is expected here: over %zu bytes."), name, most);
        break;
    default: cli_error(_("%s could not be read: %s."), name, why); break;
    }
    return error == SELLO_OK;
}

/* ---- kept by another program ---- */

void cli_say_kept(const char *name, const char *locked) {
    struct base_lock_holder holder;
    if (base_lock_holder(&locked, 1, &holder)) {
        cli_error(_("Another program is writing to %s: %s, process %ld. Wait until it has "
                    "finished, then try again."),
                  name, holder.program, holder.process);
    } else {
        cli_error(_("Another program is writing to %s. Wait until it has finished, then try "
                    "again."),
                  name);
    }
}

/* ---- one file ---- */

/* `len`: how much was to be written; 0: not known. */
static bool say_failed(const char *path, size_t len) {
    bool full = errno == ENOSPC || errno == EDQUOT;
    if (full && len == 0) {
        cli_error(_("%s could not be written: the disk is full. Free some of it, then run the "
                    "command again."),
                  path);
    } else if (full) {
        cli_error(_("%s could not be written: the disk is full. Free at least %zu bytes there, "
                    "then run the command again."),
                  path, len);
    } else if (errno == EEXIST) {
        cli_error(_("%s exists already and is not overwritten. Choose another name."), path);
    } else {
        cli_error(_("%s could not be written: %s."), path, strerror(errno));
    }
    return false;
}

bool cli_file_replace(const char *path, struct sello_bytes bytes, unsigned mode) {
    return base_file_replace(path, bytes, mode) == SELLO_OK || say_failed(path, bytes.len);
}

bool cli_file_create(const char *path, struct sello_bytes bytes, unsigned mode) {
    return base_file_create(path, bytes, mode) == SELLO_OK || say_failed(path, bytes.len);
}

bool cli_output_open(struct base_output *output, const char *path, unsigned mode, bool replace) {
    return base_output_open(output, path, mode, replace) == SELLO_OK || say_failed(path, 0);
}

bool cli_output_end(struct base_output *output, bool keep) {
    bool to_file = output->target != NULL, opened = output->to != NULL;
    const char *path = output->path;
    enum sello_error error = base_output_end(output, keep);
    if (error == SELLO_OK || !opened) {
        return keep && opened;
    }
    if (to_file) {
        return say_failed(path, 0);
    }
    if (errno != EPIPE) { /* a reader who has gone has seen enough */
        cli_error(_("The output could not be written: %s."), strerror(errno));
    }
    return false;
}
