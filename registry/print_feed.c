/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print.h"

void print_feed_start(struct print_feed *feed, struct sello_store *store,
                      const struct print_job *job) {
    feed->store = store;
    feed->job = job;
    feed->run = 0;
    feed->batch = 0;
}

/* Jobs are read forwards: the run is nearly always the same one, or the next. */
static const struct print_run *run_at(struct print_feed *feed, uint64_t at) {
    const struct print_run *run = feed->job->run;
    while (at < run[feed->run].at) {
        feed->run--;
    }
    while (at >= run[feed->run].at + run[feed->run].count) {
        feed->run++;
    }
    return &run[feed->run];
}

static enum sello_status need_block(struct print_feed *feed, uint64_t batch, uint64_t block) {
    size_t n;
    if (feed->batch == batch && feed->block == block) {
        return SELLO_OK;
    }
    feed->batch = 0;
    enum sello_status status =
        sello_store_signatures(feed->store, batch, block, feed->signatures, &n);
    if (status == SELLO_OK) {
        feed->batch = batch;
        feed->block = block;
    }
    /* A signed batch has all its blocks. */
    return status == SELLO_E_NOT_FOUND ? SELLO_E_STORE_DAMAGED : status;
}

static enum sello_status feed_one(struct print_feed *feed, uint64_t at, struct print_label *out) {
    const struct print_run *run = run_at(feed, at);
    const struct sello_batch *batch = &run->group->batch;
    uint64_t serial = run->first + (at - run->at), place = serial - batch->first;
    enum sello_status status = need_block(feed, batch->number, place / SELLO_BLOCK);
    if (status == SELLO_OK) {
        *out = (struct print_label){.group = run->group, .serial = serial};
        memcpy(out->signature, feed->signatures + place % SELLO_BLOCK * SELLO_SIG_LEN,
               SELLO_SIG_LEN);
    }
    return status;
}

enum sello_status print_feed_labels(struct print_feed *feed, uint64_t at, size_t n,
                                    struct print_label *out) {
    enum sello_status status = SELLO_OK;
    for (size_t i = 0; i < n && status == SELLO_OK; i++) {
        status = feed_one(feed, at + i, &out[i]);
    }
    return status;
}
