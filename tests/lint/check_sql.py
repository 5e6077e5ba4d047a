# SPDX-License-Identifier: Apache-2.0
"""check_sql.py SOURCE: the store's SQL is what SQLite and the engines that speak PostgreSQL's protocol share, as they document it:
no sequences, triggers, advisory locks, notices, temporary tables, upserts of SQLite's own, and no column over 1 MiB. What one
engine needs of its own stands below, with the file that may have it."""
import pathlib
import re
import sqlite3
import sys

FORBIDDEN = {
    "sequence": r"\b(CREATE|DROP|ALTER) SEQUENCE\b|\bnextval\b|\b(BIG|SMALL)?SERIAL\b(?= (PRIMARY|NOT|,))|\bAUTOINCREMENT\b"
                r"|GENERATED (ALWAYS|BY DEFAULT) AS",
    "trigger or rule": r"\b(CREATE|DROP) (CONSTRAINT )?(TRIGGER|RULE|FUNCTION|PROCEDURE)\b|\bDO \$",
    "advisory lock": r"pg_(try_)?advisory",
    "table lock": r"\bLOCK TABLE\b",
    "lock of a row": r"\bFOR (NO KEY UPDATE|UPDATE|SHARE)\b",
    "notice": r"^(LISTEN|UNLISTEN|NOTIFY)\b|pg_notify",
    "temporary table": r"\bTEMP(ORARY)? (TABLE|VIEW)\b|\bUNLOGGED\b",
    "cursor": r"\bDECLARE \w+ CURSOR\b",
    "upsert of SQLite alone": r"\bINSERT OR\b|\bREPLACE INTO\b",
    "row number of one engine": r"\b(rowid|oid|ctid)\b(?=[ ,)=])",
    "recursion": r"\bWITH RECURSIVE\b",
    "two-phase commit": r"\bPREPARE TRANSACTION\b",
    "row rules": r"\bCREATE POLICY\b|ROW LEVEL SECURITY",
}
# What one engine alone is asked, and why no other could be.
ALLOWED = {
    ("registry/sql/db_postgres_queue.c", "table lock"): "the turn, before a snapshot is taken",
    ("registry/sql/db_postgres_roles.c", "row rules"): "rights by row",
    ("registry/sql/db_postgres_roles.c", "lock of a row"): "FOR UPDATE of a rule is no lock",
    ("registry/sql/db_postgres_roles.c", "row number of one engine"): "PostgreSQL's catalog",
    ("registry/sql/db_postgres_check.c", "row number of one engine"): "PostgreSQL's catalog",
    ("registry/sql/db_postgres_link.c", "row number of one engine"): "PostgreSQL's catalog",
    ("registry/sql/db_postgres_open.c", "row number of one engine"): "PostgreSQL's catalog",
    ("registry/sql/db_sqlite_check.c", "row number of one engine"): "SQLite's own check",
}
# And no room above the store has any.
SQL = re.compile(r"^(SELECT .* FROM |INSERT INTO |UPDATE \w+ SET |DELETE FROM )", re.S)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*')


def texts(path):
    """String literals, those beside each other as one, with their lines."""
    source = COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), path.read_text(encoding="utf-8"))
    source = re.sub(r"^#include .*$", "", source, flags=re.M)
    for match in TEXT.finditer(source):
        whole = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match.group()))
        yield source.count("\n", 0, match.start()) + 1, whole


# The columns of bytes as they stand after all versions, each with the lengths that its CHECK names.
COLUMN = re.compile(r"\b(\w+) BLOB\b([^,]*?CHECK \(length\(\1\) ([^()]*|IN \([^()]*)\))?")
COLUMN_MAX = 1 << 20


def too_large(schema):
    database = sqlite3.connect(":memory:")
    for _, text in texts(schema):
        if not text.startswith("registry/"):
            database.executescript(text)
    for table, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"):
        for column, _, lengths in COLUMN.findall(sql):
            if max(map(int, re.findall(r"\d+", lengths)), default=COLUMN_MAX + 1) > COLUMN_MAX:
                yield f"{schema}: {table}.{column}: column over 1 MiB: keep it in pieces (sello_pieces_put)"


def main():
    root = pathlib.Path(sys.argv[1])
    found, used = [], set()
    for path in sorted(root.glob("registry/**/*.c")):
        name = str(path.relative_to(root))
        below = name.startswith(("registry/sql/", "registry/store/"))
        for line, text in texts(path):
            if not below:
                if SQL.search(text):
                    found.append(f"{name}:{line}: SQL belongs to registry/store")
                continue
            for what, pattern in FORBIDDEN.items():
                if re.search(pattern, text):
                    used.add((name, what))
                    if (name, what) not in ALLOWED:
                        found.append(f"{name}:{line}: {what}: {text[:70]}")
    schema = root / "registry/store/store_schema.c"
    found += too_large(schema) if schema.exists() else []
    found += [f"{name}: has no {what} any more: take its row away" for name, what in sorted(set(ALLOWED) - used)
              if (root / name).exists()]
    print("\n".join(found))
    sys.exit(1 if found else 0)


main()
