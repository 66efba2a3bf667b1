//! "Nguồn": the files, how each heading was read, the settings and the version: what an auditor needs to repeat it.

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::key::PlanYear;
use crate::domain::lang::{Lang, Text as Say, Words, words};
use crate::domain::mark;
use crate::domain::place::column_letters;
use crate::domain::settings::{DueDay, DueMonth, MissingPolicy};
use crate::domain::submission::{Counted, Reading};
use crate::domain::summary::{SourceFile, Summary};

use super::Book;
use crate::render::xlsx::page::Page;
use crate::render::xlsx::style::{Kind, Look};
use crate::render::xlsx::table::{Column, Table, Value};
use crate::render::xlsx::text;

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let mut page = book.page(mark::SOURCES)?;
    let (files, readings) = (files(book), readings(book));
    files.widths(&mut page);
    readings.widths(&mut page);
    let title =
        Say { vi: "NGUỒN SỐ LIỆU VÀ CÁCH TỔNG HỢP", en: "SOURCES AND SETTINGS" };
    page.words(0, 0, book.say(title), &book.shared.styles.section)?;
    let row = settings(&mut page, book, 2)?;
    let title = Say { vi: "Tệp đã dùng", en: "Files" };
    let sources = &book.summary.sources;
    let row = listed(&mut page, row + 1, book.say(title), &files, sources.iter())?;
    let title = Say { vi: "Cách đọc tiêu đề cột", en: "How headings were read" };
    let read = sources.iter().flat_map(|of| of.readings.iter().map(move |reading| (of, reading)));
    let end = listed(&mut page, row + 1, book.say(title), &readings, read)?;
    let last = files.last().max(readings.last());
    page.sheet.set_print_area(0, 0, end, last)?;
    page.print_columns(last, 0);
    page.finish()
}

/// A table below its title, a row each; gives the first row below.
fn listed<R>(
    page: &mut Page<'_>,
    row: RowNum,
    title: &str,
    table: &Table<'_, R>,
    rows: impl Iterator<Item = R>,
) -> anyhow::Result<RowNum> {
    page.words(row, 0, title, &page.shared.styles.section)?;
    let mut next = table.heading(page, row + 1)?;
    for of in rows {
        table.row(page, next, &of, Look::Plain)?;
        next += 1;
    }
    Ok(next)
}

/// Name and value, a row each.
fn settings(page: &mut Page<'_>, book: &Book<'_>, mut row: RowNum) -> anyhow::Result<RowNum> {
    for (name, value) in facts(book.summary, book.shared.lang) {
        page.text(row, 0, &name, Look::Plain, Kind::Text)?;
        let format = book.shared.styles.cell(Look::Plain, Kind::Text);
        page.across((row, 1), (row, 3), &value, format)?;
        page.height(row, text::lines(&value, 90.0).max(text::lines(&name, 22.0)))?;
        row += 1;
    }
    Ok(row)
}

fn facts(summary: &Summary, lang: Lang) -> Vec<(String, String)> {
    let (settings, period) = (&summary.settings, summary.period);
    let say = |vi: &'static str, en: &'static str| Say { vi, en }.get(lang).to_owned();
    let policy = match summary.policy() {
        MissingPolicy::Carry => {
            say("tạm tính theo báo cáo gần nhất", "carried from the last report")
        }
        MissingPolicy::Zero => say("tính bằng 0", "nothing"),
    };
    let register = match summary.register.state.as_str() {
        "" => say("không có", "none"),
        state => format!("SHA-256 {state}"),
    };
    let deadlines = words!(
        "đơn vị {units}, cơ quan chủ trì {leads}",
        "units {units}, lead agencies {leads}";
        units = due_day(settings.deadlines.unit), leads = due_day(settings.deadlines.lead_agency)
    );
    let deadlines = deadlines.get(lang).to_owned();
    let mut facts = vec![
        (say("Công cụ", "Tool"), format!("giaingan {}", env!("CARGO_PKG_VERSION"))),
        (mark::OFFICE.get(lang).to_owned(), settings.office.name.clone()),
        (say("Năm ngân sách", "Budget year"), summary.year.to_string()),
        (
            say("Kỳ báo cáo", "Period"),
            format!(
                "{} ({} – {})",
                period.show(lang),
                period.from().format("%-d/%-m/%Y"),
                period.to().format("%-d/%-m/%Y")
            ),
        ),
        (say("Đơn vị tính", "Unit of money"), summary.money_unit().text().get(lang).to_owned()),
        (say("Đơn vị chưa báo cáo", "Missing units"), policy),
        (say("Hạn nộp", "Deadlines"), deadlines),
        (say("Danh mục (danh-muc.xlsx)", "Register (danh-muc.xlsx)"), register),
    ];
    for (code, setting) in &settings.rules {
        let severity =
            setting.severity.iter().map(|severity| format!("severity = {}", severity.word()));
        let tolerance =
            setting.tolerance.iter().map(|tolerance| format!("tolerance = {tolerance}"));
        let value: Vec<String> = severity.chain(tolerance).collect();
        facts.push((format!("{} {code}", say("Quy tắc", "Rule")), value.join(", ")));
    }
    for exclusion in &settings.exclude {
        facts.push((
            say("Tệp bỏ ra", "File left out"),
            format!("{}: {}", exclusion.file, exclusion.reason),
        ));
    }
    for exempt in &settings.exempt {
        facts.push((
            say("Miễn báo cáo", "Exempt"),
            format!("{} {}: {}", exempt.unit, exempt.period, exempt.reason),
        ));
    }
    for extension in &settings.deadline {
        let unit = extension.unit.iter().map(|unit| format!(" {unit}")).collect::<String>();
        facts.push((
            say("Gia hạn", "Extension"),
            format!("{}{unit}: {} {}", extension.period, extension.due, extension.reason),
        ));
    }
    for waiver in &settings.waiver {
        let until = waiver.until.iter().map(|until| format!("–{until}")).collect::<String>();
        let cell = waiver.cell.map(|cell| cell.to_string());
        let place = waiver.sheet.clone().into_iter().chain(cell);
        let place: String = place.map(|part| format!(" {part}")).collect();
        let by = waiver.by.iter().map(|by| format!(" ({by})")).collect::<String>();
        facts.push((
            say("Giải trình được chấp nhận", "Waiver"),
            format!(
                "{} {} {}{until}{place}: {}{by}",
                waiver.rule, waiver.unit, waiver.period, waiver.reason
            ),
        ));
    }
    facts
}

/// The day that is named for reports.
fn due_day(due: DueDay) -> Words {
    let month = match due.of {
        DueMonth::Own => Say { vi: "của chính tháng báo cáo", en: "of the month itself" },
        DueMonth::Next => Say { vi: "của tháng sau", en: "of the next month" },
    };
    let day = due.day;
    match due.inclusive {
        true => words!("đến hết ngày {day} {month}", "by day {day} {month}"; day, month),
        false => words!("trước ngày {day} {month}", "before day {day} {month}"; day, month),
    }
}

/// The files and what was read in each.
fn files<'a>(book: &'a Book<'_>) -> Table<'a, &'a SourceFile> {
    use Value::{Centred, Count, Day, Money, Text};
    type Of<'a> = &'a SourceFile;
    let say = |vi, en| book.say(Say { vi, en });
    let counted = |cells, amount, width, take: fn(Of<'a>) -> Counted| {
        [
            Column::new(cells, width, move |_, of: &Of<'a>| Count(take(of).cells)),
            Column::new(amount, 18.0, move |_, of: &Of<'a>| Money(Some(take(of).amount))),
        ]
    };
    let (cells, amount) = (say("Số ô đã đọc", "Cells read"), say("Số tiền đã đọc", "Amount read"));
    let read = counted(cells, amount, 10.0, |of| of.read);
    let cells = say("Số ô đối chiếu", "Cells checked");
    let amount = say("Số tiền đối chiếu", "Amount checked");
    let checked = counted(cells, amount, 12.0, |of| of.checked);
    let cells = say("Số ô chưa đưa vào", "Cells set aside");
    let amount = say("Số tiền chưa đưa vào", "Amount set aside");
    let set_aside = counted(cells, amount, 12.0, |of| of.set_aside);
    let mut columns = vec![
        Column::new(say("Đơn vị", "Unit"), 24.0, |_, of: &Of<'a>| Text(of.unit.to_string())),
        Column::new(say("Kỳ", "Period"), 12.0, |_, of: &Of<'a>| Centred(of.period.to_string())),
        Column::new(say("Tệp", "File"), 38.0, |_, of: &Of<'a>| Value::file(&of.file)),
        Column::new("SHA-256", 40.0, |_, of: &Of<'a>| Text(of.sha256.clone())),
        Column::new(say("Ngày nhận", "Received"), 12.0, |_, of: &Of<'a>| Day(of.received)),
        Column::new(say("Đơn vị tính", "Unit of money"), 14.0, |_, of: &Of<'a>| {
            let basis = book.say(of.unit_basis.label());
            Text(format!("{} ({basis})", book.say(of.money_unit.text())))
        }),
        Column::new(say("Các sheet", "Sheets"), 26.0, |_, of: &Of<'a>| Text(of.sheets.join("; "))),
    ];
    columns.extend(read.into_iter().chain(checked).chain(set_aside));
    Table::new(columns)
}

/// Which column of which sheet gave which measure: with the row in "Dữ liệu" that is the cell.
fn readings<'a>(book: &'a Book<'_>) -> Table<'a, (&'a SourceFile, &'a Reading)> {
    use Value::{Centred, Text};
    type Of<'a> = (&'a SourceFile, &'a Reading);
    let say = |vi, en| book.say(Say { vi, en });
    let lang = book.shared.lang;
    Table::new(vec![
        Column::new(say("Đơn vị", "Unit"), 24.0, |_, (of, _): &Of<'a>| {
            Text(of.unit.to_string())
        }),
        Column::new(say("Cột", "Column"), 12.0, |_, (_, reading): &Of<'a>| {
            Centred(column_letters(reading.column))
        }),
        Column::new(say("Tệp › sheet", "File › sheet"), 38.0, |_, (of, reading): &Of<'a>| {
            Text(place(of, reading.sheet))
        }),
        Column::new(say("Tiêu đề", "Heading"), 40.0, |_, (_, reading): &Of<'a>| {
            Text(reading.heading.to_string())
        }),
        Column::new(say("Loại vốn", "Funding"), 12.0, |_, (_, reading): &Of<'a>| {
            let funding = reading.facts.funding;
            Text(funding.map_or("", |funding| book.say(funding.label())).to_owned())
        }),
        Column::new(say("Nguồn vốn", "Source"), 14.0, |_, (_, reading): &Of<'a>| {
            let source = reading.facts.source;
            Text(source.map_or("", |source| book.say(source.label())).to_owned())
        }),
        Column::new(say("Hiểu là", "Read as"), 26.0, |_, (_, reading): &Of<'a>| {
            let unused = Say { vi: "không dùng", en: "not used" };
            let measure = reading.measure.map_or(unused, |measure| measure.label());
            Text(book.say(measure).to_owned())
        }),
        Column::new(say("Năm vốn", "Plan year"), 10.0, move |_, (_, reading): &Of<'a>| {
            Centred(reading.facts.year.map_or_else(String::new, |year| year_words(year, lang)))
        }),
    ])
}

fn place(of: &SourceFile, sheet: u16) -> String {
    let sheet = of.sheets.get(usize::from(sheet)).map_or("", |sheet| sheet);
    format!("{} › {sheet}", of.file)
}

fn year_words(year: PlanYear, lang: Lang) -> String {
    match year {
        PlanYear::Of(year) => year.to_string(),
        PlanYear::CarryOver => Say { vi: "kéo dài", en: "carry-over" }.get(lang).to_owned(),
        PlanYear::Any => Say { vi: "mọi năm", en: "all years" }.get(lang).to_owned(),
    }
}
