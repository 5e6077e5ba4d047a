/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_LOG_PROOF_H
#define SELLO_WIRE_LOG_PROOF_H

/* Files of a log that travel: the proof that an entry is in it (C2SP tlog-proof), and what asks a
 * witness for its signature (the body of C2SP tlog-witness's add-checkpoint). Both end with a
 * checkpoint. Readers name the line at fault in *out_line, from 1, which may be NULL. */

#include "wire/merkle.h"
#include "wire/note.h"

#define SELLO_PROOF_NAME "c2sp.org/tlog-proof@v1"
#define SELLO_LOG_PROOF_MAX (SELLO_SIGNED_NOTE_MAX + 8192) /* bytes */

struct sello_log_proof {
    uint64_t number; /* of a proof: the entry's index; of a request: the size that was seen last */
    uint8_t (*path)[SELLO_HASH_LEN]; /* room for SELLO_PATH_MAX; the caller's */
    size_t n_path;
    struct sello_checkpoint checkpoint;
    size_t checkpoint_line; /* the line that it begins on */
};

/* Takes a proof apart into *out, whose `path` the caller has set; nothing is proven yet. Data of
 * the kind "extra" is passed over. */
SELLO_NODISCARD enum sello_error
sello_log_proof_parse(struct sello_bytes bytes, struct sello_log_proof *out, size_t *out_line);
/* The same for a request. */
SELLO_NODISCARD enum sello_error
sello_log_request_parse(struct sello_bytes bytes, struct sello_log_proof *out, size_t *out_line);

/* `checkpoint` is its bytes. */
void sello_put_log_proof(struct sello_writer *w, uint64_t index,
                         const uint8_t (*path)[SELLO_HASH_LEN], size_t n_path,
                         struct sello_bytes checkpoint);
void sello_put_log_request(struct sello_writer *w, uint64_t old,
                           const uint8_t (*path)[SELLO_HASH_LEN], size_t n_path,
                           struct sello_bytes checkpoint);

#endif
