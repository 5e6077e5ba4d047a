/* SPDX-License-Identifier: Apache-2.0 */
#include "verify/web/wasm/names.h"

#include "verify/web/wasm/host.h"

bool web_names_alike(struct sello_bytes a, struct sello_bytes b) {
    return host_names_alike(a.ptr, a.len, b.ptr, b.len) != 0;
}
