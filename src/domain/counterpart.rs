//! Local money beside central money: what stands in plans and was disbursed, against the share that is owed (đối ứng).
//!
//! The rule GN506 and every table of it ask here, so that there is one answer to what the share is.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{ComponentId, UnitCode};
use super::key::{Key, Source};
use super::known::Known;
use super::money::Money;
use super::rule::Rule;
use super::settings::{Counterpart, Percent, Settings};
use super::submission::Measure;
use super::summary::{Summary, SummaryLine};
use super::tally::Rate;

/// Central and local money together, and the local money in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Share {
    /// Both. Foreign money and other contributions are neither.
    pub whole: Money,
    /// Of the province, the district, the commune.
    pub local: Money,
}

impl Share {
    /// Of some money; `None` where nobody knows the source of a part of it.
    pub(crate) fn of<'a>(money: impl Iterator<Item = (&'a Key, Money)>) -> Option<Share> {
        let mut share = Share::default();
        for (key, amount) in money.filter(|(_, amount)| !amount.is_zero()) {
            match key.source? {
                Source::Central => share.whole += amount,
                Source::Province | Source::District | Source::Commune | Source::Local => {
                    share.whole += amount;
                    share.local += amount;
                }
                Source::Foreign | Source::Other => {}
            }
        }
        Some(share)
    }

    /// Local ÷ whole; `None` where there is nothing.
    pub(crate) fn ratio(self) -> Option<Rate> {
        Rate::of(self.local, self.whole)
    }

    /// How far below a ratio it may be for being rounded, unless the office says otherwise.
    pub(crate) fn rounding(self) -> Money {
        Money::from_wide(self.whole.as_dong() / 2_000)
    }

    /// How much local money it lacks for a ratio: nothing where it is short by no more than is allowed.
    pub(crate) fn lacking(self, ratio: Percent, allowed: Money) -> Money {
        if self.whole <= Money::ZERO {
            return Money::ZERO;
        }
        let short = ratio.of(self.whole) - self.local;
        if allowed < short { short } else { Money::ZERO }
    }
}

/// The ratios that hold for a unit: what is said for it goes before what is said for all.
pub(crate) fn of_unit<'s>(settings: &'s Settings, unit: &UnitCode) -> Vec<&'s Counterpart> {
    let is_own = |of: &&Counterpart| of.unit.as_ref().is_none_or(|code| code == unit);
    let own: Vec<&Counterpart> = settings.counterpart.iter().filter(is_own).collect();
    let is_replaced = |of: &Counterpart| {
        let instead =
            |other: &&Counterpart| other.unit.is_some() && other.component == of.component;
        of.unit.is_none() && own.iter().any(instead)
    };
    own.iter().copied().filter(|of| !is_replaced(of)).collect()
}

/// Whether a ratio speaks of this money.
pub(crate) fn is_meant(component: Option<&ComponentId>, key: &Key) -> bool {
    component.is_none_or(|component| component.covers(&key.component))
}

/// What a unit has of a component beside the central money.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Standing<'a> {
    /// The unit.
    pub unit: UnitCode,
    /// The component; `None`: all of the unit's money.
    pub component: Option<ComponentId>,
    /// In its plan; `None` where that is not known.
    pub planned: Option<Share>,
    /// Of what it disbursed; `None` where that is not known.
    pub disbursed: Option<Share>,
    /// The share that is owed, where the office set one.
    pub required: Option<Percent>,
    /// The number of the decision that asks for it.
    pub decision: Option<&'a str>,
    /// How much local money the plan lacks, where that is known.
    pub lacks_planned: Option<Money>,
    /// How much local money is lacking beside the central money that was disbursed.
    pub lacks_disbursed: Option<Money>,
}

/// How each unit stands: where a ratio is set for its money, and of each component of which local money is known. `rule` is
/// the one that tells of a plan below its ratio.
pub(crate) fn standings<'a>(
    summary: &'a Summary,
    rule: &'a Rule,
) -> impl Iterator<Item = Standing<'a>> {
    // Unit by unit: the lines of hundreds would not fit in memory.
    summary
        .lines
        .of_units()
        .iter()
        .flat_map(|lines| standings_of_unit(summary, rule, &lines.open()))
}

fn standings_of_unit<'a>(
    summary: &'a Summary,
    rule: &'a Rule,
    lines: &[SummaryLine],
) -> Vec<Standing<'a>> {
    let Some(unit) = lines.first().map(|line| &line.unit) else { return Vec::new() };
    let plan = summary.register.plan(unit, summary.period.to());
    let of = OfUnit { summary, rule, unit, lines, plan: &plan };
    let set = of_unit(&summary.settings, unit);
    let is_asked = |id: &ComponentId| {
        let mut asked = set.iter().map(|set| set.component.as_ref());
        asked.any(|asked| asked.is_none_or(|component| component.covers(id)))
    };
    let local = of.local();
    let not_asked = local.iter().filter(|id| !is_asked(id));
    let asked = set.iter().filter_map(|set| of.standing(set.component.as_ref(), Some(set)));
    asked.chain(not_asked.filter_map(|id| of.standing(Some(id), None))).collect()
}

/// The money of one unit.
struct OfUnit<'a, 'b> {
    summary: &'a Summary,
    rule: &'a Rule,
    unit: &'b UnitCode,
    lines: &'b [SummaryLine],
    /// Its registered plan; empty where the register has none for it.
    plan: &'b BTreeMap<Key, Money>,
}

impl<'a> OfUnit<'a, '_> {
    /// The components of which it has local money.
    fn local(&self) -> BTreeSet<ComponentId> {
        let is_local = |key: &Key| key.source.is_some_and(|of| Source::Local.covers(of));
        let planned = self.plan.iter().map(|(key, amount)| (key, *amount));
        let stated = self.lines.iter().flat_map(|line| {
            let plan = line.stated.get(Measure::Plan).unwrap_or(Money::ZERO);
            [(&line.key, plan), (&line.key, line.cumulative)]
        });
        let local = planned.chain(stated);
        let local = local.filter(|(key, amount)| !amount.is_zero() && is_local(key));
        local.map(|(key, _)| key.component.clone()).collect()
    }

    /// How it stands; `None` where it has no money of that component.
    fn standing(
        &self,
        component: Option<&ComponentId>,
        set: Option<&'a Counterpart>,
    ) -> Option<Standing<'a>> {
        let own: Vec<&SummaryLine> =
            self.lines.iter().filter(|line| is_meant(component, &line.key)).collect();
        let planned: Vec<(&Key, Money)> = self
            .plan
            .iter()
            .filter(|(key, _)| is_meant(component, key))
            .map(|(key, amount)| (key, *amount))
            .collect();
        if own.is_empty() && planned.is_empty() {
            return None;
        }
        let planned = match self.plan.is_empty() {
            false => Share::of(planned.into_iter()),
            true => stated_plan(&own),
        };
        let disbursed = disbursed(&own);
        let required = set.map(|set| set.ratio);
        let lacking = |share: Option<Share>| {
            let (share, ratio) = (share?, required?);
            let settings = &self.summary.settings;
            let unit = self.summary.money_unit();
            Some(share.lacking(ratio, settings.tolerance(self.rule, unit, share.rounding())))
        };
        Some(Standing {
            unit: self.unit.clone(),
            component: component.cloned(),
            lacks_planned: lacking(planned),
            lacks_disbursed: lacking(disbursed),
            planned,
            disbursed,
            required,
            decision: set.and_then(|set| set.decision.as_deref()),
        })
    }
}

/// What the unit states as its plan; `None` where a line with money states none.
fn stated_plan(lines: &[&SummaryLine]) -> Option<Share> {
    let is_lacking = |line: &&&SummaryLine| {
        line.stated.get(Measure::Plan).is_none()
            && !(line.cumulative.is_zero() && line.in_period.is_zero())
    };
    if lines.iter().any(|line| is_lacking(&line)) {
        return None;
    }
    let stated = lines.iter().map(|line| (&line.key, line.stated.get(Measure::Plan)));
    Share::of(stated.filter_map(|(key, plan)| Some((key, plan?))))
}

/// What was disbursed; `None` where that is not known of a line with money, or only together with others.
fn disbursed(lines: &[&SummaryLine]) -> Option<Share> {
    let is_known = |line: &&SummaryLine| match line.basis {
        None => line.plan.is_zero(),
        Some(known) => known.is_whole() && known != Known::Group,
    };
    if !lines.iter().all(is_known) {
        return None;
    }
    Share::of(lines.iter().map(|line| (&line.key, line.cumulative)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::summary::fixture::{self, line};
    use crate::rules::COUNTERPART_BELOW_RATIO;

    fn key(source: Option<Source>) -> Key {
        Key { source, ..line("HL-05", "gn.4", 0, 0).key }
    }

    fn thousand(amount: i64) -> Money {
        Money::from_dong(amount * 1_000)
    }

    fn share(money: &[(Option<Source>, i64)]) -> Option<(Money, Money)> {
        let keys: Vec<(Key, Money)> =
            money.iter().map(|(source, amount)| (key(*source), thousand(*amount))).collect();
        let share = Share::of(keys.iter().map(|(key, amount)| (key, *amount)))?;
        Some((share.whole, share.local))
    }

    #[test]
    fn local_money_is_a_part_of_the_whole_and_unknown_sources_are_not_zero() {
        let all = [
            (Some(Source::Central), 900),
            (Some(Source::District), 60),
            (Some(Source::Commune), 40),
            (Some(Source::Other), 500),
        ];
        assert_eq!(share(&all), Some((thousand(1_000), thousand(100))));
        assert_eq!(share(&[(Some(Source::Central), 900), (None, 1)]), None);
        assert_eq!(share(&[(Some(Source::Central), 900), (None, 0)]).unwrap().1, Money::ZERO);
    }

    #[test]
    fn a_share_lacks_what_the_ratio_asks_for_and_nothing_by_rounding() {
        let share = Share { whole: thousand(1_000), local: thousand(60) };
        let ten = Percent::new(10.0).unwrap();
        assert_eq!(share.lacking(ten, share.rounding()), thousand(40));
        assert_eq!(share.lacking(ten, thousand(40)), Money::ZERO);
        assert_eq!(share.lacking(Percent::new(6.0).unwrap(), Money::ZERO), Money::ZERO);
        assert_eq!(Share::default().lacking(ten, Money::ZERO), Money::ZERO);
    }

    /// Lines of HL-05, which has no registered plan, with this source, plan and cumulative in nghìn đồng.
    fn summary(lines: &[(Option<Source>, i64, Option<i64>)], ratio: Option<f64>) -> Summary {
        let mut summary = fixture::district();
        summary.register = std::sync::Arc::default();
        let lines = lines.iter().map(|(source, plan, cumulative)| {
            let mut line = line("HL-05", "gn.4", *plan, cumulative.unwrap_or(0));
            line.key.source = *source;
            line.stated.add(Measure::Plan, line.plan);
            line.basis = cumulative.map(|_| Known::Stated);
            line
        });
        summary.lines = lines.collect();
        summary.settings.counterpart = ratio
            .map(|ratio| Counterpart {
                component: "gn".parse().ok(),
                unit: None,
                ratio: Percent::new(ratio).unwrap(),
                decision: Some("08/2022/NQ-HĐND".to_owned()),
            })
            .into_iter()
            .collect();
        summary
    }

    fn standing(summary: &Summary) -> Vec<Standing<'_>> {
        standings(summary, &COUNTERPART_BELOW_RATIO).collect()
    }

    #[test]
    fn a_unit_stands_by_its_plan_and_by_what_it_disbursed() {
        let lines =
            [(Some(Source::Central), 900, Some(400)), (Some(Source::District), 50, Some(10))];
        let summary = summary(&lines, Some(10.0));
        let [of] = &standing(&summary)[..] else { panic!("one component") };
        assert_eq!(of.planned, Some(Share { whole: thousand(950), local: thousand(50) }));
        assert_eq!(of.disbursed, Some(Share { whole: thousand(410), local: thousand(10) }));
        assert_eq!(
            (of.lacks_planned, of.lacks_disbursed),
            (Some(thousand(45)), Some(thousand(31)))
        );
        assert_eq!(of.decision, Some("08/2022/NQ-HĐND"));
    }

    #[test]
    fn what_is_not_known_is_not_zero() {
        let unsplit = [(Some(Source::Central), 900, Some(400)), (None, 50, Some(0))];
        let split = summary(&unsplit, Some(10.0));
        let [of] = &standing(&split)[..] else { panic!("one component") };
        assert_eq!((of.planned, of.lacks_planned), (None, None));
        assert_eq!(of.disbursed.map(|share| share.local), Some(Money::ZERO));
        let silent = [(Some(Source::Central), 900, Some(400)), (Some(Source::Local), 50, None)];
        let silent = summary(&silent, Some(10.0));
        let [of] = &standing(&silent)[..] else { panic!("one component") };
        assert_eq!((of.disbursed, of.lacks_disbursed), (None, None));
    }

    #[test]
    fn local_money_is_told_without_a_ratio_too() {
        let lines = [(Some(Source::Central), 900, Some(0)), (Some(Source::Commune), 50, Some(0))];
        let both = summary(&lines, None);
        let [of] = &standing(&both)[..] else { panic!("one component") };
        assert_eq!((of.required, of.lacks_planned), (None, None));
        assert!(standing(&summary(&lines[..1], None)).is_empty());
    }
}
