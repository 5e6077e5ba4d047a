/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PUBLISH_LOG_DESK_H
#define SELLO_REGISTRY_PUBLISH_LOG_DESK_H

/* The public log at the clerk's desk: what it is, whether a published one is whole and ours, and
 * what travels to witnesses and back. */

#include "base/log_folder.h"
#include "registry/publish/publish.h"
#include "registry/trust/log_make.h"

/* ---- ours ---- */

struct log_told {
    char origin[LOG_ORIGIN_MAX];
    uint64_t n_entries;
    uint8_t root[SELLO_HASH_LEN];
    bool has_key;                     /* a log key may sign now */
    char vkey[SELLO_VKEY_MAX + 1];    /* by which others check our log */
    char witness[SELLO_VKEY_MAX + 1]; /* by which they check that we saw theirs */
};
SELLO_NODISCARD enum sello_error log_tell(struct session *session, struct log_told *out);

/* Reads and checks the log of a published folder, or of that folder's log/: every file, the
 * signature, and that ours goes on from it. The caller frees *out, also after a failure. Rules
 * "log-part" (the file at fault), "log-not-signed", "log-of-another-copy". */
SELLO_NODISCARD enum sello_error log_verify(struct session *session, const char *folder,
                                            struct base_log *out);

/* What asks a witness who saw `since` entries last for its signature. The caller frees *out_ptr.
 * Rules of log_verify, and "log-since". */
SELLO_NODISCARD enum sello_error log_request(struct session *session, const char *folder,
                                             uint64_t since, uint8_t **out_ptr, size_t *out_len);

/* Adds what witnesses signed, in `files`, to the checkpoint of a published folder and to the proof
 * beside its trust file. *out_n: signatures that are new there. Rules of log_verify, and
 * "log-other-checkpoint" (the file), "log-part". */
SELLO_NODISCARD enum sello_error log_add(struct session *session, const char *folder,
                                         const char *file, size_t *out_n);

/* The chained events of the registry as a log of their own, into a new folder, for an auditor: as
 * FORMAT.md, section 20, has it. *out_n: how many. Rules "file-not-written", "disk-full",
 * "no-log-key". */
SELLO_NODISCARD enum sello_error log_export_events(struct session *session, const char *folder,
                                                   uint64_t *out_n);

/* ---- others', as a witness ---- */

struct log_cosigned {
    char origin[LOG_ORIGIN_MAX];
    uint64_t size, before; /* entries now, and when it was seen last; 0: never */
    uint8_t *bytes;        /* the checkpoint with our signature; the caller frees it */
    size_t len;
};

/* Sees whether the log goes on from what was seen of it last, notes how it is now in the registry's
 * file `witnessed`, and signs that. vkey: the log's key, which is needed the first time; or NULL.
 * Rules "log-part", "log-vkey", "log-unknown" (its origin), "log-not-signed", "log-older",
 * "log-needs-proof" (since when), "log-split" (where the evidence is kept), "no-log-key". */
SELLO_NODISCARD enum sello_error log_cosign(struct session *session, const char *file,
                                            const char *vkey, struct log_cosigned *out);

#endif
