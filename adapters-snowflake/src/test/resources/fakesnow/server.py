"""The server of fakesnow 0.12.1, with what keeps any CSV file of ours from being loaded set right."""

import sys

import fakesnow.copy_into as copy_into
import fakesnow.server as server
import fakesnow.transforms as transforms
import uvicorn
from sqlglot import exp, parse_one

# It has files sent to it over HTTP, in an answer that Snowflake's JDBC driver cannot read (no "path", no "region").
server.gcs_stage_info = lambda request, expression, put: put["stageInfo"]

# It calls the columns of a file column0, column1, ...; DuckDB calls them column00, column01, ... where there are ten or more.
inserts = copy_into._inserts


def inserts_by_name(expression, params, urls, parquet=None):
    made = inserts(expression, params, urls, parquet)
    if isinstance(params.file_format, copy_into.ReadCSV):
        for insert in made:
            columns = insert.expression.expressions
            width = len(str(len(columns) - 1))
            for number, column in enumerate(columns):
                column.replace(exp.column(f"column{number:0{width}d}"))
    return made


copy_into._inserts = inserts_by_name

# It lets DuckDB guess the types of columns, and an empty text in quotes be NULL.
read_csv = copy_into.ReadCSV.read_expression


def read_texts(self, url):
    read = read_csv(self, url)
    for option in ("all_varchar = true", "allow_quoted_nulls = false"):
        read.append("expressions", exp.condition(option))
    return read


copy_into.ReadCSV.read_expression = read_texts

# It runs a MERGE as several statements over a table of its own: not behind a change in the same transaction (it keeps a note of
# that table in another database, and DuckDB writes to one in a transaction), and not with expressions of the source's columns.

def merge(statement):
    return [statement, COUNTED] if isinstance(statement, exp.Merge) else [statement]


COUNTED = parse_one('SELECT 0 AS "number of rows inserted"')
transforms.merge = merge

uvicorn.run(server.app, host="127.0.0.1", port=int(sys.argv[1]))
