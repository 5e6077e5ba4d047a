/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_PART_H
#define SELLO_BASE_PART_H

#include <limits.h>

#include "wire/bytes.h"

/* The path of what lies beside this program's file, wherever that was installed or moved to:
 * "../share/sello" from its folder. False when the system does not tell, or it is too long. */
SELLO_NODISCARD bool base_beside(const char *relative, char out[SELLO_LEN(PATH_MAX)]);

/* A part of a program in a file of its own: what needs libraries that take longer to open than most
 * commands run, opened when it is first called.
 *
 * Such a part is a folder's own code behind one table of its functions, a constant that the file
 * exports. The program has functions of the same names, that open the part and call it. */

/* The table `name` of the part at `path`, told from the program's own folder: a run
 * path in the program would have every library looked for there first. NULL where it cannot be
 * opened. Never closed. */
const void *base_part_open(const char *path, const char *name);

#endif
