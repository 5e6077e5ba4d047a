/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"
#include "wire/label.h"

_Static_assert(SELLO_TOKEN_ISSUE_MAX == 540, "labels-too-large says it");

const struct problem_sentence_row words_desk[] = {
    {.rule = "no-consent",
     .text = N_("Producer %1$s has not agreed that others are told of their output. Ask, and note "
                "how they said so: --consent \"signed letter of 3 May\"")},
    {.rule = "consent-note-long",
     .text = N_("The note of how producer %1$s agreed is too long: one short sentence.")},
    {.rule = "statement-days", .text = N_("The time ends before it begins, or is too long.")},
    {.rule = "statement-too-long",
     .text = N_("The statement of producer %1$s is too long for a code that phones read: ask for a "
                "shorter time.")},
    {.rule = "users-in-file",
     .text = N_("The registry in %1$s lies in that folder, where whoever may read the files may do "
                "everything. Roles are kept by a database server: sello copy-store moves it to "
                "one.")},
    {.rule = "user-name",
     .text = N_("'%1$s' is no name for a role: 1 to 63 of the letters a to z, digits and _, a "
                "letter first.")},
    {.rule = "user-may-all",
     .text = N_("%1$s may do everything there anyway: the tables are theirs, or they look after "
                "the server. Take another name.")},
    {.rule = "user-not-there",
     .text = N_("The server has no role %1$s. See who is there: sello user list")},
    {.rule = "changed-meanwhile",
     .text = N_("Nothing was changed: someone changed this meanwhile, and it is no longer as it "
                "was shown. Give the command again to see it as it is now.")},
    {.rule = "no-such-record", .text = "%1$s", .reason_follows = true},
    {.rule = "no-such-label",
     .text = N_("Nothing was changed: there is no label %1$s. Labels are numbered from 1, and the "
                "last one issued is %2$s.")},
    {.rule = "merged-with-itself",
     .text = N_("Nothing was changed: a producer cannot become one with itself. Name the record "
                "that goes, and then the one that stays.")},
    {.rule = "reason-names-producer",
     .text = N_("Nothing was changed: the reason names producer %1$s, and reasons are published. "
                "Write %1$s instead.")},
    {.rule = "date-to-come", .text = N_("Nothing was changed: --date %1$s is still to come.")},
    {.rule = "reason-of-withdrawal",
     .text = N_("Nothing was changed: '%1$s' is no reason for sold: a buyer has it then. "
                "To withdraw the labels: sello withdraw SERIALS --reason %1$s")},
    {.rule = "reason-missing", .text = N_("Nothing was changed: a reason is needed.")},

    /* labels */
    {.rule = "resume-withdrawn",
     .text = N_("Nothing was resumed: label %1$s is withdrawn, and a withdrawn label never becomes "
                "valid again.")},
    {.rule = "resume-withdrawn-all",
     .text = N_("Nothing was resumed: labels %1$s to %2$s are withdrawn, and a withdrawn label "
                "never becomes valid again.")},
    {.rule = "label-suspended",
     .text = N_("Nothing was delivered: label %1$s is suspended (%2$s). Resume it first, or leave "
                "it out.")},
    {.rule = "label-withdrawn",
     .text = N_("Nothing was delivered: label %1$s is withdrawn (%2$s). Leave it out.")},
    {.rule = "label-of-batch-delivered",
     .text = N_("Nothing was delivered: of this batch, label %1$s was delivered to %2$s on %3$s "
                "(delivery %4$s). Name the serials that are left.")},
    {.rule = "label-delivered",
     .text = N_("Nothing was delivered: label %1$s was delivered to %2$s on %3$s (delivery "
                "%4$s).")},
    {.rule = "batch-lost",
     .text = N_("Nothing was delivered: the records of batch %1$s are lost, so that nobody can "
                "tell whose its labels are.")},
    {.rule = "batch-not-signed",
     .text = N_("Nothing was delivered: batch %1$s was never signed, and has no labels.")},
    {.rule = "labels-of-another",
     .text = N_("Nothing was delivered: the labels of batch %1$s are of certificate %2$s, which is "
                "%3$s's. Write --to %3$s, or --any-producer when %4$s takes them all the same.")},
    {.rule = "all-withdrawn",
     .text = N_("Nothing was delivered: all of these labels are withdrawn.")},
    {.rule = "receipt-full",
     .text = N_("Nothing was delivered: the list of labels does not fit on one page. Deliver them "
                "in parts.")},
    {.rule = "receipt-font",
     .text = N_("Nothing was delivered: the fonts for the receipt are missing. On Debian "
                "install the packages "
                "fonts-dejavu-core, fonts-sil-gentiumplus and fonts-sil-andika.")},

    /* certificates */
    {.rule = "until-before-from", .text = N_("--until comes before --from.")},
    {.rule = "until-past", .text = N_("The certificate was not renewed: --until %1$s is past.")},
    {.rule = "labels-too-large",
     .text = N_("The certificate was not granted: its labels could take %1$s bytes, and at most "
                "540 fit a code that scans. Shorten the product's name (%2$s bytes), its traits "
                "(%3$s) or net content (%4$s), or the producer's name (%5$s) or origin (%6$s).")},
    {.rule = "certificate-not-inspected",
     .text = N_("%7$s: %1$s has not passed an inspection yet. Note one with: sello certificate "
                "inspect %1$s --result pass")},
    {.rule = "certificate-withdrawn",
     .text = N_("%7$s: %1$s is withdrawn, and a withdrawn certificate never becomes valid again.")},
    {.rule = "certificate-state", .text = N_("%7$s: the state of %1$s is '%2$s'.")},

    /* records */
    {.rule = "import-in-use",
     .text = N_("Nothing was taken back: certificate %1$s uses a record of this import, and "
                "certificates are kept for life.")},
    {.rule = "import-of-certificates",
     .text = N_("Nothing was taken back: certificates are kept for life. An application that was "
                "not meant is taken back with: sello certificate cancel")},
    {.rule = "changed-since-import",
     .text = N_("Nothing was taken back: %1$s was changed again since. See: sello history %1$s")},
    {.rule = "issued-since-import",
     .text = N_("Nothing was taken back: labels of certificate %2$s were issued since, with what "
                "the import wrote of %1$s. To change it: sello import --update, or edit the "
                "record.")},

    /* what is due */
    {.rule = "due-after-backup-unknown",
     .text = N_("This registry was brought back from a backup, and it is not known what was issued "
                "after it. Nothing can be given out before: sello restore --reconcile")},
    {.rule = "due-behind",
     .text = N_("An old backup was restored: labels issued since have no records here (%1$s). "
                "Nothing can be issued before: sello restore --reconcile")},
    {.rule = "due-unfinished-batch",
     .text = N_("Batch %1$s is unfinished, or is being issued now. Finish it with: sello issue "
                "--resume, or give it up with: sello issue --void %1$s")},
    {.rule = "due-interrupted",
     .text = N_("A batch was interrupted while it was issued, or is being issued now. The next one "
                "issued makes its serials void.")},
    {.rule = "due-member-keys",
     .text = N_("Member keys on this computer: %1$s. Move one elsewhere, to a USB stick in another "
                "house: %2$s")},
    {.rule = "due-no-root",
     .text = N_("The init of this registry was interrupted: it has no root, and cannot sign. "
                "Remove its folder, then make it again: sello init --name NAME --url URL")},
    {.rule = "due-no-label-key", .text = N_("No label key may sign today: nothing can be issued.")},
    {.rule = "due-label-key-ends",
     .text = N_("The label key stops signing on %1$s. Make a new one before.")},
    {.rule = "due-log-contradicted",
     .text = N_("Another copy of this registry publishes, or published: its log of %1$s entries "
                "does not go on here. Work on with one of them alone. If the other one is lost, "
                "make another log key and retire the old one: sello key new --role log, sello key "
                "retire KID.")},
    {.rule = "due-no-log-key",
     .text = N_("No log key may sign today: what you give out enters no public log. Make one: "
                "sello key new --role log")},
    {.rule = "due-to-inspect",
     .text = N_("Certificates to be inspected: %1$s (the first is %2$s).")},
    {.rule = "due-to-grant",
     .text = N_("Certificates inspected, to be granted: %1$s (the first is %2$s).")},
    {.rule = "due-ending",
     .text = N_("Certificates that end within 30 days: %1$s (the first is %2$s). See: sello "
                "certificate list --ends-within 30")},
    {.rule = "due-ended", .text = N_("Certificates that have ended: %1$s (the first is %2$s).")},
    {.rule = "due-no-trust-file",
     .text = N_("Labels were issued and no trust file yet: without it nobody can verify them. "
                "Write it with: sello trust export -o trust.sello")},
    {.rule = "due-issued-since",
     .text = N_("Labels were issued after the last trust file. Write a new one: sello trust export "
                "-o trust.sello")},
    {.rule = "due-withdrawn-since",
     .text = N_("Labels were withdrawn, suspended, resumed or retired after the last trust file, "
                "and verifiers do not know it yet. Write a new one: sello trust export -o "
                "trust.sello")},
    {.rule = "due-root-since",
     .text = N_("The root has changed since the last trust file, and verifiers do not know it yet. "
                "Write a new one: sello trust export -o trust.sello")},
    {.rule = "due-to-print",
     .text = N_("Labels that were issued and never printed: %1$s (the first are of %2$s): sello "
                "print %2$s --to pdf -o labels.pdf")},
    {.rule = "due-to-deliver",
     .text = N_("Labels that were printed and not delivered: %1$s (the first are of %2$s): sello "
                "deliver %2$s --to PRODUCER -o receipt.pdf")},
    {.rule = "due-no-backup",
     .text = N_("No backup was made yet: if this disk breaks, all is lost. Put a stick in, then: "
                "sello backup FOLDER, the folder of the stick")},
    {.rule = "due-backup-labels",
     .text = N_("Labels issued since the last backup: %1$s. Put the stick in, then: sello backup "
                "FOLDER")},
    {.rule = "due-backup-old",
     .text = N_("Things have changed since the last backup, of %1$s. Put the stick in, then: sello "
                "backup FOLDER")},
    {.rule = "return-not-sold",
     .text = N_("Nothing was changed: of these labels %1$s are not marked as sold, or are "
                "withdrawn. Name those alone whose pieces came back")},
    {.rule = "certificate-no-application",
     .text = N_("Nothing was changed: %1$s is no application any more (%2$s). To end it, and its "
                "labels with it: sello certificate withdraw %1$s --reason R")},
    {.rule = "reissue-one-batch",
     .text = N_("No label was issued: these are of several batches. Name those of one batch at a "
                "time, as of "
                "%1$s: each has a lot and dates of its own")},
    {.rule = "reissue-sold",
     .text = N_("No label was issued: of these, buyers have some already (sold: %1$s). Name the "
                "others alone")},
    {.rule = "reissue-withdrawn",
     .text = N_(
         "No label was issued: all of these are withdrawn already. To issue others: sello issue")},
    {.rule = "reissue-photos",
     .text = N_("No label was issued: those of %1$s name a picture of each piece. Withdraw them, "
                "then issue others "
                "with their pictures: sello issue --photo")},
    {.rule = NULL},
};
