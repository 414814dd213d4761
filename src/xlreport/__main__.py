"""`python -m xlreport` is the command line, for machines whose path lacks it."""

from xlreport.commands.main import run

run()
