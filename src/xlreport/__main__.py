"""`python -m xlreport` is the command line, for machines whose path lacks it."""

from xlreport._cli import main

main(prog_name="xlreport")
