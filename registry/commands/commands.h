/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_REGISTRY_COMMANDS_COMMANDS_H
#define SELLO_REGISTRY_COMMANDS_COMMANDS_H

/* The commands of `sello`, and the options of those that have some: "producer add" is
 * cmd_producer_add with cmd_producer_add_options. */

#include "cli/cli.h"

extern const struct cli_command commands[];
extern const struct cli_synonym command_names[], option_names[], value_names[]; /* spanish.c */

extern const struct cli_option cmd_address_options[];
extern const struct cli_option cmd_init_options[];
int cmd_init(const struct cli_args *args);

extern const struct cli_option cmd_scheme_add_options[], cmd_scheme_edit_options[];
int cmd_scheme_add(const struct cli_args *args);
int cmd_scheme_edit(const struct cli_args *args);
int cmd_scheme_show(const struct cli_args *args);
int cmd_scheme_list(const struct cli_args *args);

extern const struct cli_option cmd_producer_add_options[], cmd_producer_edit_options[],
    cmd_producer_merge_options[];
int cmd_producer_add(const struct cli_args *args);
int cmd_producer_edit(const struct cli_args *args);
int cmd_producer_merge(const struct cli_args *args);
int cmd_producer_show(const struct cli_args *args);
int cmd_producer_list(const struct cli_args *args);

extern const struct cli_option cmd_product_options[];
extern const struct cli_option cmd_product_edit_options[];
extern const struct cli_option cmd_product_list_options[];
extern const struct cli_option cmd_producer_list_options[];
extern const struct cli_option cmd_certificate_list_options[];
extern const struct cli_option cmd_batch_list_options[];
int cmd_product_add(const struct cli_args *args);
int cmd_product_edit(const struct cli_args *args);
int cmd_product_show(const struct cli_args *args);
int cmd_product_list(const struct cli_args *args);

extern const struct cli_option cmd_certificate_apply_options[], cmd_certificate_inspect_options[],
    cmd_certificate_grant_options[], cmd_certificate_suspend_options[],
    cmd_certificate_cancel_options[], cmd_certificate_resume_options[],
    cmd_certificate_renew_options[], cmd_certificate_print_options[];
int cmd_certificate_apply(const struct cli_args *args);
int cmd_certificate_inspect(const struct cli_args *args);
int cmd_certificate_grant(const struct cli_args *args);
int cmd_certificate_renew(const struct cli_args *args);
int cmd_certificate_suspend(const struct cli_args *args);
int cmd_certificate_resume(const struct cli_args *args);
int cmd_certificate_withdraw(const struct cli_args *args);
int cmd_certificate_cancel(const struct cli_args *args);
int cmd_certificate_show(const struct cli_args *args);
int cmd_certificate_print(const struct cli_args *args);
int cmd_certificate_list(const struct cli_args *args);

extern const struct cli_option cmd_issue_options[], cmd_reissue_options[], cmd_print_options[],
    cmd_trust_export_options[];
int cmd_address(const struct cli_args *args);
extern const struct cli_option cmd_statement_options[];
int cmd_statement(const struct cli_args *args);
int cmd_issue(const struct cli_args *args);
int cmd_reissue(const struct cli_args *args);
extern const struct cli_option cmd_label_show_options[];
int cmd_label_show(const struct cli_args *args);
int cmd_report(const struct cli_args *args);
extern const struct cli_option cmd_report_options[];
int cmd_label_list(const struct cli_args *args);
extern const struct cli_option cmd_label_list_options[];
int cmd_print(const struct cli_args *args);
int cmd_trust_export(const struct cli_args *args);

extern const struct cli_option cmd_log_export_options[], cmd_log_cosign_options[];
int cmd_log_show(const struct cli_args *args);
int cmd_log_verify(const struct cli_args *args);
int cmd_log_export(const struct cli_args *args);
int cmd_log_cosign(const struct cli_args *args);
int cmd_log_add(const struct cli_args *args);

extern const struct cli_option cmd_endorse_add_options[], cmd_endorse_end_options[];
int cmd_endorse_add(const struct cli_args *args);
int cmd_endorse_end(const struct cli_args *args);
int cmd_endorse_list(const struct cli_args *args);

extern const struct cli_option cmd_publish_options[];
int cmd_publish(const struct cli_args *args);

extern const struct cli_option cmd_mark_set_options[];
int cmd_mark_set(const struct cli_args *args);
int cmd_mark_show(const struct cli_args *args);
extern const struct cli_option cmd_mark_remove_options[];
int cmd_mark_remove(const struct cli_args *args);

extern const struct cli_option cmd_ornament_set_options[], cmd_ornament_remove_options[];
int cmd_ornament_set(const struct cli_args *args);
int cmd_ornament_show(const struct cli_args *args);
int cmd_ornament_remove(const struct cli_args *args);

extern const struct cli_option cmd_accent_set_options[], cmd_accent_remove_options[];
int cmd_accent_set(const struct cli_args *args);
int cmd_accent_show(const struct cli_args *args);
int cmd_accent_remove(const struct cli_args *args);

extern const struct cli_option cmd_deliver_options[];
int cmd_deliver(const struct cli_args *args);
int cmd_batch_show(const struct cli_args *args);
int cmd_batch_list(const struct cli_args *args);

extern const struct cli_option cmd_stock_list_options[], cmd_stock_calibrate_options[],
    cmd_stock_forget_options[];
int cmd_printer_list(const struct cli_args *args);
int cmd_stock_list(const struct cli_args *args);
int cmd_stock_show(const struct cli_args *args);
int cmd_stock_calibrate(const struct cli_args *args);
int cmd_stock_forget(const struct cli_args *args);

extern const struct cli_option cmd_withdraw_options[], cmd_resume_options[];
int cmd_withdraw(const struct cli_args *args);
int cmd_suspend(const struct cli_args *args);
int cmd_resume(const struct cli_args *args);
int cmd_sold(const struct cli_args *args);
int cmd_returned(const struct cli_args *args);

extern const struct cli_option cmd_key_new_options[], cmd_key_retire_options[],
    cmd_key_compromised_options[], cmd_key_passphrase_options[], cmd_key_backup_options[],
    cmd_key_restore_options[], cmd_key_add_options[];
int cmd_key_new(const struct cli_args *args);
int cmd_key_show(const struct cli_args *args);
int cmd_key_list(const struct cli_args *args);
int cmd_key_retire(const struct cli_args *args);
int cmd_key_compromised(const struct cli_args *args);
int cmd_key_passphrase(const struct cli_args *args);
int cmd_key_backup(const struct cli_args *args);
int cmd_key_restore(const struct cli_args *args);
int cmd_key_add(const struct cli_args *args);

extern const struct cli_option cmd_root_draft_options[], cmd_root_show_options[],
    cmd_root_approve_options[], cmd_root_assemble_options[];
int cmd_root_draft(const struct cli_args *args);
int cmd_root_show(const struct cli_args *args);
int cmd_root_approve(const struct cli_args *args);
int cmd_root_assemble(const struct cli_args *args);

extern const struct cli_option cmd_import_options[], cmd_export_options[], cmd_history_options[];
int cmd_import(const struct cli_args *args);
int cmd_export(const struct cli_args *args);
int cmd_import_list(const struct cli_args *args);
extern const struct cli_option cmd_user_add_options[];
int cmd_user_add(const struct cli_args *args);

extern const struct cli_option cmd_user_remove_options[];
int cmd_user_remove(const struct cli_args *args);

int cmd_user_list(const struct cli_args *args);

extern const struct cli_option cmd_undo_options[];
int cmd_undo(const struct cli_args *args);
int cmd_history(const struct cli_args *args);

extern const struct cli_option cmd_console_options[];
int cmd_console(const struct cli_args *args);
extern const struct cli_option cmd_backup_options[], cmd_check_options[], cmd_restore_options[];
int cmd_search(const struct cli_args *args);
int cmd_status(const struct cli_args *args);
int cmd_check(const struct cli_args *args);
int cmd_copy_store(const struct cli_args *args);
extern const struct cli_option cmd_copy_store_options[];
int cmd_backup(const struct cli_args *args);
int cmd_restore(const struct cli_args *args);

#endif
