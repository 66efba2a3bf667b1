#!/usr/bin/env python3
"""Puts one fault at a time into a copy of a workbook of ours and expects ooxml_check.py to name it.

    ooxml_selftest.py AGGREGATED.xlsx FORM.xlsx
"""
import argparse, os, re, sys, tempfile, zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ooxml_check

aggregated, form = sys.argv[1:3]


def edit(path, out, part, change, add=None, drop=None):
    """Copies a package with its part changed, a member added or left out; whether that changed anything."""
    hit = False
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            data = package.read(name)
            if name == drop:
                hit = True
                continue
            if part and re.fullmatch(part, name):
                before = data.decode("utf8")
                after = change(before)
                hit |= before != after
                data = after.encode("utf8")
            copy.writestr(name, data)
        for name, data in (add or {}).items():
            copy.writestr(name, data)
            hit = True
    return hit


def once(a, b):
    return lambda text: text.replace(a, b, 1)


def rx(a, b):
    return lambda text: re.sub(a, b, text, count=1)


def list_of_260(text):
    long = '<formula1>"%s"</formula1>' % ("a," * 130)
    first = r'<formula1>"[^<]*"</formula1>' if '<formula1>"' in text else r"<formula1>[^<]*</formula1>"
    return re.sub(first, long, text, count=1)


def same_range_twice(text):
    return re.sub(r'(<dataValidation [^>]*sqref=")([^"]*)("[^>]*>.*?<dataValidation [^>]*sqref=")[^"]*', r"\1\2\3\2", text, count=1, flags=re.S)


def hide_all(text):
    return re.sub(r'<sheet name="([^"]*)" sheetId="(\d+)" r:id', r'<sheet name="\1" sheetId="\2" state="hidden" r:id', text)


def no_such_column(text):
    if "DuLieu[" in text:
        return re.sub(r"DuLieu\[[^\]]*\]", "DuLieu[Khong co]", text, count=1)
    return text.replace("'Dữ liệu'!", "'Du lieu'!", 1)


SHEET = r"xl/worksheets/sheet%d\.xml"
# What it is, in which workbook and part, the edit, what the checker must say; then members to add, and one to drop.
CASES = [
    ("sheet name too long", aggregated, r"xl/workbook\.xml", once('name="Tổng hợp"', 'name="%s"' % ("T" * 32)), "name of 32"),
    ("sheet name twice", aggregated, r"xl/workbook\.xml", once('name="Nguồn"', 'name="dữ LIỆU"'), "stands twice"),
    ("sheet name char", aggregated, r"xl/workbook\.xml", once('name="Nguồn"', 'name="a/b"'), "name with"),
    ("History", aggregated, r"xl/workbook\.xml", once('name="Nguồn"', 'name="History"'), "keeps this name"),
    ("name to missing sheet", aggregated, r"xl/workbook\.xml", once("'Dữ liệu'!$4:$4", "'Du lieu'!$4:$4"), "no sheet"),
    ("table header differs", aggregated, r"xl/tables/table1\.xml", once('name="Khóa đơn vị"', 'name="Khoa"'), "the cell of column"),
    ("table column twice", aggregated, r"xl/tables/table1\.xml", once('name="Khóa đơn vị"', 'name="stt"'), "stands twice"),
    ("table too wide", aggregated, r"xl/tables/table1\.xml", lambda text: re.sub(r'"A4:A[A-Z](\d+)"', r'"A4:BZ\1"', text), "columns over"),
    ("table filter", aggregated, r"xl/tables/table1\.xml", rx(r'(<autoFilter ref="A4:[A-Z]+)\d+"', r'\g<1>99999"'), "autoFilter"),
    ("merges overlap", aggregated, SHEET % 1, rx(r'<mergeCell ref="[^"]*"/>', r'<mergeCell ref="A1:C3"/><mergeCell ref="B2:D4"/>'), "overlap"),
    ("shared string out of range", aggregated, SHEET % 1, rx(r't="s"><v>\d+', 't="s"><v>999999'), "shared string"),
    ("style out of range", aggregated, SHEET % 1, rx(r' s="\d+"', ' s="9999"'), "style 9999"),
    ("semicolon", aggregated, SHEET % 1, rx(r"SUMIFS\(([^,<]*),", r"SUMIFS(\1;"), "';' between"),
    ("new function", aggregated, SHEET % 1, rx(r"SUMIFS\(", "XLOOKUP("), "_xlfn"),
    ("lower function", aggregated, SHEET % 1, rx(r"SUMIFS\(", "sumifs("), "upper case"),
    ("table column in formula", aggregated, SHEET % 4, no_such_column, "no "),
    ("leading =", aggregated, SHEET % 1, rx(r"<f>", "<f>="), "begins with '='"),
    ("parenthesis", aggregated, SHEET % 1, rx(r"<f>([^<]*)\)</f>", r"<f>\1</f>"), "parentheses"),
    ("rows out of order", aggregated, SHEET % 1, rx(r'<row r="3"', '<row r="300"'), "after"),
    ("nan", aggregated, SHEET % 1, rx(r"</f><v>[\d.]+</v>", "</f><v>NaN</v>"), "number 'NaN'"),
    ("element order", aggregated, SHEET % 1, lambda t: re.sub(r"(<pageMargins[^>]*/>)(<pageSetup[^>]*/>)", r"\2\1", t), "out of order"),
    ("hyperlink without relationship", aggregated, SHEET % 8, rx(r'(<hyperlink ref="[A-Z]+\d+" r:id=)"rId1"', r'\1"rId9999"'), "is not there"),
    ("hyperlink to missing sheet", aggregated, SHEET % 8, rx(r'(<hyperlink ref="[A-Z]+\d+") r:id="rId1"', r'\1 location="Khong!A1"'), "no sheet"),
    ("long tooltip", aggregated, SHEET % 8, rx(r"<hyperlink ref", '<hyperlink tooltip="%s" ref' % ("x" * 256)), "tooltip of 256"),
    ("cf priority twice", form, SHEET % 2, rx(r'priority="5"', 'priority="1"'), "stands 2 times"),
    ("dxf", form, SHEET % 2, rx(r'dxfId="\d+"', 'dxfId="99"'), "dxfId 99"),
    ("dv list too long", form, SHEET % 4, list_of_260, "list of"),
    ("dv prompt", form, SHEET % 2, rx(r'promptTitle="[^"]*"', 'promptTitle="%s"' % ("x" * 33)), "promptTitle of 33"),
    ("dv error 226", form, SHEET % 2, rx(r' error="[^"]*"', ' error="%s"' % ("x" * 256)), "error of 256"),
    ("dv overlap", form, SHEET % 2, same_range_twice, "two data validations"),
    ("dv count", form, SHEET % 2, rx(r'<dataValidations count="(\d+)"', '<dataValidations count="99"'), "count 99"),
    ("comment without shape", form, r"xl/drawings/vmlDrawing1\.vml", rx(r"<x:Row>\d+</x:Row>", "<x:Row>77</x:Row>"), "VML shapes"),
    ("comments without vml", form, SHEET % 2, rx(r"<legacyDrawing[^>]*/>", ""), "without legacyDrawing"),
    ("long text", form, r"xl/sharedStrings\.xml", rx(r"<t>", "<t>" + "x" * 32768), "in a cell"),
    ("numFmt", form, r"xl/styles\.xml", rx(r'formatCode="[^"]*"', 'formatCode="&quot;a"'), "quotation"),
    ("numFmt that keeps its point", form, r"xl/styles\.xml", rx(r'formatCode="[^"]*"', 'formatCode="#,##0.###"'), "keeps its point"),
    ("fonts count", form, r"xl/styles\.xml", rx(r'<fonts count="\d+"', '<fonts count="1"'), "count 1"),
    ("missing part", form, None, None, "not there", None, "xl/comments1.xml"),
    ("stray part", form, None, None, "nothing leads to", {"xl/stray.xml": "<a/>"}),
    ("print area", form, r"xl/workbook\.xml", rx(r"(_xlnm\.Print_Area[^>]*>[^<]*:\$[A-Z]+\$)\d+", r"\g<1>2700000"), "no range"),
    ("footer", form, SHEET % 2, rx(r"<oddFooter>", "<oddFooter>" + "x" * 256), "oddFooter of"),
    ("width", form, SHEET % 2, rx(r'width="[\d.]+"', 'width="300"'), "column width"),
    ("no visible", form, r"xl/workbook\.xml", hide_all, "no visible"),
    ("chart formula", aggregated, r"xl/charts/chart1\.xml", rx(r"<c:f>[^<]*</c:f>", "<c:f>Khong!A1</c:f>"), "no sheet"),
]

options = argparse.Namespace(audit=False)
passed = failed = 0
with tempfile.TemporaryDirectory() as folder:
    for name, source, part, change, wanted, *members in CASES:
        out = os.path.join(folder, "planted.xlsx")
        hit = edit(source, out, part, change or (lambda text: text), *members)
        checked = ooxml_check.File(out, options)
        checked.run()
        told = checked.errors + checked.warnings
        is_found = hit and any(wanted in line for line in told)
        passed += is_found
        failed += not is_found
        if not is_found:
            print("MISSED", name, "" if hit else "(the edit had no effect)", told[:4])
print(f"{passed} planted faults found, {failed} missed")
sys.exit(bool(failed))
