//! A report that sums up other units: theirs is compared with what they sent themselves, and never added to it.

mod files;
mod others;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::Funding;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Cell, Place};
use crate::domain::same_money::{Stated, same_money};
use crate::domain::submission::{Figure, Line, Measure, Submission};

pub(super) use self::files::settle;
pub(super) use self::others::{Others, take_lines, take_out, take_out_unregistered};
pub(super) use self::settle::{
    check_total, drop_sum, enter, left_out, own_stated, refuse, refuse_unnamed, set_aside, sum_up,
};

/// Figures by unit, program, funding type and measure.
pub(super) type Sums = BTreeMap<(UnitCode, ComponentId, Funding, Measure), Claim>;

/// What is said of the money of a unit.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Claim {
    /// Their sum.
    pub amount: Money,
    /// What rounding may make of it.
    pub tolerance: Money,
    /// The unit of money in which its first figure stands.
    pub unit: MoneyUnit,
    /// Where its first figure stands.
    pub place: Place,
}

/// The sums of one file, kept small: a run keeps those of thousands until it is known whether any file speaks of others.
pub(super) struct Kept {
    unit: UnitCode,
    /// The sheets that its figures stand on.
    sheets: Vec<Place>,
    sums: Box<[KeptSum]>,
}

struct KeptSum {
    program: ComponentId,
    funding: Funding,
    measure: Measure,
    amount: Money,
    tolerance: Money,
    unit: MoneyUnit,
    /// The number of its sheet in [`Kept::sheets`].
    sheet: u16,
    cell: Option<Cell>,
}

impl Kept {
    pub(super) fn new(submission: &Submission) -> Kept {
        let mut sheets: Vec<Place> = Vec::new();
        let sums =
            own_sums(submission).into_iter().map(|((_, program, funding, measure), claim)| {
                let Claim { amount, tolerance, unit, place } = claim;
                let cell = place.cell;
                let sheet = Place { cell: None, ..place };
                let known = sheets.iter().position(|of| *of == sheet).unwrap_or_else(|| {
                    sheets.push(sheet);
                    sheets.len() - 1
                });
                let sheet = u16::try_from(known).expect("a workbook has fewer sheets");
                KeptSum { program, funding, measure, amount, tolerance, unit, sheet, cell }
            });
        let sums = sums.collect();
        sheets.shrink_to_fit();
        Kept { unit: submission.unit.clone(), sheets, sums }
    }

    /// All of them, as they are compared.
    pub(super) fn open(&self) -> Sums {
        let one = |of: &KeptSum| {
            let key = (self.unit.clone(), of.program.clone(), of.funding, of.measure);
            let &KeptSum { amount, tolerance, unit, cell, .. } = of;
            let place = Place { cell, ..self.sheets[usize::from(of.sheet)].clone() };
            (key, Claim { amount, tolerance, unit, place })
        };
        self.sums.iter().map(one).collect()
    }

    /// What all figures come to.
    pub(super) fn total(&self) -> Money {
        self.sums.iter().map(|of| of.amount).sum()
    }
}

/// A line of another unit, or of units together: then it is under the code of the one that sums them up.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    unit: UnitCode,
    line: Line,
    /// What rounding may make of a figure of it.
    slack: Money,
    money_unit: MoneyUnit,
    /// The sheet that it stands on.
    sheet: Place,
}

impl Claimed {
    /// The lines that were read of a table, whose they are.
    pub(super) fn lines(theirs: &Submission, unit: &UnitCode, lines: Vec<Line>) -> Vec<Claimed> {
        let one = |line: Line| {
            let (slack, money_unit) = rounding(theirs, &line);
            let sheet = Place { cell: None, ..theirs.place(line.sheet, line.cell(PAID[0])) };
            Claimed { unit: unit.clone(), line, slack, money_unit, sheet }
        };
        lines.into_iter().map(one).collect()
    }

    /// Whose it is.
    pub(super) fn unit(&self) -> &UnitCode {
        &self.unit
    }

    pub(super) fn line(&self) -> &Line {
        &self.line
    }

    /// The file that it stands in.
    pub(super) fn file(&self) -> Place {
        Place { sheet: None, ..self.sheet.clone() }
    }

    fn stated(&self) -> impl Iterator<Item = Stated<'_>> {
        stated(&self.line, self.slack)
    }

    fn enter(&self, sums: &mut Sums, figures: &[Figure]) {
        let place = |cell| Place { cell: Some(cell), ..self.sheet.clone() };
        enter_figures(sums, &self.unit, &self.line, figures, (self.slack, self.money_unit, &place));
    }
}

/// What tells how much was disbursed: the cumulative goes before what came in the period.
pub(super) const PAID: [Measure; 2] = [Measure::Cumulative, Measure::InPeriod];

/// What lines state as disbursed, told as a cumulative or as what came in the period.
pub(super) fn paid(lines: &[Claimed]) -> Sums {
    let mut sums = Sums::new();
    for of in lines {
        let mut figures = told(&of.line);
        figures.retain(|figure| PAID.contains(&figure.measure));
        of.enter(&mut sums, &figures);
    }
    sums
}

/// Parts lines into those figures of which `later` states the same money of the same unit, and the others.
fn stated_again(
    lines: Vec<Claimed>,
    later: &[Claimed],
    budget: i32,
) -> (Vec<Claimed>, Vec<Claimed>) {
    let (mut again, mut alone) = (Vec::new(), Vec::new());
    let mut of_units: BTreeMap<UnitCode, Vec<Claimed>> = BTreeMap::new();
    for line in lines {
        of_units.entry(line.unit.clone()).or_default().push(line);
    }
    for (unit, lines) in of_units {
        let places = lines
            .iter()
            .enumerate()
            .flat_map(|(at, of)| (0..of.line.figures.len()).map(move |figure| (at, figure)));
        let places: Vec<(usize, usize)> = places.collect();
        let ours: Vec<Stated<'_>> = lines.iter().flat_map(Claimed::stated).collect();
        let theirs = later.iter().filter(|of| of.unit == unit).flat_map(Claimed::stated);
        let compared = same_money(&ours, &theirs.collect::<Vec<_>>(), budget);
        let common = compared.groups.iter().filter(|group| group.is_common());
        let common: BTreeSet<(usize, usize)> =
            common.flat_map(|group| &group.ours).map(|own| places[*own]).collect();
        for (at, claimed) in lines.iter().enumerate() {
            let figures = || claimed.line.figures.iter().enumerate();
            let is_again = |of: usize| common.contains(&(at, of));
            // A part without the cumulative does not tell it in two figures.
            let is_told = claimed.line.figure(Measure::Cumulative).is_some();
            let previous = claimed.line.previous.filter(|_| !is_told);
            for (side, wanted) in [(&mut again, true), (&mut alone, false)] {
                let own = figures().filter(|(of, _)| is_again(*of) == wanted);
                let own: Vec<Figure> = own.map(|(_, figure)| *figure).collect();
                if !own.is_empty() {
                    let line = Line { figures: own, previous, ..claimed.line.clone() };
                    side.push(Claimed { line, ..claimed.clone() });
                }
            }
        }
    }
    (again, alone)
}

fn stated(line: &Line, slack: Money) -> impl Iterator<Item = Stated<'_>> {
    let one = move |figure: &Figure| Stated {
        key: &line.key,
        measure: figure.measure,
        amount: figure.amount,
        slack,
    };
    line.figures.iter().map(one)
}

/// The figures of a submission's own lines.
pub(super) fn own_sums(submission: &Submission) -> Sums {
    let mut sums = Sums::new();
    for line in &submission.lines {
        let (slack, money_unit) = rounding(submission, line);
        let place = |cell| submission.place(line.sheet, cell);
        let all = told(line);
        enter_figures(&mut sums, &submission.unit, line, &all, (slack, money_unit, &place));
    }
    sums
}

/// The figures of a line, and the cumulative that it tells as the one of the period before and what came since.
pub(super) fn told(line: &Line) -> Vec<Figure> {
    let mut figures = line.figures.clone();
    let is_silent = line.figure(Measure::Cumulative).is_none() && !line.lacks_cumulative;
    let since = line.figure(Measure::InPeriod).filter(|_| is_silent);
    if let Some((previous, since)) = line.previous.zip(since) {
        let amount = previous + since.amount;
        figures.push(Figure { measure: Measure::Cumulative, amount, ..since });
    }
    figures
}

fn enter_figures(
    sums: &mut Sums,
    code: &UnitCode,
    line: &Line,
    figures: &[Figure],
    (slack, unit, place): (Money, MoneyUnit, &dyn Fn(Cell) -> Place),
) {
    for figure in figures {
        let claim = sums.entry(key(code, line, figure)).or_insert_with(|| Claim {
            amount: Money::ZERO,
            tolerance: Money::ZERO,
            unit,
            place: place(line.cell(figure.measure)),
        });
        claim.amount += figure.amount;
        claim.tolerance += if figure.amount.is_zero() { Money::ZERO } else { slack };
    }
}

fn key(unit: &UnitCode, line: &Line, figure: &Figure) -> (UnitCode, ComponentId, Funding, Measure) {
    (unit.clone(), line.key.component.program(), line.key.funding, figure.measure)
}

/// What rounding may make of a figure of a line, and the unit of its money.
pub(super) fn rounding(submission: &Submission, line: &Line) -> (Money, MoneyUnit) {
    let tables = || submission.tables.iter().filter(|table| table.sheet == line.sheet);
    let slack = tables().next().map_or(Money::ZERO, |table| table.tolerance(1));
    let first = line.cell(Measure::Cumulative).column;
    let column = tables().flat_map(|table| &table.columns).find(|column| column.index == first);
    (slack, column.map_or(submission.money_unit, |column| column.unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::{Key, PlanYear};
    use crate::domain::submission::FileId;

    /// A line of a component with these figures, as it stands in a file that sums up others.
    fn line(component: &str, previous: Option<i64>, figures: &[(Measure, i64)]) -> Line {
        let figure = |(measure, amount): &(Measure, i64)| Figure {
            measure: *measure,
            column: 3,
            amount: Money::from_dong(*amount),
        };
        Line {
            key: Key {
                component: component.parse().unwrap(),
                work: None,
                funding: Funding::Recurrent,
                source: None,
                year: PlanYear::Any,
            },
            sheet: 0,
            row: 10,
            figures: figures.iter().map(figure).collect(),
            lacks_cumulative: false,
            previous: previous.map(Money::from_dong),
            relayed: None,
        }
    }

    /// A report with nothing on its sheets.
    fn report(unit: &str, sheets: &[&str]) -> Submission {
        let code = UnitCode::new(unit).unwrap();
        let file = FileId {
            path: "a.xlsx".into(),
            sha256: String::new(),
            received: None,
            is_registered: false,
            order: (0, 0),
        };
        let mut of = Submission::new(code, "2024-06".parse().unwrap(), file, MoneyUnit::Dong);
        of.sheets = sheets.iter().map(|name| (*name).into()).collect();
        of
    }

    fn claimed(unit: &str, line: Line) -> Claimed {
        let of = report(unit, &["Biểu"]);
        Claimed::lines(&of, &of.unit, vec![line]).remove(0)
    }

    fn show(lines: &[Claimed]) -> Vec<String> {
        let figures = |of: &Claimed| {
            let figures = of.line.figures.iter();
            let figures = figures.map(|figure| figure.amount.as_dong().to_string());
            let previous = of.line.previous.map(|previous| format!(" after {previous}"));
            let figures: Vec<String> = figures.collect();
            format!("{} {}{}", of.unit, figures.join(" "), previous.unwrap_or_default())
        };
        lines.iter().map(figures).collect()
    }

    use Measure::{Cumulative, InPeriod, Plan};

    #[test]
    fn what_was_before_and_what_came_since_are_told_as_a_cumulative() {
        let sum = |line: &Line| {
            let figures = told(line);
            let cumulative = figures.iter().find(|figure| figure.measure == Cumulative);
            cumulative.map(|figure| figure.amount.as_dong())
        };
        assert_eq!(sum(&line("gn.2", Some(70), &[(InPeriod, 5)])), Some(75));
        assert_eq!(sum(&line("gn.2", Some(70), &[(InPeriod, 5), (Cumulative, 80)])), Some(80));
        assert_eq!(sum(&line("gn.2", None, &[(InPeriod, 5)])), None);
        // A cumulative that was set aside is not made up for.
        let lacking = Line { lacks_cumulative: true, ..line("gn.2", Some(70), &[(InPeriod, 5)]) };
        assert_eq!(sum(&lacking), None);
    }

    #[test]
    fn a_later_file_states_again_what_is_of_the_same_unit_and_the_same_sum() {
        let earlier =
            || vec![claimed("HL-01", line("gn.2", None, &[(Plan, 90), (Cumulative, 40)]))];
        let later = |unit: &str, figures: &[(Measure, i64)]| {
            let (again, alone) =
                stated_again(earlier(), &[claimed(unit, line("gn.2", None, figures))], 2024);
            (show(&again), show(&alone))
        };
        let all = (vec!["HL-01 90 40".to_owned()], vec![]);
        assert_eq!(later("HL-01", &[(Plan, 90), (Cumulative, 40)]), all);
        let of_another = (vec![], vec!["HL-01 90 40".to_owned()]);
        assert_eq!(later("HL-02", &[(Plan, 90), (Cumulative, 40)]), of_another);
        let (again, alone) = later("HL-01", &[(Plan, 90)]);
        assert_eq!((again, alone), (vec!["HL-01 90".to_owned()], vec!["HL-01 40".to_owned()]));
    }

    #[test]
    fn no_figure_is_lost_whatever_a_later_file_states() {
        let lines = || {
            vec![
                claimed("HL-01", line("gn.2", Some(30), &[(Plan, 90), (InPeriod, 10)])),
                claimed("HL-02", line("gn.4", None, &[(Cumulative, 20), (Plan, 50)])),
            ]
        };
        let later = [
            claimed("HL-01", line("gn.2", None, &[(Plan, 90), (InPeriod, 11)])),
            claimed("HL-02", line("gn.4", None, &[(Cumulative, 20)])),
        ];
        let sum = |lines: &[Claimed]| -> Money {
            lines.iter().flat_map(|of| &of.line.figures).map(|figure| figure.amount).sum()
        };
        let (again, alone) = stated_again(lines(), &later, 2024);
        assert_eq!(sum(&again) + sum(&alone), sum(&lines()));
    }

    #[test]
    fn sums_that_are_kept_are_those_of_the_file() {
        let mut of = report("HL-01", &["Vốn đầu tư", "Vốn sự nghiệp"]);
        let on = |sheet, line: Line| Line { sheet, ..line };
        of.lines = vec![
            on(0, line("gn.2", None, &[(Plan, 90), (Cumulative, 40)])),
            on(1, line("gn.4", None, &[(Cumulative, 20)])),
            on(1, line("ntm.2", Some(30), &[(InPeriod, 10)])),
        ];
        let kept = Kept::new(&of);
        assert_eq!(kept.open(), own_sums(&of));
        assert_eq!(kept.sheets.len(), 2);
        // 30 before and 10 since are told as a cumulative too.
        assert_eq!(kept.total(), Money::from_dong(90 + 40 + 20 + 10 + 40));
    }

    #[test]
    fn rounding_is_allowed_for_each_figure_but_a_zero() {
        let mut sums = Sums::new();
        let (half, place) = (Money::from_dong(5), |_: Cell| Place::default());
        let code = UnitCode::new("HL-01").unwrap();
        for amount in [40, 0, 2] {
            let line = line("gn.2", None, &[(Cumulative, amount)]);
            enter_figures(&mut sums, &code, &line, &line.figures, (half, MoneyUnit::Dong, &place));
        }
        let [claim] = &*sums.into_values().collect::<Vec<_>>() else { panic!("one program") };
        assert_eq!((claim.amount, claim.tolerance), (Money::from_dong(42), Money::from_dong(10)));
    }
}
