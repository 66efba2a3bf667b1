//! What stands below the table of "Tổng hợp": coverage, sentences, signatures, chart, control total.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFormat, ChartSolidFill, ChartType, ColNum, RowNum,
};

use crate::domain::key::Funding;
use crate::domain::lang::{Text, words};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::settings::MissingPolicy;
use crate::domain::tally::Tally;
use crate::render::sentences;
use crate::render::workbook::Book;
use crate::render::workbook::ledger::Amount;
use crate::render::workbook::lines;
use crate::render::workbook::program_name;
use crate::render::xlsx::cells::{self, at};
use crate::render::xlsx::letterhead;
use crate::render::xlsx::page::{NO_RATE, Page, Told};
use crate::render::xlsx::style::{self, Kind, Look};
use crate::render::xlsx::text;

use super::{Group, NAME};

/// How many letters a line over the whole table holds.
fn width(page: &Page<'_>, last: ColNum) -> f64 {
    (0..=last).map(|column| page.width(column)).sum::<f64>() * 1.05
}

/// How many units reported, what is provisional, and what is said of the run as a whole.
pub(super) fn coverage(
    page: &mut Page<'_>,
    book: &Book<'_>,
    mut row: RowNum,
    last: ColNum,
) -> anyhow::Result<RowNum> {
    let summary = book.summary;
    let coverage = summary.coverage;
    let carried = summary.totals.tally.carried;
    let unit = book.unit();
    let counted = words!(
        "Số đơn vị có báo cáo: {received}/{expected} đơn vị; chưa nộp: {missing}; báo cáo không dùng được: {rejected}.",
        "Units that reported: {received} of {expected}; missing: {missing}; rejected: {rejected}.";
        received = coverage.received, expected = coverage.expected,
        missing = coverage.missing, rejected = coverage.rejected
    );
    let mut notes = vec![counted.pick(book.shared.lang)];
    let below = sentences::below(summary);
    notes.extend(below.map(|words| text::capitalised(words.get(book.shared.lang)) + "."));
    if !carried.is_zero() {
        let share = crate::domain::tally::Rate::of(carried, summary.totals.tally.cumulative);
        let share = share.map_or_else(String::new, |rate| format!(" ({rate} %)"));
        let told = words!(
            "Trong lũy kế giải ngân có {amount} {unit}{share} tạm tính theo số liệu gần nhất của đơn vị chưa có số liệu kỳ này.",
            "The cumulative figures include {amount} {unit}{share} carried from the last figures of units that have none of the period.";
            amount = carried.show(unit, 3), unit = unit.text(), share
        );
        notes.push(told.pick(book.shared.lang));
    } else if coverage.received < coverage.expected && summary.policy() == MissingPolicy::Zero {
        let zero = Text {
            vi: "Đơn vị chưa báo cáo được tính bằng 0.",
            en: "Units that did not report count with nothing.",
        };
        notes.push(book.say(zero).to_owned());
    }
    notes.extend(sentences::adjusted(summary).map(|note| note.pick(book.shared.lang)));
    notes.extend(sentences::marks(summary).map(|note| note.get(book.shared.lang).to_owned()));
    notes.extend(summary.remarks.iter().map(|remark| remark.get(book.shared.lang).to_owned()));
    let wide = width(page, last);
    for note in notes {
        page.across((row, 0), (row, last), &note, &book.shared.styles.note)?;
        page.height(row, text::lines(&note, wide))?;
        row += 1;
    }
    Ok(row)
}

/// The sentences for the report.
pub(super) fn sentences(
    page: &mut Page<'_>,
    book: &Book<'_>,
    mut row: RowNum,
    last: ColNum,
) -> anyhow::Result<RowNum> {
    let sentences = sentences::sentences(book.summary, book.shared.lang);
    if sentences.is_empty() {
        return Ok(row);
    }
    let title = Text { vi: "Nội dung đưa vào báo cáo", en: "For the report" };
    page.words(row, 0, book.say(title), &book.shared.styles.section)?;
    let wide = width(page, last);
    for sentence in sentences {
        row += 1;
        page.across((row, 0), (row, last), &sentence, &book.shared.styles.sentence)?;
        page.height(row, text::lines(&sentence, wide))?;
    }
    Ok(row + 1)
}

/// The signatures, and room for them.
pub(super) fn signatures(page: &mut Page<'_>, row: RowNum, last: ColNum) -> anyhow::Result<RowNum> {
    letterhead::signatures(page, row, (0, last))?;
    Ok(row + 8)
}

/// The rates by program, funding types side by side: a small table and its chart.
pub(super) fn chart(
    page: &mut Page<'_>,
    book: &Book<'_>,
    [plan_column, paid_column, rate_column]: [ColNum; 3],
    row: RowNum,
    groups: &[Group<'_>],
) -> anyhow::Result<RowNum> {
    let title = Text {
        vi: "Tỷ lệ giải ngân theo chương trình, loại vốn (%)",
        en: "Rates by program and funding type (%)",
    };
    page.words(row, 0, book.say(title), &book.shared.styles.section)?;
    let mut programs: Vec<_> =
        groups.iter().flat_map(|group| &group.entries).map(|entry| &entry.of.program).collect();
    programs.sort();
    programs.dedup();
    if programs.is_empty() {
        return Ok(row + 1);
    }
    let heading = row + 1;
    page.across(
        (heading, 0),
        (heading, 1),
        book.say(Text { vi: "Chương trình", en: "Program" }),
        &book.shared.styles.heading,
    )?;
    page.height(heading, 2)?;
    for (column, group) in (2..).zip(groups) {
        page.words(
            heading,
            column,
            group.funding.label().get(book.shared.lang),
            &book.shared.styles.heading,
        )?;
    }
    // Beside the two rates that it blends, what both funding types come to together.
    let both = 2 + groups.len() as ColNum;
    let of_both = [
        Text { vi: "Kế hoạch cả hai loại vốn", en: "Plan, both" },
        Text { vi: "Lũy kế cả hai loại vốn", en: "Cumulative, both" },
        Text { vi: "Tỷ lệ cả hai loại vốn (%)", en: "Rate, both (%)" },
    ];
    for (column, text) in (both..).zip(of_both) {
        page.words(heading, column, book.say(text), &book.shared.styles.heading)?;
    }
    let first = heading + 1;
    for (row, program) in (first..).zip(&programs) {
        let name = program_name(book, program);
        page.across((row, 0), (row, 1), &name, book.shared.styles.cell(Look::Plain, Kind::Text))?;
        page.height(row, text::lines(&name, page.width(1)))?;
        for (column, group) in (2..).zip(groups) {
            let found = (group.row + 1..)
                .zip(&group.entries)
                .find(|(_, entry)| entry.of.program == **program);
            let Some((of, entry)) = found else {
                page.text(row, column, NO_RATE, Look::Plain, Kind::Rate)?;
                continue;
            };
            let rate =
                entry.of.tally.rate().map_or(NO_RATE.to_owned(), |rate| rate.percent().to_string());
            let formula = format!("={}", at(of, rate_column));
            page.formula(row, column, formula, rate, Look::Plain, Kind::Rate)?;
        }
        let rows = || groups.iter().flat_map(|group| (group.row + 1..).zip(&group.entries));
        let own = || rows().filter(|(_, entry)| entry.of.program == **program);
        let tally: Tally = own().map(|(_, entry)| entry.of.tally).sum();
        let sum = |column| cells::sum(own().map(|(row, _)| row), column);
        let [plan, paid] = [Amount::Plan, Amount::Cumulative].map(|of| Told::of(tally, of));
        page.sum(row, both, &sum(plan_column), plan, Look::Plain)?;
        page.sum(row, both + 1, &sum(paid_column), paid, Look::Plain)?;
        let cell = Cell::new(row, u32::from(both + 2));
        page.rate(cell, &at(row, both + 1), &at(row, both), tally, Look::Plain)?;
    }
    let last = first + programs.len() as RowNum - 1;
    let mut chart = Chart::new(ChartType::Column);
    let font = style::chart_font;
    for (column, group) in (2..).zip(groups) {
        let colour = if group.funding == Funding::Investment { "2F5597" } else { "ED7D31" };
        let mut label = ChartDataLabel::new();
        label.show_value().set_num_format(style::RATE).set_font(&font(11));
        chart
            .add_series()
            .set_name((NAME, heading, column))
            .set_categories((NAME, first, 0, last, 0))
            .set_values((NAME, first, column, last, column))
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)))
            .set_data_label(&label)
            .set_gap(80);
    }
    style::chart(&mut chart, book.say(title));
    chart.set_width(900).set_height(300);
    page.sheet.insert_chart_with_offset(last + 2, 0, &chart, 10, 0)?;
    // 300 pixels are 15 rows of 20.
    Ok(last + 18)
}

/// Read = used + checked + set aside, in cells and in money.
pub(super) fn control(page: &mut Page<'_>, book: &Book<'_>, row: RowNum) -> anyhow::Result<RowNum> {
    let control = book.summary.control;
    let styles = &book.shared.styles;
    let title = Text {
        vi: "Số đối chiếu: đã đọc = đã đưa vào tổng hợp + dùng để đối chiếu + chưa đưa vào",
        en: "Control total: read = used + checked + set aside",
    };
    page.words(row, 0, book.say(title), &styles.section)?;
    let top = row + 1;
    let headings = [Text { vi: "Số ô", en: "Cells" }, Text { vi: "Số tiền", en: "Amount" }];
    page.across(
        (top, 0),
        (top, 1),
        book.say(Text { vi: "Nội dung", en: "Item" }),
        &styles.heading,
    )?;
    for (column, heading) in (2..).zip(headings) {
        page.words(top, column, book.say(heading), &styles.heading)?;
    }
    let rows = [
        (Text { vi: "Đã đọc", en: "Read" }, control.read),
        (Text { vi: "Đã đưa vào tổng hợp", en: "Used" }, control.used),
        (
            Text {
                vi: "Dùng để đối chiếu (dòng cộng, số lặp lại …)", en: "Checked"
            },
            control.checked,
        ),
        (Text { vi: "Chưa đưa vào tổng hợp", en: "Set aside" }, control.set_aside),
    ];
    for (row, (label, counted)) in (top + 1..).zip(rows) {
        page.across((row, 0), (row, 1), book.say(label), styles.cell(Look::Plain, Kind::Text))?;
        page.count(row, 2, counted.cells, Look::Plain)?;
        page.money(row, 3, counted.amount, Look::Plain)?;
    }
    let [read, used, checked, aside, difference] = [1, 2, 3, 4, 5].map(|below| top + below);
    let label = book.say(Text { vi: "Chênh lệch", en: "Difference" });
    page.across((difference, 0), (difference, 1), label, styles.cell(Look::Total, Kind::Text))?;
    let gap = |column| {
        let [read, used, checked, aside] = [read, used, checked, aside].map(|row| at(row, column));
        format!("{read}-{used}-{checked}-{aside}")
    };
    let cells = i128::from(control.read.cells)
        - i128::from(control.used.cells)
        - i128::from(control.checked.cells)
        - i128::from(control.set_aside.cells);
    page.formula(
        difference,
        2,
        format!("={}", gap(2)),
        cells.to_string(),
        Look::Total,
        Kind::Number(0),
    )?;
    let money: Money = control.read.amount
        - control.used.amount
        - control.checked.amount
        - control.set_aside.amount;
    page.sum(difference, 3, &gap(3), money, Look::Total)?;
    let [fits, differs] =
        [Text { vi: "Khớp", en: "Balanced" }, Text { vi: "LỆCH", en: "NOT BALANCED" }]
            .map(|text| book.say(text));
    let verdict = format!(
        "=IF(AND({}=0,{}=0),\"{fits}\",\"{differs}\")",
        at(difference, 2),
        at(difference, 3)
    );
    let result = if control.is_balanced() { fits } else { differs };
    page.formula(difference, 4, verdict, result.to_owned(), Look::Total, Kind::Centre)?;
    page.alarm((difference, 4), differs)?;
    ledger(page, book, difference + 2, [fits, differs])
}

/// "Dữ liệu" as it is now against what it came to when the workbook was written: who changes a row there sees it here.
fn ledger(
    page: &mut Page<'_>,
    book: &Book<'_>,
    row: RowNum,
    [fits, differs]: [&'static str; 2],
) -> anyhow::Result<RowNum> {
    const AMOUNTS: [Amount; 5] =
        [Amount::Assigned, Amount::Allocated, Amount::Plan, Amount::InPeriod, Amount::Cumulative];
    let styles = &book.shared.styles;
    let title = Text {
        vi: "Đối chiếu sheet Dữ liệu với số khi lập biểu",
        en: "The sheet Dữ liệu against what it came to when it was written",
    };
    page.words(row, 0, book.say(title), &styles.section)?;
    let top = row + 1;
    let headings = [
        Text { vi: "Khi lập biểu", en: "As written" },
        Text { vi: "Cộng từ Dữ liệu", en: "Sum of Dữ liệu" },
        Text { vi: "Kết quả", en: "Result" },
    ];
    let item = book.say(Text { vi: "Nội dung", en: "Item" });
    page.across((top, 0), (top, 1), item, &styles.heading)?;
    page.height(top, 2)?;
    for (column, heading) in (2..).zip(headings) {
        page.words(top, column, book.say(heading), &styles.heading)?;
    }
    let occurs = |amount: &Amount| match amount {
        Amount::Assigned => book.summary.totals.assigned.is_some(),
        Amount::Allocated => !book.summary.totals.allocated.is_zero(),
        _ => true,
    };
    let mut row = top;
    for amount in AMOUNTS.into_iter().filter(occurs) {
        row += 1;
        let label = book.say(lines::heading(amount));
        page.across((row, 0), (row, 1), label, styles.cell(Look::Plain, Kind::Text))?;
        let total = book.ledger.total(amount);
        page.money(row, 2, total, Look::Plain)?;
        page.sum(row, 3, &lines::sum(book, amount), total, Look::Plain)?;
        let [then, now] = [at(row, 2), at(row, 3)];
        // Both are rounded to the đồng.
        let verdict = format!("=IF({then}={now},\"{fits}\",\"{differs}\")");
        page.formula(row, 4, verdict, fits.to_owned(), Look::Plain, Kind::Centre)?;
        page.alarm((row, 4), differs)?;
    }
    Ok(row)
}
