/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_VERIFY_READER_LATTICE_H
#define SELLO_VERIFY_READER_LATTICE_H

/* Inside the picture reader: where each module of a symbol lies on paper that is bent.
 *
 * Nodes are set over the symbol, some modules apart. They are found one after the other,
 * outward from the three finder patterns: each is first expected where its neighbours point to, and
 * moved to where the modules about it are darkest and lightest, and where those that are known
 * beforehand (timing and alignment patterns) are what they must be. Between nodes the map is a
 * smooth one (Catmull and Rom 1974). So nothing is supposed about how the paper is bent: a bottle,
 * folds and perspective are all one. */

#include "verify/reader/anchors.h"

struct sello_lattice;

/* `spacing`: modules between nodes, 2 or more. A wide lattice is quick and holds where modules are
 * blurred, a narrow one follows what is much bent. SELLO_E_MEMORY. The caller frees *out with
 * sello_lattice_free; `image` must live as long. */
SELLO_NODISCARD enum sello_error sello_lattice_fit(const struct sello_image *image,
                                                   const struct sello_anchors *anchors,
                                                   unsigned side, unsigned spacing,
                                                   struct sello_lattice **out);
void sello_lattice_free(struct sello_lattice *lattice);

/* The pixel at a place in modules from the symbol's upper left corner. */
void sello_lattice_at(const struct sello_lattice *lattice, double u, double v, double *out_x,
                      double *out_y);

/* The mean grey of the middle of each module: side * side numbers, rows from the top. */
void sello_lattice_read(const struct sello_lattice *lattice, float *out);

#endif
