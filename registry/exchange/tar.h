/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_EXCHANGE_TAR_H
#define SELLO_REGISTRY_EXCHANGE_TAR_H

/* Files one behind the other in an archive (POSIX.1-2017, pax, "ustar interchange format"). Pure:
 * the same files and instants give the same bytes. */

#include "wire/bytes.h"

#define TAR_BLOCK 512
#define TAR_NAME_MAX 99 /* bytes */

/* The block before a file's bytes. size under 8 GiB, as is the instant. */
void tar_put_head(struct sello_writer *w, const char *name, uint64_t size, uint64_t instant);

/* What fills a file's last block; and the two empty blocks at the end. */
void tar_put_padding(struct sello_writer *w, uint64_t size);
void tar_put_end(struct sello_writer *w);

#endif
