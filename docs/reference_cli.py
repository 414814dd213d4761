"""The page of the command line: every command and option, from what click knows of them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping

import click

from xlreport.commands.main import main

_HEAD = """# The command line

The commands speak Chinese, since county officers use them; here is each with an English line.
`xlreport COMMAND --help` says the same in the terminal. A PATH is a workbook, a folder or a zip
archive. The answer alone goes to standard output; progress and messages go to standard error.

| exit status | meaning |
|---|---|
| 0 | no errors |
| 1 | an error in a return; with `--strict` a department missing; for `migrate` something lost |
| 2 | wrong use, or a form, roster or other given file that cannot be used |
| 3 | a file could not be read |

The highest that applies is given.
"""

# An English line for every command and option; one without stops the build.
_COMMANDS: Mapping[str, str] = {
    "forms": "Lists the forms, or draws the tables of one.",
    "roster": "Writes an empty roster with examples, to be filled in.",
    "template": "Writes a locked template for each department of the roster, or one for any.",
    "fill": "Writes figures of another system as filled returns, one for each department.",
    "check": "Says what is wrong with returns, and writes the copies to send back.",
    "decisions": "Writes the file of decisions, with a line for each open matter.",
    "consolidate": "Adds up the returns that are accepted into the county's summary.",
    "compare": "Compares two years: first this one, then the last.",
    "history": "Shows the figures of any number of years side by side, across editions.",
    "migrate": "Writes a filled return in another edition's workbook and says what moved.",
    "report": "Writes the report to be published from one return or a summary.",
    "register": "Counts a register, fills a return, takes in a list, goes on in the next year.",
    "import": "Makes a return of a published report (a page or a Word file).",
    "published": "Compares what departments have published with what they reported.",
    "export": "Writes the figures as one long table for other programs.",
    "guide": "Writes the guide for clerks or for officers as a Word file, a page or a PDF.",
    "demo": "Does the whole job on made-up figures.",
}
_OPTIONS: Mapping[str, str] = {
    "--annotate": "Folder to write the annotated copies to.",
    "--against": "Returns of another form of the same departments, to compare with.",
    "--cache": "Folder that keeps what was read, for the next run.",
    "--check": "Only checks form files, and lists every fault.",
    "--code": "The county's code on the roster of the city.",
    "--contact": "Whom to ask, for the messages.",
    "--receipts": "Folder to write the receipts of accepted departments to.",
    "--remind-log": "Log of reminders (.csv); beside the decisions or the messages unless named.",
    "--data": "The figures (.csv, .json or .xlsx): a row for each value or for each department.",
    "--deadline": "Day until which returns are due, printed on the cover.",
    "--form": "A form or annex of one's own (.toml), or the form that is collected; repeatable.",
    "--format": "Shape of the output; without it the ending of `--out` decides, else text.",
    "--guide": "Puts the clerk's guide (填报指南.docx) beside the templates.",
    "--last-year": (
        "Last year's summary, or the folder of last year's returns; of a form that is not yearly "
        "those of the period before and of a year ago; may be given several times."
    ),
    "--name": "Name of the county that adds up.",
    "--narratives": "Writes the narratives of all departments into one Word file.",
    "--no-verify": "Leaves out the second reading, by calamine or openpyxl.",
    "--out": "Where to write; the ending decides the format where there are several.",
    "--overwrite": "Replaces a summary that stands there; without it nothing is replaced.",
    "--partial": "Writes the report of a summary that lacks departments, and says which.",
    "--period": "The half-year, quarter or month: 2026H1, 2026Q1, 2026-03; instead of `--year`.",
    "--prefer": "The file that counts where a department sent two with different figures.",
    "--prefill": "Figures that are known, as for `fill --data`, to be confirmed by the clerks.",
    "--remind": (
        "Writes the list of departments to remind (.txt or .csv), or into a folder a message for "
        "each; needs `--roster`."
    ),
    "--roster": "The roster (.csv or .xlsx).",
    "--schema": "Writes a JSON Schema for editors.",
    "--strict": "Adds nothing up while there are errors or departments missing.",
    "--sources": "Figures of other offices (source, department, cell, value), to compare with.",
    "--text": "The narrative (.txt): each official heading on a line, the text below it.",
    "--theme": "A theme file: fonts, colours, the issuing office.",
    "--to": "The edition to migrate to, such as ogi-2021.",
    "--decisions": "The file of decisions: which file counts, which figure was corrected.",
    "--waivers": "The file of approved warnings.",
    "--into": "A return to be filled, or to be compared where it is filled.",
    "--without-private": "Leave out the columns that stay with the department.",
    "register --year": "The year of a list of your own; a later year carries a register there.",
    "register --out": "The copy, the register taken in or the next year's; never an existing file.",
    "--with": "An annex behind the official tables, such as ogi-supplement; repeatable.",
    "--workers": "How many processes share the work.",
    "--year": "The year that is collected; by default that of most returns.",
    "decisions --out": "The file to write (.xlsx or .csv); replaces only that of `--decisions`.",
    "demo --out": "The folder to write to.",
    "fill --out": "The folder to write to; a file that exists is never replaced.",
    "fill --year": "The year of the report.",
    "guide --out": "The file to write (.docx, .html or .pdf); one that exists is never replaced.",
    "history --name": "A name under which the county itself publishes; repeatable.",
    "import --code": "The department's code; by default it is looked up by name on the roster.",
    "import --out": "The return to write (.xlsx); a file that exists is never replaced.",
    "import --year": "The year of the report, where its title does not say.",
    "migrate --period": "The half-year, quarter or month of the new file.",
    "migrate --year": "The year of the new file; by default that of the return.",
    "migrate --out": "The file to write (.xlsx); a file that exists is never replaced.",
    "published --deadline": "The last day to publish; what comes later is late.",
    "published --record": "Record (.csv) of what was seen, by which changes are known; kept up.",
    "published --returns": "The returns, or the county's summary; repeatable.",
    "report --date": "Day below the report; without it a Word file has room for the day.",
    "report --format": "Shape of reports in a folder; `figures`: the figures page of one report.",
    "report --full": "The address of the whole report, to which the figures page is linked.",
    "report --out": "The report (.docx or .html), or a folder: a report for each department.",
    "roster --out": "The file to write (.csv).",
    "template --out": "The folder to write to.",
    "template --year": "The year of the report.",
}


def cli_page() -> str:
    """Write the page."""
    return "\n".join([_HEAD, *(_section(name, main.commands[name]) for name in main.commands)])


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"xlreport {name}")
    said = inspect.cleandoc(command.help or "").replace("\b\n", "").split("\n\n")
    lines = [f"## {name}\n", f"{_COMMANDS[name]}\n"]
    for paragraph in said:
        text, example, lines_of_example = paragraph.partition("例：")
        if text.strip():
            lines.append(text.strip() + "\n")
        if example:
            lines.append(f"```sh\n{inspect.cleandoc(lines_of_example)}\n```\n")
    lines += [f"Usage: `{_usage(command, context)}`\n", *_table(name, command)]
    return "\n".join(lines)


def _usage(command: click.Command, context: click.Context) -> str:
    return " ".join([context.command_path, *command.collect_usage_pieces(context)])


def _table(name: str, command: click.Command) -> Iterator[str]:
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield "| option | 说明 | in English |\n|---|---|---|"
        for option in options:
            flag = option.opts[-1]
            english = _OPTIONS.get(f"{name} {flag}") or _OPTIONS[flag]
            needed = " Required." if option.required else ""
            yield f"| `{flag}{_value(option)}` | {option.help} | {english}{needed} |"
        yield ""


def _value(option: click.Option) -> str:
    if option.is_flag:
        return ""
    if isinstance(option.type, click.Choice):
        return " " + "\\|".join(map(str, option.type.choices))
    return f" {option.metavar or option.type.name.upper()}"
