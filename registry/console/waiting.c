/* SPDX-License-Identifier: Apache-2.0 */
/* Requests that wait for a job hold up nobody: their connections are set aside meanwhile. */
#include <microhttpd.h>

#include "registry/console/clock.h"
#include "registry/console/server.h"

void request_wait(struct server *server, struct request *r, struct job *job, uint64_t ms) {
    memcpy(r->job, job->id, sizeof r->job);
    r->until_ms = console_now_ms() + ms;
    r->waits = true;
    job->n_waiting++;
    server->waiting[server->n_waiting++] = r;
    MHD_suspend_connection(r->connection);
}

void request_stop_waiting(struct server *server, struct request *r) {
    for (size_t i = 0; i < server->n_waiting; i++) {
        if (server->waiting[i] == r) {
            server->waiting[i] = server->waiting[--server->n_waiting];
            break;
        }
    }
    struct job *job = jobs_find(&server->jobs, r->job);
    if (job != NULL && r->waits) {
        job->n_waiting--;
    }
    r->waits = false;
}

int64_t request_wake(struct server *server, uint64_t now_ms, bool all) {
    int64_t next = -1;
    for (size_t i = server->n_waiting; i-- > 0;) {
        struct request *r = server->waiting[i];
        const struct job *job = jobs_find(&server->jobs, r->job);
        if (all || job == NULL || job->state == JOB_DONE || now_ms >= r->until_ms) {
            request_stop_waiting(server, r);
            MHD_resume_connection(r->connection);
        } else if (next < 0 || (int64_t)(r->until_ms - now_ms) < next) {
            next = (int64_t)(r->until_ms - now_ms);
        }
    }
    return next;
}
