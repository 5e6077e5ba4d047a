/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_DESK_FIELDS_H
#define SELLO_REGISTRY_DESK_FIELDS_H

/* Is a field of a record what the history says that a change made of it? */

#include "registry/store/history.h"

/* False also for a field that this version does not know. */
bool producer_is_after(const struct sello_producer *now, const struct sello_edit *edit);
bool product_is_after(const struct sello_product *now, const struct sello_edit *edit);

#endif
