//! What a unit tells of its results: amounts of indicators, in their own units of measure. None of it is money.

use std::collections::BTreeMap;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::code::ComponentId;
use super::indicator::{IndicatorId, Indicators, Naming};
use super::label::Label;
use super::money::Money;
use super::place::Cell;
use super::tally::Rate;

/// An amount of something that is counted, in thousandths: 2,5 km is exact, as is a sum.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Quantity(i64);

/// How fine it is.
const PARTS: f64 = 1_000.0;

impl Quantity {
    /// A whole number.
    pub const fn whole(number: i32) -> Quantity {
        Quantity(number as i64 * 1_000)
    }

    /// A number of a cell to three decimals; `None` where it is no number, or larger than anything that is counted.
    pub fn from_cell(number: f64) -> Option<Quantity> {
        const LARGEST: f64 = 1e12;
        (number.abs() < LARGEST).then(|| Quantity((number * PARTS).round() as i64))
    }

    /// As a cell holds it.
    pub fn as_number(self) -> f64 {
        self.0 as f64 / PARTS
    }

    /// How many decimals it has.
    pub fn decimals(self) -> u8 {
        let parts = [1_000, 100, 10];
        let decimals = (0..).zip(parts).find(|(_, part)| self.0 % part == 0);
        decimals.map_or(3, |(decimals, _)| decimals)
    }

    /// Its rate of a whole; `None` of nothing.
    pub fn rate_of(self, whole: Quantity) -> Option<Rate> {
        let [part, whole] = [self, whole].map(|of| Money::from_dong(of.0));
        Rate::of(part, whole)
    }

    /// The sum of two, either of which may be told by nobody.
    pub fn sum(a: Option<Quantity>, b: Option<Quantity>) -> Option<Quantity> {
        match (a, b) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        }
    }
}

impl fmt::Display for Quantity {
    /// As Vietnamese offices write it: `1.234,5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        let mut text = String::new();
        let digits = whole.to_string();
        for (at, digit) in digits.char_indices() {
            if 0 < at && (digits.len() - at) % 3 == 0 {
                text.push('.');
            }
            text.push(digit);
        }
        if 0 < part {
            let part = format!("{part:03}");
            text = format!("{text},{}", part.trim_end_matches('0'));
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        f.pad(&format!("{sign}{text}"))
    }
}

impl Serialize for Quantity {
    /// A plain number: `12`, `2.5`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 % 1_000 {
            0 => serializer.serialize_i64(self.0 / 1_000),
            _ => serializer.serialize_f64(self.as_number()),
        }
    }
}

impl Add for Quantity {
    type Output = Quantity;

    fn add(self, other: Quantity) -> Quantity {
        Quantity(self.0.saturating_add(other.0))
    }
}

impl Sub for Quantity {
    type Output = Quantity;

    fn sub(self, other: Quantity) -> Quantity {
        Quantity(self.0.saturating_sub(other.0))
    }
}

impl Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(amounts: I) -> Quantity {
        amounts.fold(Quantity::default(), Add::add)
    }
}

/// What a cell tells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Amount {
    /// Nothing.
    #[default]
    Blank,
    /// A number.
    Of(Quantity),
    /// Something that is no number, or several; it is shown and not added.
    Text(Arc<str>),
}

impl Amount {
    /// The number, where it is one.
    pub fn number(&self) -> Option<Quantity> {
        match self {
            Amount::Of(quantity) => Some(*quantity),
            Amount::Blank | Amount::Text(_) => None,
        }
    }

    /// Whether the unit wrote nothing there.
    pub fn is_blank(&self) -> bool {
        *self == Amount::Blank
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Blank => Ok(()),
            Amount::Of(quantity) => quantity.fmt(f),
            Amount::Text(text) => f.pad(text),
        }
    }
}

/// A row in which a unit tells a result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResultLine {
    /// The program or component that it is about; `None` where the row names none.
    pub component: Option<ComponentId>,
    /// Which indicator its name means.
    pub naming: Naming,
    /// The name as it was typed.
    pub name: Arc<str>,
    /// The unit of measure as it was typed; empty where none was.
    pub unit: Arc<str>,
    /// What was to be done in the year.
    pub plan: Amount,
    /// What was done from the beginning of the year, or stands on the day of the report.
    pub done: Amount,
    /// What was done in the period alone.
    pub in_period: Amount,
    /// What the unit notes beside it.
    pub note: Arc<str>,
    /// The number of the sheet.
    pub sheet: u16,
    /// The cell of the name.
    pub cell: Cell,
    /// The cell of what was done; else of the plan, or the name.
    pub told: Cell,
    /// It is the sum of an office below in which something is missing: no rate is told of it.
    pub is_partial: bool,
    /// It is such a sum in which what some unit told last stands for it.
    pub is_carried: bool,
}

/// What is added up: an indicator of a component in a unit of measure.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ResultKey {
    /// The program or component.
    pub component: Option<ComponentId>,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The indicator's own unit of measure; else as it was typed.
    pub unit: String,
}

/// Amounts of one key.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Amounts {
    /// What was to be done in the year.
    pub plan: Option<Quantity>,
    /// What was done from the beginning of the year, or stands on the day of the report.
    pub done: Option<Quantity>,
    /// What was done in the period alone.
    pub in_period: Option<Quantity>,
}

impl Amounts {
    fn of(line: &ResultLine) -> Amounts {
        Amounts {
            plan: line.plan.number(),
            done: line.done.number(),
            in_period: line.in_period.number(),
        }
    }

    fn each(self) -> [Option<Quantity>; 3] {
        [self.plan, self.done, self.in_period]
    }

    /// Whether two say the same wherever both say something, and both do somewhere.
    fn agrees(self, other: Amounts) -> bool {
        let mut both = self.each().into_iter().zip(other.each()).filter_map(|(a, b)| a.zip(b));
        let first = both.next();
        first.is_some_and(|(a, b)| a == b) && both.all(|(a, b)| a == b)
    }
}

impl AddAssign for Amounts {
    fn add_assign(&mut self, other: Amounts) {
        self.plan = Quantity::sum(self.plan, other.plan);
        self.done = Quantity::sum(self.done, other.done);
        self.in_period = Quantity::sum(self.in_period, other.in_period);
    }
}

/// Why a row is not added up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Apart {
    /// Its name may mean this indicator.
    Near(IndicatorId),
    /// Its name means none that is known.
    Unknown,
    /// It says no unit of measure, or a percentage.
    NoUnit,
    /// One of its amounts is no number.
    NoNumber,
    /// Another sheet tells other amounts of the same.
    Twice,
}

/// What the rows of one sheet tell of a key.
struct OfSheet<'a> {
    sheet: u16,
    lines: Vec<&'a ResultLine>,
}

impl<'a> OfSheet<'a> {
    /// The rows whose name says that they sum up the others ("Tổng số lớp đào tạo nghề"), and these; a row alone is none.
    fn sums_and_parts(&self) -> (Vec<&'a ResultLine>, Vec<&'a ResultLine>) {
        let is_sum = |line: &&ResultLine| Label::new(&line.name).after("tong").is_some();
        let (sums, parts): (Vec<_>, Vec<_>) = self.lines.iter().copied().partition(is_sum);
        if parts.is_empty() { (parts, sums) } else { (sums, parts) }
    }

    fn amounts(&self) -> Amounts {
        total(&self.sums_and_parts().1)
    }
}

fn total(lines: &[&ResultLine]) -> Amounts {
    let mut total = Amounts::default();
    lines.iter().for_each(|line| total += Amounts::of(line));
    total
}

/// What a report tells of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stated<'a> {
    /// The sum of its rows.
    pub amounts: Amounts,
    /// The first of them.
    pub line: &'a ResultLine,
}

/// What a report tells of its results.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told<'a> {
    /// What is added up.
    pub sums: BTreeMap<ResultKey, Stated<'a>>,
    /// What is not, and why.
    pub apart: Vec<(&'a ResultLine, Apart)>,
}

impl<'a> Told<'a> {
    /// Adds up the rows of a report. Rows of one sheet are parts of a sum; another sheet repeats it, or contradicts it: then
    /// the sheet that comes first holds.
    pub fn of(lines: &'a [ResultLine], indicators: &Indicators) -> Told<'a> {
        let mut told = Told::default();
        let mut by_sheet: BTreeMap<ResultKey, Vec<OfSheet<'a>>> = BTreeMap::new();
        for line in lines {
            match key_of(line, indicators) {
                Err(why) => told.apart.push((line, why)),
                Ok(key) => {
                    let sheets = by_sheet.entry(key).or_default();
                    let at = sheets.iter().position(|of| of.sheet == line.sheet);
                    let at = at.unwrap_or_else(|| {
                        sheets.push(OfSheet { sheet: line.sheet, lines: Vec::new() });
                        sheets.len() - 1
                    });
                    sheets[at].lines.push(line);
                }
            }
        }
        for (key, sheets) in by_sheet {
            let Some((first, others)) = sheets.split_first() else { continue };
            let (sums, parts) = first.sums_and_parts();
            let amounts = total(&parts);
            // A row of sums that is none of the rows beside it contradicts them.
            let sums = sums.into_iter().filter(|sum| !Amounts::of(sum).agrees(amounts));
            told.apart.extend(sums.map(|line| (line, Apart::Twice)));
            for other in others.iter().filter(|other| !other.amounts().agrees(amounts)) {
                told.apart.extend(other.lines.iter().map(|line| (*line, Apart::Twice)));
            }
            told.sums.insert(key, Stated { amounts, line: parts[0] });
        }
        told
    }
}

fn key_of(line: &ResultLine, indicators: &Indicators) -> Result<ResultKey, Apart> {
    let id = match &line.naming {
        Naming::Known(id) => id.clone(),
        Naming::Near(id) => return Err(Apart::Near(id.clone())),
        Naming::Unknown => return Err(Apart::Unknown),
    };
    let amounts = [&line.plan, &line.done, &line.in_period];
    if amounts.into_iter().any(|amount| matches!(amount, Amount::Text(_))) {
        return Err(Apart::NoNumber);
    }
    let own = indicators.get(&id).filter(|own| own.is_in(&line.unit, &line.name));
    let unit = match own {
        Some(own) => own.unit.clone(),
        None if Label::new(&line.unit).is_empty() => return Err(Apart::NoUnit),
        None => line.unit.to_lowercase(),
    };
    Ok(ResultKey { component: line.component.clone(), indicator: id, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of "Lớp đào tạo nghề" of gn.4.1.
    fn line(sheet: u16, row: u32, unit: &str, done: Amount) -> ResultLine {
        ResultLine {
            component: "gn.4.1".parse().ok(),
            naming: Indicators::embedded().named("Lớp đào tạo nghề"),
            name: "Lớp đào tạo nghề".into(),
            unit: unit.into(),
            plan: Amount::Blank,
            done,
            in_period: Amount::Blank,
            note: "".into(),
            sheet,
            cell: Cell::new(row, 3),
            told: Cell::new(row, 6),
            is_partial: false,
            is_carried: false,
        }
    }

    #[test]
    fn rows_of_a_sheet_are_added_where_the_unit_agrees_and_other_sheets_only_repeat() {
        let indicators = Indicators::embedded();
        let of = |number| Amount::Of(Quantity::whole(number));
        let lines = [
            line(0, 1, "lớp", of(4)),
            line(0, 2, "Lớp học", of(3)),
            line(0, 3, "khóa", of(1)),
            line(0, 4, "%", of(50)),
            line(0, 5, "lớp", Amount::Text("hai".into())),
            line(1, 6, "", of(7)),
            line(2, 7, "lớp", of(9)),
            ResultLine { naming: Naming::Unknown, ..line(0, 8, "lớp", of(1)) },
        ];
        let told = Told::of(&lines, &indicators);
        let sums =
            told.sums.iter().map(|(key, sum)| (key.unit.as_str(), sum.amounts.done.unwrap()));
        let sums: Vec<_> = sums.collect();
        assert_eq!(sums, [("khóa", Quantity::whole(1)), ("lớp", Quantity::whole(7))]);
        let apart: Vec<_> = told.apart.iter().map(|(line, why)| (line.cell.row, why)).collect();
        let why =
            [(4, &Apart::NoUnit), (5, &Apart::NoNumber), (8, &Apart::Unknown), (7, &Apart::Twice)];
        assert_eq!(apart, why);
    }

    #[test]
    fn a_row_of_sums_is_not_added_to_its_parts() {
        let indicators = Indicators::embedded();
        let named = |row, name: &str, done| ResultLine {
            name: name.into(),
            ..line(0, row, "lớp", Amount::Of(Quantity::whole(done)))
        };
        let sum = |first| {
            let lines = [
                named(1, "Tổng số lớp đào tạo nghề", first),
                named(2, "Lớp đào tạo nghề", 2),
                named(3, "Lớp đào tạo nghề", 1),
            ];
            let told = Told::of(&lines, &indicators);
            let done = told.sums.values().next().unwrap().amounts.done;
            (done, told.apart.len())
        };
        assert_eq!(sum(3), (Some(Quantity::whole(3)), 0));
        assert_eq!(sum(5), (Some(Quantity::whole(3)), 1), "it contradicts them");
    }

    #[test]
    fn a_quantity_is_written_as_offices_do() {
        let show = |number| Quantity::from_cell(number).unwrap().to_string();
        assert_eq!(
            [0.0, 4.0, 2.5, 1234.0, -1234567.125].map(show),
            ["0", "4", "2,5", "1.234", "-1.234.567,125"]
        );
        assert_eq!(Quantity::from_cell(f64::NAN), None);
        let sum: Quantity = [0.1, 0.2].into_iter().filter_map(Quantity::from_cell).sum();
        assert_eq!(sum.to_string(), "0,3");
    }
}
