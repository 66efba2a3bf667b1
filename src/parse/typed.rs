//! Texts in the columns of a table: read together, because what one of them means the others tell.
//!
//! "357,792" is 357 and a fraction or three hundred thousand. Witnesses are asked, each keeps the readings that it can
//! believe. Those of the column and of the row must not contradict each other; only where they are silent are the
//! weaker ones asked, one after the other. What is still open then is set aside: nothing is guessed.

use super::cells::{self, Read, quote};
use super::number::{self, Notation, Number, Typed};
use super::table::{Remark, Told};
use super::witness::{Reason, Witnesses};
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit, Rounded};
use crate::domain::rule::RuleCode;
use crate::domain::submission::{Measure, Stated, Table};

/// A text where a figure should be.
pub struct Waiting<'a> {
    /// Index into the table's rows.
    pub row: usize,
    /// Index into its columns.
    pub at: usize,
    /// What was typed.
    pub text: &'a str,
}

/// One way to read a text.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The amount then.
    pub rounded: Rounded,
    /// The notation; `None` where both agree.
    pub notation: Option<Notation>,
    /// The unit of money.
    pub unit: MoneyUnit,
}

/// A text that can be read in more than one way.
pub struct Open<'a> {
    /// Where it stands.
    pub waiting: &'a Waiting<'a>,
    /// The ways, two or more.
    pub candidates: Vec<Candidate>,
}

/// No line of one unit is larger: all the programs together are less than five times that.
const LARGEST: Money = Money::from_dong(100_000_000_000_000);
/// Nobody reports less than 1.000 đồng and writes "đồng" behind it in a table of millions.
const LEAST: Money = Money::from_dong(1_000);

/// Reads the texts that wait, writes what they state into the table, and says what was repaired or set aside.
///
/// `witnesses` is asked only where a text can be read in more than one way.
pub fn settle<'a>(
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
            Typed::Nothing => Read { stated: Stated::Amount(Money::ZERO), remark: None },
            Typed::Percent(_) => percent(waits.text),
            Typed::NotANumber => no_number(waits.text),
            Typed::Number(number) => {
                let candidates = candidates(&number, column.unit);
                match candidates[..] {
                    [] => no_number(waits.text),
                    [only] => {
                        remarks.extend(repaired(waits, only, &number, column.unit));
                        Read { stated: Stated::Amount(only.rounded.money), remark: None }
                    }
                    _ => {
                        open.push(Open { waiting: waits, candidates });
                        continue;
                    }
                }
            }
        };
        table.cells[waits.row * table.columns.len() + waits.at] = read.stated;
        if let Some((code, words)) = read.remark {
            remarks.push(Remark { row: waits.row, at: waits.at, code, words, told: Told::Fault });
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
        remarks.push(Remark { row, at, code: RuleCode("GN306"), words, told });
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
    pub fn is_possible(&self) -> bool {
        !self.rounded.cut && self.rounded.money.abs() <= LARGEST
    }
}

fn percent(text: &str) -> Read {
    let quoted = quote(text);
    Read::aside(
        "GN302",
        Words::new(
            format!("Ô ghi {quoted}, là tỷ lệ phần trăm chứ không phải số tiền"),
            format!("The cell says {quoted}, a percentage and no amount"),
        ),
    )
}

fn no_number(text: &str) -> Read {
    let quoted = quote(text);
    // What Excel shows for a broken formula, pasted as a text.
    let name = text.trim().strip_prefix('#');
    if name.is_some_and(|name| name.starts_with(|letter: char| letter.is_ascii_uppercase())) {
        return Read::aside("GN304", cells::error_words(text.trim()));
    }
    Read::aside(
        "GN302",
        Words::new(
            format!("Ô ghi {quoted}, không phải là số"),
            format!("The cell says {quoted}, which is no number"),
        ),
    )
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
        let words = Words::new(
            format!("Số {quoted} ghi kèm đơn vị tính riêng; đã đọc là {}", amount.vi),
            format!("The number {quoted} has a unit of its own; read as {}", amount.en),
        );
        (words, Told::Cell)
    } else {
        let words = Words::new(
            format!("Số {quoted} được gõ dưới dạng chữ; đã đọc là {}", amount.vi),
            format!("The number {quoted} is typed as text; read as {}", amount.en),
        );
        (words, Told::Table)
    };
    let remark = |code, words, told| Remark {
        row: waits.row,
        at: waits.at,
        code: RuleCode(code),
        words,
        told,
    };
    let cut = read.rounded.cut.then(|| cells::cut(read.rounded.money));
    let cut = cut.map(|words| remark("GN308", words, Told::Table));
    [Some(remark("GN301", words, told)), cut].into_iter().flatten()
}

/// An amount in `unit` with all its digits.
fn shown(amount: Money, unit: MoneyUnit) -> Words {
    let decimals = unit.dong().ilog10();
    let digits = amount.show(unit, decimals);
    Words::new(format!("{digits} {}", unit.text().vi), format!("{digits} {}", unit.text().en))
}

fn taken(text: &str, open: &Open<'_>, read: Candidate, reason: Reason) -> Words {
    let quoted = quote(text);
    let others = ways(open);
    let amount = shown(read.rounded.money, read.unit);
    let reason = reason.words();
    Words::new(
        format!("Số {quoted} có thể là {}; đã đọc là {} vì {}", others.vi, amount.vi, reason.vi),
        format!("{quoted} may be {}; read as {}: {}", others.en, amount.en, reason.en),
    )
}

fn undecided(text: &str, open: &Open<'_>, reason: Option<Reason>) -> Words {
    let quoted = quote(text);
    let ways = ways(open);
    match reason {
        None => Words::new(
            format!(
                "Số {quoted} có thể là {} và không có căn cứ để chọn; ô được để riêng",
                ways.vi
            ),
            format!("{quoted} may be {}, and nothing decides; the cell is set aside", ways.en),
        ),
        Some(reason) => {
            let reason = reason.words();
            Words::new(
                format!(
                    "Số {quoted} có thể là {}; các căn cứ trái nhau (một căn cứ: {}); ô được để riêng",
                    ways.vi, reason.vi
                ),
                format!(
                    "{quoted} may be {}; what should decide disagrees (one: {}); the cell is set aside",
                    ways.en, reason.en
                ),
            )
        }
    }
}

fn ways(open: &Open<'_>) -> Words {
    let shown = open.candidates.iter().map(|way| shown(way.rounded.money, way.unit));
    let (vi, en): (Vec<String>, Vec<String>) = shown.map(|words| (words.vi, words.en)).unzip();
    Words::new(vi.join(" hoặc "), en.join(" or "))
}

/// The amount of a text in a column that is set aside as a whole: 0 where it can be read in more than one way, `None`
/// where it is no number.
pub fn aside(text: &str, unit: MoneyUnit) -> Option<Money> {
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

/// Rates that were typed: with a `%` they are hundredths, and stand as the numbers beside them do (0.1464).
pub fn rates(table: &mut Table, waiting: &[Waiting<'_>]) {
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
