//! How far the works will come by the end of the budget year by their own forecasts, and where the money of those that fall
//! short could go: proposals, nobody's decisions.
//!
//! Money is proposed to move only within one program, funding type, source and plan year. Nothing is proposed that a
//! unit did not say: who gives falls short of its plan by its own forecast or asks to give back or to be lowered, who
//! takes asks for more.

use std::collections::BTreeMap;

use super::code::{ComponentId, UnitCode};
use super::key::{Funding, Key, PlanYear, Source, align, one};
use super::known::Known;
use super::money::Money;
use super::submission::Measure;
use super::summary::{Standing, Summary, SummaryLine};
use super::tally::Rate;

/// A work, or where plan and forecast meet only in something wider, that.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Outlook {
    /// Whose it is.
    pub unit: UnitCode,
    /// What it is.
    pub key: Key,
    /// Its plan: what the unit states, else what is registered.
    pub plan: Money,
    /// What is disbursed, as far as it is known.
    pub cumulative: Money,
    /// A part of that is known by nobody.
    pub lacks_cumulative: bool,
    /// What the unit expects to have disbursed in the end, to 31/01, else to 31/12; `None` where it does not say.
    pub forecast: Option<Money>,
    /// By how much it asks to raise its plan; negative to lower it.
    pub asked: Option<Money>,
    /// What it asks to give back.
    pub to_return: Option<Money>,
    /// What is proposed: more, or less where negative.
    pub change: Money,
}

impl Outlook {
    /// The forecast of the plan; `None` without one of them.
    pub(crate) fn rate(&self) -> Option<Rate> {
        Rate::of(self.forecast?, self.plan)
    }

    /// A forecast is a cumulative figure of a plan: below what was disbursed or above the plan it is something else (a
    /// finding says so), and nothing follows from it.
    fn shortfall(&self) -> Money {
        let forecast = self.forecast.filter(|of| self.cumulative <= *of && *of <= self.plan);
        forecast.map_or(Money::ZERO, |forecast| self.plan - forecast)
    }

    /// What it could give: no more than is not yet disbursed.
    fn spare(&self) -> Money {
        let lowered = self.asked.map_or(Money::ZERO, |asked| -asked);
        let is_asking = self.asked.is_some_and(|asked| Money::ZERO < asked);
        if self.lacks_cumulative || is_asking {
            return Money::ZERO;
        }
        let given = self.to_return.unwrap_or(Money::ZERO);
        let most = (self.plan - self.cumulative).max(Money::ZERO);
        self.shortfall().max(lowered).max(given).min(most)
    }

    /// What it could take: what it asks for, unless it does not expect to use what it has.
    fn need(&self) -> Money {
        match Money::ZERO < self.shortfall() {
            true => Money::ZERO,
            false => self.asked.unwrap_or(Money::ZERO).max(Money::ZERO),
        }
    }
}

/// The works of one program, funding type, plan year and source, those that will come least far first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pot {
    /// The program.
    pub program: ComponentId,
    /// The funding type.
    pub funding: Funding,
    /// Plan year and source; `None` where the plan of the works is not split by them, or not known to be of one.
    pub slot: Option<(PlanYear, Source)>,
    /// What has a forecast, or asks for something.
    pub works: Vec<Outlook>,
}

impl Pot {
    /// What could be given in all, and what is asked for.
    pub(crate) fn sides(&self) -> (Money, Money) {
        let sum = |of: fn(&Outlook) -> Money| self.works.iter().map(of).sum::<Money>();
        (sum(Outlook::spare), sum(Outlook::need))
    }

    /// Proposes as much as both sides allow: the furthest behind gives first, the furthest ahead takes first.
    fn propose(&mut self) {
        let is_one = matches!(self.slot, Some((PlanYear::Of(_), _)));
        let (spare, need) = self.sides();
        let mut moved = if is_one { spare.min(need) } else { Money::ZERO };
        let mut left = moved;
        for work in &mut self.works {
            let given = work.spare().min(left);
            work.change -= given;
            left -= given;
        }
        for work in self.works.iter_mut().rev() {
            let taken = work.need().min(moved);
            work.change += taken;
            moved -= taken;
        }
    }
}

/// All of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Outlooks {
    /// In the order of the catalogue.
    pub pots: Vec<Pot>,
    /// How many have a plan and no forecast, and that plan.
    pub silent: (usize, Money),
}

/// What the reports of the period say of their works. A report that stands for a later one says nothing of the year's end.
pub(crate) fn outlooks(summary: &Summary) -> Outlooks {
    let mut pots: BTreeMap<(ComponentId, Funding, Option<(PlanYear, Source)>), Vec<Outlook>> =
        BTreeMap::new();
    let mut silent = (0, Money::ZERO);
    for lines in summary.lines.of_units() {
        for (outlook, slot) in of_unit(&lines.open(), summary.year) {
            if outlook.forecast.or(outlook.asked).or(outlook.to_return).is_none() {
                silent.0 += 1;
                silent.1 += outlook.plan;
                continue;
            }
            let of = (outlook.key.component.program(), outlook.key.funding, slot);
            pots.entry(of).or_default().push(outlook);
        }
    }
    let pots = pots.into_iter().map(|((program, funding, slot), mut works)| {
        // Without a forecast there is no place among those that have one: at the end.
        works.sort_by_key(|work| (work.rate().is_none(), work.rate()));
        let mut pot = Pot { program, funding, slot, works };
        pot.propose();
        pot
    });
    Outlooks { pots: pots.collect(), silent }
}

/// The works of a unit that have a plan or ask for one, each with the plan year and the source of its plan.
fn of_unit(lines: &[SummaryLine], budget: i32) -> Vec<(Outlook, Option<(PlanYear, Source)>)> {
    let stated = |line: &SummaryLine, measure: Measure| match line.standing {
        Standing::Counted => line.stated.get(measure),
        Standing::Provisional | Standing::PlanOnly => None,
    };
    let occurs = |measure: Measure| {
        lines.iter().any(|line| stated(line, measure).is_some_and(|of| !of.is_zero()))
    };
    // A column of zeros is no forecast.
    let forecasts: Vec<Measure> =
        [Measure::ForecastNext, Measure::Forecast].into_iter().filter(|of| occurs(*of)).collect();
    let states_plan = occurs(Measure::Plan);
    let plan = |line: &SummaryLine| match states_plan {
        true => stated(line, Measure::Plan).unwrap_or(Money::ZERO),
        false => line.plan,
    };
    let forecast = |line: &SummaryLine| forecasts.iter().find_map(|of| stated(line, *of));
    let keys: Vec<&Key> = lines.iter().map(|line| &line.key).collect();
    let works = align(&keys, budget).into_iter().filter_map(|group| {
        let of_group = || group.iter().map(|index| &lines[*index]);
        let sum = |of: &dyn Fn(&SummaryLine) -> Option<Money>| {
            of_group().filter_map(of).reduce(|one, other| one + other)
        };
        let planned = || of_group().filter(|line| !plan(line).is_zero());
        // All of the plan is forecast: a work that is not would seem to fall short.
        let is_forecast = planned().all(|line| {
            of_group().any(|of| forecast(of).is_some() && of.key.covers(&line.key, budget))
        });
        let work = Outlook {
            unit: of_group().next()?.unit.clone(),
            key: of_group()
                .map(|line| line.key.clone())
                .reduce(|one, other| one.join(&other, budget))?,
            plan: of_group().map(plan).sum(),
            cumulative: of_group().map(|line| line.cumulative).sum(),
            lacks_cumulative: of_group().any(|line| line.basis.is_some_and(Known::is_lost)),
            forecast: sum(&forecast).filter(|_| is_forecast),
            asked: sum(&|line| stated(line, Measure::ToAdjust)).filter(|of| !of.is_zero()),
            to_return: sum(&|line| stated(line, Measure::ToReturn)).filter(|of| !of.is_zero()),
            change: Money::ZERO,
        };
        let slot = |line: &SummaryLine| Some((line.key.year, line.key.source?));
        let slots = match work.plan.is_zero() {
            true => one(of_group().map(slot)),
            false => one(planned().map(slot)),
        };
        let is_any = work.plan.is_zero() && work.asked.is_none() && work.to_return.is_none();
        (!is_any).then(|| (work, slots.flatten()))
    });
    works.collect()
}
