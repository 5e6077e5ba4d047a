/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_FILE_H
#define SELLO_BASE_FILE_H

/* Whole files. SELLO_E_SYSTEM goes with errno. */

#include <stdio.h>

#include "wire/bytes.h"
#include "wire/error.h"

/* ---- reading ---- */

/* Reads a regular file of at most `most` bytes ("-": standard input). The caller frees *out_ptr.
 * SELLO_E_TOO_LONG: it has more; SELLO_E_NOT_FILE: it is a folder, a device, a pipe. */
SELLO_NODISCARD enum sello_error base_file_read(const char *path, size_t most, uint8_t **out_ptr,
                                                size_t *out_len);

/* Reads to the end, or until the room is full. False: errno tells why. */
SELLO_NODISCARD bool base_read_all(int fd, uint8_t *buf, size_t room, size_t *out_len);

/* Does anything of that name stand there, a link too? */
bool base_file_exists(const char *path);

/* Where files and folders go that are soon taken away: $TMPDIR, where that is a whole path, or
 * "/tmp". Others write there too: only what mkdtemp or mkstemp makes is one's own. */
const char *base_temporary_folder(void);

/* ---- writing ---- */

/* Writes through a temporary file beside it, fsync, rename, fsync of the folder: afterwards either
 * the old or the new file is there, whole. Only a file, or a link, is replaced. mode as for
 * open(2); one for the owner alone (0600) holds whatever the umask is. */
SELLO_NODISCARD enum sello_error base_file_replace(const char *path, struct sello_bytes bytes,
                                                   unsigned mode);

/* The same where a file that is there already must stay: errno is EEXIST then. On failure none is
 * left. */
SELLO_NODISCARD enum sello_error base_file_create(const char *path, struct sello_bytes bytes,
                                                  unsigned mode);

/* Puts a finished file, which was synced, in place of another in its folder, or where none may be
 * (EEXIST); and syncs the folder. */
SELLO_NODISCARD enum sello_error base_file_place(const char *temporary, const char *path,
                                                 bool replace);

/* What was written of a file or folder, and its name, is there after a power cut. */
SELLO_NODISCARD enum sello_error base_file_sync(const char *path);

/* All of them to a descriptor; errno tells why not. */
SELLO_NODISCARD bool base_write_all(int fd, struct sello_bytes bytes);

/* ---- piece by piece ---- */

/* A file too large to be held in memory, written piece by piece; it is not there before it is
 * whole. The caller catches interrupts meanwhile, so that no temporary file is left. */
struct base_output {
    FILE *to;
    const char *path; /* as it was given */
    struct base_target *target;
    bool replace;
    int cause; /* errno of the first write that failed; 0: none did */
};

/* Like base_file_create, or base_file_replace; "-" is standard output. */
SELLO_NODISCARD enum sello_error base_output_open(struct base_output *output, const char *path,
                                                  unsigned mode, bool replace);

/* False from the first failure on; base_output_end tells of it. */
SELLO_NODISCARD bool base_output_put(struct base_output *output, struct sello_bytes bytes);

/* Waits until what was put is on the disk, so that little is left to be done at its end, which
 * tells of a failure. */
void base_output_sync(struct base_output *output);

/* Puts it in place, or takes it away where `keep` is false; on failure it is not there, unless it
 * took another's place. Also for an output that was not opened, which cannot be kept. */
SELLO_NODISCARD enum sello_error base_output_end(struct base_output *output, bool keep);

#endif
