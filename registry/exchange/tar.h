/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_TAR_H
#define SELLO_REGISTRY_EXCHANGE_TAR_H

/* Files one behind the other in an archive (POSIX.1-2017, pax, "ustar interchange format"). Pure:
 * the same files and instants give the same bytes. */

#include "wire/bytes.h"

#define TAR_BLOCK 512
#define TAR_NAME_MAX 99 /* bytes */

#define TAR_SIZE_MAX ((UINT64_C(1) << 63) - 1)    /* bytes of a file */
#define TAR_INSTANT_MAX ((UINT64_C(1) << 33) - 1) /* seconds */

struct tar_entry {
    char name[TAR_NAME_MAX + 1];
    uint64_t size, instant;
    unsigned mode; /* 0600 */
};

/* The block before a file's bytes. A size of 8 GiB and more, which the format has no digits for, is
 * written as GNU tar does, in base 256. */
void tar_put_entry(struct sello_writer *w, const struct tar_entry *entry);

/* The same of a file that everybody may read. */
void tar_put_head(struct sello_writer *w, const char *name, uint64_t size, uint64_t instant);

/* What tar_put_entry wrote; false for any other block. */
SELLO_NODISCARD bool tar_take_entry(const uint8_t block[SELLO_LEN(TAR_BLOCK)],
                                    struct tar_entry *out);

/* What fills a file's last block; and the two empty blocks at the end. */
void tar_put_padding(struct sello_writer *w, uint64_t size);
void tar_put_end(struct sello_writer *w);

#endif
