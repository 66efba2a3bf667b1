//! "Kết quả thực hiện": what was done beside money. Each total stands above the units that it sums, and what could not be
//! added stands below all of them.

use rust_xlsxwriter::{RowNum, Worksheet};

use crate::domain::catalogue::Node;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::indicator::Kind;
use crate::domain::lang::{Text as Say, Words, words};
use crate::domain::mark;
use crate::domain::place::Place;
use crate::domain::relay::results::{self as relay, Mark};
use crate::domain::results::{Amount, Apart, Quantity};
use crate::domain::summary::{ResultApart, ResultOfUnit, ResultTotal};
use crate::domain::tally::Rate;
use crate::render::sentences;
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{At, Column, Table, Value};

use super::Book;
use super::frame::{Frame, Titled};

/// The columns that stay in sight: number, indicator or unit.
const FROZEN: u16 = 2;

const LEGEND: Say = Say {
    vi: "Chỉ cộng khi cùng nội dung, cùng chỉ tiêu và cùng đơn vị tính. “Phát sinh”: lũy kế từ đầu năm. “Tại thời điểm”: số của báo cáo gần nhất, không cộng qua các tháng. “Trong kỳ”: số do đơn vị ghi; nếu không ghi thì là chênh lệch lũy kế so với báo cáo ngay trước kỳ. Tỷ lệ chỉ tính khi mọi đơn vị đã nêu có đủ kế hoạch và lũy kế.",
    en: "Added only where component, indicator and unit of measure agree. A flow is told since the beginning of the year; of a stock the last report counts, months are not added. In the period: as stated, else the difference of the cumulative figures. A rate only where every unit that tells the result tells plan and cumulative.",
};

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let table = table(book);
    let title = Say { vi: "KẾT QUẢ THỰC HIỆN NHIỆM VỤ", en: "RESULTS BESIDE MONEY" };
    let titled = Titled::new(mark::RESULTS, book.say(title), FROZEN).without_money().file_beside();
    let counts = counts(book).pick(book.shared.lang);
    let mut frame = Frame::begin(book, titled.counts(counts), &table)?;
    // Beside the files stand, hidden, the keys by which the next level reads the sums again.
    let keyed = table.last() + 1;
    frame.page.keys((frame.heading, keyed), &relay::KEYS.map(str::to_owned))?;
    let results = &book.summary.results;
    let mut number = 0;
    for (component, totals) in by_component(book) {
        let name = component_name(book, component);
        frame.banner(&table, &name, Look::Group)?;
        for total in totals {
            number += 1;
            let first = frame.next + 1;
            let units = first..first + total.units.len() as RowNum;
            frame.page.keys((frame.next, keyed), &of_total_keys(book, total))?;
            frame.row(&table, &Row::Total(number, total, units), Look::Strong)?;
            for of in &total.units {
                frame.page.keys((frame.next, keyed), &keys(&[Mark::OfUnit], None, ""))?;
                frame.row(&table, &Row::Unit(total, of), Look::Plain)?;
            }
        }
    }
    if !results.apart.is_empty() {
        let apart = words!(
            "Số liệu đơn vị có nêu nhưng chưa cộng vào các dòng trên ({rows})",
            "Told by units and not added above ({rows})";
            rows = results.apart.len()
        );
        frame.banner(&table, apart.get(book.shared.lang), Look::Group)?;
        for (number, of) in (1..).zip(&results.apart) {
            let keys = keys(&[Mark::Apart], of.component.as_ref(), &of.name);
            frame.page.keys((frame.next, keyed), &keys)?;
            frame.row(&table, &Row::Apart(number, of), Look::Plain)?;
        }
    }
    frame.page.hide(keyed..=(keyed + relay::KEYS.len() as u16 - 1))?;
    if frame.next == frame.body {
        let none = Say { vi: "Không có kết quả được nêu.", en: "No result was told." };
        frame.banner(&table, book.say(none), Look::Plain)?;
    } else {
        frame.note(book.say(LEGEND))?;
    }
    for (agency, rows) in &results.consolidated {
        let left = words!(
            "Báo cáo tổng hợp của {agency} có {rows} dòng kết quả, không cộng: kết quả được cộng từ báo cáo của từng đơn vị.",
            "The consolidation of {agency} has {rows} rows of results; none is added, since those of the units are.";
            agency = book.summary.register.name(agency), rows
        );
        frame.note(left.get(book.shared.lang))?;
    }
    frame.signed()
}

/// What the next level has to know of a sum.
fn of_total_keys(book: &Book<'_>, of: &ResultTotal) -> [String; relay::KEYS.len()] {
    let is_partial =
        of.done.is_some() && of.plan.is_some() && of.rate().is_none() || 0 < of.partial();
    let marks = [
        (Mark::Partial, is_partial && of.kind == Kind::Flow),
        (Mark::Unknown, 0 < of.unknown_in_period()),
        (Mark::Carried, 0 < of.carried()),
    ];
    let marks = marks.into_iter().filter(|(_, is_so)| *is_so).map(|(mark, _)| mark);
    let marks: Vec<Mark> = [Mark::Total].into_iter().chain(marks).collect();
    let name = book.summary.catalogue.indicators.name(&of.key.indicator);
    keys(&marks, of.key.component.as_ref(), &name)
}

fn keys(
    marks: &[Mark],
    component: Option<&ComponentId>,
    name: &str,
) -> [String; relay::KEYS.len()] {
    let component = component.map_or_else(String::new, ToString::to_string);
    [Mark::write(marks), component, name.to_owned()]
}

/// How many results are added up, and of how many something is missing.
fn counts(book: &Book<'_>) -> Words {
    let totals = &book.summary.results.totals;
    let old = totals.iter().filter(|total| 0 < total.carried()).count();
    let silent = totals.iter().filter(|total| !total.silent.is_empty()).count();
    words!(
        "Chỉ tiêu đã cộng: {all}, trong đó {old} có số của báo cáo trước, {silent} còn đơn vị chưa nêu; số liệu chưa cộng được: {apart} dòng.",
        "Results added: {all}, of which {old} have figures of earlier reports, {silent} lack units; not added: {apart} rows.";
        all = totals.len(), old, silent, apart = book.summary.results.apart.len()
    )
}

/// The totals of each component, in the order of the forms; last those of which no component is named.
fn by_component<'a>(book: &Book<'a>) -> Vec<(Option<&'a ComponentId>, Vec<&'a ResultTotal>)> {
    let indicators = &book.summary.catalogue.indicators;
    let place = |total: &ResultTotal| indicators.iter().position(|of| of.id == total.key.indicator);
    let mut totals: Vec<&ResultTotal> = book.summary.results.totals.iter().collect();
    totals.sort_by_key(|total| {
        let component = total.key.component.as_ref();
        (component.is_none(), component, place(total))
    });
    let of_component = totals.chunk_by(|a, b| a.key.component == b.key.component);
    of_component.map(|all| (all[0].key.component.as_ref(), all.to_vec())).collect()
}

/// `Tiểu dự án 1 Dự án 4 CTMTQG giảm nghèo bền vững: Phát triển giáo dục nghề nghiệp …`.
fn component_name(book: &Book<'_>, component: Option<&ComponentId>) -> String {
    let unknown = Say { vi: "Chưa rõ thuộc nội dung nào", en: "No component is named" };
    let Some(id) = component else { return book.say(unknown).to_owned() };
    let full = sentences::full_name(book.summary, id);
    match book.summary.catalogue.get(id) {
        Some(Node { name, label, .. }) if !label.is_empty() => format!("{full}: {name}"),
        _ => full,
    }
}

/// A row of the sheet.
enum Row<'a> {
    /// An indicator with its number, and the rows of its units.
    Total(u64, &'a ResultTotal, std::ops::Range<RowNum>),
    /// What a unit tells of it.
    Unit(&'a ResultTotal, &'a ResultOfUnit),
    /// What is not added, with its number.
    Apart(u64, &'a ResultApart),
}

impl Row<'_> {
    fn place(&self) -> Option<&Place> {
        match self {
            Row::Total(..) => None,
            Row::Unit(_, of) => Some(&of.place),
            Row::Apart(_, of) => Some(&of.place),
        }
    }
}

/// The columns that are named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Plan,
    Done,
}

/// A column of amounts: what it takes from a total, from a unit, and from a row that is not added.
fn amount<'a>(
    heading: &str,
    total: fn(&ResultTotal) -> Option<Quantity>,
    unit: fn(&ResultOfUnit) -> Option<Quantity>,
    apart: fn(&ResultApart) -> &Amount,
) -> Column<'a, Row<'a>, Key> {
    Column::new(heading, 12.0, move |at: &At<'_, Key>, row: &Row<'a>| match row {
        Row::Total(_, of, rows) => Value::QuantitySum(at.sum(rows.clone()), total(of)),
        Row::Unit(_, of) => Value::Quantity(unit(of)),
        Row::Apart(_, of) => match apart(of) {
            Amount::Text(text) => Value::Centred(text.to_string()),
            amount => Value::Quantity(amount.number()),
        },
    })
}

fn table<'a>(book: &'a Book<'_>) -> Table<'a, Row<'a>, Key> {
    use Value::{Blank, Centred, Count, Inset, Text};
    let summary = book.summary;
    let lang = book.shared.lang;
    let say = |vi, en| book.say(Say { vi, en });
    let rate = |at: &At<'_, Key>, rate: Option<Rate>| Value::Share {
        part: at.cell(Key::Done),
        whole: at.cell(Key::Plan),
        rate,
    };
    let label = move |row: &Row<'a>| match row {
        Row::Total(_, of, _) => Text(indicator(book, of)),
        Row::Unit(_, of) => Inset(1, summary.register.name(&of.unit)),
        Row::Apart(_, of) => {
            let name = summary.register.name(&of.unit);
            let about = of.component.as_ref().map(|id| format!(" ({id})"));
            Text(format!("{name}: “{}”{}", of.name, about.unwrap_or_default()))
        }
    };
    Table::new(vec![
        Column::new(say("STT", "No"), 5.0, |_, row: &Row<'a>| match row {
            Row::Total(number, ..) | Row::Apart(number, _) => Count(*number),
            Row::Unit(..) => Blank,
        }),
        Column::new(book.say(relay::NAME), 38.0, move |_, row: &Row<'a>| label(row)),
        Column::new(book.say(relay::MEASURE), 9.0, |_, row: &Row<'a>| match row {
            Row::Total(_, of, _) | Row::Unit(of, _) => Centred(of.key.unit.clone()),
            Row::Apart(_, of) => Centred(of.measure.to_string()),
        }),
        Column::new(say("Loại số liệu", "Kind"), 14.0, move |_, row: &Row<'a>| match row {
            Row::Total(_, of, _) => Centred(of.kind.label().get(lang).to_owned()),
            Row::Unit(..) | Row::Apart(..) => Blank,
        }),
        amount(book.say(relay::PLAN), |of| of.plan, |of| of.plan, |of| &of.plan).key(Key::Plan),
        amount(
            book.say(relay::IN_PERIOD),
            |of| of.in_period,
            |of| of.in_period,
            |of| &of.in_period,
        ),
        amount(book.say(relay::DONE), |of| of.done, |of| of.done, |of| &of.done).key(Key::Done),
        Column::new(
            say("Tỷ lệ so với kế hoạch (%)", "Of the plan (%)"),
            10.0,
            move |at: &At<'_, Key>, row: &Row<'a>| match row {
                Row::Total(_, of, _) => rate(at, of.rate()),
                Row::Unit(total, of) => rate(at, total.rate_of(of)),
                Row::Apart(..) => Blank,
            },
        ),
        Column::new(say("Số đơn vị nêu", "Units"), 8.0, |_, row: &Row<'a>| match row {
            Row::Total(_, of, _) if !of.silent.is_empty() => {
                Centred(format!("{}/{}", of.units.len(), of.units.len() + of.silent.len()))
            }
            Row::Total(_, of, _) => Centred(of.units.len().to_string()),
            Row::Unit(..) | Row::Apart(..) => Blank,
        }),
        Column::new(say("Ghi chú", "Notes"), 42.0, move |_, row: &Row<'a>| {
            let notes = match row {
                Row::Total(_, of, _) => of_total(book, of),
                Row::Unit(_, of) => of_unit(book, of),
                Row::Apart(_, of) => vec![why(book, &of.why)],
            };
            let notes: Vec<&str> = notes.iter().map(|note| note.get(lang)).collect();
            Text(notes.join("; "))
        }),
        Column::new(say("Nguồn số liệu", "Source"), 64.0, |_, row: &Row<'a>| {
            let place = row.place();
            let Some((place, file)) = place.and_then(|place| Some((place, place.file.as_ref()?)))
            else {
                return Blank;
            };
            let sheet = place.sheet.as_ref().map(|sheet| sheet.to_string());
            let (text, file) = (place.to_string(), file.to_string());
            Value::Link { text, file, sheet, cell: place.cell }
        }),
    ])
}

/// The name of what is counted.
fn indicator(book: &Book<'_>, of: &ResultTotal) -> String {
    let indicators = &book.summary.catalogue.indicators;
    match indicators.get(&of.key.indicator) {
        Some(own) => Words::new(own.name.clone(), own.en.clone()).pick(book.shared.lang),
        None => of.key.indicator.to_string(),
    }
}

/// What is missing in a total.
fn of_total(book: &Book<'_>, of: &ResultTotal) -> Vec<Words> {
    let mut notes = Vec::new();
    if !of.silent.is_empty() {
        let units = names(book, &of.silent);
        notes.push(words!("Chưa nêu: {units}", "Not told by {units}"; units));
    }
    let unknown = of.unknown_in_period();
    if 0 < unknown {
        notes.push(words!(
            "trong kỳ chưa rõ của {unknown} đơn vị",
            "in period not known of {unknown} units";
            unknown
        ));
    }
    let unplanned = of.units.iter().filter(|of| of.plan.is_none()).count();
    if of.plan.is_some() && 0 < unplanned {
        notes.push(words!(
            "{unplanned} đơn vị không ghi kế hoạch",
            "{unplanned} units state no plan";
            unplanned
        ));
    }
    notes
}

/// What is to be known of the figures of a unit.
fn of_unit(book: &Book<'_>, of: &ResultOfUnit) -> Vec<Words> {
    let mut notes = Vec::new();
    if !of.with.is_empty() {
        let units = names(book, &of.with);
        notes.push(words!(
            "gồm số của {units} trước khi sáp nhập",
            "with the figures of {units} before the merger";
            units
        ));
    }
    if of.is_carried_below {
        notes.push(words!(
            "gồm số của báo cáo trước của đơn vị cấp dưới chưa báo cáo",
            "with earlier figures of units below that did not report"
        ));
    } else if of.is_carried {
        let period = of.period.words();
        notes.push(words!("số của báo cáo {period}", "by the report of {period}"; period));
    }
    if of.is_partial {
        notes.push(words!("chưa đủ các tháng từ đầu năm", "some months of the year are not in it"));
    }
    if of.is_contradicted {
        notes.push(words!(
            "số ghi trong kỳ khác chênh lệch lũy kế với báo cáo trước",
            "what is stated of the period is not the difference to the report before"
        ));
    }
    notes
}

/// Why a row is not added.
fn why(book: &Book<'_>, why: &Apart) -> Words {
    match why {
        Apart::Near(id) => words!(
            "tên gần giống chỉ tiêu “{name}”, cần hỏi lại đơn vị",
            "the name is nearly that of “{name}”: to be asked";
            name = book.summary.catalogue.indicators.name(id)
        ),
        Apart::Unknown => {
            words!("chỉ tiêu chưa có trong danh mục", "no indicator of this name is known")
        }
        Apart::NoUnit => {
            words!("thiếu đơn vị tính hoặc ghi tỷ lệ", "without a unit of measure, or as a rate")
        }
        Apart::NoNumber => {
            words!("có ô không phải là số", "one of its cells is no number")
        }
        Apart::Twice => words!(
            "trang khác của cùng báo cáo ghi số khác; đã cộng số của trang đầu",
            "another sheet of the report tells another figure; that of the first one is added"
        ),
    }
}

fn names(book: &Book<'_>, units: &[UnitCode]) -> String {
    let names: Vec<String> = units.iter().map(|unit| book.summary.register.name(unit)).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Cells, cells, row_of, written};
    use super::super::{Lang, fixture};
    use crate::domain::mark;
    use crate::domain::summary::{Results, Summary};

    fn said(cells: &Cells, row: u32, column: u32) -> String {
        cells
            .get(&(mark::RESULTS.to_owned(), row, column))
            .map_or_else(String::new, |cell| cell.to_string())
    }

    #[test]
    fn each_total_stands_above_its_units_and_nothing_that_was_told_is_left_out() {
        let cells = cells(&written(&fixture::summary(), Lang::Vi).unwrap());
        let at = |column, text: &str| row_of(&cells, mark::RESULTS, column, text);
        let supplies = at(0, "Dự án 2 CTMTQG giảm nghèo bền vững: ") + 1;
        let classes = at(0, "Tiểu dự án 1 Dự án 4 CTMTQG giảm nghèo bền vững: ") + 1;
        let unnamed = at(0, "Chưa rõ thuộc nội dung nào") + 1;
        let apart = at(0, "Số liệu đơn vị có nêu nhưng chưa cộng vào các dòng trên (1)") + 1;
        // In the order of the forms; a total with its units; then what names no component.
        let rows = [supplies, classes, unnamed, apart];
        assert_eq!(rows.map(|row| row - supplies), [0, 6, 11, 14]);
        let row = |row: u32| (1..10).map(|column| said(&cells, row, column)).collect::<Vec<_>>();
        assert_eq!(
            row(supplies),
            ["Vật tư bàn giao", "kg", "phát sinh", "1600", "0.3", "120.5", "7.53", "2", ""]
        );
        assert_eq!(row(supplies + 3)[..3], ["Hộ vi phạm cam kết", "hộ", "tại thời điểm"]);
        assert_eq!(
            row(classes)[3..],
            [
                "15",
                "2",
                "7",
                "–",
                "3/5",
                "Chưa nêu: Thị trấn Hữu Lũng, Phòng Lao động, Thương binh, Xã hội và Dân tộc huyện; \
                 trong kỳ chưa rõ của 1 đơn vị; 1 đơn vị không ghi kế hoạch",
            ]
        );
        assert_eq!(row(classes + 1)[..7], ["Xã Hòa Sơn", "lớp", "", "9", "1", "4", "44.44"]);
        assert_eq!(
            row(classes + 2)[3..],
            [
                "6",
                "",
                "2",
                "33.33",
                "",
                "gồm số của Xã Cũ trước khi sáp nhập; số của báo cáo tháng 5 năm 2024"
            ]
        );
        assert_eq!(
            row(classes + 3)[6..],
            [
                "–",
                "",
                "chưa đủ các tháng từ đầu năm; số ghi trong kỳ khác chênh lệch lũy kế với báo cáo trước"
            ]
        );
        assert_eq!(
            row(apart),
            [
                "Xã Minh Sơn: “=Lớp may” (gn.4.1)",
                "lớp",
                "",
                "5",
                "",
                "khoảng 3",
                "",
                "",
                "có ô không phải là số"
            ]
        );
        at(
            0,
            "Chỉ tiêu đã cộng: 4, trong đó 1 có số của báo cáo trước, 1 còn đơn vị chưa nêu; số liệu chưa cộng được: 1 dòng.",
        );
        at(
            0,
            "Báo cáo tổng hợp của Phòng Lao động, Thương binh, Xã hội và Dân tộc huyện có 7 dòng kết quả, không cộng",
        );
    }

    #[test]
    fn a_district_without_results_says_so() {
        let summary = Summary { results: Results::default(), ..fixture::summary() };
        let cells = cells(&written(&summary, Lang::Vi).unwrap());
        row_of(&cells, mark::RESULTS, 0, "Không có kết quả được nêu.");
    }
}
