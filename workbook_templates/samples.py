"""Makes the workbooks of ``examples/`` from the figures in ``samples.toml``.

python -m workbook_templates.samples examples
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from checks import rulebook
from checks.model.form import Form
from workbook_templates.plain import Figures, csv_file, html_file, workbook

_FIGURES = Path(__file__).with_name("samples.toml")


def samples() -> Iterator[tuple[str, bytes]]:
    """Yield each example's file name and bytes."""
    reports = tomllib.loads(_FIGURES.read_text("utf-8"))
    forms = rulebook.load().forms

    def parts(name: str) -> list[tuple[Form, Figures]]:
        return [(forms[form], figures) for form, figures in reports[name].items() if form in forms]

    form, clean = parts("shuyang2025")[0]
    yield "01-平衡-沭阳县2025.xlsx", workbook([(form, clean)], title="沭阳县2025年政府信息公开工作年度报告")
    yield "02-平衡-峰市镇2020.xlsx", workbook(parts("fengshi2020"), title="峰市镇2020年政府信息公开工作年度报告")
    yield "03-两种表式-六盘水2019.xlsx", workbook(parts("liupanshui2019"), one_sheet=True)
    yield "04-合计填错-衡阳2019.xlsx", workbook(parts("hengyang2019"), title="2019年政府信息公开工作年度报告")
    yield "05-扫描识别-固原2019.xlsx", workbook(parts("guyuan2019"), shift=(3, 2), one_sheet=True)
    yield "06-单项超过总计.csv", csv_file(form, {**clean, "results.granted.natural_person": 2900})
    yield "07-结转没有衔接.xls", html_file(form, {**clean, "requests.carried_out.natural_person": 13})
    yield "08-空白与不规范写法.xlsx", workbook([(form, {**clean, **_CARELESS})], shift=(1, 1))
    old, old_figures = parts("hengyang2019")[0]
    yield "09-新旧表式混用.xlsx", workbook(_mixture(form, clean, old, old_figures))


_CARELESS: Figures = {
    "requests.carried_in.natural_person": "３６",
    "results.partial.natural_person": "99件",
    "denied.state_secret.total": None,
    "refused.publication.natural_person": "—",
    "review.corrected": "10 ",
}
"""The same figures, written as people write them."""


def _mixture(form: Form, figures: Figures, old: Form, old_figures: Figures) -> list[tuple[Form, Figures]]:
    """表二 of 2021 with 表三 of 2019: real reports do this."""
    repaired = {**old_figures, "results.granted.total": 4}
    return [(replace(form, tables=form.tables[:1]), figures), (replace(old, tables=old.tables[1:]), repaired)]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, data in samples():
        (folder / name).write_bytes(data)
        print(name)
