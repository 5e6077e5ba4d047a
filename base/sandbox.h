/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_BASE_SANDBOX_H
#define SELLO_BASE_SANDBOX_H

/* A process gives up what it does not need, for good, before it looks at bytes that nobody vouches
 * for. Whoever takes it over by a fault of a decoder then has its processor time and its memory,
 * and what was open before: no file, no network, no other program, no other process. */

#include <stddef.h>

enum {
    BASE_SANDBOX_FILES = 1, /* Landlock: no path can be opened, made or taken away, but to read */
    BASE_SANDBOX_CALLS = 2, /* seccomp: of the system's calls those for memory, threads and time,
                               and to read and write what is open */
};

/* From here on; threads that it makes later are bound too. Called while there is one thread alone,
 * with all libraries open. memory_max: bytes of address space (a build with the address sanitizer
 * takes terabytes of it, and has no such limit). folders: what lies in them may still be read, for
 * libraries that open files as they need them (fonts); ends with NULL, and those that are not there
 * do not matter. Where the kernel cannot keep it to those, nothing can be read. What a library asks
 * for and does not get fails as if the system refused (EPERM): most have another way. No core is
 * written, and nobody without privileges can look into the process.
 *
 * Returns which of the two hold; the limits hold always. An older kernel, or one in which they are
 * turned off, has neither. */
unsigned base_sandbox_enter(size_t memory_max, const char *const *folders);

#endif
