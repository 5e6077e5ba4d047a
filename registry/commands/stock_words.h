/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_STOCK_SAY_H
#define SELLO_REGISTRY_PRINT_STOCK_SAY_H

/* What is wrong in a stock file, in words. */

#include "labels/stock/stock_read.h"

/* A warning that names the file, the line, and what is expected there. */
void stock_say_fault(const char *path, const struct sello_stock_fault *fault);

#endif
