//! Figures of which nothing says whether they are investment or recurrent.
//!
//! They cannot be added up. Where other lines of the workbook state the same money by funding type (a summary sheet beside
//! the sheets it sums up, a column "Tổng số" beside its parts), they are checks on it; one that is equal proves nothing, so
//! all that a table states of a measure must be. Else they are set aside (GN203): an error where money planned or paid is
//! missing, a note where it is only a forecast or an allocation.

use std::collections::BTreeMap;

use super::lines::Taken;
use crate::domain::code::ComponentId;
use crate::domain::facts::Facts;
use crate::domain::key::Work;
use crate::domain::label::harmless;
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::rule::{Problem, RuleCode, Severity};
use crate::domain::same_money::is_near;
use crate::domain::submission::{CheckedAs, Line, Measure, SetAside};

/// The rule that sets them aside.
pub const CODE: RuleCode = RuleCode("GN203");

/// A figure without a funding type.
pub struct Homeless {
    /// What its row is about.
    pub id: ComponentId,
    /// The work that its row is about, where it is about one.
    pub work: Option<Work>,
    /// What else its row and column say.
    pub facts: Facts,
    /// What it measures.
    pub measure: Measure,
    /// The cell, as it is set aside where nothing confirms it.
    pub cell: SetAside,
}

/// Checks the figures without a funding type against the lines of all tables, and tells of those that nothing confirms.
pub fn settle(tables: &mut [Taken], budget: i32) {
    for at in 0..tables.len() {
        let mut by_measure: BTreeMap<Measure, Vec<Homeless>> = BTreeMap::new();
        for figure in std::mem::take(&mut tables[at].homeless) {
            by_measure.entry(figure.measure).or_default().push(figure);
        }
        let mut alone: BTreeMap<(bool, u32, Measure), Vec<Homeless>> = BTreeMap::new();
        for (measure, figures) in by_measure {
            if figures.iter().all(|figure| is_stated(tables, at, figure, budget)) {
                let amounts = figures.iter().map(|figure| figure.cell.amount);
                amounts.for_each(|amount| tables[at].checked.add(CheckedAs::Repeat, amount));
                continue;
            }
            let is_road =
                matches!(measure, Measure::Plan | Measure::InPeriod | Measure::Cumulative);
            for figure in figures {
                let group = match is_road {
                    true => (true, figure.cell.cell.row, Measure::Plan),
                    false => (false, 0, measure),
                };
                alone.entry(group).or_default().push(figure);
            }
        }
        for ((is_road, ..), figures) in alone {
            let problem = problem(&tables[at].base, &figures, is_road);
            tables[at].problems.push(problem);
            tables[at].set_aside.extend(figures.into_iter().map(|figure| figure.cell));
        }
    }
}

/// Whether the lines of the workbook that are part of a figure's money add up to it.
fn is_stated(tables: &[Taken], at: usize, figure: &Homeless, budget: i32) -> bool {
    let amount = figure.cell.amount;
    let is_part = |line: &&Line| {
        let key = &line.key;
        figure.id.covers(&key.component)
            && (figure.work.is_none() || figure.work == key.work)
            && figure.facts.source.is_none_or(|own| key.source.is_some_and(|of| own.covers(of)))
            && figure.facts.year.is_none_or(|own| own.covers(key.year, budget))
    };
    let lines = tables.iter().flat_map(|table| table.lines.iter());
    let parts: Vec<Money> = lines
        .filter(is_part)
        .flat_map(|line| line.figures.iter().filter(|of| of.measure == figure.measure))
        .map(|of| of.amount)
        .collect();
    let rounded = parts.iter().chain([&amount]).filter(|part| !part.is_zero()).count();
    let slack = tables[at].table.tolerance(rounded);
    !parts.is_empty() && is_near(parts.iter().copied().sum(), amount, slack)
}

fn problem(base: &Problem, figures: &[Homeless], is_road: bool) -> Problem {
    let first = &figures[0];
    let sum = figures.iter().map(|figure| figure.cell.amount).sum();
    let words = if is_road {
        let label = match harmless(&first.cell.label) {
            label if label.is_empty() => format!("{}", first.cell.cell.row + 1),
            label => label,
        };
        Words::new(
            format!("Không rõ số liệu của dòng \"{label}\" là vốn đầu tư hay vốn sự nghiệp"),
            format!("Nothing says whether the row \"{label}\" is investment or recurrent"),
        )
    } else {
        let measure = first.measure.label();
        Words::new(
            format!("Cột {} không chia vốn đầu tư và vốn sự nghiệp", measure.vi),
            format!("The column {} is not split into investment and recurrent", measure.en),
        )
    };
    let mut place = base.place.clone();
    place.cell = Some(first.cell.cell);
    let severity = (!is_road).then_some(Severity::Note);
    Problem { rule: CODE, words, place, severity, ..base.clone() }.setting_aside(sum)
}

#[cfg(test)]
mod tests {
    use crate::domain::catalogue::Catalogue;
    use crate::domain::code::UnitCode;
    use crate::domain::money::Money;
    use crate::domain::place::Cell;
    use crate::domain::register::Register;
    use crate::domain::rule::Context;
    use crate::domain::settings::Settings;
    use crate::domain::submission::{FileId, Submission};
    use crate::parse::{Known, submission};
    use crate::read::{Sheet, Value, Workbook};
    use crate::recognise::{form, heading::Time, lexicon::Lexicon, rows::Names};

    /// A sheet with a plan and a cumulative for each label.
    fn sheet(name: &str, title: &str, rows: &[(&str, &str, f64, f64)]) -> Sheet {
        let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
        let texts = ["Đơn vị tính: triệu đồng", title];
        let heading = ["STT", "Nội dung", "Kế hoạch vốn năm 2024", "Lũy kế giải ngân từ đầu năm"];
        let text = |row, column, text: &str| (Cell::new(row, column), Value::Text(text.into()));
        sheet.cells.extend((0..).zip(texts).map(|(row, of)| text(row, 0, of)));
        sheet.cells.extend((0..).zip(heading).map(|(column, of)| text(2, column, of)));
        for (row, (number, label, plan, cumulative)) in (3..).zip(rows) {
            sheet.cells.extend([text(row, 0, number), text(row, 1, label)]);
            let numbers = [(2, *plan), (3, *cumulative)];
            let cells = numbers.map(|(at, number)| (Cell::new(row, at), Value::Number(number)));
            sheet
                .cells
                .extend(cells.into_iter().filter(|(_, value)| *value != Value::Number(-1.0)));
        }
        sheet
    }

    fn read(sheets: Vec<Sheet>) -> Submission {
        let workbook = Workbook { sheets, ..Workbook::default() };
        let (catalogue, lexicon) = (Catalogue::embedded(), Lexicon::new(&[]).unwrap());
        let (names, register) = (Names::new(&catalogue), Register::default());
        let form = form(&workbook, &lexicon, &names, &Time::of(2024));
        let (settings, period) = (Settings::default(), "2024-06".parse().unwrap());
        let (catalogue, register, settings) = (&catalogue, &register, &settings);
        let context = Context { catalogue, register, settings, period };
        let known = Known { lexicon: &lexicon, names: &names, context };
        let (path, unit) = ("a.xlsx".into(), UnitCode::new("A").unwrap());
        let file = FileId { path, sha256: String::new(), received: None, order: (0, 0) };
        submission(&known, &workbook, &form, &unit, period, file, None)
    }

    /// What GN203 sets aside, in million đồng.
    fn refused(submission: &Submission) -> i64 {
        let told = submission.problems.iter().filter(|problem| problem.rule.0 == "GN203");
        let sum: Money = told.map(|problem| problem.set_aside).sum();
        (sum.as_dong() / 1_000_000) as i64
    }

    const PROGRAM: (&str, &str, f64, f64) = ("I", "CTMTQG giảm nghèo bền vững", -1.0, -1.0);

    fn detail() -> Vec<Sheet> {
        let title = |of: &str| format!("GIẢI NGÂN {of} THÁNG 6 NĂM 2024");
        let (first, second) = (("1", "Dự án 1", 300.0, 30.0), ("1", "Dự án 1", 200.0, 20.0));
        vec![
            sheet("Vốn đầu tư", &title("VỐN ĐẦU TƯ"), &[PROGRAM, first]),
            sheet("Vốn sự nghiệp", &title("VỐN SỰ NGHIỆP"), &[PROGRAM, second]),
        ]
    }

    #[test]
    fn a_summary_of_all_funding_types_is_a_check() {
        let of = ("I", "CTMTQG giảm nghèo bền vững", 500.0, 50.0);
        let summary = sheet("TH", "TỔNG HỢP GIẢI NGÂN THÁNG 6 NĂM 2024", &[of]);
        let read = read([detail(), vec![summary]].concat());
        assert_eq!((refused(&read), read.lines.len()), (0, 2));
    }

    #[test]
    fn a_summary_that_differs_is_set_aside_with_its_amount() {
        let of = ("I", "CTMTQG giảm nghèo bền vững", 510.0, 50.0);
        let summary = sheet("TH", "TỔNG HỢP GIẢI NGÂN THÁNG 6 NĂM 2024", &[of]);
        assert_eq!(refused(&read([detail(), vec![summary]].concat())), 510);
    }

    #[test]
    fn money_of_another_component_that_happens_to_be_as_much_is_no_repeat() {
        // Dự án 4 may be of either type; that Dự án 1 beside it is equal to a line elsewhere proves nothing for both.
        let rows = [PROGRAM, ("1", "Dự án 1", 500.0, 50.0), ("2", "Dự án 4", 500.0, 50.0)];
        let other = sheet("TH", "TỔNG HỢP GIẢI NGÂN THÁNG 6 NĂM 2024", &rows);
        assert_eq!(refused(&read([detail(), vec![other]].concat())), 1100);
    }
}
