/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

const char *cli_reason_words(uint64_t reason) {
    switch (reason) {
    case SELLO_REASON_LOST: return _("lost");
    case SELLO_REASON_STOLEN: return _("stolen");
    case SELLO_REASON_DAMAGED: return _("damaged");
    case SELLO_REASON_MISPRINT: return _("misprint");
    case SELLO_REASON_VOID: return _("reserved and never used");
    case SELLO_REASON_CERTIFICATE_ENDED: return _("its certificate ended");
    case SELLO_REASON_CERTIFICATE_SUSPENDED: return _("its certificate is suspended");
    case SELLO_REASON_COUNTERFEIT: return _("counterfeits of it were seen");
    case SELLO_REASON_SOLD: return _("sold");
    case SELLO_REASON_PRODUCER: return _("at the producer's request");
    case SELLO_REASON_RETURNED: return _("returned");
    }
    return _("another reason");
}
