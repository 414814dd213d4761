"""`python -m xlreport` is the command line, for machines whose path lacks it."""

from xlreport._cli import run

run()
