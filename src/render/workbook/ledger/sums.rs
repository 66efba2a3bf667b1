//! What the rows add up to, in one pass over them.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key};
use crate::domain::known::Known;
use crate::domain::money::Money;
use crate::domain::tally::Tally;

use super::rows::Rows;
use super::{Amount, Extent, FormPlace, Kind, Ledger, OfPlace, OfSlot, Row, Slot};
use crate::render::xlsx::style::shown;

/// More works than this under one funding type are summed in their component; "Dữ liệu" still lists them.
const MOST_WORKS: usize = 1_500;

/// The columns that a form shows.
pub(crate) const MEASURES: [Amount; 4] =
    [Amount::Assigned, Amount::Plan, Amount::InPeriod, Amount::Cumulative];

/// The columns that many forms do not have.
const OPTIONAL: [Amount; 2] = [Amount::StatedAllocated, Amount::Volume];

/// The columns whose figures may be known for several keys together.
const SHARED: [Amount; 2] = [Amount::InPeriod, Amount::Cumulative];

/// Money by column, plan year and source.
pub(crate) type Sums = BTreeMap<(Amount, Slot), Money>;

/// What the figures of a row of a form lack, by column, plan year and source.
#[derive(Clone, Default, Debug)]
pub(crate) struct Lacks {
    /// Where a part is known by nobody.
    lost: BTreeSet<(Amount, Slot)>,
    /// Figures that are shares of one that stands elsewhere, and such figures themselves: rows of the ledger.
    shares: BTreeSet<(Amount, Slot, usize)>,
    wholes: BTreeSet<(Amount, Slot, usize)>,
}

impl Lacks {
    /// Takes over what another row lacks in some columns.
    pub(crate) fn add(&mut self, other: &Lacks, is_wanted: impl Fn(Amount) -> bool) {
        self.lost.extend(other.lost.iter().filter(|(amount, _)| is_wanted(*amount)));
        self.shares.extend(other.shares.iter().filter(|(amount, ..)| is_wanted(*amount)));
        self.wholes.extend(other.wholes.iter().filter(|(amount, ..)| is_wanted(*amount)));
    }

    /// Whether a sum over a slot, or over all of them, is not whole.
    pub(crate) fn any(&self, amount: Amount, slot: Option<Slot>) -> bool {
        let is_in = |of: Amount, at: Slot| of == amount && slot.is_none_or(|slot| slot == at);
        let holds = |whole: usize| {
            self.wholes.iter().any(|(of, at, index)| is_in(*of, *at) && *index == whole)
        };
        self.lost.iter().any(|(of, at)| is_in(*of, *at))
            || self.shares.iter().any(|(of, at, whole)| is_in(*of, *at) && !holds(*whole))
    }
}

/// The row of a form where the money of a key stands.
pub(super) fn place(key: &Key, condensed: &BTreeSet<Funding>) -> FormPlace {
    let work = if condensed.contains(&key.funding) { None } else { key.work.clone() };
    (key.funding, key.component.clone(), work)
}

/// Adds the rows up.
pub(super) fn ledger(source: Rows<'_>, most_rows: usize) -> Ledger<'_> {
    let unit = source.summary.money_unit();
    let mut forms = Forms::default();
    let mut slots = BTreeSet::new();
    let mut extents = [Extent::default(); Amount::ALL.len()];
    let mut totals = [Money::ZERO; Amount::ALL.len()];
    let mut by_program: BTreeMap<(ComponentId, Funding), [Money; Amount::ALL.len()]> =
        BTreeMap::new();
    let mut by_slot: BTreeMap<(ComponentId, Funding), BTreeMap<Slot, OfSlot>> = BTreeMap::new();
    let mut by_unit: BTreeMap<(usize, ComponentId, Funding), Tally> = BTreeMap::new();
    let mut origins = vec![0];
    let mut shared = Shared { year: source.summary.year, ..Shared::default() };
    let mut length = 0;
    for row in source.iter() {
        origins.resize(1 + length / most_rows, 0);
        origins[length / most_rows] += usize::from(row.origin.is_some());
        for amount in Amount::ALL {
            if let Some(money) = row.amount(amount) {
                let at = amount as usize;
                totals[at] += money;
                extents[at].add(money, shown(money, unit).decimals());
                extents[at].is_least |= !row.known(amount).is_none_or(Known::is_whole);
            }
        }
        if let Some(key) = &row.key {
            let program = key.component.program();
            let sums = by_program
                .entry((program.clone(), key.funding))
                .or_insert([Money::ZERO; Amount::ALL.len()]);
            let slot = (key.year, key.source);
            let of_program = by_slot.entry((program.clone(), key.funding)).or_default();
            for amount in Amount::ALL {
                let money = row.amount(amount).unwrap_or(Money::ZERO);
                sums[amount as usize] += money;
                let is_whole = row.known(amount).is_none_or(Known::is_whole);
                // What some reports do not ask for is known in part.
                let is_unstated = OPTIONAL.contains(&amount)
                    && matches!(row.kind, Kind::Reported | Kind::Provisional)
                    && row.amount(amount).is_none();
                if is_unstated {
                    of_program.entry(slot).or_default().add(amount, Money::ZERO, true);
                }
                if !money.is_zero() || !is_whole {
                    slots.insert((key.funding, amount, slot));
                    of_program.entry(slot).or_default().add(amount, money, !is_whole);
                }
            }
            if let Some(unit) = row.unit {
                let of = (unit, program, key.funding);
                let is_doubted = source.summary.units[unit].tally.is_doubted;
                *by_unit.entry(of).or_default() += tally(&row, is_doubted);
            }
            forms.add(key, &row);
            shared.add(length, key, &row, &mut forms);
        }
        length += 1;
    }
    shared.settle(&mut forms);
    let Forms { places, condensed, .. } = forms;
    Ledger {
        source,
        length,
        most_rows,
        origins,
        places: places.into_iter().collect(),
        condensed,
        slots,
        extents,
        by_unit,
        totals,
        by_program,
        by_slot,
    }
}

impl Extent {
    fn add(&mut self, amount: Money, decimals: u8) {
        self.least = self.least.min(amount);
        self.most = self.most.max(amount);
        self.decimals = self.decimals.max(decimals);
    }
}

fn tally(row: &Row<'_>, is_doubted: bool) -> Tally {
    let money = |amount| row.amount(amount).unwrap_or(Money::ZERO);
    Tally {
        plan: money(Amount::Plan),
        in_period: money(Amount::InPeriod),
        cumulative: money(Amount::Cumulative),
        carried: money(Amount::Carried),
        is_doubted,
        lacks_in_period: row.in_period_known.is_some_and(Known::is_lost),
        lacks_cumulative: row.basis.is_some_and(Known::is_lost),
        has_shares: [row.in_period_known, row.basis].contains(&Some(Known::Share)),
    }
}

/// The rows of the forms.
#[derive(Default)]
struct Forms {
    places: BTreeMap<FormPlace, OfPlace>,
    condensed: BTreeSet<Funding>,
    works: BTreeMap<Funding, usize>,
}

impl Forms {
    fn place(&mut self, key: &Key) -> &mut OfPlace {
        let at = place(key, &self.condensed);
        if at.2.is_some() && !self.places.contains_key(&at) {
            let works = self.works.entry(key.funding).or_default();
            *works += 1;
            if MOST_WORKS < *works {
                self.condense(key.funding);
            }
        }
        self.places.entry(place(key, &self.condensed)).or_default()
    }

    /// The works of a funding type go into their components.
    fn condense(&mut self, funding: Funding) {
        self.condensed.insert(funding);
        let is_work = |(of, _, work): &FormPlace| *of == funding && work.is_some();
        let works: Vec<_> = self.places.extract_if(.., |at, _| is_work(at)).collect();
        for ((_, component, _), of) in works {
            let whole = self.places.entry((funding, component, None)).or_default();
            for (at, money) in of.sums {
                *whole.sums.entry(at).or_insert(Money::ZERO) += money;
            }
            whole.lacks.add(&of.lacks, |_| true);
            whole.units.extend(of.units);
        }
    }

    fn add(&mut self, key: &Key, row: &Row<'_>) {
        let slot = (key.year, key.source);
        let of = self.place(key);
        of.units.extend(row.unit);
        for amount in MEASURES {
            let money = row.amount(amount).unwrap_or(Money::ZERO);
            *of.sums.entry((amount, slot)).or_insert(Money::ZERO) += money;
        }
        for amount in SHARED {
            if row.known(amount) == Some(Known::AtLeast) {
                of.lacks.lost.insert((amount, slot));
            }
        }
    }
}

/// The figures of a unit that are known for several keys together, and the shares of them. The rows of a unit stand
/// together: those of the last one are settled as soon as the next one begins.
#[derive(Default)]
struct Shared {
    year: i32,
    unit: Option<usize>,
    wholes: Vec<(Amount, Key, usize)>,
    shares: Vec<(Amount, Key, usize)>,
}

impl Shared {
    fn add(&mut self, index: usize, key: &Key, row: &Row<'_>, forms: &mut Forms) {
        if self.unit != row.unit {
            self.settle(forms);
            self.unit = row.unit;
        }
        for amount in SHARED {
            match row.known(amount) {
                Some(Known::Group) => self.wholes.push((amount, key.clone(), index)),
                Some(Known::Share) => self.shares.push((amount, key.clone(), index)),
                _ => {}
            }
        }
    }

    /// Finds the figure that holds the rest of each share: of its unit, under a key that covers it.
    fn settle(&mut self, forms: &mut Forms) {
        let slot = |key: &Key| (key.year, key.source);
        for (amount, key, index) in std::mem::take(&mut self.shares) {
            let holds = |(of, whole, _): &&(Amount, Key, usize)| {
                *of == amount && whole.covers(&key, self.year)
            };
            let whole = self.wholes.iter().find(holds).map_or(index, |(.., whole)| *whole);
            forms.place(&key).lacks.shares.insert((amount, slot(&key), whole));
        }
        for (amount, key, index) in std::mem::take(&mut self.wholes) {
            forms.place(&key).lacks.wholes.insert((amount, slot(&key), index));
        }
    }
}
