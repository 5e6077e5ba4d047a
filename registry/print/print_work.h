/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_PRINT_PRINT_WORK_H
#define SELLO_REGISTRY_PRINT_PRINT_WORK_H

/* What the files behind print.h share.
 *
 *     print_select   which labels
 *     print_fit      how large
 *     print_start    where on a part-used sheet
 *     print_feed     the store's signatures, to one thread at a time
 *     print_unit     units of work: one label, or one file of pages, to bytes, on all cores
 *     print_labels, print_sheets   the units to files
 *     print_end      the last files, and the log, in one transaction
 *
 * A unit of work is a function of the job, the labels it was fed and a worker, who owns all that
 * changes (art, symbol, buffer): so units can run on several threads, as long as one of them does
 * all the feeding from the store. */

#include "registry/print/print.h"

#define PRINT_VERSION_MAX 20 /* denser symbols do not scan on goods */

/* Owned by its job, and never moved: the words point into the batch. */
struct print_group {
    struct sello_batch batch;
    struct sello_claims claims; /* without the serial */
    struct sello_label_words words;
    enum sello_label_language language;
    const uint8_t *public_key; /* of the root, that signed it */
    char certificate[SELLO_ID_LEN];
    char made[BASE_DATE_LEN];
};

/* One label, as a unit of work is fed with it. */
struct print_label {
    const struct print_group *group;
    uint64_t serial;
    uint8_t signature[SELLO_SIG_LEN];
    uint8_t photo[SELLO_PHOTO_LEN]; /* where the batch has one for each */
};

/* ---- the plan ---- */

/* The labels of the ranges, and what they say. */
SELLO_NODISCARD enum sello_error
print_select(struct session *session, const struct print_request *request, struct print_job *job);

/* What the commit looks at again, in each transaction that lets files go: may all of the job's
 * labels be printed, by their statuses now; and, where none is in place yet, is the part-used sheet
 * free where it was, and the job as it was shown? `done`: NULL where nothing was begun. */
SELLO_NODISCARD enum sello_error print_check_again(struct session *session,
                                                   const struct print_job *job,
                                                   const struct print_done *done);

/* Is it as it was shown? Another one is seen where labels of it were printed meanwhile. */
SELLO_NODISCARD enum sello_error print_see(struct session *session, const struct print_job *job);

/* Where it begins. Later, within the store's transaction: is the part-used sheet still free there?
 * And what is left of its last sheet is remembered. */
SELLO_NODISCARD enum sello_error print_choose_start(struct session *session,
                                                    const struct print_request *request,
                                                    struct print_job *job);
SELLO_NODISCARD enum sello_error print_check_start(struct session *session,
                                                   const struct print_job *job);
SELLO_NODISCARD enum sello_error print_put_start(struct sello_store *store,
                                                 const struct print_job *job,
                                                 const struct print_done *done);

/* How large the symbols are, and whether that scans. Notices tell what is too small for shops. */
SELLO_NODISCARD enum sello_error print_fit(struct session *session, struct print_job *job,
                                           double module_mm);

/* What an art of such labels is made of. It borrows from both. */
struct sello_art_setup print_art_setup(const struct print_job *job,
                                       const struct print_group *group);

/* ---- feeding: the store's own thread ---- */

/* Reads labels of a job in their order, signatures a block at a time. */
struct print_feed {
    struct sello_store *store;
    const struct print_job *job;
    size_t run;            /* the one that was read last */
    uint64_t batch, block; /* whose signatures are here; batch 0: none */
    uint8_t signatures[SELLO_BLOCK * SELLO_SIG_LEN];
    uint8_t photos[SELLO_BLOCK * SELLO_PHOTO_LEN]; /* where the batch has one for each label */
};

void print_feed_start(struct print_feed *feed, struct sello_store *store,
                      const struct print_job *job);

/* Labels at, at + 1, ... of the job, n of them. */
SELLO_NODISCARD enum sello_error print_feed_labels(struct print_feed *feed, uint64_t at, size_t n,
                                                   struct print_label *out);

/* ---- units of work ---- */

struct print_worker {
    const struct print_job *job;
    const struct print_group *group; /* whose art it has */
    struct sello_art *art;           /* owned; NULL where symbols are drawn alone */
    uint8_t *buf;                    /* owned: the newest label */
    size_t room;
    uint64_t serial; /* the newest: the one at fault after a failure */
    struct sello_symbol symbol;
    char text[SELLO_LABEL_TEXT_MAX];
    size_t text_len;
};

void print_worker_start(struct print_worker *worker, const struct print_job *job);
void print_worker_end(struct print_worker *worker);

/* The text of a label, as it is issued. */
SELLO_NODISCARD enum sello_error print_worker_text(struct print_worker *worker,
                                                   const struct print_label *label);

/* Gets ready for drawing a label: its text, its symbol, its batch's art. */
SELLO_NODISCARD enum sello_error print_worker_take(struct print_worker *worker,
                                                   const struct print_label *label);

/* One label as PNG, SVG or ZPL, read back where the job asks for it. *out lives until the worker's
 * next unit. */
SELLO_NODISCARD enum sello_error print_label_make(struct print_worker *worker,
                                                  const struct print_label *label,
                                                  struct sello_bytes *out);

/* Is this file such a label, as it was made by the same job before? */
SELLO_NODISCARD bool print_label_stands(struct print_worker *worker,
                                        const struct print_label *label, struct sello_bytes file);

/* Pages of the job from first_page on, as one PDF, read back. labels: all of the job. The caller
 * frees *out_ptr. */
SELLO_NODISCARD enum sello_error print_pages_make(struct print_worker *worker,
                                                  const struct print_label *labels,
                                                  uint64_t first_page, uint64_t n_pages,
                                                  uint8_t **out_ptr, size_t *out_len);

/* The labels of the first of them alone, each at its place in the job's array. */
SELLO_NODISCARD enum sello_error print_page_feed(struct print_feed *feed,
                                                 struct print_label *labels);

/* The first of them as a picture, with what stays free. */
SELLO_NODISCARD enum sello_error print_page_picture(struct print_worker *worker,
                                                    const struct print_label *labels,
                                                    uint8_t **out_ptr, size_t *out_len);

/* Is this file, to the last byte, what they would be now? */
SELLO_NODISCARD bool print_pages_alike(struct print_worker *worker,
                                       const struct print_label *labels, uint64_t first_page,
                                       uint64_t n_pages, struct sello_bytes pdf);

/* Are they what is in this file? */
SELLO_NODISCARD bool print_pages_stand(struct print_worker *worker,
                                       const struct print_label *labels, uint64_t first_page,
                                       uint64_t n_pages, struct sello_bytes pdf);

/* How many labels have their first copy on the first pages. */
uint64_t print_labels_on(const struct print_job *job, uint64_t n_pages);

/* A unit of work that failed, as the session's problem. */
enum sello_error print_refuse_unit(struct session *session, const struct print_worker *worker,
                                   enum sello_error error);

/* ---- files ---- */

/* The name of a label's picture in its folder: by serial alone, and where there are more than a
 * thousand in folders of a thousand: "000001.png", "001000/001234.png". A proof never takes the
 * place of the label itself. */
void print_file_name(const struct print_job *job, uint64_t serial,
                     char out[SELLO_LEN(BASE_FILES_NAME)]);

/* How many labels are to be made: of a proof as a picture, one. */
uint64_t print_n_to_make(const struct print_job *job);

/* Tells that so many are done; that all are is told when the log is written too. */
void print_progress(struct session *session, const struct print_job *job, uint64_t done);

/* Labels one by one, and sheets. */
SELLO_NODISCARD enum sello_error print_labels(struct session *session, const struct print_job *job,
                                              struct print_done *done);
SELLO_NODISCARD enum sello_error print_sheets(struct session *session, const struct print_job *job,
                                              struct print_done *done);

/* What is left to do once all is drawn. */
struct print_end {
    struct session *session;
    const struct print_job *job;
    struct print_done *done;
    enum sello_error error; /* of the work so far */
    bool pending; /* something waits to be let go: it is checked that no label was withdrawn */
    /* Puts in place what waits, or takes it away; may be called once. Updates `done`. */
    enum sello_error (*finish)(void *context, bool keep);
    void *context;
};

/* In one transaction: checks, finishes, and writes the log of what is in place. Returns the first
 * failure. */
SELLO_NODISCARD enum sello_error print_end(struct print_end *end);

/* A page that says what was printed, for the print shop. */
SELLO_NODISCARD enum sello_error print_job_sheet(struct session *session,
                                                 const struct print_job *job,
                                                 const struct print_done *done);

#endif
