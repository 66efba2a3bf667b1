#!/usr/bin/env python3
"""Checks .xlsx files for what makes Excel offer to "repair" them or refuse them.

    ooxml_check.py [--audit] [--quiet] [--most N] FILE_OR_FOLDER ...

Two lists per file: ERROR (Excel is known to repair, drop or refuse) and WARN (allowed, but an eyesore or a trap).
Exit status 1 where any file has an ERROR or a WARN.

  --audit   also run openxml-audit (PyPI, a port of the Open XML SDK's validator), where it is installed.
  --quiet   name only the files with either.

A bar for our own outputs, stricter than Excel: what other programs write (two formulas in a one-sided validation,
VML shapes with the same id, newer attributes) opens in Excel all the same. ooxml_selftest.py plants the faults.
"""
import argparse, collections, os, posixpath, re, sys, zipfile
import xml.etree.ElementTree as ET

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PR = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
X = "{urn:schemas-microsoft-com:office:excel}"
MAXROW, MAXCOL = 1048576, 16384

# Functions of Excel 2007 and before; what came later needs "_xlfn." in the file.
OLD = set("""ABS ACCRINT ACCRINTM ACOS ACOSH ADDRESS AMORDEGRC AMORLINC AND AREAS ASC ASIN ASINH ATAN ATAN2 ATANH AVEDEV
AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS BAHTTEXT BESSELI BESSELJ BESSELK BESSELY BETADIST BETAINV BIN2DEC BIN2HEX BIN2OCT
BINOMDIST CEILING CELL CHAR CHIDIST CHIINV CHITEST CHOOSE CLEAN CODE COLUMN COLUMNS COMBIN COMPLEX CONCATENATE CONFIDENCE
CONVERT CORREL COS COSH COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS COUPDAYBS COUPDAYS COUPDAYSNC COUPNCD COUPNUM COUPPCD COVAR
CRITBINOM CUBEKPIMEMBER CUBEMEMBER CUBEMEMBERPROPERTY CUBERANKEDMEMBER CUBESET CUBESETCOUNT CUBEVALUE CUMIPMT CUMPRINC DATE
DATEDIF DATEVALUE DAVERAGE DAY DAYS360 DB DCOUNT DCOUNTA DDB DEC2BIN DEC2HEX DEC2OCT DEGREES DELTA DEVSQ DGET DISC DMAX DMIN
DOLLAR DOLLARDE DOLLARFR DPRODUCT DSTDEV DSTDEVP DSUM DURATION DVAR DVARP EDATE EFFECT EOMONTH ERF ERFC ERROR.TYPE EVEN EXACT
EXP EXPONDIST FACT FACTDOUBLE FALSE FDIST FIND FINDB FINV FISHER FISHERINV FIXED FLOOR FORECAST FREQUENCY FTEST FV
FVSCHEDULE GAMMADIST GAMMAINV GAMMALN GCD GEOMEAN GESTEP GETPIVOTDATA GROWTH HARMEAN HEX2BIN HEX2DEC HEX2OCT HLOOKUP HOUR
HYPERLINK HYPGEOMDIST IF IFERROR IMABS IMAGINARY IMARGUMENT IMCONJUGATE IMCOS IMDIV IMEXP IMLN IMLOG10 IMLOG2 IMPOWER
IMPRODUCT IMREAL IMSIN IMSQRT IMSUB IMSUM INDEX INDIRECT INFO INT INTERCEPT INTRATE IPMT IRR ISBLANK ISERR ISERROR ISEVEN
ISLOGICAL ISNA ISNONTEXT ISNUMBER ISODD ISPMT ISREF ISTEXT JIS KURT LARGE LCM LEFT LEFTB LEN LENB LINEST LN LOG LOG10 LOGEST
LOGINV LOGNORMDIST LOOKUP LOWER MATCH MAX MAXA MDETERM MDURATION MEDIAN MID MIDB MIN MINA MINUTE MINVERSE MIRR MMULT MOD MODE
MONTH MROUND MULTINOMIAL N NA NEGBINOMDIST NETWORKDAYS NOMINAL NORMDIST NORMINV NORMSDIST NORMSINV NOT NOW NPER NPV OCT2BIN
OCT2DEC OCT2HEX ODD ODDFPRICE ODDFYIELD ODDLPRICE ODDLYIELD OFFSET OR PEARSON PERCENTILE PERCENTRANK PERMUT PHONETIC PI PMT
POISSON POWER PPMT PRICE PRICEDISC PRICEMAT PROB PRODUCT PROPER PV QUARTILE QUOTIENT RADIANS RAND RANDBETWEEN RANK RATE
RECEIVED REPLACE REPLACEB REPT RIGHT RIGHTB ROMAN ROUND ROUNDDOWN ROUNDUP ROW ROWS RSQ RTD SEARCH SEARCHB SECOND SERIESSUM
SIGN SIN SINH SKEW SLN SLOPE SMALL SQRT SQRTPI STANDARDIZE STDEV STDEVA STDEVP STDEVPA STEYX SUBSTITUTE SUBTOTAL SUM SUMIF
SUMIFS SUMPRODUCT SUMSQ SUMX2MY2 SUMX2PY2 SUMXMY2 SYD T TAN TANH TBILLEQ TBILLPRICE TBILLYIELD TDIST TEXT TIME TIMEVALUE TINV
TODAY TRANSPOSE TREND TRIM TRIMMEAN TRUE TRUNC TTEST TYPE UPPER VALUE VAR VARA VARP VARPA VDB VLOOKUP WEEKDAY WEEKNUM
WEIBULL WORKDAY XIRR XNPV YEAR YEARFRAC YIELD YIELDDISC YIELDMAT ZTEST""".split())

ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
WORKSHEET_ORDER = ["sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews",
    "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst"]


def units(text):
    return len(text.encode("utf-16-le")) // 2


def column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters(number):
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


CELL = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")


def area(ref):
    """(row1, col1, row2, col2) of A1, A1:B2, A:B, 1:2; None where it is no reference."""
    parts = ref.split(":")
    if len(parts) > 2:
        return None
    cells = [CELL.match(part) for part in parts]
    if all(cells):
        spots = [(int(c.group(2)), column(c.group(1))) for c in cells]
        if any(not 1 <= r <= MAXROW or not 1 <= c <= MAXCOL for r, c in spots):
            return None
        first, last = spots[0], spots[-1]
        return (*first, *last) if first <= last or (first[0] <= last[0] and first[1] <= last[1]) else None
    if len(parts) == 2 and all(re.match(r"^\$?[A-Z]{1,3}$", p) for p in parts):
        return (1, column(parts[0].strip("$")), MAXROW, column(parts[1].strip("$")))
    if len(parts) == 2 and all(re.match(r"^\$?[0-9]{1,7}$", p) for p in parts):
        return (int(parts[0].strip("$")), 1, int(parts[1].strip("$")), MAXCOL)
    return None


def meet(a, b):
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def overlaps(areas):
    """Pairs of areas that meet: a sweep over rows, so that thousands of merges cost nothing."""
    events = sorted(range(len(areas)), key=lambda i: areas[i][0])
    active, pairs = [], []
    for i in events:
        active = [j for j in active if areas[j][2] >= areas[i][0]]
        pairs += [(j, i) for j in active if meet(areas[j], areas[i])]
        active.append(i)
    return pairs


def outside_strings(formula):
    """The formula with its string constants blanked, and the constants."""
    strings, out = [], []
    for match in re.finditer(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|.', formula, re.S):
        text = match.group(0)
        if text.startswith('"') and len(text) > 1:
            strings.append(text[1:-1].replace('""', '"'))
            out.append('""')
        else:
            out.append(text)
    return "".join(out), strings


class File:
    def __init__(self, path, options):
        self.path, self.options = path, options
        self.errors, self.warnings = [], []
        self.sheets, self.tables, self.names = [], {}, {}

    def error(self, where, text):
        self.errors.append(f"{where}: {text}")

    def warn(self, where, text):
        self.warnings.append(f"{where}: {text}")

    # ---- the package -------------------------------------------------------------------------------------------
    def run(self):
        try:
            self.zip = zipfile.ZipFile(self.path)
            bad = self.zip.testzip()
        except Exception as error:  # noqa: BLE001 - whatever it is, Excel does not open it
            return self.error("package", f"no readable zip: {error}")
        if bad:
            self.error("package", f"damaged member {bad}")
        names = self.zip.namelist()
        folded = collections.Counter(name.lower() for name in names)
        for name, count in folded.items():
            if count > 1:
                self.error("package", f"member {name} stands {count} times (names are compared without case)")
        for info in self.zip.infolist():
            if info.filename.startswith("/") or "\\" in info.filename or ".." in info.filename.split("/"):
                self.error("package", f"member name {info.filename!r}")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                self.error("package", f"{info.filename}: compression method {info.compress_type}")
            if info.flag_bits & 1:
                self.error("package", f"{info.filename}: encrypted member")
        self.trees = {}
        for name in names:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                data = self.zip.read(name)
                try:
                    self.trees[name] = ET.fromstring(data)
                except ET.ParseError as error:
                    self.error(name, f"not well-formed: {error}")
        self.members = set(names)
        self.content_types()
        self.relations = {}
        for name in names:
            if name.endswith(".rels") and name in self.trees:
                self.rels(name)
        self.reachable()
        workbook = self.target("", "/officeDocument")
        if workbook is None:
            return self.error("package", "no workbook part")
        self.workbook(workbook)
        if self.options.audit:
            self.audit()

    def content_types(self):
        root = self.trees.get("[Content_Types].xml")
        if root is None:
            return self.error("package", "no [Content_Types].xml")
        defaults = {node.get("Extension", "").lower(): node.get("ContentType") for node in root.findall(CT + "Default")}
        overrides = [node.get("PartName", "") for node in root.findall(CT + "Override")]
        for name, count in collections.Counter(part.lower() for part in overrides).items():
            if count > 1:
                self.error("[Content_Types].xml", f"{name} has {count} overrides")
        for part in overrides:
            if part.lstrip("/") not in self.members:
                self.error("[Content_Types].xml", f"override of {part}, which is not there")
        self.types = {node.get("PartName", "").lstrip("/"): node.get("ContentType") for node in root.findall(CT + "Override")}
        for name in self.members:
            if name == "[Content_Types].xml" or name.endswith("/"):
                continue
            extension = name.rsplit(".", 1)[-1].lower()
            if name not in self.types:
                if extension not in defaults:
                    self.error("[Content_Types].xml", f"{name} has no content type")
                elif defaults[extension] == "application/xml":
                    self.warn("[Content_Types].xml", f"{name} is only application/xml")

    def rels(self, name):
        folder, base = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), base[:-5])
        found = {}
        for node in self.trees[name].findall(PR + "Relationship"):
            key, target, mode = node.get("Id"), node.get("Target", ""), node.get("TargetMode")
            if key in found:
                self.error(name, f"relationship {key} stands twice")
            if not re.match(r"^[A-Za-z_][\w.\-]*$", key or ""):
                self.error(name, f"relationship id {key!r} is no xsd:ID")
            if mode == "External":
                if units(target) > 2079:
                    self.error(name, f"{key}: external target of {units(target)} characters (Excel takes 2,079)")
                if re.search(r"[\s<>\"{}|\\^`]", target) or target.count("#") > 1:
                    self.error(name, f"{key}: external target is no URI: {target[:80]!r}")
                path = target
            else:
                fragment = target.startswith("#")
                path = target if fragment else posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
                if not fragment and path not in self.members:
                    self.error(name, f"{key} leads to {path}, which is not there")
            found[key] = (node.get("Type", ""), path, mode)
        self.relations[source] = found
        if source and source not in self.members:
            self.error(name, f"relationships of {source}, which is not there")

    def reachable(self):
        seen, todo = set(), [""]
        while todo:
            for kind, path, mode in self.relations.get(todo.pop(), {}).values():
                if mode != "External" and path not in seen:
                    seen.add(path)
                    todo.append(path)
        for name in self.members - seen:
            if not name.endswith((".rels", "/")) and name != "[Content_Types].xml":
                self.warn("package", f"nothing leads to {name}")

    def target(self, source, kind):
        for of, path, _ in self.relations.get(source, {}).values():
            if of.endswith(kind):
                return path
        return None

    # ---- the workbook ------------------------------------------------------------------------------------------
    def workbook(self, part):
        root = self.trees.get(part)
        if root is None:
            return
        self.root = root
        relations = self.relations.get(part, {})
        seen, ids, visible = {}, set(), 0
        for node in root.find(M + "sheets"):
            name, key = node.get("name", ""), node.get(R + "id")
            where = f"sheet {name!r}"
            if not 1 <= units(name) <= 31:
                self.error(where, f"name of {units(name)} characters")
            if re.search(r"[\\/?*\[\]:\x00-\x1f]", name) or name.startswith("'") or name.endswith("'"):
                self.error(where, "name with \\ / ? * [ ] : or ' at an end, or a control")
            if name.lower() == "history":
                self.error(where, "Excel keeps this name for itself")
            if name.lower() in seen:
                self.error(where, "the name stands twice")
            if name != name.strip():
                self.warn(where, "blank at an end of the name")
            seen[name.lower()] = name
            number = node.get("sheetId")
            if number in ids or not 1 <= int(number) <= 65534:
                self.error(where, f"sheetId {number}")
            ids.add(number)
            visible += node.get("state", "visible") == "visible"
            path = relations.get(key, ("", None, None))[1]
            if path not in self.trees:
                self.error(where, f"no part for {key}")
            self.sheets.append((name, node.get("state", "visible"), path))
        if not visible:
            self.error("workbook", "no visible sheet")
        views = root.findall(f"{M}bookViews/{M}workbookView")
        for view in views:
            for attribute in ("activeTab", "firstSheet"):
                at = int(view.get(attribute, 0))
                if not 0 <= at < len(self.sheets):
                    self.error("workbook", f"{attribute} {at}")
                elif self.sheets[at][1] != "visible":
                    self.error("workbook", f"{attribute} is the hidden sheet {self.sheets[at][0]!r}")
        self.by_name = {name.lower(): at for at, (name, _, _) in enumerate(self.sheets)}
        self.styles(self.target(part, "/styles"))
        self.strings(self.target(part, "/sharedStrings"))
        for name, state, path in self.sheets:
            self.read_tables(name, path)
        self.defined_names()
        selected = 0
        for at, (name, state, path) in enumerate(self.sheets):
            if path in self.trees:
                selected += self.sheet(at, name, path)
        if selected > 1:
            self.warn("workbook", f"{selected} sheets are selected together: typing goes into all of them")
        if self.string_uses is not None:
            count = self.sst.get("count")
            if count is not None and int(count) != self.string_uses:
                self.warn("sharedStrings", f"count {count}, used {self.string_uses} times")
        if self.target(part, "/calcChain"):
            self.calc_chain(self.target(part, "/calcChain"))
        self.properties()

    def defined_names(self):
        seen = {}
        for node in self.root.findall(f"{M}definedNames/{M}definedName"):
            name, scope, text = node.get("name", ""), node.get("localSheetId"), node.text or ""
            where = f"name {name!r}" + (f" of sheet {scope}" if scope is not None else "")
            key = (name.lower(), scope)
            if key in seen:
                self.error(where, "stands twice")
            seen[key] = text
            if scope is not None and not 0 <= int(scope) < len(self.sheets):
                self.error(where, "scope is no sheet")
            plain = name[6:] if name.startswith("_xlnm.") else name
            if not re.match(r"^[^\W\d]|^[_\\]", plain) or re.search(r"[^\w.\\?]", plain) or units(name) > 255:
                self.error(where, "no valid name")
            if CELL.match(plain.upper()) or re.match(r"^[RC]\d*(C\d*)?$", plain.upper()):
                self.error(where, "looks like a cell")
            if not name.startswith("_xlnm.") and name.lower() in self.tables:
                self.error(where, "is also the name of a table")
            self.formula(where, text)
            if name in ("_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"):
                own = self.sheets[int(scope)][0].replace("'", "''") if scope is not None else None
                if own is None:
                    self.error(where, "has no sheet")
                for piece in re.findall(r"(?:'((?:[^']|'')*)'|([^',!]+))!([^,]+)", text):
                    if own is not None and (piece[0] or piece[1]).lower() != own.lower():
                        self.error(where, f"points to another sheet: {text}")
                    if area(piece[2].replace("$", "")) is None:
                        self.error(where, f"no range: {text}")
            if "#REF!" in text:
                self.error(where, "#REF!")
        self.names = {name for name, _ in seen}
        self.filters = {scope for name, scope in seen if name == "_xlnm._filterdatabase"}

    # ---- styles and strings ------------------------------------------------------------------------------------
    def styles(self, part):
        self.xfs, self.dxfs = 1, 0
        root = self.trees.get(part)
        if root is None:
            return self.warn("styles", "none")
        sizes = {}
        for kind in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
            node = root.find(M + kind)
            size = 0 if node is None else len(list(node))
            sizes[kind] = size
            if node is not None and node.get("count") is not None and int(node.get("count")) != size:
                self.error("styles", f"{kind}: count {node.get('count')}, holds {size}")
        self.xfs, self.dxfs = sizes["cellXfs"], sizes["dxfs"]
        if self.xfs > 65490:
            self.error("styles", f"{self.xfs} cell formats")
        if sizes["fonts"] > 1024:
            self.error("styles", f"{sizes['fonts']} fonts")
        if sizes["fills"] < 2:
            self.error("styles", "the two fills none and gray125 must come first")
        formats = {}
        for node in root.findall(f"{M}numFmts/{M}numFmt"):
            number, code = int(node.get("numFmtId")), node.get("formatCode", "")
            if number in formats:
                self.error("styles", f"numFmt {number} stands twice")
            if number < 164:
                self.warn("styles", f"numFmt {number} is one of Excel's own")
            formats[number] = code
            self.number_format(code)
        if len(formats) > 250:
            self.error("styles", f"{len(formats)} number formats")
        for kind in ("cellStyleXfs", "cellXfs"):
            for at, xf in enumerate(root.findall(f"{M}{kind}/{M}xf")):
                for attribute, of in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs")):
                    value = xf.get(attribute)
                    if value is not None and not 0 <= int(value) < max(sizes[of], 1):
                        self.error("styles", f"{kind} {at}: {attribute} {value} of {sizes[of]}")
                number = int(xf.get("numFmtId", 0))
                if number >= 164 and number not in formats:
                    self.error("styles", f"{kind} {at}: numFmtId {number} is not there")
                alignment = xf.find(M + "alignment")
                if alignment is not None and int(alignment.get("indent", 0)) > 250:
                    self.error("styles", f"{kind} {at}: indent {alignment.get('indent')}")
        seen = set()
        for style in root.findall(f"{M}cellStyles/{M}cellStyle"):
            if style.get("name") in seen:
                self.error("styles", f"cell style {style.get('name')!r} stands twice")
            seen.add(style.get("name"))
            if int(style.get("xfId", 0)) >= max(sizes["cellStyleXfs"], 1):
                self.error("styles", f"cell style {style.get('name')!r}: xfId")
        for color in root.iter():
            rgb = color.get("rgb")
            if rgb is not None and not re.match(r"^[0-9A-Fa-f]{8}$", rgb):
                self.error("styles", f"colour {rgb!r}")
        for size in root.iter(M + "sz"):
            if not 1 <= float(size.get("val")) <= 409:
                self.error("styles", f"font size {size.get('val')}")

    def number_format(self, code):
        where = f"number format {code!r}"
        if units(code) > 255:
            self.error(where, "longer than 255")
        bare = re.sub(r'"[^"]*"|\\.|_.|\*.', "", code)
        if '"' in bare:
            self.error(where, "an open quotation mark")
        if bare.count("[") != bare.count("]"):
            self.error(where, "an open bracket")
        if bare.count(";") > 3:
            self.error(where, "more than four sections")
        if re.search(r"[0#?]\.[#?]*(?![0#?])", bare):
            self.error(where, "all decimals are optional: a whole number keeps its point")
        rest = re.sub(r"\[[^\]]*\]|General|AM/PM|A/P|[#0?.,%/ $+\-():@;EeyYmMdDhHsSbBgG!&~{}<>=^']", "", bare)
        rest = re.sub(r"[€£¥–]", "", rest)
        if rest:
            self.warn(where, f"unquoted {rest!r}")

    def strings(self, part):
        self.sst, self.string_uses, self.texts = None, None, []
        root = self.trees.get(part)
        if root is None:
            return
        self.sst, self.string_uses = root, 0
        for at, item in enumerate(root.findall(M + "si")):
            text = "".join(node.text or "" for node in item.iter(M + "t"))
            self.texts.append(text)
            self.text(f"shared string {at}", text, item)
        unique = root.get("uniqueCount")
        if unique is not None and int(unique) != len(self.texts):
            self.error("sharedStrings", f"uniqueCount {unique}, holds {len(self.texts)}")
        for text, count in collections.Counter(self.texts).items():
            if count > 1:
                self.warn("sharedStrings", f"{text[:30]!r} stands {count} times")

    def text(self, where, text, item=None):
        if units(text) > 32767:
            self.error(where, f"{units(text)} characters in a cell (32,767)")
        if text.count("\n") > 253:
            self.warn(where, f"{text.count(chr(10))} line feeds in a cell (253)")
        if re.search("[\ud800-\udfff\ufffe\uffff]", text):
            self.error(where, "a character that XML does not know")
        if item is not None:
            for node in item.iter(M + "t"):
                value = node.text or ""
                if value != value.strip(" \t\n\r") and node.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
                    self.warn(where, f"blank at an end without xml:space: {value[:30]!r}")

    # ---- formulas ----------------------------------------------------------------------------------------------
    def formula(self, where, text, own=None):
        if not text.strip():
            return self.error(where, "an empty formula")
        if text.startswith("="):
            self.error(where, f"formula begins with '=': {text[:40]}")
        if units(text) > 8192:
            self.error(where, f"formula of {units(text)} characters (8,192)")
        bare, constants = outside_strings(text)
        for constant in constants:
            if units(constant) > 255:
                self.error(where, f"a text of {units(constant)} characters in a formula (255)")
        if bare.count('"') % 2:
            self.error(where, f"an open quotation mark: {text[:60]}")
        quoted = re.sub(r"'(?:[^']|'')*'", "''", bare)
        braces = re.sub(r"\{[^}]*\}", "", quoted)
        if ";" in braces:
            self.error(where, f"';' between arguments (the file wants ','): {text[:60]}")
        if re.search(r"\d,\d{1,2}(?=[)*/+\-]|$)", braces) and not re.search(r"\(", braces):
            self.warn(where, f"a decimal comma? {text[:60]}")
        depth = deepest = 0
        for letter in quoted:
            depth += (letter == "(") - (letter == ")")
            deepest = max(deepest, depth)
            if depth < 0:
                break
        if depth:
            self.error(where, f"parentheses: {text[:60]}")
        if deepest > 64:
            self.error(where, f"{deepest} levels of functions (64)")
        for name in re.findall(r"(?<![\w.'!])((?:_xlfn\.|_xlws\.)*[A-Za-z_][\w.]*)\(", quoted):
            known = name.upper()
            if known.startswith(("_XLFN.", "_XLWS.")):
                continue
            if name != known:
                self.error(where, f"function {name} is not in upper case")
            elif known not in OLD:
                self.error(where, f"function {name} is unknown to Excel 2007: it needs _xlfn. or is #NAME?")
        for sheet in re.findall(r"'((?:[^']|'')*)'!", bare):
            self.known_sheet(where, sheet.replace("''", "'"))
        for sheet in re.findall(r"(?<![\w'.])([^\W\d][\w.]*)!", quoted):
            self.known_sheet(where, sheet)
            if not re.match(r"^[A-Za-z_\u00c0-\u1ef9][\w.]*$", sheet) or CELL.match(sheet.upper()):
                self.error(where, f"sheet {sheet} must stand in quotation marks")
        for table, inside in re.findall(r"([^\W\d][\w.]*)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]", quoted):
            found = self.tables.get(table.lower())
            if found is None:
                self.error(where, f"no table {table}")
                continue
            inside = re.sub(r"\[?#(?:All|Data|Headers|Totals|This Row)\]?,?|^@", "", inside)
            if inside and not inside.startswith("[") and re.search(r"[\t\n\r,:.\[\]#'\"{}$^&*+=\-<>/@]", inside.replace("''", "")):
                self.error(where, f"column {inside!r} of table {table} must stand in double brackets")
            for name in re.findall(r"\[([^\[\]]*)\]", inside) or ([inside] if inside else []):
                if name and name.lower() not in found:
                    self.error(where, f"table {table} has no column {name!r}")
        if "#REF!" in quoted or "#NAME?" in quoted:
            self.error(where, f"{text[:60]}")
        for word in re.findall(r"\$?[A-Z]{1,3}\$?\d{1,7}(?![\w(])", quoted):
            if area(word.replace("$", "")) is None:
                self.warn(where, f"{word} is no cell")

    def known_sheet(self, where, name):
        names = name.split(":")
        for one in names:
            if one.lower() not in self.by_name and not one.startswith("["):
                self.error(where, f"no sheet {one!r}")

    # ---- tables ------------------------------------------------------------------------------------------------
    def read_tables(self, sheet, path):
        for kind, part, _ in self.relations.get(path, {}).values():
            root = self.trees.get(part)
            if kind.endswith("/table") and root is not None:
                name = root.get("displayName", "")
                columns = [node.get("name", "") for node in root.findall(f"{M}tableColumns/{M}tableColumn")]
                if name.lower() in self.tables:
                    self.error(f"table {name}", "stands twice")
                self.tables[name.lower()] = {unescape(column).lower() for column in columns}

    def table(self, sheet, part, cells, taken):
        root = self.trees[part]
        name = root.get("displayName", "")
        where = f"{sheet}: table {name}"
        if not re.match(r"^[^\W\d][\w.]*$|^[_\\][\w.]*$", name) or CELL.match(name.upper()) or units(name) > 255 or name.upper() in ("R", "C"):
            self.error(where, "no valid name")
        if root.get("id") in self.table_ids:
            self.error(where, f"id {root.get('id')} stands twice")
        self.table_ids.add(root.get("id"))
        ref = area(root.get("ref", ""))
        if ref is None:
            return self.error(where, f"ref {root.get('ref')}")
        headers = int(root.get("headerRowCount", 1))
        totals = int(root.get("totalsRowCount", 0))
        if ref[2] - ref[0] + 1 - headers - totals < 1:
            self.error(where, "no row of data")
        columns = root.findall(f"{M}tableColumns/{M}tableColumn")
        if len(columns) != ref[3] - ref[1] + 1:
            self.error(where, f"{len(columns)} columns over {ref[3] - ref[1] + 1}")
        count = root.find(M + "tableColumns").get("count")
        if count is not None and int(count) != len(columns):
            self.error(where, f"count {count} of {len(columns)} columns")
        seen, ids = set(), set()
        for at, node in enumerate(columns):
            title = unescape(node.get("name", ""))
            if title.lower() in seen or not title:
                self.error(where, f"column {title!r} stands twice or is blank")
            seen.add(title.lower())
            if node.get("id") in ids:
                self.error(where, f"column id {node.get('id')} stands twice")
            ids.add(node.get("id"))
            if units(title) > 255:
                self.error(where, f"column {title[:30]!r} of {units(title)} characters (255)")
            if headers:
                kind, value, has_formula = cells.get((ref[0], ref[1] + at), ("", None, False))
                if kind not in ("s", "inlineStr", "str") or value != title:
                    self.error(where, f"the cell of column {title!r} holds {value!r} ({kind or 'number'})")
                if has_formula:
                    self.error(where, f"the cell of column {title!r} is a formula")
            for tag in ("calculatedColumnFormula", "totalsRowFormula"):
                for formula in node.findall(M + tag):
                    self.formula(where, formula.text or "")
        filter_ = root.find(M + "autoFilter")
        if filter_ is not None:
            inner = area(filter_.get("ref", ""))
            if inner is None or inner[:2] != ref[:2] or inner[3] != ref[3] or inner[2] != ref[2] - totals:
                self.error(where, f"autoFilter {filter_.get('ref')} of {root.get('ref')}")
        taken.append((f"table {name}", ref))

    # ---- a sheet -----------------------------------------------------------------------------------------------
    table_ids = None

    def sheet(self, at, name, path):
        root, where = self.trees[path], f"sheet {name!r}"
        if self.table_ids is None:
            self.table_ids = set()
        relations = self.relations.get(path, {})
        tags = [child.tag for child in root]
        order = [WORKSHEET_ORDER.index(tag[len(M):]) for tag in tags if tag.startswith(M) and tag[len(M):] in WORKSHEET_ORDER]
        if order != sorted(order):
            self.error(where, "elements out of order")
        for tag, count in collections.Counter(tags).items():
            if count > 1 and tag != M + "conditionalFormatting":
                self.error(where, f"{tag[len(M):]} stands {count} times")
        cells, used = self.cells(where, root)
        dimension = root.find(M + "dimension")
        if dimension is not None and used:
            stated = area(dimension.get("ref", ""))
            real = (min(r for r, _ in used), min(c for _, c in used), max(r for r, _ in used), max(c for _, c in used))
            if stated is None or not (stated[0] <= real[0] and stated[1] <= real[1] and real[2] <= stated[2] and real[3] <= stated[3]):
                self.warn(where, f"dimension {dimension.get('ref')} does not hold {letters(real[1])}{real[0]}:{letters(real[3])}{real[2]}")
        self.columns_and_rows(where, root)
        selected = self.views(where, root, at)
        taken = []
        parts = [relations.get(node.get(R + "id"), ("", None))[1] for node in root.findall(f"{M}tableParts/{M}tablePart")]
        for part in parts:
            if part not in self.trees:
                self.error(where, "a table part is not there")
            else:
                self.table(where, part, cells, taken)
        stated = root.find(M + "tableParts")
        if stated is not None and int(stated.get("count", len(parts))) != len(parts):
            self.error(where, "count of tableParts")
        filter_ = root.find(M + "autoFilter")
        if filter_ is not None:
            ref = area(filter_.get("ref", ""))
            if ref is None:
                self.error(where, f"autoFilter {filter_.get('ref')}")
            else:
                taken.append(("autoFilter", ref))
            if str(at) not in self.filters:
                self.error(where, "an autoFilter without _xlnm._FilterDatabase")
        merges = []
        for node in root.findall(f"{M}mergeCells/{M}mergeCell"):
            ref = area(node.get("ref", ""))
            if ref is None or ref[:2] == ref[2:]:
                self.error(where, f"mergeCell {node.get('ref')}")
            else:
                merges.append(ref)
        stated = root.find(M + "mergeCells")
        if stated is not None and int(stated.get("count", len(merges))) != len(list(stated)):
            self.error(where, "count of mergeCells")
        if stated is not None and not len(list(stated)):
            self.error(where, "empty mergeCells")
        for a, b in overlaps(merges):
            self.error(where, f"merges overlap: {shown(merges[a])} and {shown(merges[b])}")
        for merge in merges:
            hidden = [key for key in cells if merge[0] <= key[0] <= merge[2] and merge[1] <= key[1] <= merge[3] and key != merge[:2]] \
                if (merge[2] - merge[0] + 1) * (merge[3] - merge[1] + 1) > 4000 else \
                [(r, c) for r in range(merge[0], merge[2] + 1) for c in range(merge[1], merge[3] + 1) if (r, c) != merge[:2] and (r, c) in cells]
            for r, c in hidden:
                if cells[(r, c)][1] not in (None, ""):
                    self.warn(where, f"{letters(c)}{r} has a value under the merge {shown(merge)}")
            for what, ref in taken:
                if meet(merge, ref) and what.startswith("table"):
                    self.error(where, f"merge {shown(merge)} inside {what}")
                elif meet(merge, ref) and merge[2] > ref[0]:
                    self.warn(where, f"merge {shown(merge)} inside {what}: sorting is refused")
        for a in range(len(taken)):
            for b in range(a):
                if meet(taken[a][1], taken[b][1]):
                    self.error(where, f"{taken[a][0]} overlaps {taken[b][0]}")
        self.validations(where, root)
        self.conditions(where, root)
        self.hyperlinks(where, root, relations)
        self.page(where, root)
        self.comments(where, root, relations)
        self.drawing(where, root, relations)
        for node in root.findall(f"{M}protectedRanges/{M}protectedRange"):
            if self.areas(node.get("sqref", "")) is None:
                self.error(where, f"protectedRange {node.get('sqref')}")
        kinds = {"numberStoredAsText", "evalError", "twoDigitTextYear", "formula", "formulaRange", "unlockedFormula", "emptyCellReference", "listDataValidation", "calculatedColumn"}
        for node in root.findall(f"{M}ignoredErrors/{M}ignoredError"):
            if self.areas(node.get("sqref", "")) is None or not kinds & set(node.keys()):
                self.error(where, f"ignoredError {node.get('sqref')}")
        self.extensions(where, root)
        return selected

    def cells(self, where, root):
        cells, used = {}, set()
        last_row, shared = 0, {}
        for row in root.findall(f"{M}sheetData/{M}row"):
            number = int(row.get("r", last_row + 1))
            if number <= last_row or number > MAXROW:
                self.error(where, f"row {number} after {last_row}")
            last_row, last_col = number, 0
            spans = row.get("spans")
            for cell in row.findall(M + "c"):
                ref = cell.get("r")
                match = CELL.match(ref or "")
                if not match:
                    self.error(where, f"cell {ref!r}")
                    continue
                col = column(match.group(1))
                if int(match.group(2)) != number or col <= last_col or col > MAXCOL:
                    self.error(where, f"cell {ref} out of order")
                last_col = col
                used.add((number, col))
                style = int(cell.get("s", 0))
                if not 0 <= style < max(self.xfs, 1):
                    self.error(where, f"{ref}: style {style} of {self.xfs}")
                kind, value = cell.get("t", "n"), cell.find(M + "v")
                text = None if value is None else value.text or ""
                formula = cell.find(M + "f")
                if formula is not None:
                    shape = formula.get("t", "normal")
                    if shape == "shared" and formula.text is None:
                        if formula.get("si") not in shared:
                            self.error(where, f"{ref}: shared formula {formula.get('si')} is not there")
                    elif shape == "array" and area(formula.get("ref", "")) is None:
                        self.error(where, f"{ref}: array formula over {formula.get('ref')}")
                    if shape == "shared" and formula.text:
                        shared[formula.get("si")] = ref
                    if formula.text is not None:
                        self.formula(f"{where} {ref}", formula.text)
                    if value is None:
                        self.warn(where, f"{ref}: a formula without a stored value (viewers and Protected View show nothing)")
                if kind == "s":
                    if text is None or not text.isdigit() or int(text) >= len(self.texts):
                        self.error(where, f"{ref}: shared string {text}")
                        text = None
                    else:
                        self.string_uses += 1
                        text = self.texts[int(text)]
                elif kind == "inlineStr":
                    item = cell.find(M + "is")
                    text = "" if item is None else "".join(node.text or "" for node in item.iter(M + "t"))
                    self.text(f"{where} {ref}", text, item)
                elif kind == "str":
                    self.text(f"{where} {ref}", text or "")
                    if formula is None:
                        self.warn(where, f"{ref}: t=\"str\" without a formula")
                elif kind == "b":
                    if text not in ("0", "1"):
                        self.error(where, f"{ref}: boolean {text!r}")
                elif kind == "e":
                    if text not in ERRORS:
                        self.error(where, f"{ref}: error {text!r}")
                    self.warn(where, f"{ref}: shows {text}")
                elif kind == "n":
                    if value is not None:
                        try:
                            number_ = float(text)
                            if number_ != number_ or number_ in (float("inf"), float("-inf")):
                                raise ValueError
                        except ValueError:
                            self.error(where, f"{ref}: number {text!r}")
                elif kind != "d":
                    self.error(where, f"{ref}: type {kind}")
                if text is not None or formula is not None:
                    cells[(number, col)] = (kind, text, formula is not None)
            if spans and last_col:
                for span in spans.split():
                    low, high = map(int, span.split(":"))
                    if not 1 <= low <= high <= MAXCOL:
                        self.error(where, f"row {number}: spans {spans}")
        return cells, used

    def columns_and_rows(self, where, root):
        last = 0
        outline = 0
        for node in root.findall(f"{M}cols/{M}col"):
            low, high = int(node.get("min")), int(node.get("max"))
            if low <= last or high < low or high > MAXCOL:
                self.error(where, f"columns {low}-{high} after {last}")
            last = high
            if not 0 <= float(node.get("width", 8)) <= 255:
                self.error(where, f"column width {node.get('width')}")
            if int(node.get("style", 0)) >= max(self.xfs, 1):
                self.error(where, f"column style {node.get('style')}")
            outline = max(outline, int(node.get("outlineLevel", 0)))
        if outline > 7:
            self.error(where, f"outline level {outline}")
        cols = root.find(M + "cols")
        if cols is not None and not len(list(cols)):
            self.error(where, "empty cols")
        deepest = 0
        for row in root.findall(f"{M}sheetData/{M}row"):
            if not 0 <= float(row.get("ht", 15)) <= 409.5:
                self.error(where, f"row {row.get('r')}: height {row.get('ht')}")
            if int(row.get("s", 0)) >= max(self.xfs, 1):
                self.error(where, f"row {row.get('r')}: style {row.get('s')}")
            deepest = max(deepest, int(row.get("outlineLevel", 0)))
        if deepest > 7:
            self.error(where, f"row outline level {deepest}")
        shape = root.find(M + "sheetFormatPr")
        if deepest and (shape is None or int(shape.get("outlineLevelRow", 0)) < deepest):
            self.warn(where, f"outlineLevelRow is not {deepest}: Excel shows no outline buttons")

    def views(self, where, root, at):
        selected = 0
        for view in root.findall(f"{M}sheetViews/{M}sheetView"):
            selected += view.get("tabSelected") in ("1", "true")
            for attribute in ("zoomScale", "zoomScaleNormal"):
                if not 10 <= int(view.get(attribute, 100)) <= 400 and int(view.get(attribute, 100)):
                    self.error(where, f"{attribute} {view.get(attribute)}")
            panes = view.findall(M + "pane")
            if len(panes) > 1:
                self.error(where, "two panes")
            for pane in panes:
                x, y = float(pane.get("xSplit", 0)), float(pane.get("ySplit", 0))
                if not x and not y:
                    self.error(where, "a pane that splits nothing")
                wanted = "bottomRight" if x and y else "topRight" if x else "bottomLeft"
                if pane.get("state") == "frozen" and pane.get("activePane", "topLeft") != wanted:
                    self.warn(where, f"active pane {pane.get('activePane')}, not {wanted}")
                top = area(pane.get("topLeftCell", "A1"))
                if top is None:
                    self.error(where, f"topLeftCell {pane.get('topLeftCell')}")
            seen = set()
            for node in view.findall(M + "selection"):
                pane = node.get("pane", "topLeft")
                if pane in seen:
                    self.error(where, f"two selections of pane {pane}")
                seen.add(pane)
                if self.areas(node.get("sqref", "A1")) is None or area(node.get("activeCell", "A1")) is None:
                    self.error(where, f"selection {node.get('sqref')}")
        return selected

    def areas(self, sqref):
        found = [area(piece) for piece in sqref.split()]
        return None if not found or None in found else found

    def validations(self, where, root):
        node = root.find(M + "dataValidations")
        if node is None:
            return
        rules = node.findall(M + "dataValidation")
        if not rules or int(node.get("count", len(rules))) != len(rules):
            self.error(where, f"dataValidations: count {node.get('count')} of {len(rules)}")
        everything, owners = [], []
        for at, rule in enumerate(rules):
            spot = f"{where} data validation of {rule.get('sqref')}"
            found = self.areas(rule.get("sqref", ""))
            if found is None:
                self.error(spot, "no range")
            else:
                everything += found
                owners += [at] * len(found)
            for attribute, most in (("errorTitle", 32), ("promptTitle", 32), ("error", 225), ("prompt", 255)):
                length = units(rule.get(attribute, ""))
                if length > most:
                    (self.error if length > 255 or most == 32 else self.warn)(spot, f"{attribute} of {length} characters ({most})")
            formulas = [formula.text or "" for tag in ("formula1", "formula2") for formula in rule.findall(M + tag)]
            kind, operator = rule.get("type", "none"), rule.get("operator", "between")
            wants = 0 if kind == "none" else 2 if kind not in ("list", "custom") and operator in ("between", "notBetween") else 1
            if len(formulas) != wants:
                self.error(spot, f"{len(formulas)} formulas for {kind} {operator}")
            for text in formulas:
                if kind == "list" and text.startswith('"'):
                    if units(text[1:-1]) > 255:
                        self.error(spot, f"list of {units(text) - 2} characters (255)")
                    if not text.endswith('"') or ";" in text and "," not in text:
                        self.error(spot, f"list {text[:40]}")
                else:
                    self.formula(spot, text)
                    if units(text) > 255:
                        self.warn(spot, f"formula of {units(text)} characters: Excel's dialog takes 255")
        for a, b in overlaps(everything):
            if owners[a] != owners[b]:
                self.error(where, f"two data validations of {shown(everything[a])} and {shown(everything[b])}")

    def conditions(self, where, root):
        priorities = collections.Counter()
        for block in root.findall(M + "conditionalFormatting"):
            spot = f"{where} conditional format of {block.get('sqref')}"
            if self.areas(block.get("sqref", "")) is None:
                self.error(spot, "no range")
            if not block.findall(M + "cfRule"):
                self.error(spot, "no rule")
            for rule in block.findall(M + "cfRule"):
                kind = rule.get("type")
                priorities[rule.get("priority")] += 1
                if int(rule.get("priority", 0)) < 1:
                    self.error(spot, f"priority {rule.get('priority')}")
                if rule.get("dxfId") is not None and int(rule.get("dxfId")) >= self.dxfs:
                    self.error(spot, f"dxfId {rule.get('dxfId')} of {self.dxfs}")
                formulas = rule.findall(M + "formula")
                wants = {"expression": 1, "cellIs": 2 if rule.get("operator") in ("between", "notBetween") else 1,
                         "containsText": 1, "notContainsText": 1, "beginsWith": 1, "endsWith": 1, "containsBlanks": 1,
                         "notContainsBlanks": 1, "containsErrors": 1, "notContainsErrors": 1, "timePeriod": 1}.get(kind, 0)
                if len(formulas) != wants:
                    self.error(spot, f"{len(formulas)} formulas of {kind}")
                if kind == "cellIs" and rule.get("operator") is None:
                    self.error(spot, "cellIs without operator")
                for formula in formulas:
                    self.formula(spot, formula.text or "")
                if kind in ("dataBar", "colorScale", "iconSet") and rule.find(M + kind) is None:
                    self.error(spot, f"{kind} without its element")
        for priority, count in priorities.items():
            if count > 1:
                self.error(where, f"priority {priority} of conditional formats stands {count} times")

    def hyperlinks(self, where, root, relations):
        links = root.findall(f"{M}hyperlinks/{M}hyperlink")
        if len(links) > 65530:
            self.error(where, f"{len(links)} hyperlinks (65,530)")
        if root.find(M + "hyperlinks") is not None and not links:
            self.error(where, "empty hyperlinks")
        found = []
        for link in links:
            spot = f"{where} hyperlink {link.get('ref')}"
            ref = area(link.get("ref", ""))
            if ref is None:
                self.error(spot, "no range")
            else:
                found.append(ref)
            for attribute, most in (("location", 2084), ("display", 2084), ("tooltip", 255)):
                if units(link.get(attribute, "")) > most:
                    self.error(spot, f"{attribute} of {units(link.get(attribute))} characters ({most})")
            key = link.get(R + "id")
            if key is not None and key not in relations:
                self.error(spot, f"relationship {key} is not there")
            target = relations[key][1] if key in relations else ""
            location = link.get("location")
            if key is None and location is None:
                self.error(spot, "leads nowhere")
            if target.startswith("#"):
                location = target[1:]
            if location and (key is None or target.startswith("#")):
                match = re.match(r"^(?:'((?:[^']|'')*)'|([^'!]+))!(.+)$", location)
                if match:
                    sheet = (match.group(1) or match.group(2)).replace("''", "'")
                    if sheet.lower() not in self.by_name:
                        self.error(spot, f"no sheet {sheet!r}")
                    if area(match.group(3)) is None:
                        self.error(spot, f"no cell {match.group(3)!r}")
                    if match.group(2) and re.search(r"[^\w.]", match.group(2)):
                        self.error(spot, f"sheet {match.group(2)!r} must stand in quotation marks")
                elif location.lower() not in self.names and area(location) is None:
                    self.error(spot, f"location {location!r}")
            if target.startswith("external:"):
                self.error(spot, f"target {target!r} was not translated")
            if relations.get(key, ("", "", ""))[2] == "External" and re.match(r"^(file:///?)?[A-Za-z]:|^/|^file:", target):
                self.warn(spot, f"absolute target {target[:60]}: broken on another machine")
        for a, b in overlaps(found):
            self.error(where, f"two hyperlinks of {shown(found[a])}")

    def page(self, where, root):
        setup = root.find(M + "pageSetup")
        if setup is not None:
            if not 10 <= int(setup.get("scale", 100)) <= 400:
                self.error(where, f"print scale {setup.get('scale')}")
            for attribute in ("fitToWidth", "fitToHeight"):
                if not 0 <= int(setup.get(attribute, 1)) <= 32767:
                    self.error(where, f"{attribute} {setup.get(attribute)}")
            fit = root.find(f"{M}sheetPr/{M}pageSetUpPr")
            if (setup.get("fitToHeight") or setup.get("fitToWidth")) and (fit is None or fit.get("fitToPage") not in ("1", "true")):
                self.warn(where, "fitToWidth without fitToPage: Excel prints at 100 %")
        for node in root.findall(M + "headerFooter"):
            for child in node:
                if units(child.text or "") > 255:
                    self.error(where, f"{child.tag[len(M):]} of {units(child.text)} characters (255)")
        for kind, most in (("rowBreaks", 1026), ("colBreaks", 1026)):
            node = root.find(M + kind)
            if node is not None:
                breaks = node.findall(M + "brk")
                if len(breaks) > most:
                    self.error(where, f"{len(breaks)} {kind} ({most})")
                for attribute in ("count", "manualBreakCount"):
                    if node.get(attribute) is not None and int(node.get(attribute)) != len(breaks):
                        self.error(where, f"{kind}: {attribute} {node.get(attribute)} of {len(breaks)}")
                seen = collections.Counter(brk.get("id") for brk in breaks)
                for key, count in seen.items():
                    if count > 1 or int(key) < 1:
                        self.error(where, f"{kind}: break {key}")
        for margin in root.findall(M + "pageMargins"):
            for key, value in margin.items():
                if not 0 <= float(value) < 49:
                    self.error(where, f"margin {key} {value}")

    def comments(self, where, root, relations):
        parts = [path for kind, path, _ in relations.values() if kind.endswith("/comments")]
        legacy = root.find(M + "legacyDrawing")
        if parts and legacy is None:
            self.error(where, "comments without legacyDrawing")
        if legacy is not None and relations.get(legacy.get(R + "id"), ("", None))[1] not in self.trees:
            self.error(where, "legacyDrawing leads nowhere")
        shapes = collections.Counter()
        if legacy is not None:
            drawing = self.trees.get(relations.get(legacy.get(R + "id"), ("", None))[1])
            if drawing is not None:
                ids = collections.Counter(shape.get("id") for shape in drawing.iter(V + "shape"))
                for key, count in ids.items():
                    if count > 1:
                        self.error(where, f"VML shape {key} stands {count} times")
                for data in drawing.iter(X + "ClientData"):
                    if data.get("ObjectType") == "Note":
                        shapes[(int(data.findtext(X + "Row")) + 1, int(data.findtext(X + "Column")) + 1)] += 1
        for part in parts:
            tree = self.trees.get(part)
            if tree is None:
                continue
            authors = tree.findall(f"{M}authors/{M}author")
            for author in authors:
                if units(author.text or "") > 54:
                    self.warn(where, f"comment author of {units(author.text)} characters (Excel's own are at most 54)")
            seen = set()
            for node in tree.findall(f"{M}commentList/{M}comment"):
                ref = node.get("ref", "")
                spot = area(ref)
                if spot is None or ref in seen:
                    self.error(where, f"comment of {ref}")
                    continue
                seen.add(ref)
                if not 0 <= int(node.get("authorId", 0)) < len(authors):
                    self.error(where, f"comment of {ref}: author {node.get('authorId')}")
                text = "".join(t.text or "" for t in node.iter(M + "t"))
                if units(text) > 32767:
                    self.error(where, f"comment of {ref}: {units(text)} characters")
                if shapes[spot[:2]] != 1:
                    self.error(where, f"comment of {ref}: {shapes[spot[:2]]} VML shapes")

    def drawing(self, where, root, relations):
        node = root.find(M + "drawing")
        if node is None:
            return
        part = relations.get(node.get(R + "id"), ("", None))[1]
        tree = self.trees.get(part)
        if tree is None:
            return self.error(where, "drawing leads nowhere")
        ids = collections.Counter(shape.get("id") for shape in tree.iter(XDR + "cNvPr"))
        for key, count in ids.items():
            if count > 1:
                self.warn(where, f"drawing id {key} stands {count} times")
        for marker in list(tree.iter(XDR + "from")) + list(tree.iter(XDR + "to")):
            if not (0 <= int(marker.findtext(XDR + "col")) < MAXCOL and 0 <= int(marker.findtext(XDR + "row")) < MAXROW):
                self.error(where, "a drawing outside the sheet")
        for kind, path, _ in self.relations.get(part, {}).values():
            if kind.endswith("/chart") and path in self.trees:
                chart = self.trees[path]
                series = list(chart.iter(C + "ser"))
                if len(series) > 255:
                    self.error(where, f"{len(series)} series (255)")
                for formula in chart.iter(C + "f"):
                    self.formula(f"{where} chart", formula.text or "")
                axes = {axis.find(C + "axId").get("val") for tag in ("catAx", "valAx", "dateAx", "serAx") for axis in chart.iter(C + tag)}
                for plot in chart.iter():
                    if plot.tag.endswith("Chart") and plot.tag.startswith(C):
                        for axis in plot.findall(C + "axId"):
                            if axis.get("val") not in axes:
                                self.error(where, f"chart axis {axis.get('val')} is not there")
                for count in list(chart.iter(C + "strCache")) + list(chart.iter(C + "numCache")):
                    points = count.findall(C + "pt")
                    stated = count.find(C + "ptCount")
                    if stated is not None and points and int(points[-1].get("idx")) >= int(stated.get("val")):
                        self.error(where, "chart cache has more points than it says")

    def extensions(self, where, root):
        for ext in root.findall(f"{M}extLst/{M}ext"):
            for formula in ext.iter(XM + "f"):
                self.formula(f"{where} extension", formula.text or "")
            for ref in ext.iter(XM + "sqref"):
                if self.areas(ref.text or "") is None:
                    self.error(where, f"extension over {ref.text}")

    def calc_chain(self, part):
        for node in self.trees.get(part, []):
            if area(node.get("r", "")) is None:
                self.error("calcChain", f"cell {node.get('r')}")

    def properties(self):
        part = self.target("", "/core-properties")
        root = self.trees.get(part)
        if root is not None:
            for tag, count in collections.Counter(child.tag for child in root).items():
                if count > 1:
                    self.error("core properties", f"{tag} stands {count} times")
            for child in root:
                if child.tag.endswith(("created", "modified")):
                    if not re.match(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", child.text or ""):
                        self.error("core properties", f"time {child.text}")
                elif units(child.text or "") > 255 and not child.tag.endswith("description"):
                    self.warn("core properties", f"{child.tag} of {units(child.text)} characters")
        part = self.target("", "/extended-properties")
        root = self.trees.get(part)
        if root is not None:
            vt = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
            for vector in root.iter(vt + "vector"):
                if int(vector.get("size")) != len(list(vector)):
                    self.error("app properties", f"vector of {vector.get('size')} holds {len(list(vector))}")
            heads = [int(node.text) for node in root.iter(vt + "i4")]
            titles = [node for node in root if node.tag.endswith("TitlesOfParts")]
            if titles and heads and sum(heads) != len(list(titles[0][0])):
                self.error("app properties", f"{sum(heads)} parts named, {len(list(titles[0][0]))} titles")

    # ---- the validator of the Open XML SDK ---------------------------------------------------------------------
    def audit(self):
        try:
            from openxml_audit.validator import OpenXmlValidator
            from openxml_audit import FileFormat
        except ImportError:
            return self.warn("audit", "openxml-audit is not installed")
        result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(self.path)
        for problem in result.errors:
            severity = str(getattr(problem, "severity", "")).lower()
            text = f"{getattr(problem, 'description', problem)} [{getattr(problem, 'part_uri', '')} {getattr(problem, 'path', '')}]"
            (self.warn if "warn" in severity else self.error)("audit", text)


def unescape(text):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def shown(ref):
    return f"{letters(ref[1])}{ref[0]}:{letters(ref[3])}{ref[2]}"


def files(paths):
    for path in paths:
        if os.path.isdir(path):
            for folder, _, names in sorted(os.walk(path)):
                yield from (os.path.join(folder, n) for n in sorted(names) if n.lower().endswith((".xlsx", ".xlsm")) and not n.startswith("~$"))
        else:
            yield path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--audit", action="store_true")
    parser.add_argument("--quiet", action="store_true", help="only files with errors or warnings")
    parser.add_argument("--most", type=int, default=15, help="lines of each kind shown per file")
    options = parser.parse_args()
    bad, count = 0, 0
    for path in files(options.paths):
        count += 1
        checked = File(path, options)
        checked.run()
        is_bad = bool(checked.errors or checked.warnings)
        bad += is_bad
        if options.quiet and not is_bad:
            continue
        print(f"{'BAD ' if is_bad else 'ok  '} {path}: {len(checked.errors)} errors, {len(checked.warnings)} warnings")
        for kind, lines in (("ERROR", checked.errors), ("WARN ", checked.warnings)):
            for line in lines[:options.most]:
                print(f"    {kind} {line}")
            if len(lines) > options.most:
                print(f"    {kind} … and {len(lines) - options.most} more")
    print(f"{count} files, {bad} with errors or warnings")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(main())
