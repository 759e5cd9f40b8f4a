import json

import pytest

from studios.imports.ledger.reading import Reading, read_ledger
from studios.imports.sheets import read_workbook
from studios.queries.ledger_register import Register, load_register
from tests.studios.imports.city import KEY, SAMPLE
from unions.models import Union

CASES = json.loads(KEY.read_text(encoding="utf-8"))["cases"]
ERROR_CODES = {
    3: "unknown_union",
    5: "bad_date",
    7: "required",
    13: "bad_number",
    15: "duplicate",
    19: "bad_phone",
    23: "negative",
    25: "future",
    27: "unknown_industry",
    31: "mismatch",
    37: "ambiguous_date",
}
COLUMN_OF_A_DOUBLE = "工作室名称"


@pytest.fixture(scope="module")
def reading(register: Register) -> Reading:
    return read_ledger(read_workbook(SAMPLE), register)


def place(number: int) -> tuple[str, int]:
    """Sheet and row of a serial number of the sample."""
    for sheet in read_workbook(SAMPLE):
        for row in sheet.rows:
            if row.cells[0].value == number:
                return sheet.name, row.number
    raise LookupError(number)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['no']}-{case['verdict']}")
def test_a_planted_case_gets_its_verdict(reading: Reading, case: dict[str, object]):
    where = place(case["no"])
    faults = [fault for fault in reading.faults if (fault.sheet, fault.row) == where]
    good = [row for row in reading.good if (row.sheet, row.row) == where]
    if case["verdict"] in ("error", "ask"):
        column = case["column"] if case["no"] != 15 else COLUMN_OF_A_DOUBLE
        assert good == []
        assert [(fault.column, fault.code) for fault in faults] == [(column, ERROR_CODES[case["no"]])]
    else:
        assert faults == []
        warned = {warning.column for warning in good[0].warnings}
        assert (case["column"] in warned) is (case["verdict"] == "warn")


def test_all_other_rows_are_good(reading: Reading):
    assert reading.rows == 60
    assert len(reading.faults) == len(ERROR_CODES)
    assert len(reading.good) == 60 - len(ERROR_CODES)


def test_an_ambiguous_month_offers_both_readings(reading: Reading):
    asked = [fault for fault in reading.faults if fault.code == "ambiguous_date"]
    assert [fault.candidates for fault in asked] == [("2019年1月", "2019年10月")]


def test_an_unknown_union_and_industry_are_offered_the_nearest(reading: Reading):
    offers = {fault.code: fault.candidates[:1] for fault in reading.faults if fault.candidates}
    assert offers["unknown_union"] == ("东澜市机械冶金建材工会",)
    assert offers["unknown_industry"] == ("电力、热力生产和供应业",)


def test_values_are_normalised(reading: Reading):
    by_name = {row.name: row for row in reading.good}
    assert by_name["昌晓川劳模创新工作室"].figures.members == 23
    assert by_name["华知秋劳模创新工作室"].naming.level == "city"
    assert by_name["滕致远劳模创新工作室"].leads[0].sex == "male"
    assert by_name["沈守劳模创新工作室"].naming.number == "东澜工〔2021〕7号"
    assert [lead.name for lead in by_name["雷见微劳模创新工作室"].leads] == ["柳长风", "范知秋"]
    assert by_name["郎见劳模创新工作室"].leads[0].name == "林晓川"


def test_title_blank_total_and_footer_rows_are_no_studios(reading: Reading):
    assert [(row.sheet, row.row) for row in reading.skipped] == [
        ("市级", 38),
        ("市级", 39),
        ("区县（产业）级", 32),
        ("区县（产业）级", 33),
    ]


def test_the_register_is_loaded_with_the_same_number_of_queries(city: Union, db, django_assert_num_queries):
    with django_assert_num_queries(5):
        load_register(city)
    sheets = read_workbook(SAMPLE)
    register = load_register(city)
    with django_assert_num_queries(0):
        read_ledger(sheets, register)
