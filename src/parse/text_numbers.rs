//! Numbers that were typed as text, read column by column: what one of them means the others tell.
//!
//! "357,792" is 357 and a fraction or three hundred thousand. Witnesses are asked, each keeps the readings that it can
//! believe. Those of the column and of the row must not contradict each other; only where they are silent are the
//! weaker ones asked, one after the other. What is still open then is set aside: nothing is guessed.

mod words;

pub(super) use self::words::shown;
use self::words::{no_number, percent, taken, undecided};
use super::ambiguous::Witnesses;
use super::beyond::is_too_large;
use super::cells::{self, Read, quote};
use super::number::{self, Notation, Number, Typed};
use super::table::{Remark, Told};
use crate::domain::lang::words;
use crate::domain::money::{Money, MoneyUnit, Rounded};
use crate::domain::rule::Rule;
use crate::domain::submission::{Measure, Stated, Table};
use crate::rules;

/// A text where a figure should be.
pub(super) struct Waiting<'a> {
    /// Index into the table's rows.
    pub row: usize,
    /// Index into its columns.
    pub at: usize,
    /// What was typed.
    pub text: &'a str,
}

/// One way to read a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// The amount then.
    pub rounded: Rounded,
    /// The notation; `None` where both agree.
    pub notation: Option<Notation>,
    /// The unit of money.
    pub unit: MoneyUnit,
}

/// A text that can be read in more than one way.
pub(super) struct Open<'a> {
    /// Where it stands.
    pub waiting: &'a Waiting<'a>,
    /// The ways, two or more.
    pub candidates: Vec<Candidate>,
}

/// Nobody reports less than 1.000 đồng and writes "đồng" behind it in a table of millions.
const LEAST: Money = Money::from_dong(1_000);

/// Reads the texts that wait, writes what they state into the table, and says what was repaired or set aside.
///
/// `witnesses` is asked only where a text can be read in more than one way.
pub(super) fn settle<'a>(
    table: &mut Table,
    waiting: &'a [Waiting<'a>],
    witnesses: impl FnOnce(&[(usize, Notation)]) -> Witnesses<'a>,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut usage: Vec<(usize, Notation)> = Vec::new();
    for waits in waiting {
        let typed = number::read(waits.text);
        if let Typed::Number(number) | Typed::Percent(number) = &typed {
            usage.extend(number.notation().map(|notation| (waits.at, notation)));
        }
        let column = &table.columns[waits.at];
        if column.measure == Measure::Rate {
            continue;
        }
        let read = match typed {
            Typed::Blank => Read::default(),
            Typed::Nothing => Read { stated: Stated::Amount(Money::ZERO), ..Read::default() },
            Typed::Percent(_) => percent(waits.text),
            Typed::NotANumber => no_number(waits.text),
            Typed::Number(number) => {
                let candidates = candidates(&number, column.unit);
                match candidates[..] {
                    [] => no_number(waits.text),
                    [only] => {
                        remarks.extend(repaired(waits, only, &number, column.unit));
                        Read { stated: Stated::Amount(only.rounded.money), ..Read::default() }
                    }
                    _ => {
                        open.push(Open { waiting: waits, candidates });
                        continue;
                    }
                }
            }
        };
        table.cells[waits.row * table.columns.len() + waits.at] = read.stated;
        if let Some((rule, words)) = read.remark {
            remarks.push(Remark { row: waits.row, at: waits.at, rule, words, told: Told::Fault });
        }
    }
    if open.is_empty() {
        return remarks;
    }
    let mut witnesses = witnesses(&usage);
    let mut decided: Vec<_> = open.iter().map(|one| witnesses.decide(table, &open, one)).collect();
    // Whoever wrote these wrote the others: what was decided is a witness where all the others are silent.
    let learned = open.iter().zip(&decided).filter_map(|(one, decision)| {
        let (candidate, _) = decision.as_ref().ok()?;
        Some((one.waiting.at, candidate.notation?))
    });
    witnesses.learn(learned);
    for (one, decision) in open.iter().zip(&mut decided) {
        if matches!(decision, Err(None)) {
            *decision = witnesses.decide(table, &open, one);
        }
    }
    for (open, decision) in open.iter().zip(decided) {
        let Waiting { row, at, text } = *open.waiting;
        let (stated, words, told) = match decision {
            Ok((candidate, reason)) => {
                let words = taken(text, open, candidate, reason);
                (Stated::Amount(candidate.rounded.money), words, Told::Column)
            }
            Err(reason) => (Stated::SetAside, undecided(text, open, reason), Told::Fault),
        };
        table.cells[row * table.columns.len() + at] = stated;
        remarks.push(Remark { row, at, rule: &rules::AMBIGUOUS_NUMBER, words, told });
    }
    remarks
}

/// The ways to read a number in a column of `unit`.
///
/// "đ" behind a number in a table of millions is a unit, or only a habit: both are ways to read it.
fn candidates(number: &Number, unit: MoneyUnit) -> Vec<Candidate> {
    let units: &[MoneyUnit] = match number.unit {
        Some(MoneyUnit::Dong) if unit != MoneyUnit::Dong => &[MoneyUnit::Dong, unit],
        Some(stated) => &[stated],
        None => &[unit],
    };
    let mut candidates: Vec<Candidate> = Vec::new();
    for (unit, notation) in units.iter().flat_map(|unit| Notation::ALL.map(|of| (*unit, of))) {
        let digits = number.read_as(notation);
        let Some(rounded) = digits.and_then(|digits| Money::from_decimal(digits, unit)) else {
            continue;
        };
        match candidates.iter_mut().find(|known| known.rounded.money == rounded.money) {
            Some(known) => known.notation = None,
            None => candidates.push(Candidate { rounded, notation: Some(notation), unit }),
        }
    }
    // Of the two meanings of "đ" one that cannot be is no meaning.
    let can_be = |candidate: &Candidate| {
        let is_least = candidate.unit != MoneyUnit::Dong || LEAST <= candidate.rounded.money.abs();
        candidate.is_possible() && is_least
    };
    let can_units: Vec<MoneyUnit> =
        candidates.iter().filter(|way| can_be(way)).map(|way| way.unit).collect();
    if 1 < units.len() && !can_units.is_empty() {
        candidates.retain(|candidate| can_units.contains(&candidate.unit));
    }
    candidates
}

impl Candidate {
    /// Whether it is whole đồng and no larger than any line.
    pub(super) fn is_possible(&self) -> bool {
        !self.rounded.cut && !is_too_large(self.rounded.money)
    }
}

/// The notes on a text that was read with certainty.
fn repaired(
    waits: &Waiting<'_>,
    read: Candidate,
    number: &Number,
    unit: MoneyUnit,
) -> impl Iterator<Item = Remark> {
    let quoted = quote(waits.text);
    let amount = shown(read.rounded.money, unit);
    // A unit of its own is told cell by cell: it is another one than its neighbours have.
    let has_own_unit = number.unit.is_some_and(|own| own == read.unit && own != unit);
    let (words, told) = if has_own_unit {
        let words = words!(
            "Số {quoted} ghi kèm đơn vị tính riêng; đã đọc là {amount}",
            "The number {quoted} has a unit of its own; read as {amount}";
            quoted, amount
        );
        (words, Told::Cell)
    } else {
        let words = words!(
            "Số {quoted} được gõ dưới dạng chữ; đã đọc là {amount}",
            "The number {quoted} is typed as text; read as {amount}";
            quoted, amount
        );
        (words, Told::Table)
    };
    let remark = |rule: &'static Rule, words, told| Remark {
        row: waits.row,
        at: waits.at,
        rule,
        words,
        told,
    };
    let cut = read.rounded.cut.then(|| cells::cut(read.rounded.money));
    let cut = cut.map(|words| remark(&rules::FRACTION_OF_DONG, words, Told::Table));
    [Some(remark(&rules::NUMBER_TYPED_AS_TEXT, words, told)), cut].into_iter().flatten()
}

/// The amount of a text in a column that is set aside as a whole: 0 where it can be read in more than one way, `None`
/// where it is no number.
pub(super) fn aside(text: &str, unit: MoneyUnit) -> Option<Money> {
    let number = match number::read(text) {
        Typed::Number(number) => number,
        Typed::Nothing => return Some(Money::ZERO),
        Typed::Blank | Typed::Percent(_) | Typed::NotANumber => return None,
    };
    match candidates(&number, unit)[..] {
        [] => None,
        [only] => Some(only.rounded.money),
        _ => Some(Money::ZERO),
    }
}

/// What a text in a column of money states where that can be said without asking anybody.
pub(super) fn certain(text: &str, unit: MoneyUnit) -> Stated {
    let number = match number::read(text) {
        Typed::Number(number) => number,
        Typed::Nothing => return Stated::Amount(Money::ZERO),
        Typed::Blank => return Stated::Blank,
        Typed::Percent(_) | Typed::NotANumber => return Stated::SetAside,
    };
    match candidates(&number, unit)[..] {
        [only] => Stated::Amount(only.rounded.money),
        _ => Stated::SetAside,
    }
}

/// Rates that were typed: with a `%` they are hundredths, and stand as the numbers beside them do (0.1464).
pub(super) fn rates(table: &mut Table, waiting: &[Waiting<'_>]) {
    let width = table.columns.len();
    for at in (0..width).filter(|&at| table.columns[at].measure == Measure::Rate) {
        let numbers = (0..table.rows.len()).filter_map(|row| match table.at(row, at) {
            Stated::Percent(number) if number != 0.0 => Some(number.abs()),
            _ => None,
        });
        // Whole rates beside them would be 1.5 and more; a column of texts alone says hundredths.
        let largest = numbers.reduce(f64::max);
        let are_fractions = largest.is_some_and(|largest| largest <= 1.5);
        for waits in waiting.iter().filter(|waits| waits.at == at) {
            let stated = match cells::typed_percent(waits.text) {
                (Stated::Percent(number), true) if are_fractions => Stated::Percent(number / 100.0),
                (stated, _) => stated,
            };
            table.cells[waits.row * width + at] = stated;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::attributes::Facts;
    use crate::domain::key::{Funding, Key, PlanYear};
    use crate::domain::submission::{Column, Row, RowKind};
    use crate::read::Workbook;
    use proptest::prelude::*;

    /// A table of plan and cumulative, a row for each of `gn.1`, `gn.2` …, all of its cells texts; and what the plan says.
    fn read(rows: &[[&str; 2]], unit: MoneyUnit, plan: &[i64]) -> (Vec<Stated>, Vec<Remark>) {
        read_rated(rows, unit, plan, &vec![Stated::Blank; rows.len()])
    }

    /// The same with a column of rates.
    fn read_rated(
        rows: &[[&str; 2]],
        unit: MoneyUnit,
        plan: &[i64],
        rates: &[Stated],
    ) -> (Vec<Stated>, Vec<Remark>) {
        let column = |index, measure| Column {
            index,
            heading: "".into(),
            measure,
            facts: Facts::default(),
            unit,
            splits: Vec::new(),
            is_detail: false,
        };
        let id = |row: usize| format!("gn.{}", row + 1).parse().unwrap();
        let row = |at: usize| Row {
            index: at as u32,
            label: "".into(),
            kind: RowKind::Item(id(at), None),
            facts: Facts::default(),
            parent: None,
        };
        let mut table = Table {
            sheet: 0,
            columns: vec![
                column(2, Measure::Plan),
                column(3, Measure::Cumulative),
                column(4, Measure::Rate),
            ],
            rows: (0..rows.len()).map(row).collect(),
            cells: rates.iter().flat_map(|rate| [Stated::Blank, Stated::Blank, *rate]).collect(),
            step: Money::ZERO,
            texts: Vec::new(),
            formulas: Vec::new(),
            locked: Vec::new(),
            ambiguous: Vec::new(),
            covered: Vec::new(),
            after: Vec::new(),
        };
        let key = |(at, dong): (usize, &i64)| {
            let component = id(at);
            let (funding, year) = (Funding::Recurrent, PlanYear::Of(2024));
            (Key { component, work: None, funding, source: None, year }, Money::from_dong(*dong))
        };
        let plan: BTreeMap<Key, Money> = plan.iter().enumerate().map(key).collect();
        let texts = rows.iter().flatten().enumerate();
        let waiting: Vec<Waiting<'_>> =
            texts.map(|(at, text)| Waiting { row: at / 2, at: at % 2, text }).collect();
        let workbook = Workbook::default();
        let witnesses = |usage: &[_]| Witnesses::new(&workbook, &plan, 2024, usage);
        let remarks = settle(&mut table, &waiting, witnesses);
        let cells = table.cells.into_iter().enumerate().filter(|(at, _)| at % 3 != 2);
        (cells.map(|(_, stated)| stated).collect(), remarks)
    }

    fn million(rows: &[[&str; 2]], plan: &[i64]) -> Vec<String> {
        let plan: Vec<i64> = plan.iter().map(|million| million * 1_000_000).collect();
        let (cells, _) = read(rows, MoneyUnit::Million, &plan);
        let show = |cell: Stated| match cell {
            Stated::Amount(money) => money.show(MoneyUnit::Million, 6),
            Stated::Blank => String::new(),
            _ => "?".to_owned(),
        };
        cells.into_iter().map(show).collect()
    }

    #[test]
    fn the_other_texts_of_the_column_say_how_they_are_written() {
        assert_eq!(
            million(&[["1.234", "12,5"], ["2.000,5", "1.234"]], &[]),
            ["1.234", "12,5", "2.000,5", "1.234"]
        );
        assert_eq!(million(&[["1.234", "1"], ["12.5", "2"]], &[]), ["1,234", "1", "12,5", "2"]);
        // Another column of the table is a witness too.
        assert_eq!(million(&[["1,234", "12.5"]], &[]), ["1.234", "12,5"]);
    }

    #[test]
    fn the_plan_says_how_large_a_number_is() {
        assert_eq!(million(&[["1.234", "1.100"]], &[1_200]), ["1.234", "1.100"]);
        assert_eq!(million(&[["1,234", "1,100"]], &[1_200]), ["1.234", "1.100"]);
        assert_eq!(million(&[["1.234", "1.100"]], &[1]), ["1,234", "1,1"]);
    }

    #[test]
    fn the_rate_says_how_large_the_plan_is_that_a_certain_amount_was_paid_of() {
        let plan = |paid: &str, rate: f64| {
            let rates = [Stated::Percent(rate)];
            let (cells, _) = read_rated(&[["1.547", paid]], MoneyUnit::Million, &[], &rates);
            cells[0].amount().map(|plan| plan.as_dong())
        };
        assert_eq!(plan("143", 9.24), Some(1_547_000_000));
        assert_eq!(plan("143", 0.0924), Some(1_547_000_000));
        assert_eq!(plan("1", 64.64), Some(1_547_000));
        assert_eq!(plan("143", 50.0), None);
        assert_eq!(plan("0", 0.0), None);
    }

    #[test]
    fn where_nothing_decides_or_the_witnesses_disagree_the_cell_is_set_aside() {
        assert_eq!(million(&[["1.234", "1.100"]], &[]), ["?", "?"]);
        // The column is Vietnamese, the plan of the row says English.
        assert_eq!(million(&[["12,5", "1"], ["1.234", "1"]], &[12, 1]), ["12,5", "1", "?", "1"]);
        let (_, remarks) = read(&[["1.234", "5"]], MoneyUnit::Million, &[]);
        let told: Vec<_> = remarks.iter().map(|remark| (remark.rule.code.0, remark.told)).collect();
        assert_eq!(told, [("GN301", Told::Table), ("GN306", Told::Fault)]);
    }

    #[test]
    fn dong_behind_a_number_is_a_unit_or_a_habit() {
        // 353,82 đồng is no amount of money; 1.500.000.000 triệu is none either.
        let rows = [["400,5 đ", "353,82 đ"], ["1.500.000.000 đồng", "0 đ"]];
        assert_eq!(million(&rows, &[]), ["400,5", "353,82", "1.500", "0"]);
        assert_eq!(million(&[["5.000.000 đ", "1"]], &[5]), ["5", "1"]);
    }

    #[test]
    fn a_dash_is_a_zero_an_x_is_blank_and_a_rate_is_no_money() {
        assert_eq!(million(&[["-", "x"], ["45%", "…"]], &[]), ["0", "", "?", ""]);
    }

    /// An amount as somebody writes it who keeps to one notation.
    fn typed(thousandths: i64, notation: Notation, is_grouped: bool) -> String {
        let text = Money::from_dong(thousandths).show(MoneyUnit::Thousand, 3);
        let text = if is_grouped { text } else { text.replace('.', "") };
        match notation {
            Notation::Vietnamese => text,
            Notation::English => text.replace('.', "_").replace(',', ".").replace('_', ","),
        }
    }

    proptest! {
        /// Whatever is typed is read as it was meant, or told: never changed in silence.
        #[test]
        fn an_amount_is_read_back_or_told(
            rows in proptest::collection::vec((1_i64..5_000_000, 0_u8..=100), 1..6),
            notation in proptest::sample::select(&Notation::ALL[..]),
            is_grouped: bool,
            is_planned: bool,
        ) {
            // In thousandths of a million.
            let meant: Vec<[i64; 2]> =
                rows.iter().map(|(plan, share)| [*plan, plan * i64::from(*share) / 100]).collect();
            let texts: Vec<[String; 2]> =
                meant.iter().map(|row| row.map(|amount| typed(amount, notation, is_grouped))).collect();
            let texts: Vec<[&str; 2]> = texts.iter().map(|[plan, paid]| [&**plan, &**paid]).collect();
            let plan: Vec<i64> = match is_planned {
                true => meant.iter().map(|[plan, _]| plan * 1_000).collect(),
                false => Vec::new(),
            };
            let (cells, remarks) = read(&texts, MoneyUnit::Million, &plan);
            for (at, amount) in meant.iter().flatten().enumerate() {
                let told = remarks.iter().find(|remark| (remark.row, remark.at) == (at / 2, at % 2));
                let told = told.map(|remark| remark.rule.code.0);
                match cells[at] {
                    Stated::Amount(money) if money == Money::from_dong(amount * 1_000) => {
                        prop_assert!(told.is_some());
                    }
                    Stated::Amount(_) | Stated::SetAside => prop_assert_eq!(told, Some("GN306")),
                    other => prop_assert!(false, "{:?}", other),
                }
                // With a registered plan no plan is misread.
                if is_planned && at % 2 == 0 {
                    prop_assert_eq!(cells[at], Stated::Amount(Money::from_dong(amount * 1_000)));
                }
            }
        }
    }
}
