//! What the workbook promises: the summary's totals, bytes that repeat, formulas that a recalculation confirms.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};
use std::process::Command;
use std::sync::Arc;

use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};

use super::*;
use crate::domain::lang::Words;
use crate::domain::money::MoneyUnit;
use crate::render::xlsx::cells as names;

pub(super) type Cells = BTreeMap<(String, u32, u32), Data>;

/// Every cell of every sheet.
pub(super) fn cells(bytes: &[u8]) -> Cells {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut cells = Cells::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            cells.insert((name.clone(), row as u32 + top, column as u32 + left), value.clone());
        }
    }
    cells
}

/// The row of a sheet whose cell in `column` starts with `text`.
pub(super) fn row_of(cells: &Cells, sheet: &str, column: u32, text: &str) -> u32 {
    let found = cells.iter().find(|((name, _, at), value)| {
        name == sheet && *at == column && value.to_string().starts_with(text)
    });
    found.unwrap_or_else(|| panic!("{sheet}: no {text}")).0.1
}

fn summary_in(unit: MoneyUnit) -> Summary {
    let mut summary = fixture::summary();
    summary.settings.office.money_unit = unit;
    summary
}

fn bytes(mut file: File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

pub(super) fn written(summary: &Summary, lang: Lang) -> anyhow::Result<Vec<u8>> {
    consolidated(summary, lang, "../../").map(bytes)
}

#[test]
fn lines_beyond_the_rows_of_a_sheet_go_on_in_the_next_and_every_sum_takes_them_in() {
    const MOST: usize = 4;
    let summary = fixture::summary();
    let whole = cells(&written(&summary, Lang::Vi).unwrap());
    let parts = cells(&bytes(in_parts(&summary, Lang::Vi, "../../", MOST).unwrap()));
    let rows = |cells: &Cells, sheet: &str| -> Vec<Vec<Data>> {
        let rows = 4..4 + Ledger::of(&summary, Lang::Vi, MOST).length as u32;
        let row = |row| {
            let on_row = cells.iter().filter(|((name, at, _), _)| name == sheet && *at == row);
            on_row.map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        rows.map(row).filter(|row| !row.is_empty()).collect()
    };
    let all = rows(&whole, "Dữ liệu");
    let count = all.len().div_ceil(MOST);
    assert!(2 < count, "{} rows", all.len());
    let names = (0..count).map(|part| match part {
        0 => "Dữ liệu".to_owned(),
        part => format!("Dữ liệu {}", part + 1),
    });
    let parted: Vec<Vec<Data>> = names.flat_map(|name| rows(&parts, &name)).collect();
    assert_eq!(parted, all);
    for ((sheet, row, column), value) in &whole {
        if sheet != "Dữ liệu" {
            let now = parts.get(&(sheet.clone(), *row, *column));
            assert_eq!(now, Some(value), "{sheet} {row} {column}");
        }
    }
}

#[test]
fn the_total_rows_say_what_the_summary_says() {
    let summary = fixture::summary();
    let cells = cells(&written(&summary, Lang::Vi).unwrap());
    let tally = summary.totals.tally;
    let plan = Data::Float(tally.plan.as_number(MoneyUnit::Million));
    let cumulative = Data::Float(tally.cumulative.as_number(MoneyUnit::Million));
    let rate = Data::Float(tally.rate().unwrap().percent());
    for (sheet, column, label) in [("Tổng hợp", 1, "TỔNG CỘNG"), ("Theo đơn vị", 2, "TỔNG CỘNG")]
    {
        let row = row_of(&cells, sheet, column, label);
        let on_row: Vec<&Data> = cells
            .iter()
            .filter(|((name, at, _), _)| name == sheet && *at == row)
            .map(|(_, value)| value)
            .collect();
        for wanted in [&plan, &cumulative, &rate] {
            assert!(on_row.contains(&wanted), "{sheet}: {wanted:?} is not in {on_row:?}");
        }
    }
}

#[test]
fn the_forms_add_up_to_the_whole() {
    let summary = fixture::summary();
    let cells = cells(&written(&summary, Lang::Vi).unwrap());
    for funding in Funding::ALL {
        let sheet = form::name(funding);
        let row = row_of(&cells, sheet, 2, "TỔNG CỘNG");
        let wanted = Data::Float(summary.funding(funding).cumulative.as_number(MoneyUnit::Million));
        assert!(
            cells
                .iter()
                .any(|((name, at, _), value)| name == sheet && *at == row && *value == wanted),
            "{sheet}: {wanted:?}"
        );
    }
}

/// The distinct texts that cover a column of the heading, from top to bottom.
fn paths(bytes: &[u8], sheet: &str) -> Vec<String> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let merges = workbook.merge_cells_by_sheet_name(sheet).unwrap();
    let cells = cells(bytes);
    let top = row_of(&cells, sheet, 0, "STT");
    let text = |row, column| {
        let covers = |merge: &&calamine::Dimensions| merge.contains(row, column);
        let (row, column) = merges.iter().find(covers).map_or((row, column), |merge| merge.start);
        cells.get(&(sheet.to_owned(), row, column)).map(ToString::to_string).unwrap_or_default()
    };
    let path = |column| {
        let mut texts: Vec<String> = (top..top + 3).map(|row| text(row, column)).collect();
        texts.dedup();
        texts.join(" › ")
    };
    (3..40).map(path).take_while(|path| !path.is_empty()).collect()
}

#[test]
fn the_heading_of_a_form_says_measure_year_and_source() {
    let summary = fixture::summary();
    let paths = paths(&written(&summary, Lang::Vi).unwrap(), form::name(Funding::Investment));
    assert_eq!(
        paths[..3],
        [
            "Địa điểm",
            "Kế hoạch vốn được giao › Tổng số",
            "Kế hoạch vốn được giao › Vốn năm 2023 kéo dài › NSTW",
        ]
    );
    // A plan year and a source stand in every block: what is only disbursed under them is planned with nothing.
    let slots = |block: &str| -> Vec<&str> {
        let of_block = paths.iter().filter_map(|path| path.strip_prefix(block));
        of_block.filter(|slot| *slot != " › Tổng số").collect()
    };
    let assigned = slots("Kế hoạch vốn được giao");
    assert!(assigned.contains(&" › Vốn các năm trước kéo dài, chưa tách năm › NSTW"));
    assert_eq!(assigned, slots("Giải ngân trong kỳ"));
    assert_eq!(assigned, slots("Lũy kế giải ngân từ đầu năm"));
}

#[test]
fn without_a_register_the_plan_is_what_units_state() {
    let summary = fixture::bare();
    let bytes = written(&summary, Lang::Vi).unwrap();
    let paths = paths(&bytes, form::name(Funding::Investment));
    assert_eq!(paths[1], "Kế hoạch vốn › Tổng số");
    assert!(paths.contains(&"Kế hoạch vốn › Vốn năm 2024 › NSTW".to_owned()));
    let cells = cells(&bytes);
    assert!(!cells.iter().any(|((sheet, ..), value)| {
        sheet == overview::NAME && value.get_string() == Some("Vốn giao")
    }));
}

#[test]
fn a_finding_stands_above_what_follows_from_it_with_what_was_explained_and_accepted() {
    let cells = cells(&written(&fixture::summary(), Lang::Vi).unwrap());
    let sheet = "Lỗi, cảnh báo";
    let top = row_of(&cells, sheet, 0, "HL-01 - ");
    let at = |row: u32, column: u32| {
        cells.get(&(sheet.to_owned(), row, column)).map(ToString::to_string).unwrap_or_default()
    };
    assert!(at(top, 0).contains("(2 lỗi, 0 cảnh báo, 0 lưu ý; 1 đã chấp nhận giải trình)"));
    let [levels, places, hints, explained, accepted] =
        [1, 4, 11, 13, 14].map(|column| [1, 2, 3].map(|row| at(top + row, column)));
    assert_eq!(levels, ["Lỗi", "Lỗi (kéo theo)", "Lỗi (đã chấp nhận)"]);
    assert_eq!(places, ["H15", "I15", "J15"].map(|cell| format!("Vốn đầu tư!{cell}")));
    let lead = "Nhiều khả năng ô H15 gõ thừa một chữ số. Kéo theo 1 nội dung ngay dưới.";
    assert_eq!(hints, [lead, "Kéo theo ô Vốn đầu tư!H15 (STT 1)", ""]);
    assert_eq!(explained, ["=1+1 chờ điều chỉnh", "", ""]);
    let why = "Thu hồi tạm ứng; Người chấp nhận: Lãnh đạo phòng; đến hết tháng 12 năm 2024";
    assert_eq!(accepted, ["", "", why]);
}

/// A part of the package as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(package.by_name(name).unwrap()).unwrap()
}

/// What stands in an attribute, for each element of a kind.
fn attributes<'x>(xml: &'x str, element: &str, name: &str) -> Vec<Option<&'x str>> {
    let of = |element: &'x str| {
        let (_, rest) = element.split('>').next()?.split_once(&format!("{name}=\""))?;
        rest.split('"').next()
    };
    xml.split(&format!("<{element} ")).skip(1).map(of).collect()
}

/// The decimals of the amounts with a fraction that a sheet shows, cell by cell.
fn decimals(bytes: &[u8], sheet: u32) -> Vec<(String, u32)> {
    let styles = part(bytes, "xl/styles.xml");
    let ids = attributes(&styles, "numFmt", "numFmtId").into_iter();
    let codes: BTreeMap<_, _> = ids.zip(attributes(&styles, "numFmt", "formatCode")).collect();
    let cells = styles.split_once("<cellXfs").unwrap().1;
    let formats = attributes(cells, "xf", "numFmtId");
    let sheet = part(bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
    let places = attributes(&sheet, "c", "r").into_iter();
    let styled = places.zip(attributes(&sheet, "c", "s"));
    let decimals = styled.filter_map(|(place, style)| {
        let format = style.and_then(|style| formats[style.parse::<usize>().unwrap()]);
        let code = codes.get(&format).copied().flatten().unwrap_or("");
        // An amount of which something is known; a rate has no dash for nothing.
        let (positive, _) = code.split_once(';').filter(|_| code.starts_with("#,##0.0"))?;
        Some((place.unwrap().to_owned(), positive.matches('0').count() as u32 - 1))
    });
    decimals.collect()
}

#[test]
fn the_amounts_of_a_column_have_one_number_of_decimals() {
    // In tỷ nearly every amount has a fraction, of one to six decimals.
    let bytes = written(&summary_in(MoneyUnit::Billion), Lang::Vi).unwrap();
    let mut fractions = 0;
    for sheet in 1..=7 {
        let mut of_column: BTreeMap<String, u32> = BTreeMap::new();
        for (place, has) in decimals(&bytes, sheet) {
            let column = place.trim_end_matches(|letter: char| letter.is_ascii_digit());
            fractions += 1;
            assert_eq!(*of_column.entry(column.to_owned()).or_insert(has), has, "{place:?}");
        }
    }
    assert!(100 < fractions, "{fractions}");
}

#[test]
fn a_finding_shows_by_what_its_amounts_differ() {
    // 1 million is expected, 1.234567 stands there.
    let bytes = written(&fixture::summary(), Lang::Vi).unwrap();
    let cells = cells(&bytes);
    let row = 1 + row_of(&cells, "Lỗi, cảnh báo", 2, "GN");
    let workbook = part(&bytes, "xl/workbook.xml");
    let names = attributes(&workbook, "sheet", "name");
    let sheet = (1..).zip(names).find(|(_, name)| *name == Some("Lỗi, cảnh báo")).unwrap().0;
    let shown: BTreeMap<_, _> = decimals(&bytes, sheet).into_iter().collect();
    let shown = ["G", "H", "I"].map(|column| shown.get(&format!("{column}{row}")).copied());
    assert_eq!(shown, [Some(3); 3]);
}

#[test]
fn two_runs_give_the_same_bytes() {
    let summary = fixture::summary();
    assert!(written(&summary, Lang::Vi).unwrap() == written(&summary, Lang::Vi).unwrap());
}

#[test]
fn text_of_units_stays_text() {
    let bytes = written(&fixture::summary(), Lang::Vi).unwrap();
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(&*bytes)).unwrap();
    for name in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&name).unwrap();
        for (_, _, formula) in formulas.used_cells() {
            assert!(
                !formula.contains("1+1")
                    && !formula.contains("HYPERLINK")
                    && !formula.contains("HL-"),
                "{formula}"
            );
        }
    }
    assert!(cells(&bytes).values().any(|value| *value == Data::String("=1+1".to_owned())));
}

/// More letters than a cell holds (32,767).
#[test]
fn a_text_of_any_length_is_cut_and_the_workbook_is_written() {
    let long = "ễ".repeat(40_000);
    let mut summary = fixture::summary();
    let office = &mut summary.settings.office;
    (office.name, office.authority) = (long.clone(), long.clone());
    summary.settings.letter.place = Some(long.clone());
    summary.remarks.push(crate::domain::lang::Words::new(&*long, &*long));
    for unit in &mut summary.units {
        unit.name.clone_from(&long);
    }
    for row in &mut summary.submissions {
        (row.name, row.contact, row.phone) = (long.clone(), long.clone(), long.clone());
        row.file = Some(long.as_str().into());
    }
    for finding in &mut summary.findings {
        finding.problem.words = Arc::new(Words::new(&*long, &*long));
        finding.problem.place.file = Some(long.as_str().into());
        finding.problem.place.sheet = Some(long.as_str().into());
        finding.explanation = Some(long.as_str().into());
        if let Some(accepted) = &mut finding.accepted {
            let accepted = Arc::make_mut(accepted);
            (accepted.reason, accepted.by) = (long.clone(), Some(long.clone()));
        }
    }
    for source in &mut summary.sources {
        source.sheets = vec![long.as_str().into()];
        for reading in Arc::make_mut(&mut source.readings) {
            reading.heading = long.as_str().into();
        }
    }
    for decision in &mut std::sync::Arc::make_mut(&mut summary.register).decisions {
        decision.number.clone_from(&long);
    }
    assert!(!cells(&written(&summary, Lang::Vi).unwrap()).is_empty());
}

#[test]
fn a_summary_that_contradicts_its_lines_is_not_written() {
    let mut summary = fixture::summary();
    summary.totals.tally.cumulative += crate::domain::money::Money::from_dong(1);
    assert!(written(&summary, Lang::Vi).is_err());
}

#[test]
fn an_empty_summary_is_a_workbook() {
    let mut summary = fixture::summary();
    (summary.lines, summary.decisions, summary.units, summary.programs) = Default::default();
    (summary.totals, summary.findings, summary.set_aside) = Default::default();
    (summary.sources, summary.submissions, summary.remarks) = Default::default();
    for lang in [Lang::Vi, Lang::En] {
        assert!(!cells(&written(&summary, lang).unwrap()).is_empty());
    }
}

#[test]
fn the_mark_names_what_is_submitted_one_level_up() {
    let cells = cells(&written(&fixture::summary(), Lang::Vi).unwrap());
    let marks: Vec<String> = cells
        .iter()
        .filter(|((name, ..), _)| name == mark::SHEET)
        .map(|(_, value)| value.to_string())
        .collect();
    assert_eq!(
        marks,
        [
            "loai",
            "ket-qua/1",
            "ky",
            "2024-06",
            "don-vi-tinh",
            "triệu đồng",
            "trang",
            "Biểu 01 – Vốn đầu tư",
            "trang",
            "Biểu 02 – Vốn sự nghiệp",
            "trang",
            "Khó khăn, vướng mắc",
            "trang",
            "Kết quả thực hiện",
            "don-vi-bao-cao",
            "6 4 2 0",
            "co-the-tang",
            "0 0",
            "ke-hoach-nghi-van",
            "0",
            "niem-phong",
            mark::UNSEALED,
        ]
    );
}

/// LibreOffice, told to calculate every formula again, finds what was stored. Runs wherever `soffice` is.
#[test]
fn a_recalculation_changes_no_cell() {
    if Command::new("soffice").arg("--version").output().is_err() {
        return;
    }
    for (summary, lang, most_rows) in [
        (summary_in(MoneyUnit::Million), Lang::Vi, lines::MOST_ROWS),
        (summary_in(MoneyUnit::Billion), Lang::En, lines::MOST_ROWS),
        (summary_in(MoneyUnit::Dong), Lang::Vi, lines::MOST_ROWS),
        (fixture::bare(), Lang::Vi, lines::MOST_ROWS),
        (summary_in(MoneyUnit::Million), Lang::Vi, 4),
    ] {
        let bytes = bytes(in_parts(&summary, lang, "../../", most_rows).unwrap());
        let (before, after) = (cells(&bytes), cells(&recalculated(&bytes)));
        let mut compared = 0;
        for (place, value) in &before {
            let now = after.get(place);
            let same = match (value, now) {
                (Data::Empty, _) => true,
                (Data::String(text), now) if text.is_empty() => {
                    now.is_none_or(|now| now.to_string().is_empty())
                }
                // A calculation that noise in the last bit would change is not one that people can follow.
                (value, Some(now)) => value == now || value.to_string() == now.to_string(),
                (_, None) => false,
            };
            assert!(same, "{place:?}: {value:?} became {now:?}");
            compared += 1;
        }
        assert!(300 < compared, "only {compared} cells");
    }
}

/// A row of "Dữ liệu" that somebody changed shows in "Tổng hợp". Runs wherever `soffice` is.
#[test]
fn a_changed_row_of_the_ledger_raises_the_alarm() {
    if Command::new("soffice").arg("--version").output().is_err() {
        return;
    }
    let sound = written(&fixture::summary(), Lang::Vi).unwrap();
    let verdicts = |bytes: &[u8]| -> Vec<String> {
        let cells = cells(bytes);
        let top = row_of(&cells, overview::NAME, 0, "Đối chiếu sheet Dữ liệu") + 2;
        (top..top + 5).map(|row| cells[&(overview::NAME.to_owned(), row, 4)].to_string()).collect()
    };
    assert_eq!(verdicts(&sound), ["Khớp"; 5]);
    // The first row with a cumulative.
    let all = cells(&sound);
    let heading = ("Dữ liệu".to_owned(), 3);
    let column = (0..40)
        .find(|column| {
            let text = all.get(&(heading.0.clone(), heading.1, *column));
            text.is_some_and(|text| *text == "Lũy kế giải ngân")
        })
        .unwrap();
    let row = (4..60)
        .find(|row| {
            let cell = all.get(&("Dữ liệu".to_owned(), *row, column));
            cell.and_then(Data::get_float).is_some_and(|amount| 0.0 < amount)
        })
        .unwrap();
    let changed = recalculated(&with_cell(&sound, &names::at(row, column as u16), "1"));
    assert_eq!(verdicts(&changed), ["Khớp", "Khớp", "Khớp", "Khớp", "LỆCH"]);
}

/// The workbook with another number in a cell of "Dữ liệu".
fn with_cell(bytes: &[u8], cell: &str, number: &str) -> Vec<u8> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut is_done = false;
    for at in 0..package.len() {
        let mut part = package.by_index(at).unwrap();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        // "Dữ liệu" alone has a table.
        let own = String::from_utf8_lossy(&text).into_owned();
        let name = part.name().unwrap().into_owned();
        if name.starts_with("xl/worksheets/sheet") && own.contains("<tableParts") {
            let from = own.find(&format!("<c r=\"{cell}\"")).unwrap();
            let value = from + own[from..].find("<v>").unwrap() + 3;
            let end = value + own[value..].find("</v>").unwrap();
            text = format!("{}{number}{}", &own[..value], &own[end..]).into_bytes();
            is_done = true;
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut out, &text).unwrap();
    }
    assert!(is_done);
    out.finish().unwrap().into_inner()
}

fn recalculated(bytes: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("profile/user")).unwrap();
    let always = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"#;
    std::fs::write(at("profile/user/registrymodifications.xcu"), always).unwrap();
    std::fs::write(at("in.xlsx"), bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", at("profile").display());
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(at("out"))
        .arg(at("in.xlsx"))
        .output()
        .unwrap();
    std::fs::read(at("out/in.xlsx")).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}
