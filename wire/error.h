/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SELLO_WIRE_ERROR_H
#define SELLO_WIRE_ERROR_H

/* One line per failure: name, number, text. Numbers are ABI: append within a range, never renumber.
 *
 *    1..39   the bytes are malformed
 *   40..49   well formed, but made for a newer reader
 *   50..99   a root, bundle or trust file breaks a rule of trust
 *  100..119  signatures and public keys
 *  120..139  symbols and pictures
 *  140..159  key files and passphrases
 *  160..189  the registry's store and records
 *  190..199  the system: memory, files
 *
 * The texts are short clauses, without capital or full stop; the tools translate them. */
#define SELLO_ERROR_LIST(X)                                                                        \
    X(SELLO_OK, 0, "ok")                                                                           \
    X(SELLO_E_TRUNCATED, 1, "it ends too early")                                                   \
    X(SELLO_E_TRAILING, 2, "there are bytes after its end")                                        \
    X(SELLO_E_CBOR, 3, "its CBOR is not of the strict subset")                                     \
    X(SELLO_E_CBOR_ORDER, 4, "its map keys are repeated or out of order")                          \
    X(SELLO_E_CBOR_DEPTH, 5, "it is nested too deeply")                                            \
    X(SELLO_E_TYPE, 6, "a value has the wrong type")                                               \
    X(SELLO_E_MISSING, 7, "a required value is missing")                                           \
    X(SELLO_E_RANGE, 8, "a number is out of range")                                                \
    X(SELLO_E_TEXT, 9, "a text is empty, too long or has forbidden characters")                    \
    X(SELLO_E_UTF8, 10, "a text is not valid UTF-8")                                               \
    X(SELLO_E_DIGIT, 11, "there is something other than digits in its code")                       \
    X(SELLO_E_DIGITS_LENGTH, 12, "its code has an impossible number of digits")                    \
    X(SELLO_E_DIGITS_RANGE, 13, "a group of its digits is out of range")                           \
    X(SELLO_E_TOO_LONG, 14, "it is longer than the format allows")                                 \
    X(SELLO_E_NOT_LABEL, 15, "it is not a Sello label")                                            \
    X(SELLO_E_NOTICE, 16, "it is a status notice, not a label")                                    \
    X(SELLO_E_NO_ROOM, 17, "it does not fit the memory it was given")                              \
    X(SELLO_E_INFLATE, 18, "its compressed list does not inflate to the stated size")              \
    X(SELLO_E_SYMBOL_TEXT, 19, "the serial is mistyped: its check symbol does not match")          \
    X(SELLO_E_NOTE, 20, "a line of it is not as the format has it")                                \
    X(SELLO_E_NEWER, 40, "it has a part that this version does not know")                          \
    X(SELLO_E_NEWER_ALG, 41, "it is signed with an algorithm that this version does not know")     \
    X(SELLO_E_ROOT_FIRST, 50, "its first root is not version 1")                                   \
    X(SELLO_E_ROOT_GAP, 51, "a root version is missing between two roots")                         \
    X(SELLO_E_ROOT_REPLAY, 52, "a root repeats an earlier version")                                \
    X(SELLO_E_ROOT_PREVIOUS, 53, "a root does not continue the one before it")                     \
    X(SELLO_E_ROOT_FINGERPRINT, 54, "a root belongs to another certifier")                         \
    X(SELLO_E_ROOT_THRESHOLD, 55, "a root's threshold is 0 or above its number of members")        \
    X(SELLO_E_ROOT_KEY_TWICE, 56, "a root lists the same public key twice")                        \
    X(SELLO_E_ROOT_WEAK_KEY, 57, "a root lists a key that is not a proper Ed25519 point")          \
    X(SELLO_E_ROOT_STRANGER, 58, "a root carries a signature by a key it does not list")           \
    X(SELLO_E_ROOT_SIGNATURE, 59, "a signature of a root does not match")                          \
    X(SELLO_E_ROOT_FEW_NEW, 60, "too few of a root's own members signed it")                       \
    X(SELLO_E_ROOT_FEW_OLD, 61, "too few members of the root before signed the new one")           \
    X(SELLO_E_ROOT_UNSIGNED_KEY, 62, "a key new in a root did not sign that root")                 \
    X(SELLO_E_ROOT_DROPPED_KEY, 63, "a root drops, reorders or changes an earlier key")            \
    X(SELLO_E_ROOT_SCHEME, 64, "a root removes a scheme code or changes its meaning")              \
    X(SELLO_E_ROOT_KEY_STATE, 65, "a key's state, dates and role do not go together")              \
    X(SELLO_E_ROOT_DATE, 66, "a root is dated before the one it follows")                          \
    X(SELLO_E_ROOT_KEY_ROLE, 67, "a root gives a key another role than it had before")             \
    X(SELLO_E_ROOT_ADDRESS, 68, "a root drops, reorders or repeats an address")                    \
    X(SELLO_E_ROOT_PRACTICE, 69, "a root changes whether its certifier is for practice")           \
    X(SELLO_E_BUNDLE_ROOT, 70, "the bundle was made for another root")                             \
    X(SELLO_E_BUNDLE_FINGERPRINT, 71, "the bundle belongs to another certifier")                   \
    X(SELLO_E_BUNDLE_KEY, 72, "the bundle is not signed by an active status key")                  \
    X(SELLO_E_BUNDLE_SIGNATURE, 73, "the bundle's signature does not match")                       \
    X(SELLO_E_BUNDLE_LISTS, 74, "the bundle's status lists do not cover its serials")              \
    X(SELLO_E_BUNDLE_ROWS, 75, "the bundle's rows overlap, are unsorted or out of range")          \
    X(SELLO_E_BUNDLE_DISAGREE, 76, "a row of the bundle disagrees with its status list")           \
    X(SELLO_E_BUNDLE_BATCHES, 77, "the bundle's batches overlap, are unsorted or out of range")    \
    X(SELLO_E_BUNDLE_CERTIFICATES, 78, "the bundle's certificates are repeated or unsorted")       \
    X(SELLO_E_STATUS_TOKEN, 79, "a status list is not signed by an active status key")             \
    X(SELLO_E_NO_BUNDLE, 80, "the trust file has no bundle")                                       \
    X(SELLO_E_OLDER_ROOT, 81, "the file's root is older than the one already trusted")             \
    X(SELLO_E_OLDER_BUNDLE, 82, "the file's bundle is older than the one already stored")          \
    X(SELLO_E_FORK, 83, "the file has another root for a version already trusted")                 \
    X(SELLO_E_EQUIVOCATION, 84, "the file has another bundle for a version already stored")        \
    X(SELLO_E_OTHER_CERTIFIER, 85, "the file belongs to a certifier that is not trusted here")     \
    X(SELLO_E_NEEDS_TRUST_FILE, 86,                                                                \
      "the notice was made for another root: it needs the whole "                                  \
      "trust file")                                                                                \
    X(SELLO_E_TAKES_BACK, 87, "the file takes back what its certifier said before")                \
    X(SELLO_E_KEY_TAKEN, 88, "one of its keys is another trusted certifier's")                     \
    X(SELLO_E_NAME_TAKEN, 89, "its name is that of another trusted certifier")                     \
    X(SELLO_E_NAME_HASH, 90, "its name could be taken for a fingerprint")                          \
    X(SELLO_E_BUNDLE_ENDORSEMENTS, 91, "the bundle's endorsements are repeated or unsorted")       \
    X(SELLO_E_LOG_KEY, 92, "its checkpoint is not signed by an active log key")                    \
    X(SELLO_E_LOG_ORIGIN, 93, "its checkpoint is of another log")                                  \
    X(SELLO_E_LOG_ROOT, 94, "its checkpoint does not match the history it tells")                  \
    X(SELLO_E_LOG_SPLIT, 95, "this certifier shows different histories")                           \
    X(SELLO_E_LOG_SILENT, 96, "the file no longer tells the history that the stored one told")     \
    X(SELLO_E_LOG_PROOF, 97, "a proof does not match its checkpoint")                              \
    X(SELLO_E_LOG_TILE, 98, "the log's tiles and entries do not match")                            \
    X(SELLO_E_SIGNATURE, 100, "the signature does not match")                                      \
    X(SELLO_E_UNKNOWN_KEY, 101, "no trusted key has this identifier")                              \
    X(SELLO_E_KEY_ROLE, 102, "its key is not a label key")                                         \
    X(SELLO_E_KEY_DATE, 103, "its key was not allowed to sign on that date")                       \
    X(SELLO_E_KEY_SCHEME, 104, "its key may not sign labels of that scheme")                       \
    X(SELLO_E_KEY_COMPROMISED, 105, "its key was stolen or exposed, and no listed batch matches")  \
    X(SELLO_E_BEYOND_HIGHEST, 106, "its serial is above the highest ever issued")                  \
    X(SELLO_E_NO_BATCH, 107, "its serial is in no batch that was issued")                          \
    X(SELLO_E_BATCH_MISMATCH, 108, "it says something else than the batch issued for its serial")  \
    X(SELLO_E_DATED_AHEAD, 109, "it is dated more than a day ahead")                               \
    X(SELLO_E_OTHER_ADDRESS, 110, "its address is none of its certifier's")                        \
    X(SELLO_E_OTHER_ITEM, 111, "its address names another item")                                   \
    X(SELLO_E_SYMBOL_TOO_LONG, 120, "the text is too long for a symbol that scans")                \
    X(SELLO_E_SYMBOL_TOO_SMALL, 121, "the modules would be too small to scan")                     \
    X(SELLO_E_PICTURE_FORMAT, 122, "it is not a picture in a format that can be read")             \
    X(SELLO_E_PICTURE_DAMAGED, 123, "the picture is damaged or incomplete")                        \
    X(SELLO_E_PICTURE_TOO_LARGE, 124, "the picture is too large to be opened safely")              \
    X(SELLO_E_PICTURE_NO_CODE, 125, "no code was found in the picture")                            \
    X(SELLO_E_PICTURE_FILE, 126, "the file cannot be opened")                                      \
    X(SELLO_E_PAGE_FULL, 127, "it does not fit on one page")                                       \
    X(SELLO_E_PAGE_FONT, 128, "the fonts for printing are not installed")                          \
    X(SELLO_E_PART, 129,                                                                           \
      "a part of the program is missing (sello-reader, sello-picture.so, sello-names.so or "       \
      "sello-draw.so): install it again")                                                          \
    X(SELLO_E_PICTURE_UNREAD, 132, "a code was seen beside those that were read")                  \
    X(SELLO_E_DESIGN, 133, "a line of the design file is not as the format has it")                \
    X(SELLO_E_DESIGN_PLACE, 134, "a box of the design leaves the label or lies over another one")  \
    X(SELLO_E_PICTURE_SLOW, 135, "the picture took too long to read")                              \
    X(SELLO_E_PICTURE_DECODER, 136, "the picture made its decoder fail")                           \
    X(SELLO_E_KEYFILE_FORMAT, 140, "it is not a Sello key file, or it is damaged")                 \
    X(SELLO_E_KEYFILE_NEWER, 141, "the key file was made by a newer version")                      \
    X(SELLO_E_KEYFILE_KDF, 142, "the key file asks for an unreasonable amount of work or memory")  \
    X(SELLO_E_KEYFILE_OWNER, 143, "the key file belongs to another user")                          \
    X(SELLO_E_KEYFILE_MODE, 144, "the key file can be read by other users")                        \
    X(SELLO_E_KEYFILE_EXISTS, 145, "there is a key file of that name already")                     \
    X(SELLO_E_PASSPHRASE, 146, "wrong passphrase, or the key file is damaged")                     \
    X(SELLO_E_PASSPHRASE_NONE, 147, "a passphrase is needed and none was given")                   \
    X(SELLO_E_PASSPHRASE_BAD, 148, "the passphrase is empty, too long or not text")                \
    X(SELLO_E_PASSPHRASE_MISMATCH, 149, "the two passphrases differ")                              \
    X(SELLO_E_PAPER_LINE, 150, "a line is mistyped: its two last characters do not match it")      \
    X(SELLO_E_PAPER_CHARACTER, 151, "a line has a character that is not of its code")              \
    X(SELLO_E_PAPER_ORDER, 152, "a line is missing, repeated or out of its order")                 \
    X(SELLO_E_PAPER_WHOLE, 153, "the lines do not belong together, or the last ones are missing")  \
    X(SELLO_E_PASSPHRASE_WEAK, 154, "the new passphrase is too easy to guess")                     \
    X(SELLO_E_STORE_NOT, 160, "it is not a Sello registry")                                        \
    X(SELLO_E_STORE_NEWER, 161, "the registry was made by a newer version")                        \
    X(SELLO_E_STORE_DAMAGED, 162, "the registry is damaged")                                       \
    X(SELLO_E_STORE_BUSY, 163, "another program is writing to the registry")                       \
    X(SELLO_E_STORE, 164, "the registry's database refused the work")                              \
    X(SELLO_E_STORE_BEHIND, 165, "the registry is older than what was last issued")                \
    X(SELLO_E_NOT_FOUND, 166, "there is no such record")                                           \
    X(SELLO_E_EXISTS, 167, "there is such a record already")                                       \
    X(SELLO_E_STATE, 168, "the record is not in a state that allows this")                         \
    X(SELLO_E_STORE_FULL, 169, "the disk is full")                                                 \
    X(SELLO_E_STORE_FILE, 170, "the registry is a link, a folder or a device")                     \
    X(SELLO_E_STORE_READ_ONLY, 171, "the registry cannot be written")                              \
    X(SELLO_E_NAME_NFC, 172, "a text has a letter and its accent apart (it is not in NFC)")        \
    X(SELLO_E_NAME_SPACES, 173, "a text begins or ends with a space")                              \
    X(SELLO_E_NAME_MARKS, 174, "a text has too many marks on one letter")                          \
    X(SELLO_E_NAME_MIXED, 175, "a word mixes letters of look-alike alphabets")                     \
    X(SELLO_E_STORE_UNKNOWN, 176, "nobody has said what was issued after this backup")             \
    X(SELLO_E_STORE_JOURNAL, 177,                                                                  \
      "the registry's journal is gone, and what is there is not whole")                            \
    X(SELLO_E_STORE_LOCKS, 178, "files cannot be locked there, as on some network drives")         \
    X(SELLO_E_STORE_CONTENDED, 179, "others changed the same at the same time, each time")         \
    X(SELLO_E_STORE_GONE, 180, "the database server cannot be reached")                            \
    X(SELLO_E_STORE_UNCLEAR, 181, "it is not known whether the database kept it")                  \
    X(SELLO_E_STORE_DENIED, 182, "the database server does not allow it")                          \
    X(SELLO_E_STORE_STRAINED, 183, "the database server ended the work")                           \
    X(SELLO_E_STORE_SERVER, 184, "the database server is too old, or not in UTF-8")                \
    X(SELLO_E_STORE_ADDRESS, 185, "it is not the address of a PostgreSQL database")                \
    X(SELLO_E_STORE_SECRET, 186, "the database's address holds a password")                        \
    X(SELLO_E_STORE_PART, 187, "what speaks with PostgreSQL is not installed")                     \
    X(SELLO_E_STORE_LEASE, 188, "another office took the registry's lock meanwhile")               \
    X(SELLO_E_STORE_OLDER, 189, "the registry's tables are of an older version of sello")          \
    X(SELLO_E_MEMORY, 190, "there is not enough memory")                                           \
    X(SELLO_E_SYSTEM, 191, "the system refused")                                                   \
    X(SELLO_E_INTERRUPTED, 192, "it was interrupted")                                              \
    X(SELLO_E_NOT_FILE, 193, "it is a folder, a device or a pipe, not a file")

#define SELLO_ERROR_ENUM(name, number, text) name = number,
enum sello_error { SELLO_ERROR_LIST(SELLO_ERROR_ENUM) };
#undef SELLO_ERROR_ENUM

/* The status's English text (the key of its translations); never NULL. */
const char *sello_error_text(enum sello_error error);

/* The status's name, as "SELLO_E_TEXT"; never NULL. */
const char *sello_error_name(enum sello_error error);

#endif
