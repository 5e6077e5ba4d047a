/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_CLI_PART_H
#define SELLO_CLI_PART_H

/* A part of a program in a file of its own: what needs libraries that take longer to open than most
 * commands run, opened when it is first called.
 *
 * Such a part is a folder's own code behind one table of its functions, a constant that the file
 * exports. The program has functions of the same names, that open the part and call it. */

/* The table `name` of the part at `path`, told from the program's own folder (cli_beside): a run
 * path in the program would have every library looked for there first. NULL where it cannot be
 * opened. Never closed. */
const void *cli_part_open(const char *path, const char *name);

#endif
