/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_TESTS_SUPPORT_PROGRAM_H
#define SELLO_TESTS_SUPPORT_PROGRAM_H

/* What other people's programs make of our files. */

#include "wire/bytes.h"

/* Runs a command of the shell in a folder of its own where the file `in` holds these bytes, and
 * gives what it writes to its standard output. The test fails where the command does. */
struct sello_bytes program_output(struct sello_bytes in, const char *command);
void program_free(struct sello_bytes output);

#endif
