"""Registers (登记簿) written as locked workbooks: imported ones, the next year's, those sent up."""

from __future__ import annotations

from pathlib import Path

from xlreport.base.arguments import checked, refuse_ending
from xlreport.base.errors import InputError
from xlreport.base.files import refuse_target, write_file
from xlreport.base.memory import Target, target_path
from xlreport.form.private_columns import kept_columns, without_private_columns
from xlreport.formats.container import LIMITS
from xlreport.layout.list_grid import first_row
from xlreport.office.roster import unlisted_department
from xlreport.outgoing._typed_lines import typed_lines
from xlreport.outgoing.template import build_template
from xlreport.register.register import Register


@checked
def write_register(register: Register, path: Target, *, private: bool = True) -> Path:
    """Write a register as the locked workbook in which an office keeps it; return its path.

    What could not be read stands in its line as it was typed. Without `private`, the columns that
    stay with the department are left out, and their content with them: this copy may be sent up.
    Raises `InputError` for a name that does not end in .xlsx, and for more lines than could be read
    again; `OutputError` where a file of this name exists or cannot be written.
    """
    refuse_ending(path)
    refuse_target(path, overwrite=False)
    item, open_list = register.item, register.open_list
    most = LIMITS.rows - first_row(open_list)
    if len(register) > most:
        raise InputError(f"登记簿有 {len(register)} 条，一份最多 {most} 条；请分成几份。")
    form, kept = register.form, tuple(range(len(open_list.columns)))
    if not private:
        form, kept = without_private_columns(form), kept_columns(open_list)
    (lines,) = typed_lines(register.form, {open_list.key: register.entries}).values()
    is_computed = [column.computed for column in open_list.columns]
    typed = [[None if is_computed[number] else line[number] for number in kept] for line in lines]
    data = build_template(
        form,
        period=register.period,
        department=unlisted_department(item.code, item.department) if item.department else None,
        lists={open_list.key: typed},
    )
    write_file(path, data, overwrite=False)
    return target_path(path)
