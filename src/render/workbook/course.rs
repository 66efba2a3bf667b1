//! "Diễn biến": how the money went month by month, against the time gone.
//!
//! What stood at the end of earlier months is written as it was read; the last column is taken from "Theo đơn vị", and
//! everything else follows from the two by formulas.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLine, ChartLineDashType, ChartType, ColNum, RowNum, Sparkline,
    Worksheet,
};

use crate::domain::key::Funding;
use crate::domain::lang::{Lang, Text, words};
use crate::domain::period::Period;
use crate::domain::settings::MissingPolicy;
use crate::domain::summary::Step;
use crate::domain::tally::Tally;
use crate::render::sentences;
use crate::render::xlsx::cells::{at, range, sum};
use crate::render::xlsx::letterhead;
use crate::render::xlsx::page::{Page, Print, Told};
use crate::render::xlsx::style::{self, Look};
use crate::render::xlsx::table::{At, Column, Table, Value};

use super::Book;
use super::by_program::{self, Line};
use super::ledger::Amount;
use super::units::Layout;

/// The name of the sheet.
const NAME: &str = "Diễn biến";

/// The first column of a month.
const FIRST: ColNum = 2;

/// The width of a month.
const MONTH: f64 = 13.0;
/// Both halves of the head fit beside each other on columns so wide.
const LEAST: f64 = 112.0;

/// What a section tells of every program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Plan,
    Cumulative,
    /// Since the month before.
    Paid,
    Rate,
}

impl Section {
    const ALL: [Section; 4] = [Section::Plan, Section::Cumulative, Section::Paid, Section::Rate];

    const fn title(self) -> Text {
        match self {
            Section::Plan => Text { vi: "Kế hoạch vốn", en: "Plan" },
            Section::Cumulative => {
                Text { vi: "Lũy kế giải ngân", en: "Cumulative disbursement" }
            }
            Section::Paid => Text {
                vi: "Giải ngân thêm so với cột trước (cột đầu: từ đầu năm)",
                en: "Disbursed since the column before (the first: since 1 January)",
            },
            Section::Rate => Text { vi: "Tỷ lệ giải ngân (%)", en: "Rate (%)" },
        }
    }
}

/// What a row is.
enum Row<'a> {
    /// How many units reported.
    Reported,
    /// How much of the year is gone.
    TimeGone,
    /// A line of a section.
    Of(Section, &'a Line),
}

/// Where the sections stand.
struct Places {
    /// The row of the first line of each.
    sections: [RowNum; Section::ALL.len()],
}

impl Places {
    fn of(&self, section: Section) -> RowNum {
        self.sections[section as usize]
    }
}

pub(super) fn sheet(book: &Book<'_>, units: &Layout) -> anyhow::Result<Worksheet> {
    let mut page = book.charted(NAME)?;
    let steps = &book.summary.course;
    let parts = book.summary.programs.iter().map(|of| (of.program.clone(), of.funding));
    let lines = by_program::lines(book, &parts.collect());
    let heading = letterhead::ROWS + 1;
    let body = heading + 1;
    // Two rows on the months themselves, then each section with its title.
    let length = 1 + lines.len() as RowNum;
    let sections = [0, 1, 2, 3].map(|number| body + 2 + number * length + 1);
    let places = Places { sections };
    let table = table(book, units, &places);
    table.widths(&mut page);
    let last = table.last();
    let title = Text {
        vi: "DIỄN BIẾN GIẢI NGÂN VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA",
        en: "DISBURSEMENT OF THE NATIONAL TARGET PROGRAMS BY MONTH",
    };
    let wide = page.reach(last, FIRST);
    letterhead::titled(&mut page, book.say(title), wide)?;
    table.heading(&mut page, heading)?;
    table.row(&mut page, body, &Row::Reported, Look::Plain)?;
    table.row(&mut page, body + 1, &Row::TimeGone, Look::Plain)?;
    for (number, section) in ["A", "B", "C", "D"].into_iter().zip(Section::ALL) {
        let first = places.of(section);
        let title = format!("{number}. {}", book.say(section.title()));
        table.across(&mut page, first - 1, (0, last), &title, Look::Group)?;
        for (row, line) in (first..).zip(&lines) {
            table.row(&mut page, row, &Row::Of(section, line), line.look)?;
            if section == Section::Rate && 1 < steps.len() {
                let months = range((row, FIRST), (row, last - 1));
                let sparkline = Sparkline::new().set_range(format!("'{NAME}'!{months}").as_str());
                page.sheet.add_sparkline(row, last, &sparkline)?;
            }
        }
    }
    let mut next = places.of(Section::Rate) + lines.len() as RowNum;
    for note in notes(book) {
        next = page.note_below(next, wide, &note)?;
    }
    // A chart is not cut in two.
    if 1 < steps.len() {
        page.sheet.set_page_breaks(&[next + 1])?;
    }
    let end = chart(&mut page, book, &lines, &places, (body + 1, heading), next + 1)?;
    page.print(Print { heading, body, frozen: FIRST, last: (end, last) })?;
    page.finish()
}

fn table<'a>(
    book: &'a Book<'_>,
    units: &'a Layout,
    places: &'a Places,
) -> Table<'a, Row<'a>, usize> {
    let say = |vi, en| book.say(Text { vi, en });
    let number = |_: &At<'_, usize>, row: &Row<'a>| match row {
        Row::Of(_, line) => Value::Centred(line.number.clone()),
        _ => Value::Blank,
    };
    let label = move |_: &At<'_, usize>, row: &Row<'a>| {
        Value::Text(match row {
            Row::Reported => say("Số đơn vị có báo cáo", "Units that reported").to_owned(),
            Row::TimeGone => say("Thời gian đã qua của năm (%)", "Time gone (%)").to_owned(),
            Row::Of(_, line) => line.label.clone(),
        })
    };
    let steps = &book.summary.course;
    // With few months the head of the page needs more room than they do.
    let wide = (LEAST - MONTH * (steps.len() as f64 + 1.0)).max(42.0);
    let mut columns = vec![
        Column::new(say("STT", "No"), 5.0, number),
        Column::new(say("Loại vốn, chương trình", "Funding type, program"), wide, label),
    ];
    for (index, step) in steps.iter().enumerate() {
        // A quarter and longer ends with its last month, be it reported or not.
        let is_period = index + 1 == steps.len() && !book.summary.period.months().is_empty();
        let heading = match is_period {
            true => {
                let period = book.summary.period.words();
                words!("Hết {period}", "End of {period}"; period).pick(book.shared.lang)
            }
            false => name(step.period, book.shared.lang),
        };
        let take = move |_: &At<'_, usize>, row: &Row<'a>| match row {
            Row::Reported => Value::Count(step.reported as u64),
            Row::TimeGone => Value::Percent(Some(step.period.time_gone(book.summary.year))),
            Row::Of(section, line) => Here { book, units, places, index }.value(*section, line),
        };
        columns.push(Column::new(heading, MONTH, take).key(index));
    }
    columns.push(Column::new(say("Xu hướng", "Trend"), MONTH, |_, _| Value::Blank));
    Table::new(columns)
}

/// The column of a month.
struct Here<'a> {
    book: &'a Book<'a>,
    units: &'a Layout,
    places: &'a Places,
    index: usize,
}

impl Here<'_> {
    fn column(&self) -> ColNum {
        FIRST + self.index as ColNum
    }

    /// The cell of a line of a section in this column, or so many columns back.
    fn cell(&self, section: Section, line: usize, back: ColNum) -> String {
        at(self.places.of(section) + line as RowNum, self.column() - back)
    }

    fn tally(&self, line: &Line) -> Tally {
        self.book.summary.course[self.index].tally(&line.parts)
    }

    fn value(&self, section: Section, line: &Line) -> Value {
        let now = self.tally(line);
        let told = |amount: Amount| Told::of(now, amount);
        match section {
            Section::Plan => self.money(section, line, Amount::Plan, told(Amount::Plan)),
            Section::Cumulative => {
                self.money(section, line, Amount::Cumulative, told(Amount::Cumulative))
            }
            Section::Paid => {
                let steps = &self.book.summary.course;
                let before = self.index.checked_sub(1).map(|index| &steps[index]);
                let carries = counts_last(self.book);
                let paid = steps[self.index].paid_since(before, &line.parts, carries);
                let Some(paid) = paid else {
                    let unknown = Text { vi: "chưa rõ", en: "not known" };
                    return Value::Centred(self.book.say(unknown).to_owned());
                };
                let cell = self.cell(Section::Cumulative, line.place, 0);
                let formula = match self.index {
                    0 => cell,
                    _ => format!("{cell}-{}", self.cell(Section::Cumulative, line.place, 1)),
                };
                Value::Sum(formula, paid.into())
            }
            Section::Rate => {
                let [part, whole] =
                    [Section::Cumulative, Section::Plan].map(|of| self.cell(of, line.place, 0));
                Value::Rate { part, whole, tally: now }
            }
        }
    }

    /// An amount of a program as it was read, of the period itself as "Theo đơn vị" has it; else a sum of the lines.
    fn money(&self, section: Section, line: &Line, amount: Amount, told: Told) -> Value {
        let is_last = self.index + 1 == self.book.summary.course.len();
        match line.parts.as_slice() {
            [part] if line.sums.is_empty() && is_last => {
                Value::Sum(self.units.sum(amount, Some(&part.0), part.1), told)
            }
            _ if line.sums.is_empty() => Value::Read(told),
            _ => {
                let rows = line.sums.iter().map(|place| self.places.of(section) + *place as RowNum);
                Value::Sum(sum(rows, self.column()), told)
            }
        }
    }
}

/// The heading of a month: `Tháng 6`; of an ad hoc day: `12/7/2024`.
fn name(period: Period, lang: Lang) -> String {
    match (period, lang) {
        (Period::Month(_, month), Lang::Vi) => format!("Tháng {month}"),
        (Period::Month(..), Lang::En) => period.show(Lang::En),
        (other, _) => other.short(),
    }
}

fn notes(book: &Book<'_>) -> Vec<String> {
    let lang = book.shared.lang;
    let silent = match counts_last(book) {
        true => Text { vi: "số gần nhất", en: "its last figures" },
        false => Text { vi: "0", en: "nothing" },
    };
    let about = words!(
        "Số liệu các tháng trước theo báo cáo hiện có đến nay; đơn vị chưa báo cáo của tháng nào thì tháng đó tính theo {silent}. Tháng không đơn vị nào báo cáo thì không có cột, trừ cột cuối là kỳ báo cáo.",
        "Earlier months by the reports that are known now; a unit that was silent in a month counts with {silent}. A month in which nobody reported has no column, but for the period itself.";
        silent
    );
    let marks = sentences::marks(book.summary).or_else(|| {
        let lacks = |step: &Step| step.parts.values().any(|tally| tally.lacks_cumulative);
        book.summary.course.iter().any(lacks).then(|| {
            words!(
                "Ghi chú: “≥” là ít nhất, chưa gồm số của đơn vị về sau đã sáp nhập.",
                "Note: “≥” is at least, without a unit that was merged later."
            )
        })
    });
    [about].into_iter().chain(marks).map(|note| note.pick(lang)).collect()
}

/// Whether the last figures of a silent unit stand for it.
fn counts_last(book: &Book<'_>) -> bool {
    book.summary.policy() == MissingPolicy::Carry
}

/// The rates of the funding types and of the whole against the time gone.
fn chart(
    page: &mut Page<'_>,
    book: &Book<'_>,
    lines: &[Line],
    places: &Places,
    (time, heading): (RowNum, RowNum),
    row: RowNum,
) -> anyhow::Result<RowNum> {
    let steps = book.summary.course.len() as ColNum;
    // One point is no course.
    if steps < 2 {
        return Ok(row);
    }
    let last = FIRST + steps - 1;
    let mut chart = Chart::new(ChartType::Line);
    let mut add = |row: RowNum, colour: &str, dash: ChartLineDashType| {
        let mut line = ChartLine::new();
        line.set_color(colour).set_width(2.25).set_dash_type(dash);
        chart
            .add_series()
            .set_name((NAME, row, 1))
            .set_categories((NAME, heading, FIRST, heading, last))
            .set_values((NAME, row, FIRST, row, last))
            .set_format(ChartFormat::new().set_line(&line));
    };
    // Told apart in grey by their dashes.
    add(time, "7F7F7F", ChartLineDashType::Dash);
    for line in lines.iter().filter(|line| !line.sums.is_empty()) {
        let row = places.of(Section::Rate) + line.place as RowNum;
        match (line.look, line.parts.first()) {
            (Look::Total, _) => add(row, "000000", ChartLineDashType::Solid),
            (_, Some((_, Funding::Investment))) => {
                add(row, "2F5597", ChartLineDashType::RoundDot);
            }
            _ => add(row, "ED7D31", ChartLineDashType::LongDash),
        }
    }
    let title = Text {
        vi: "Tỷ lệ giải ngân so với thời gian đã qua của năm (%)",
        en: "Rates against the time gone (%)",
    };
    style::chart(&mut chart, book.say(title));
    // No wider than the table: what is beyond it is not printed.
    chart.set_width(page.pixels(0..=last + 1).min(900)).set_height(300);
    page.sheet.insert_chart_with_offset(row, 0, &chart, 10, 0)?;
    // 300 pixels are 15 rows of 20.
    Ok(row + 16)
}
