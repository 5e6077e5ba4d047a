/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_NOTICE_RECENT_H
#define SELLO_REGISTRY_PRINT_NOTICE_RECENT_H

/* Which labels were withdrawn last. */

#include "registry/print/notice.h"
#include "registry/store/store.h"

/* The newest first, as the store has them now. */
SELLO_NODISCARD enum sello_error notice_recent(struct sello_store *store,
                                               struct notice_row out[SELLO_LEN(NOTICE_ROWS_MAX)],
                                               size_t *out_n);

#endif
