/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/print/print_work.h"

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

static enum sello_error need_block(struct print_feed *feed, const struct sello_batch *batch,
                                   uint64_t block) {
    size_t n;
    if (feed->batch == batch->number && feed->block == block) {
        return SELLO_OK;
    }
    feed->batch = 0;
    enum sello_error error =
        sello_store_signatures(feed->store, batch->number, block, feed->signatures, &n);
    if (error == SELLO_OK && batch->photo_of_each) {
        error = sello_photos_of_labels(feed->store, batch->first + block * SELLO_BLOCK, n,
                                       feed->photos);
    }
    if (error == SELLO_OK) {
        feed->batch = batch->number;
        feed->block = block;
    }
    /* A signed batch has all its blocks. */
    return error == SELLO_E_NOT_FOUND ? SELLO_E_STORE_DAMAGED : error;
}

static enum sello_error feed_one(struct print_feed *feed, uint64_t at, struct print_label *out) {
    const struct print_run *run = run_at(feed, at);
    const struct sello_batch *batch = &run->group->batch;
    uint64_t serial = run->first + (at - run->at), place = serial - batch->first;
    enum sello_error error = need_block(feed, batch, place / SELLO_BLOCK);
    if (error == SELLO_OK) {
        *out = (struct print_label){.group = run->group, .serial = serial};
        memcpy(out->signature, feed->signatures + place % SELLO_BLOCK * SELLO_SIG_LEN,
               SELLO_SIG_LEN);
        if (batch->photo_of_each) {
            memcpy(out->photo, feed->photos + place % SELLO_BLOCK * SELLO_PHOTO_LEN,
                   SELLO_PHOTO_LEN);
        }
    }
    return error;
}

enum sello_error print_feed_labels(struct print_feed *feed, uint64_t at, size_t n,
                                   struct print_label *out) {
    enum sello_error error = SELLO_OK;
    for (size_t i = 0; i < n && error == SELLO_OK; i++) {
        error = feed_one(feed, at + i, &out[i]);
    }
    return error;
}
