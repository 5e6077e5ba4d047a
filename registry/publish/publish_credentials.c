/* SPDX-License-Identifier: Apache-2.0 */
/* What other systems read, beside the page: where credentials say that they are. */
#include "registry/interop/untp.h"
#include "registry/publish/publish_parts.h"

static enum sello_error put(void *context, const char *name, struct sello_bytes file) {
    struct publishing *p = context;
    return site_put(&p->site, name, file);
}

enum sello_error publish_credentials_put(struct publishing *p) {
    const struct untp_request request = {
        .country = p->request->country, .place = put, .context = p, .planned = p->site.planned};
    struct untp_exported done;
    return request.country != NULL ? untp_export(p->session, &request, &done) : SELLO_OK;
}
