//! "Nguồn": the files, how each heading was read, the settings and the version: what an auditor needs to repeat it.

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::facts::Facts;
use crate::domain::key::PlanYear;
use crate::domain::lang::Lang;
use crate::domain::mark;
use crate::domain::place::column_letters;
use crate::domain::settings::MissingPolicy;
use crate::domain::summary::{SourceFile, Summary};

use super::Book;
use super::words;
use crate::render::xlsx::page::Page;
use crate::render::xlsx::style::{Kind, Look};
use crate::render::xlsx::text;

const WIDTHS: [f64; 13] =
    [24.0, 12.0, 38.0, 44.0, 12.0, 14.0, 30.0, 10.0, 18.0, 12.0, 18.0, 12.0, 18.0];

/// The sheet.
pub fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let mut page = Page::new(&book.shared, mark::SOURCES)?;
    page.widths(&WIDTHS);
    page.words(
        0,
        0,
        book.say(words("NGUỒN SỐ LIỆU VÀ CÁCH TỔNG HỢP", "SOURCES AND SETTINGS")),
        &book.shared.styles.section,
    )?;
    let row = settings(&mut page, book, 2)?;
    let row = files(&mut page, book, row + 1)?;
    readings(&mut page, book, row + 1)?;
    page.finish()
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
    let say = |vi: &'static str, en: &'static str| words(vi, en).get(lang).to_owned();
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
    let deadline = |day: crate::domain::settings::DayOfMonth| match (lang, day.inclusive) {
        (Lang::Vi, true) => format!("đến hết ngày {}", day.day),
        (Lang::Vi, false) => format!("trước ngày {}", day.day),
        (Lang::En, true) => format!("by day {}", day.day),
        (Lang::En, false) => format!("before day {}", day.day),
    };
    let deadlines = match lang {
        Lang::Vi => format!(
            "đơn vị {}, cơ quan chủ trì {} của tháng sau",
            deadline(settings.deadlines.unit),
            deadline(settings.deadlines.lead_agency)
        ),
        Lang::En => format!(
            "units {}, lead agencies {} of the next month",
            deadline(settings.deadlines.unit),
            deadline(settings.deadlines.lead_agency)
        ),
    };
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
        let severity = setting.severity.iter().map(|severity| format!("severity = {severity}"));
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
        let place = [&waiver.sheet, &waiver.cell].into_iter().flatten();
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

fn files(page: &mut Page<'_>, book: &Book<'_>, row: RowNum) -> anyhow::Result<RowNum> {
    let look = Look::Plain;
    page.words(row, 0, book.say(words("Tệp đã dùng", "Files")), &book.shared.styles.section)?;
    let headings = [
        words("Đơn vị", "Unit"),
        words("Kỳ", "Period"),
        words("Tệp", "File"),
        words("SHA-256", "SHA-256"),
        words("Ngày nhận", "Received"),
        words("Đơn vị tính", "Unit of money"),
        words("Các sheet", "Sheets"),
        words("Số ô đã đọc", "Cells read"),
        words("Số tiền đã đọc", "Amount read"),
        words("Số ô đối chiếu", "Cells checked"),
        words("Số tiền đối chiếu", "Amount checked"),
        words("Số ô chưa đưa vào", "Cells set aside"),
        words("Số tiền chưa đưa vào", "Amount set aside"),
    ];
    for (column, text) in (0..).zip(headings) {
        page.words(row + 1, column, book.say(text), &book.shared.styles.heading)?;
    }
    page.height(row + 1, 2)?;
    let mut next = row + 2;
    for of in &book.summary.sources {
        let sheets = of.sheets.join("; ");
        let unit = of.unit.as_str();
        page.text(next, 0, unit, look, Kind::Text)?;
        page.text(next, 1, &of.period.to_string(), look, Kind::Centre)?;
        page.link((next, 2), &of.file, (&of.file, None, None), look)?;
        page.text(next, 3, &of.sha256, look, Kind::Text)?;
        page.day(next, 4, of.received, look)?;
        let money_unit = of.money_unit.text().get(book.shared.lang);
        let money_unit = format!("{money_unit} ({})", of.unit_basis.label().get(book.shared.lang));
        page.text(next, 5, &money_unit, look, Kind::Text)?;
        page.text(next, 6, &sheets, look, Kind::Text)?;
        for (column, counted) in [(7, of.read), (9, of.checked), (11, of.set_aside)] {
            page.count(next, column, counted.cells, look)?;
            page.money(next, column + 1, counted.amount, look)?;
        }
        let lines = [
            (unit, 22.0),
            (&*of.file, 36.0),
            (&*of.sha256, 36.0),
            (&*money_unit, 13.0),
            (&*sheets, 28.0),
        ];
        page.height(
            next,
            lines.map(|(text, width)| text::lines(text, width)).into_iter().max().unwrap_or(1),
        )?;
        next += 1;
    }
    Ok(next)
}

/// Which column of which sheet gave which measure: with the row in "Dữ liệu" that is the cell.
fn readings(page: &mut Page<'_>, book: &Book<'_>, row: RowNum) -> anyhow::Result<()> {
    let look = Look::Plain;
    page.words(
        row,
        0,
        book.say(words("Cách đọc tiêu đề cột", "How headings were read")),
        &book.shared.styles.section,
    )?;
    let headings = [
        words("Đơn vị", "Unit"),
        words("Cột", "Column"),
        words("Tệp › sheet", "File › sheet"),
        words("Tiêu đề", "Heading"),
        words("Loại vốn", "Funding"),
        words("Nguồn vốn", "Source"),
        words("Hiểu là", "Read as"),
        words("Năm vốn", "Plan year"),
    ];
    for (column, text) in (0..).zip(headings) {
        page.words(row + 1, column, book.say(text), &book.shared.styles.heading)?;
    }
    let mut next = row + 2;
    for of in &book.summary.sources {
        for reading in &of.readings {
            let place = place(of, reading.sheet);
            let measure = reading
                .measure
                .map_or(words("không dùng", "not used"), |measure| measure.label());
            let Facts { funding, source, year, .. } = reading.facts;
            page.text(next, 0, of.unit.as_str(), look, Kind::Text)?;
            page.text(next, 1, &column_letters(reading.column), look, Kind::Centre)?;
            page.text(next, 2, &place, look, Kind::Text)?;
            page.text(next, 3, &reading.heading, look, Kind::Text)?;
            page.text(
                next,
                4,
                funding.map_or("", |funding| funding.label().get(book.shared.lang)),
                look,
                Kind::Text,
            )?;
            page.text(
                next,
                5,
                source.map_or("", |source| source.label().get(book.shared.lang)),
                look,
                Kind::Text,
            )?;
            page.text(next, 6, book.say(measure), look, Kind::Text)?;
            page.text(
                next,
                7,
                &year.map_or_else(String::new, |year| year_words(year, book.shared.lang)),
                look,
                Kind::Centre,
            )?;
            page.height(next, text::lines(&place, 36.0).max(text::lines(&reading.heading, 42.0)))?;
            next += 1;
        }
    }
    Ok(())
}

fn place(of: &SourceFile, sheet: u16) -> String {
    let sheet = of.sheets.get(usize::from(sheet)).map_or("", |sheet| sheet);
    format!("{} › {sheet}", of.file)
}

fn year_words(year: PlanYear, lang: Lang) -> String {
    match year {
        PlanYear::Of(year) => year.to_string(),
        PlanYear::CarryOver => words("kéo dài", "carry-over").get(lang).to_owned(),
        PlanYear::Any => words("mọi năm", "all years").get(lang).to_owned(),
    }
}
