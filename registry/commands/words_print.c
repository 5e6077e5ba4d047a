/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"
#include "registry/commands/problem_words.h"
#include "registry/commands/stock_words.h"

const struct problem_sentence_row words_print[] = {
    /* labels */
    {.rule = "unsigned-not-printed",
     .text = N_("Nothing was printed: label %1$s cannot be printed, its batch is not signed yet.")},
    {.rule = "void-not-printed",
     .text = N_("Nothing was printed: label %1$s cannot be printed, it is void: it was reserved "
                "and never used.")},
    {.rule = "lost-not-printed",
     .text = N_("Nothing was printed: label %1$s cannot be printed, it was issued after the backup "
                "that was restored, and its record is gone.")},
    {.rule = "label-not-there",
     .text = N_("Nothing was printed: there is no label with serial %1$s.")},
    {.rule = "withdrawn-not-printed",
     .text = N_("Nothing was printed: label %1$s is withdrawn. To print the others: "
                "--skip-withdrawn")},
    {.rule = "withdrawn-skipped", .text = N_("Withdrawn labels that are left out: %1$s.")},
    {.rule = "withdrawn-all", .text = N_("Nothing was printed: all of these are withdrawn.")},
    {.rule = "suspended-not-printed",
     .text = N_("Nothing was printed: label %1$s is suspended. Print it once that has ended: sello "
                "resume")},
    {.rule = "withdrawn-shown",
     .text = N_("Label %1$s is withdrawn: it is only shown here, and not printed any more.")},
    {.rule = "suspended-shown",
     .text =
         N_("Label %1$s is suspended: it is only shown here, and printed once that has ended.")},
    {.rule = "withdrawn-while-printing",
     .text = N_("Label %1$s was withdrawn meanwhile, and nothing more was let go: %2$s of %3$s "
                "labels are in place.")},
    {.rule = "suspended-while-printing",
     .text = N_("Label %1$s was suspended meanwhile, and nothing more was let go: %2$s of %3$s "
                "labels are in place.")},
    {.rule = "retired-printed",
     .text = N_("Label %1$s is marked as sold or retired, and verifiers say so.")},
    {.rule = "label-named-twice", .text = N_("Nothing was printed: label %1$s is named twice.")},
    {.rule = "symbol-too-dense",
     .text = N_("Label %1$s needs a symbol that does not scan well. For the next batch, shorten "
                "the product's name or traits, or issue with --lean.")},
    {.rule = "batch-record-damaged",
     .text = N_("Nothing was printed: the record of batch %1$s is damaged. See what is wrong with: "
                "sello check")},

    {.rule = "no-label-fits",
     .text = N_("No label was issued: not even the least text fits the labels of %1$s with a code "
                "that scans. Choose larger ones: sello stock list")},

    /* stock, design, mark, printer */
    {.rule = "stock-not-named",
     .text = N_("On which labels? Name them with --stock, for example %1$s; sello stock list shows "
                "all there are.")},
    {.rule = "stock-as-last",
     .text = N_("Stock: %1$s, the one used last. Choose another one with --stock.")},
    {.rule = "stock-is-a-sheet",
     .text =
         N_("%1$s is a sheet: label printers take rolls, so only the size of its label is used.")},
    {.rule = "stock-unknown",
     .text = N_(
         "There is no stock named %1$s. See: sello stock list --all. A size of your own goes into "
         "stock.txt in the registry's folder, in three lines: stock my-size, roll 3, size 60 "
         "x 40 (man sello tells more).")},
    {.rule = "stock-not-listed",
     .text = N_("The stock could not be listed"),
     .reason_follows = true},
    {.rule = "stock-file-wrong", .put = stock_words_of_fault},
    {.rule = "stock-file-in-part",
     .text = N_("What stands before it is used, what follows is not.")},
    {.rule = "stock-name-of-sello",
     .text = N_("%1$s: the name %2$s is one of Sello's own, which is used. Give yours another one, "
                "for example my-%2$s.")},
    {.rule = "stock-name-twice",
     .text = N_("%1$s: the name %2$s stands twice. The first one is used.")},
    {.rule = "templates-not-readable",
     .text = N_("%1$s is not a file of gLabels templates, or is broken. It is passed over.")},
    {.rule = "design-not-usable", .text = N_("The design %1$s cannot be used, line %2$s: %3$s.")},
    {.rule = "mark-not-usable",
     .text = N_("%1$s cannot be used as a mark: %2$s. A PNG or an SVG is needed.")},
    {.rule = "own-mark-not-usable",
     .text = N_("The registry's mark cannot be used as a mark: %1$s. A PNG or an SVG is needed.")},
    {.rule = "stock-has-no-back",
     .text =
         N_("Nothing was printed: %1$s has no second side. Print tags on card, as avery-5371 is, "
            "or on a stock of your own, and leave --back out for labels that stick.")},
    {.rule = "printed-with-another-back",
     .text =
         N_("%1$s is there with the same labels and another second side, or another look. Go on "
            "with what it was printed with, or print into another file.")},
    {.rule = "printed-with-a-back",
     .text = N_("%1$s is there with the same labels and a second side: go on with --back and the "
                "text it was printed with, or print into another file.")},
    {.rule = "back-not-text",
     .text = N_("Nothing was printed: %1$s is not a text of 1 to %2$s characters in UTF-8.")},
    {.rule = "back-too-long",
     .text = N_("Nothing was printed: the text of %1$s has %2$s characters, and the second side "
                "takes %3$s. Shorten it.")},
    {.rule = "back-letter-not-in-fonts",
     .text = N_("Nothing was printed: the fonts of labels have no %2$s, which stands in %1$s.")},
    {.rule = "ornament-not-usable",
     .text = N_("%1$s cannot be used as an ornament: %2$s. One figure of the pattern is needed, as "
                "SVG or PNG, dark on white or on nothing.")},
    {.rule = "own-ornament-not-usable",
     .text = N_("The registry's ornament cannot be used: %1$s. Keep it again with: sello ornament "
                "set FILE")},
    {.rule = "accent-not-a-colour",
     .text = N_("Nothing was kept: %1$s is not a colour. Six digits of red, green and blue are "
                "needed, from 00 to ff, for example '#7a1020'.")},
    {.rule = "accent-too-light",
     .text = N_("Nothing was kept: the contrast of %1$s and white is %2$s to 1, and words need "
                "%3$s to 1. Take a darker one, for example '%4$s'.")},
    {.rule = "own-accent-not-usable",
     .text = N_("The registry's colour, %1$s, is not as it was kept. Keep it again with: sello "
                "accent set '#7a1020'")},
    {.rule = "file-not-removed", .text = N_("%1$s could not be removed: %2$s.")},
    {.rule = "stays-as-it-is", .text = N_("%1$s is there already and stays as it is.")},
    {.rule = "printers-file-wrong",
     .text = N_("%1$s, line %2$s, is not as it was written. Mend that line, or delete the file and "
                "calibrate again: sello stock calibrate --to pdf -o FILE")},
    {.rule = "printer-unknown",
     .text = N_("No printer named %1$s was calibrated here. See: sello stock calibrate")},
    {.rule = "printer-not-in-cups",
     .text = N_("Nothing was printed: this computer has no printer named %1$s. See which there are "
                "with: lpstat -p")},
    {.rule = "printer-stopped",
     .text = N_("Nothing was printed: the printer %1$s is stopped. See to its paper and its cable, "
                "and start it again with: cupsenable %1$s")},
    {.rule = "lp-missing",
     .text = N_("Nothing was printed: the program lp is not here. Install it (apt install "
                "cups-client), or write a file with -o and print that.")},
    {.rule = "lp-refused",
     .text = N_("Nothing was printed: the printer %1$s did not take it: %2$s.")},
    {.rule = "lp-no-answer",
     .text = N_("The printer %1$s did not answer, and nothing is noted as printed. See whether "
                "something comes out "
                "before you print again, and with: lpstat -o %1$s")},
    {.rule = "calibration-scale",
     .text = N_("Nothing was noted: from A to B are meant 170 mm and from A to C 230 mm, and %1$s "
                "and %2$s are too far from that. Print the page again at 100 %% (actual size, not "
                "fitted to the page), and measure again.")},
    {.rule = "calibration-offset",
     .text = N_("Nothing was noted: A would be over 20 mm from its place. Measure --left and --top "
                "again, from the paper's edges to the middle of cross A; see too that the paper "
                "lies straight in its tray.")},
    {.rule = "too-many-printers",
     .text = N_("There are %1$s printers here already. Forget one with --forget.")},

    /* sizes */
    {.rule = "module-does-not-scan",
     .text = N_("Nothing was printed: modules under 0.33 mm do not scan. Give a larger --module, "
                "or a finer printer's --dpi; --force prints all the same.")},
    {.rule = "module-too-small-for-shops",
     .text = N_("Modules of %1$s mm are under 0.396 mm, the least for shops: some phones will not "
                "read them.")},
    {.rule = "module-too-many-dots",
     .text = N_("Nothing was printed: modules of %1$s mm are too many dots of this printer. Give a "
                "smaller --module.")},
    {.rule = "modules-too-small",
     .text = N_("Nothing was printed: on %1$s the modules would be %2$s mm wide, and under 0.33 mm "
                "they do not scan.")},
    {.rule = "module-for-words",
     .text = N_("Modules of %1$s mm instead of %2$s mm leave room for the words of the label. "
                "--module prints the size that you give.")},
    {.rule = "advice-larger-stock", .text = N_("Larger labels that take it: %1$s.")},
    {.rule = "advice-finer-printer",
     .text = N_("A printer of %1$s dots per inch could print it on this label: --dpi %1$s.")},
    {.rule = "advice-smaller-symbol",
     .text = N_("This label takes symbols up to version %1$s, and this one is of version %2$s: for "
                "the next batch, shorten the product's name or traits, or issue with --lean.")},
    {.rule = "advice-force", .text = N_("--force prints it all the same.")},
    {.rule = "start-not-on-stock",
     .text = N_("--start %1$s is no cell of %2$s, which has %3$s rows and %4$s columns. Write row "
                "and column, like 3:2, or how many labels of the sheet are used.")},
    {.rule = "no-part-used-sheet",
     .text = N_("Nothing was forgotten: no sheet of %1$s is remembered as used in part.")},
    {.rule = "no-sheet-free-there",
     .text =
         N_("Nothing was forgotten: no sheet of %1$s is free from row and column %3$s on. Those "
            "that are used in part, and their last labels: %2$s.")},
    {.rule = "several-part-used",
     .text = N_("Nothing was forgotten: several sheets of %1$s are used in part. Where they are "
                "free, and their last labels: %2$s. Name one: sello stock forget %1$s %3$s, or all "
                "with --all.")},
    {.rule = "sheet-used-meanwhile",
     .text = N_("Nothing was printed: someone printed on the part-used sheet of %1$s meanwhile. "
                "Give the command again to see where it is free now.")},
    {.rule = "file-too-large-to-make",
     .text = N_("A file would hold %1$s labels; more than %2$s take too much memory. Choose files "
                "of fewer pages, like: --pages-per-file %3$s")},

    /* drawing and writing */
    {.rule = "letter-not-in-fonts",
     .text =
         N_("Nothing was printed: a text of batch %3$s has %1$s (%2$s), a letter that the fonts "
            "of labels lack. Mend the name and reissue: sello reissue")},
    {.rule = "labels-not-drawn",
     .text = N_("The labels cannot be printed"),
     .reason_follows = true},
    {.rule = "label-does-not-read-back",
     .text = N_("Label %1$s was drawn, and does not read back. Nothing of it was let go; please "
                "report it.")},
    {.rule = "label-reads-back-otherwise",
     .text = N_("Label %1$s was drawn, and reads back as something else. Nothing of it was let go; "
                "please report it.")},
    {.rule = "label-signature-wrong",
     .text = N_("Label %1$s: the signature that is stored does not match. Nothing was let go. See "
                "what is wrong with: sello check --all")},
    {.rule = "design-has-no-room",
     .text = N_("The labels of %1$s have no room for this design. Choose other stock with --stock, "
                "or --design simple.")},
    {.rule = "fonts-missing-for-labels",
     .text = N_("Nothing was printed: the fonts are missing. On Debian install the packages "
                "fonts-dejavu-core, fonts-sil-gentiumplus and fonts-sil-andika.")},
    {.rule = "folder-not-usable",
     .text = N_("The folder %1$s cannot be used: %2$s. Give another one with -o.")},
    {.rule = "folder-is-none",
     .text = N_("The folder %1$s cannot be used: it is not a folder, or a link to one. Give "
                "another one with -o.")},
    {.rule = "prints-not-logged",
     .text = N_("The labels were written, but the log of prints was not"),
     .reason_follows = true},
    {.rule = "job-sheet-not-written",
     .text = N_("The labels were written, but the job sheet was not"),
     .reason_follows = true},

    /* certificates */
    {.rule = "applied-not-printed",
     .text = N_("%1$s was not printed: it is not granted yet (applied for).")},
    {.rule = "inspected-not-printed",
     .text = N_("%1$s was not printed: it is not granted yet (inspected).")},
    {.rule = "failed-not-printed",
     .text = N_("%1$s was not printed: it is not granted yet (inspection failed).")},
    {.rule = "suspended-certificate-not-printed",
     .text = N_(
         "%1$s was not printed: it is suspended. Resume it first: sello certificate resume %1$s")},
    {.rule = "withdrawn-certificate-not-printed",
     .text = N_("%1$s was not printed: it is withdrawn, for ever.")},
    {.rule = "expired-certificate-not-printed",
     .text = N_("%1$s was not printed: it expired on %2$s. Renew it first: sello certificate renew "
                "%1$s --until DATE")},
    {.rule = "fonts-missing-for-certificate",
     .text = N_("The certificate was not printed: the fonts are missing. On Debian install "
                "the packages "
                "fonts-dejavu-core, fonts-sil-gentiumplus and fonts-sil-andika.")},
    {.rule = "fonts-missing-for-report",
     .text = N_("The report was not written: the fonts are missing. On Debian install the "
                "packages "
                "fonts-dejavu-core, fonts-sil-gentiumplus and fonts-sil-andika.")},
    {.rule = NULL},
};
