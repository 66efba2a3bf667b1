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
    /// Its plan, as in the totals: what is registered, else what the unit states.
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

/// What the reports of the period say of their works; nothing while the plans are in doubt. A report that stands for a later
/// one says nothing of the year's end.
pub(crate) fn outlooks(summary: &Summary) -> Outlooks {
    let mut pots: BTreeMap<(ComponentId, Funding, Option<Slot>), Vec<Outlook>> = BTreeMap::new();
    let mut silent = (0, Money::ZERO);
    if summary.register.is_doubted {
        return Outlooks::default();
    }
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

/// What a unit says in its report of the period.
fn stated(line: &SummaryLine, measure: Measure) -> Option<Money> {
    match line.standing {
        Standing::Counted => line.stated.get(measure),
        Standing::Provisional | Standing::PlanOnly => None,
    }
}

/// Plan year and source of a line of the plan.
type Slot = (PlanYear, Source);

/// The lines of a unit.
struct OfUnit<'a> {
    lines: &'a [SummaryLine],
    budget: i32,
    /// Where it says how far it expects to come: to 31/01, else to 31/12. A column of zeros is no forecast.
    forecasts: Vec<Measure>,
}

/// The works of a unit that have a plan or of which something is said, each with the plan year and the source of its plan.
fn of_unit(lines: &[SummaryLine], budget: i32) -> Vec<(Outlook, Option<Slot>)> {
    let occurs = |measure: &Measure| {
        lines.iter().any(|line| stated(line, *measure).is_some_and(|of| !of.is_zero()))
    };
    let forecasts = [Measure::ForecastNext, Measure::Forecast].into_iter().filter(occurs);
    let unit = OfUnit { lines, budget, forecasts: forecasts.collect() };
    let all: Vec<usize> = (0..lines.len()).collect();
    unit.aligned(&all).iter().flat_map(|group| unit.works(group)).collect()
}

impl OfUnit<'_> {
    /// Lines in groups that speak of the same money.
    fn aligned(&self, of: &[usize]) -> Vec<Vec<usize>> {
        let keys: Vec<&Key> = of.iter().map(|at| &self.lines[*at].key).collect();
        let groups = align(&keys, self.budget).into_iter();
        groups.map(|group| group.into_iter().map(|at| of[at]).collect()).collect()
    }

    fn of<'s>(&'s self, group: &'s [usize]) -> impl Iterator<Item = &'s SummaryLine> {
        group.iter().map(|at| &self.lines[*at])
    }

    /// What is registered by component a unit may split by work: where its own plans come to the same they tell the works
    /// apart.
    fn works(&self, group: &[usize]) -> Vec<(Outlook, Option<Slot>)> {
        let registered = |line: &SummaryLine| line.plan;
        let own = |line: &SummaryLine| stated(line, Measure::Plan).unwrap_or(Money::ZERO);
        let sums = |plan: &dyn Fn(&SummaryLine) -> Money| self.of(group).map(plan).sum::<Money>();
        if group.len() == 1 || sums(&own) != sums(&registered) {
            return self.work(group, &registered, None).into_iter().collect();
        }
        let slot = self.slot(group, &registered);
        let is_told = |at: &usize| self.lines[*at].standing == Standing::Counted;
        let told: Vec<usize> = group.iter().copied().filter(is_told).collect();
        let parts = self.aligned(&told);
        parts.iter().filter_map(|part| self.work(part, &own, slot)).collect()
    }

    /// The one plan year and source of what these lines have planned; of the lines themselves, where nothing is.
    fn slot(&self, group: &[usize], plan: &dyn Fn(&SummaryLine) -> Money) -> Option<Slot> {
        let slot = |line: &SummaryLine| Some((line.key.year, line.key.source?));
        let mut planned = self.of(group).filter(|line| !plan(line).is_zero()).peekable();
        match planned.peek() {
            Some(_) => one(planned.map(slot)).flatten(),
            None => one(self.of(group).map(slot)).flatten(),
        }
    }

    /// These lines as one; `above` is the slot of the plan of which theirs is a part.
    fn work(
        &self,
        group: &[usize],
        plan: &dyn Fn(&SummaryLine) -> Money,
        above: Option<Slot>,
    ) -> Option<(Outlook, Option<Slot>)> {
        let sum = |of: &dyn Fn(&SummaryLine) -> Option<Money>| {
            self.of(group).filter_map(of).reduce(|one, other| one + other)
        };
        let some = |measure| sum(&|line| stated(line, measure)).filter(|of| !of.is_zero());
        let forecast = |line: &SummaryLine| self.forecasts.iter().find_map(|of| stated(line, *of));
        let covers = |of: &SummaryLine, line: &SummaryLine| of.key.covers(&line.key, self.budget);
        // All of the plan is forecast: a work that is not would seem to fall short.
        let is_forecast = self
            .of(group)
            .filter(|line| !plan(line).is_zero())
            .all(|line| self.of(group).any(|of| forecast(of).is_some() && covers(of, line)));
        let keys = self.of(group).map(|line| line.key.clone());
        let work = Outlook {
            unit: self.of(group).next()?.unit.clone(),
            key: keys.reduce(|one, other| one.join(&other, self.budget))?,
            plan: self.of(group).map(plan).sum(),
            cumulative: self.of(group).map(|line| line.cumulative).sum(),
            lacks_cumulative: self.of(group).any(|line| line.basis.is_some_and(Known::is_lost)),
            forecast: sum(&forecast).filter(|_| is_forecast),
            asked: some(Measure::ToAdjust),
            to_return: some(Measure::ToReturn),
            change: Money::ZERO,
        };
        let is_said = work.forecast.or(work.asked).or(work.to_return).is_some();
        let slot = self.slot(group, plan).or(above);
        (is_said || !work.plan.is_zero()).then_some((work, slot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::summary::fixture;
    use proptest::prelude::*;

    /// A work of central money of 2024: unit, plan, cumulative, forecast, asked, to be returned; in đồng.
    type Told = (&'static str, i64, i64, Option<i64>, Option<i64>, Option<i64>);

    fn line(number: usize, told: Told) -> SummaryLine {
        let (unit, plan, cumulative, forecast, asked, to_return) = told;
        let mut line = fixture::line(unit, "dtts.4.1", 0, 0);
        line.key.work = Some(crate::domain::key::Work::named(&format!("Đường số {number}")));
        line.key.source = Some(Source::Central);
        line.plan = Money::from_dong(plan);
        line.cumulative = Money::from_dong(cumulative);
        let stated = [
            (Measure::Forecast, forecast),
            (Measure::ToAdjust, asked),
            (Measure::ToReturn, to_return),
        ];
        let stated = stated.into_iter().filter_map(|(of, amount)| Some((of, amount?)));
        line.stated = stated.map(|(of, amount)| (of, Money::from_dong(amount))).collect();
        line
    }

    fn of(lines: Vec<SummaryLine>) -> Outlooks {
        outlooks(&Summary { lines: lines.into_iter().collect(), ..fixture::district() })
    }

    fn numbered(works: &[Told]) -> Vec<SummaryLine> {
        (1..).zip(works).map(|(number, told)| line(number, *told)).collect()
    }

    /// Of each work, in their order: its name, its forecast in percent, what is proposed.
    fn told(works: &[Told]) -> Vec<(String, String, i128)> {
        let pots = of(numbered(works)).pots.into_iter().flat_map(|pot| pot.works);
        let one = |work: Outlook| {
            let rate = work.rate().map(Rate::to_plain).unwrap_or_default();
            let name = work.key.work.map(|work| work.name.to_string()).unwrap_or_default();
            (name, rate, work.change.as_dong())
        };
        pots.map(one).collect()
    }

    fn row(name: &str, rate: &str, change: i128) -> (String, String, i128) {
        (name.to_owned(), rate.to_owned(), change)
    }

    #[test]
    fn who_falls_short_gives_to_who_asks_for_more() {
        let works = [
            ("HL-01", 100, 100, Some(100), Some(50), None),
            ("HL-01", 100, 10, Some(70), None, None),
            ("HL-02", 100, 10, Some(90), None, None),
        ];
        // The furthest behind gives first, and no more than is asked for.
        let want = [
            row("Đường số 2", "70.00", -30),
            row("Đường số 3", "90.00", -10),
            row("Đường số 1", "100.00", 40),
        ];
        assert_eq!(told(&works), want);
    }

    #[test]
    fn nothing_moves_to_another_source_or_from_one_that_is_not_known() {
        let works = [
            ("HL-01", 100, 10, Some(50), None, None),
            ("HL-01", 100, 100, Some(100), Some(50), None),
        ];
        let change = |change: fn(&mut SummaryLine)| {
            let mut lines = numbered(&works);
            change(&mut lines[0]);
            let pots = of(lines).pots;
            pots.iter()
                .flat_map(|pot| &pot.works)
                .map(|work| work.change.as_dong())
                .collect::<Vec<_>>()
        };
        assert_eq!(change(|_| ()), [-50, 50]);
        assert_eq!(change(|line| line.key.source = Some(Source::Province)), [0, 0]);
        assert_eq!(change(|line| line.key.source = None), [0, 0]);
        assert_eq!(change(|line| line.key.year = PlanYear::Of(2023)), [0, 0]);
        assert_eq!(change(|line| line.key.year = PlanYear::CarryOver), [0, 0]);
        assert_eq!(change(|line| line.basis = Some(Known::AtLeast)), [0, 0]);
        assert_eq!(change(|line| line.standing = Standing::Provisional), [0]);
    }

    #[test]
    fn a_forecast_that_cannot_be_one_gives_nothing() {
        let asks = ("HL-01", 100, 100, Some(100), Some(50), None);
        let moved = |told: Told| {
            let pots = of(numbered(&[told, asks])).pots;
            pots.iter().flat_map(|pot| &pot.works).map(|work| work.change).max().unwrap().as_dong()
        };
        assert_eq!(moved(("HL-02", 100, 60, Some(40), None, None)), 0, "below what was disbursed");
        assert_eq!(moved(("HL-02", 100, 60, Some(0), None, None)), 0, "a column of zeros");
        assert_eq!(moved(("HL-02", 100, 60, None, None, Some(70))), 40, "what is left at most");
        assert_eq!(moved(("HL-02", 100, 60, None, Some(-30), None)), 30);
    }

    #[test]
    fn a_work_that_will_not_use_what_it_has_gets_no_more() {
        let works = [
            ("HL-01", 100, 10, Some(60), Some(20), None),
            ("HL-01", 100, 10, Some(50), None, None),
        ];
        assert!(told(&works).iter().all(|(_, _, change)| *change == 0));
    }

    #[test]
    fn a_plan_of_the_component_is_split_into_works_only_where_they_come_to_it() {
        let works = |registered: i64| {
            let mut lines = numbered(&[
                ("HL-01", 0, 10, Some(70), None, None),
                ("HL-01", 0, 100, Some(100), Some(50), None),
            ]);
            for (line, plan) in lines.iter_mut().zip([80, 100]) {
                line.stated.add(Measure::Plan, Money::from_dong(plan));
                line.key.source = None;
            }
            let mut whole = line(0, ("HL-01", registered, 0, None, None, None));
            (whole.key.work, whole.standing) = (None, Standing::PlanOnly);
            lines.push(whole);
            let works = of(lines).pots.into_iter().flat_map(|pot| pot.works);
            works.map(|work| (work.plan.as_dong(), work.change.as_dong())).collect::<Vec<_>>()
        };
        assert_eq!(works(180), [(80, -10), (100, 10)]);
        // What a decision took back the form may still print.
        assert_eq!(works(150), [(150, 0)]);
    }

    #[test]
    fn a_plan_without_a_forecast_is_counted() {
        let works = [("HL-01", 100, 10, None, None, None), ("HL-01", 70, 10, Some(50), None, None)];
        assert_eq!(of(numbered(&works)).silent, (1, Money::from_dong(100)));
    }

    proptest! {
        #[test]
        fn what_is_added_is_what_is_taken(
            works in prop::collection::vec(
                (0..2_i64, 0..500_i64, 0..500_i64, prop::option::of(0..600_i64),
                 prop::option::of(-300..300_i64), prop::option::of(0..300_i64)),
                1..12,
            ),
        ) {
            let lines = works.iter().enumerate().map(|(number, (year, plan, paid, forecast, asked, back))| {
                let mut line = line(number, ("HL-01", *plan, *paid, *forecast, *asked, *back));
                line.key.year = PlanYear::Of(2023 + *year as i32);
                line
            });
            for pot in of(lines.collect()).pots {
                let sum: Money = pot.works.iter().map(|work| work.change).sum();
                prop_assert_eq!(sum, Money::ZERO);
                for work in &pot.works {
                    prop_assert!(!work.change.is_negative() || work.cumulative <= work.plan + work.change);
                    prop_assert!(work.change <= work.asked.unwrap_or_default().max(Money::ZERO));
                }
            }
        }
    }
}
