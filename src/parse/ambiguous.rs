//! Evidence for how to read a number that reads two ways ("1.234"): its column, its row, the plan, the sums, its
//! neighbours.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::number::{self, Notation, Typed};
use super::text_numbers::{Candidate, Open};
use crate::domain::attributes::Facts;
use crate::domain::code::ComponentId;
use crate::domain::key::{Key, Source, below};
use crate::domain::lang::{Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::submission::{Measure, RowKind, Stated, Table};
use crate::read::{Value, Workbook};

/// Why a reading was taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reason {
    /// The other texts of the column are written so.
    Column(Notation),
    /// The other reading has a fraction of a đồng, or is larger than all the programs.
    Possible,
    /// The plan of the row is of this size.
    Plan(Money),
    /// The rate stated in the row fits.
    Rate,
    /// The rows add up to their total only so.
    Sums,
    /// The other columns of the table are written so.
    Table(Notation),
    /// The other sheets of the workbook are written so.
    Workbook(Notation),
    /// The other amounts of the column are of this size.
    Size,
}

impl Reason {
    /// A part of a sentence: "vì …".
    pub(super) fn words(self) -> Words {
        let written = |notation: Notation| match notation {
            Notation::Vietnamese => ("1.234,5", "Việt Nam", "Vietnamese"),
            Notation::English => ("1,234.5", "Anh", "English"),
        };
        let so = |place: (&str, &str), notation: Notation| {
            let (example, vi, en) = written(notation);
            Words::new(
                format!("các ô khác trong {} viết theo kiểu {vi} ({example})", place.0),
                format!("the other cells of the {} are in {en} notation ({example})", place.1),
            )
        };
        match self {
            Reason::Column(notation) => so(("cột", "column"), notation),
            Reason::Table(notation) => so(("bảng", "table"), notation),
            Reason::Workbook(notation) => so(("tệp", "file"), notation),
            Reason::Plan(plan) => {
                let plan = plan.show(MoneyUnit::Million, 6);
                words!(
                    "kế hoạch vốn của dòng là {plan} triệu đồng",
                    "the plan of the row is {plan} million đồng";
                    plan
                )
            }
            Reason::Possible => words!(
                "cách đọc kia cho số tiền lẻ dưới một đồng hoặc lớn quá mức có thể có",
                "the other reading is a fraction of a đồng or larger than any plan"
            ),
            Reason::Rate => {
                words!("khớp với tỷ lệ ghi trên dòng", "it fits the rate stated in the row")
            }
            Reason::Sums => words!(
                "chỉ như vậy các dòng mới cộng đúng dòng tổng",
                "only so the rows add up to their total"
            ),
            Reason::Size => words!(
                "các số khác trong cột có độ lớn tương đương",
                "the other amounts of the column are of that size"
            ),
        }
    }
}

/// What may be asked about the open texts of one table.
pub(super) struct Witnesses<'a> {
    workbook: &'a Workbook,
    plans: Plans<'a>,
    /// The notations that the texts of each column show.
    usage: BTreeMap<usize, BTreeSet<Notation>>,
    // What is the same for all texts of a column, or of the workbook, is found out once.
    sums: RefCell<BTreeMap<usize, Option<Notation>>>,
    sizes: RefCell<BTreeMap<usize, Option<(i128, i128)>>>,
    booked: OnceCell<Option<Notation>>,
}

impl<'a> Witnesses<'a> {
    /// With the registered `plan` of the unit, and the columns whose texts show a notation.
    pub(super) fn new(
        workbook: &'a Workbook,
        plan: &'a BTreeMap<Key, Money>,
        budget: i32,
        usage: &[(usize, Notation)],
    ) -> Witnesses<'a> {
        let mut witnesses = Witnesses {
            workbook,
            plans: Plans::new(plan, budget),
            usage: BTreeMap::new(),
            sums: RefCell::default(),
            sizes: RefCell::default(),
            booked: OnceCell::new(),
        };
        witnesses.learn(usage.iter().copied());
        witnesses
    }

    /// Adds the notation in which texts of some columns turned out to be written.
    pub(super) fn learn(&mut self, usage: impl Iterator<Item = (usize, Notation)>) {
        for (at, notation) in usage {
            self.usage.entry(at).or_default().insert(notation);
        }
    }

    /// The reading of one of the `open` texts and why; an error where nothing decides, or (with one of the reasons)
    /// where what decides disagrees.
    pub(super) fn decide(
        &self,
        table: &Table,
        open: &[Open<'_>],
        one: &Open<'_>,
    ) -> Result<(Candidate, Reason), Option<Reason>> {
        let mut left = one.candidates.clone();
        let mut why: Option<Reason> = None;
        let possible = || told(one, Candidate::is_possible, Reason::Possible);
        let strong = [
            self.column(table, one),
            self.planned(table, one),
            self.rated(table, one),
            self.summed(table, open, one),
            possible(),
        ];
        for (reason, believed) in strong.into_iter().flatten() {
            left.retain(|candidate| believed.iter().any(|other| same(candidate, other)));
            if left.is_empty() {
                return Err(why.or(Some(reason)));
            }
            why = why.or(Some(reason));
        }
        for weak in [Self::tabled, Self::sized, Self::booked] {
            if left.len() == 1 {
                break;
            }
            let Some((reason, believed)) = weak(self, table, one) else { continue };
            let kept =
                left.iter().filter(|candidate| believed.iter().any(|other| same(candidate, other)));
            let kept: Vec<Candidate> = kept.copied().collect();
            if !kept.is_empty() && kept.len() < left.len() {
                why = why.or(Some(reason));
                left = kept;
            }
        }
        match (left.as_slice(), why) {
            ([only], Some(why)) => Ok((*only, why)),
            _ => Err(None),
        }
    }

    /// The one notation that the texts of some columns show; `None` where they show none or both.
    fn notation(&self, of: impl Fn(usize) -> bool) -> Option<Notation> {
        let mut shown = self.usage.iter().filter(|(at, _)| of(**at)).flat_map(|(_, shown)| shown);
        let first = shown.next()?;
        shown.all(|other| other == first).then_some(*first)
    }

    fn column(&self, _: &Table, one: &Open<'_>) -> Said {
        let notation = self.notation(|at| at == one.waiting.at)?;
        written(one, notation, Reason::Column(notation))
    }

    fn tabled(&self, _: &Table, one: &Open<'_>) -> Said {
        let notation = self.notation(|_| true)?;
        written(one, notation, Reason::Table(notation))
    }

    /// Figures with a comma anywhere in the workbook; with points alone a text may be a number of a row.
    fn booked(&self, _: &Table, one: &Open<'_>) -> Said {
        let notation = (*self.booked.get_or_init(|| self.notation_of_book()))?;
        written(one, notation, Reason::Workbook(notation))
    }

    fn notation_of_book(&self) -> Option<Notation> {
        let cells = self.workbook.sheets.iter().flat_map(|sheet| &sheet.cells);
        let texts = cells.filter_map(|(_, value)| match value {
            Value::Text(text) if text.contains(',') && text.len() <= 40 => Some(text),
            _ => None,
        });
        let mut shown = texts.filter_map(|text| match number::read(text) {
            Typed::Number(number) | Typed::Percent(number) => number.notation(),
            _ => None,
        });
        let first = shown.next()?;
        shown.all(|other| other == first).then_some(first)
    }

    /// A plan is of the size of the registered one; what was paid out is not twenty times the plan.
    fn planned(&self, table: &Table, one: &Open<'_>) -> Said {
        let (row, at) = (one.waiting.row, one.waiting.at);
        let is_plan = table.columns[at].measure == Measure::Plan;
        let registered = self.registered(&table.rows[row].kind, &table.columns[at].facts);
        let plan = match registered {
            Some(plan) => plan,
            None if is_plan => return None,
            None => stated_plan(table, row)?,
        };
        let ratio = |candidate: &Candidate| {
            candidate.rounded.money.abs().as_dong() as f64 / plan.as_dong() as f64
        };
        let fits = |candidate: &Candidate| match is_plan {
            true => (0.2..=5.0).contains(&ratio(candidate)),
            false => ratio(candidate) <= 20.0,
        };
        told(one, fits, Reason::Plan(plan))
    }

    /// What the register plans for a row and column; `None` where that is nothing.
    fn registered(&self, kind: &RowKind, facts: &Facts) -> Option<Money> {
        self.plans.exact(kind, facts).map(|planned| planned.money)
    }

    /// A rate in the row says which share of the plan was paid out.
    fn rated(&self, table: &Table, one: &Open<'_>) -> Said {
        let (row, at) = (one.waiting.row, one.waiting.at);
        if table.columns[at].measure == Measure::Plan {
            return paid_share(table, one);
        }
        let registered = self.registered(&table.rows[row].kind, &table.columns[at].facts);
        let plan = stated_plan(table, row).or(registered)?.as_dong() as f64;
        let columns = (0..table.columns.len()).filter_map(|other| match table.at(row, other) {
            Stated::Percent(rate) if rate.is_finite() && rate != 0.0 => Some(rate.abs()),
            _ => None,
        });
        let rates: Vec<f64> = columns.collect();
        let fits = |candidate: &Candidate| {
            let share = candidate.rounded.money.abs().as_dong() as f64 / plan;
            let is_near = |rate: f64| (share / rate - 1.0).abs() < 0.02;
            rates.iter().any(|rate| is_near(rate / 100.0) || *rate <= 1.5 && is_near(*rate))
        };
        told(one, fits, Reason::Rate)
    }

    /// Under one notation the rows of the column add up to their totals, under the other they do not.
    fn summed(&self, table: &Table, open: &[Open<'_>], one: &Open<'_>) -> Said {
        let at = one.waiting.at;
        let mut sums = self.sums.borrow_mut();
        let notation = (*sums.entry(at).or_insert_with(|| notation_of_sums(table, open, at)))?;
        written(one, notation, Reason::Sums)
    }

    /// The certain amounts of the column are of one size.
    fn sized(&self, table: &Table, one: &Open<'_>) -> Said {
        let at = one.waiting.at;
        let mut sizes = self.sizes.borrow_mut();
        let (least, most) = (*sizes.entry(at).or_insert_with(|| sizes_of(table, at)))?;
        let fits = |candidate: &Candidate| {
            let amount = candidate.rounded.money.abs().as_dong();
            (least / 10..=most * 10).contains(&amount)
        };
        told(one, fits, Reason::Size)
    }
}

/// Of the readings of a plan those that a certain amount was paid of, at the rate that stands beside it.
fn paid_share(table: &Table, one: &Open<'_>) -> Said {
    let (row, facts) = (one.waiting.row, &table.columns[one.waiting.at].facts);
    let beside = |wanted: Measure| {
        let is_it = move |at: &usize| {
            table.columns[*at].measure == wanted && table.columns[*at].facts == *facts
        };
        (0..table.columns.len()).filter(is_it).map(|at| table.at(row, at))
    };
    let paid = beside(Measure::Cumulative).find_map(Stated::amount)?.as_dong() as f64;
    let rate = beside(Measure::Rate).find_map(|stated| match stated {
        Stated::Percent(rate) if rate.is_finite() && rate != 0.0 => Some(rate.abs()),
        _ => None,
    })?;
    let fits = |candidate: &Candidate| {
        let share = paid.abs() / candidate.rounded.money.abs().as_dong() as f64;
        let is_near = |rate: f64| (share / rate - 1.0).abs() < 0.02;
        is_near(rate / 100.0) || rate <= 1.5 && is_near(rate)
    };
    told(one, fits, Reason::Rate)
}

/// The least and the largest of the certain amounts of a column, in đồng.
fn sizes_of(table: &Table, at: usize) -> Option<(i128, i128)> {
    let amounts = (0..table.rows.len()).filter_map(|row| table.at(row, at).amount());
    let amounts: Vec<Money> = amounts.map(Money::abs).filter(|amount| !amount.is_zero()).collect();
    Some((amounts.iter().min()?.as_dong(), amounts.iter().max()?.as_dong()))
}

/// The one notation under which the rows of a column add up to totals.
fn notation_of_sums(table: &Table, open: &[Open<'_>], at: usize) -> Option<Notation> {
    let in_column: BTreeMap<usize, &Open<'_>> = open
        .iter()
        .filter(|open| open.waiting.at == at)
        .map(|open| (open.waiting.row, open))
        .collect();
    let [vietnamese, english] = Notation::ALL.map(|notation| {
        let amount = |row: usize| match in_column.get(&row) {
            Some(open) => {
                let mut ways = open
                    .candidates
                    .iter()
                    .filter(|way| way.notation.is_none_or(|other| other == notation));
                ways.next().map(|way| (way.rounded.money, true))
            }
            None => table.at(row, at).amount().map(|money| (money, false)),
        };
        sums_that_hold(table, amount)
    });
    match (vietnamese, english) {
        (0, 0) => None,
        (_, 0) => Some(Notation::Vietnamese),
        (0, _) => Some(Notation::English),
        _ => None,
    }
}

/// What a witness believes, and why; `None` where it has nothing to say.
type Said = Option<(Reason, Vec<Candidate>)>;

/// A witness speaks where it believes some of the readings and not all.
fn told(one: &Open<'_>, believes: impl Fn(&Candidate) -> bool, reason: Reason) -> Said {
    let believed: Vec<Candidate> =
        one.candidates.iter().filter(|way| believes(way)).copied().collect();
    let speaks = !believed.is_empty() && believed.len() < one.candidates.len();
    speaks.then_some((reason, believed))
}

fn written(one: &Open<'_>, notation: Notation, reason: Reason) -> Said {
    told(one, |way| way.notation.is_none_or(|other| other == notation), reason)
}

fn same(a: &Candidate, b: &Candidate) -> bool {
    a.rounded.money == b.rounded.money
}

/// The largest plan that a row states with certainty.
pub(super) fn stated_plan(table: &Table, row: usize) -> Option<Money> {
    let plans = (0..table.columns.len()).filter(|&at| table.columns[at].measure == Measure::Plan);
    let amounts = plans.filter_map(|at| table.at(row, at).amount());
    amounts.max().filter(|plan| Money::ZERO < *plan)
}

/// How many totals the rows below them add up to, counting those with an open text and a certain amount among them.
fn sums_that_hold(table: &Table, amount: impl Fn(usize) -> Option<(Money, bool)>) -> usize {
    let mut sums: BTreeMap<usize, (Money, bool, bool)> = BTreeMap::new();
    for (row, line) in table.rows.iter().enumerate() {
        let (Some(parent), RowKind::Item(..), Some((money, is_open))) =
            (line.parent, &line.kind, amount(row))
        else {
            continue;
        };
        let sum = sums.entry(parent).or_insert((Money::ZERO, false, false));
        sum.0 += money;
        sum.1 |= is_open;
        sum.2 |= !is_open && !money.is_zero();
    }
    let holds = |(parent, (sum, has_open, has_certain)): &(usize, (Money, bool, bool))| {
        let Some((total, is_open)) = amount(*parent) else { return false };
        let speaks = (*has_open || is_open) && (*has_certain || !is_open);
        let gap = (total - *sum).abs().as_dong();
        // Rounded parts; the readings are a thousandfold apart.
        speaks && !total.is_zero() && gap * 200 <= total.abs().as_dong()
    };
    sums.into_iter().filter(holds).count()
}

/// Amounts against the plan of their rows, each plan counted once: the works of a component whose plan names none are
/// together what the plan of the component is for.
#[derive(Debug, Default)]
pub(super) struct Against<'a> {
    /// The amounts.
    pub amount: Money,
    /// Their plans.
    pub plan: Money,
    seen: BTreeSet<&'a Key>,
}

impl<'a> Against<'a> {
    /// Adds the amount of a row and column; tells the plan it is held against, where there is one.
    pub(super) fn add(&mut self, amount: Money, planned: Option<Planned<'a>>) -> Option<Money> {
        let planned = planned?;
        self.amount += amount;
        if self.seen.insert(planned.first) {
            self.plan += planned.money;
        }
        Some(planned.money)
    }

    /// Amounts ÷ plans; `None` where one of them is nothing.
    pub(super) fn ratio(&self) -> Option<f64> {
        let both = Money::ZERO < self.amount && Money::ZERO < self.plan;
        both.then(|| self.amount.as_dong() as f64 / self.plan.as_dong() as f64)
    }
}

/// What is planned for a row and column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned<'a> {
    /// The first key of the row: rows with the same one share a plan.
    first: &'a Key,
    /// More than nothing.
    pub money: Money,
}

/// The plan of a unit, asked row by row.
#[derive(Debug)]
pub(super) struct Plans<'a> {
    plan: &'a BTreeMap<Key, Money>,
    budget: i32,
    /// What was found for whole components: thousands of works may ask for that of theirs.
    wholes: RefCell<BTreeMap<Option<ComponentId>, Wholes<'a>>>,
}

/// What is planned for the columns of a component.
type Wholes<'a> = Vec<(Facts, Option<Planned<'a>>)>;

impl<'a> Plans<'a> {
    /// In the budget year `budget`.
    pub(super) fn new(plan: &'a BTreeMap<Key, Money>, budget: i32) -> Plans<'a> {
        Plans { plan, budget, wholes: RefCell::default() }
    }

    /// What it says for a row's own component or work and a column; `None` where that is nothing.
    pub(super) fn exact(&self, kind: &RowKind, facts: &Facts) -> Option<Planned<'a>> {
        match kind {
            RowKind::Item(id, Some(work)) => self.sum(below(self.plan, id, Some(work)), facts),
            RowKind::Item(id, None) | RowKind::Subtotal(id) => self.whole(Some(id), facts),
            RowKind::Total => self.whole(None, facts),
            RowKind::Detail | RowKind::Quantity | RowKind::Stray => None,
        }
    }

    /// What it says for a row; for its component where it does not know the work.
    pub(super) fn near(&self, kind: &RowKind, facts: &Facts) -> Option<Planned<'a>> {
        match kind {
            RowKind::Item(id, Some(work)) if below(self.plan, id, Some(work)).next().is_none() => {
                self.whole(Some(id), facts)
            }
            _ => self.exact(kind, facts),
        }
    }

    fn whole(&self, id: Option<&ComponentId>, facts: &Facts) -> Option<Planned<'a>> {
        let mut wholes = self.wholes.borrow_mut();
        let known = wholes.entry(id.cloned()).or_default();
        if let Some((_, planned)) = known.iter().find(|(of, _)| of == facts) {
            return *planned;
        }
        let planned = match id {
            Some(id) => self.sum(below(self.plan, id, None), facts),
            None => self.sum(self.plan.iter(), facts),
        };
        known.push((*facts, planned));
        planned
    }

    fn sum(
        &self,
        entries: impl Iterator<Item = (&'a Key, &'a Money)>,
        facts: &Facts,
    ) -> Option<Planned<'a>> {
        let is_of_column = |key: &Key| {
            let covers = |source: Source| key.source.is_none_or(|other| source.covers(other));
            facts.funding.is_none_or(|funding| funding == key.funding)
                && facts.source.is_none_or(covers)
                && facts.year.is_none_or(|year| year.covers(key.year, self.budget))
        };
        let mut entries = entries.peekable();
        let (first, _) = *entries.peek()?;
        let money = entries.filter(|(key, _)| is_of_column(key)).map(|(_, money)| *money).sum();
        (Money::ZERO < money).then_some(Planned { first, money })
    }
}
