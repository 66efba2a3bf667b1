#!/usr/bin/env python3
"""Printed letters can be read: no character of these PDFs is smaller than 8 points.

    .ci/print_check.py FILE.pdf ...

A character's size is its font size times the scale of its page, as the PDF has it. LibreOffice makes columns a little
wider than Excel does, so that a page that it fits to its paper may come out one percent smaller: 7.9 passes.
"""

import sys

import pymupdf

LEAST = 7.9


def smallest(page):
    """The smallest size on a page and the text that has it; nothing where the page is empty."""
    spans = (
        (round(span["size"], 2), span["text"].strip())
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", [])
        for span in line["spans"]
    )
    return min((span for span in spans if span[1]), default=None)


def main():
    found = pages = 0
    for path in sys.argv[1:]:
        with pymupdf.open(path) as document:
            for number, page in enumerate(document, 1):
                least = smallest(page)
                if least is None:
                    continue
                pages += 1
                if least[0] < LEAST:
                    found += 1
                    print(f"{path}: page {number}: {least[0]} points: {least[1][:60]}")
    print(f"print: {pages} pages, {found} with letters under {LEAST} points")
    sys.exit(found > 0 or pages == 0)


main()
