//! What was planned: assigned, allocated, and where the money that is not yet allocated lies.

use std::collections::BTreeMap;

use super::money::{amount, day, funding_name, join, plan_name};
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, PlanYear};
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::summary::Summary;
use crate::domain::tally::Rate;

/// The plan, how much of it was planned for earlier years, and how much of it is allocated.
pub(super) fn planned(summary: &Summary) -> Option<Words> {
    let unit = summary.money_unit();
    let until = day(summary.period.to());
    let Some(assigned) = summary.totals.assigned else {
        let plan = summary.totals.tally.plan;
        let years =
            years(summary, plan, summary.lines.iter().map(|line| (line.key.year, line.plan)));
        let basis = plan_name(summary);
        let plan = amount(plan, unit);
        return Some(words!(
            "Tính đến ngày {until}, tổng kế hoạch vốn thực hiện các chương trình mục tiêu quốc gia là {plan}{years}, tính theo {basis}.",
            "As of {until}, the plan for the national target programs is {plan}{years}, by {basis}.";
            until, plan, years, basis
        ));
    };
    let decisions = summary.decisions.iter().filter(|decision| decision.unit.is_none());
    let years =
        years(summary, assigned, decisions.map(|decision| (decision.key.year, decision.amount)));
    let allocated = summary.totals.allocated;
    let rate = Rate::of(allocated, assigned).map(|rate| rate.to_string());
    let reached =
        rate.map_or_else(Words::default, |rate| words!(", đạt {rate}%", ", {rate}%"; rate));
    let rest = rest(assigned - allocated, summary);
    let (assigned, allocated) = (amount(assigned, unit), amount(allocated, unit));
    Some(words!(
        "Tính đến ngày {until}, tổng kế hoạch vốn thực hiện các chương trình mục tiêu quốc gia được giao là {assigned}{years}; \
             đã phân bổ {allocated}{reached}; {rest}.",
        "As of {until}, the plan assigned for the national target programs is {assigned}{years}; allocated {allocated}{reached}; {rest}.";
        until, assigned, years, allocated, reached, rest
    ))
}

fn rest(rest: Money, summary: &Summary) -> Words {
    if rest.is_zero() {
        return words!("đã phân bổ hết", "nothing is left to allocate");
    }
    let size = amount(rest.abs(), summary.money_unit());
    if rest.is_negative() {
        return words!(
            "phân bổ vượt {size} so với vốn được giao",
            "{size} more than was assigned";
            size
        );
    }
    words!("còn {size} chưa phân bổ", "{size} not yet allocated"; size)
}

/// ` (vốn các năm trước chuyển sang …, vốn năm 2024 là …)`; nothing where all is of this year.
fn years(
    summary: &Summary,
    whole: Money,
    amounts: impl Iterator<Item = (PlanYear, Money)>,
) -> Words {
    let is_earlier = |year: PlanYear| match year {
        PlanYear::Of(year) => year < summary.year,
        PlanYear::CarryOver => true,
        PlanYear::Any => false,
    };
    let earlier: Money =
        amounts.filter(|(year, _)| is_earlier(*year)).map(|(_, amount)| amount).sum();
    if earlier.is_zero() {
        return Words::default();
    }
    let (unit, year) = (summary.money_unit(), summary.year);
    let (earlier, current) = (amount(earlier, unit), amount(whole - earlier, unit));
    words!(
        " (vốn các năm trước chuyển sang {earlier}, vốn năm {year} là {current})",
        " (carried over from earlier years {earlier}, of {year} {current})";
        earlier, year, current
    )
}

/// Names no more components than this.
const MOST: usize = 6;

/// The components whose assigned money is not yet allocated, the largest first.
///
/// Said only where the components together explain the whole rest: where one was assigned as a whole and allocated in
/// parts, or the other way round, the parts meet at the assigned one, or nothing is said.
pub(super) fn unallocated(summary: &Summary) -> Option<Words> {
    let whole = summary.totals.assigned? - summary.totals.allocated;
    if whole <= Money::ZERO {
        return None;
    }
    let mut rest: BTreeMap<(ComponentId, Funding), Money> = BTreeMap::new();
    for decision in summary.decisions.iter().filter(|decision| decision.unit.is_none()) {
        let place = (decision.key.component.clone(), decision.key.funding);
        *rest.entry(place).or_insert(Money::ZERO) += decision.amount;
    }
    for decision in summary.decisions.iter().filter(|decision| decision.unit.is_some()) {
        let key = &decision.key;
        let above = std::iter::successors(Some(key.component.clone()), ComponentId::parent);
        let assigned = above.map(|id| (id, key.funding)).find(|place| rest.contains_key(place))?;
        *rest.entry(assigned).or_insert(Money::ZERO) -= decision.amount;
    }
    if rest.values().sum::<Money>() != whole || rest.values().any(|rest| rest.is_negative()) {
        return None;
    }
    let mut rest: Vec<_> = rest.into_iter().filter(|(_, rest)| !rest.is_zero()).collect();
    rest.sort_by_key(|(_, rest)| std::cmp::Reverse(*rest));
    let named = rest.iter().take(MOST).map(|((component, funding), rest)| {
        let (name, funding) = (full_name(summary, component), funding_name(*funding));
        let size = amount(*rest, summary.money_unit());
        words!("{name}, {funding} ({size})", "{name}, {funding} ({size})"; name, funding, size)
    });
    let mut named: Vec<Words> = named.collect();
    if MOST < rest.len() {
        let more = rest.len() - MOST;
        named.push(words!("và {more} nội dung khác", "and {more} others"; more));
    }
    let named = join(&named, "; ");
    Some(words!("Vốn chưa phân bổ thuộc: {named}.", "Not yet allocated: {named}."; named))
}

/// `Tiểu dự án 1 Dự án 3 CTMTQG giảm nghèo bền vững`: the labels from below, then the program.
pub(in crate::render) fn full_name(summary: &Summary, id: &ComponentId) -> String {
    let above = std::iter::successors(Some(id.clone()), ComponentId::parent);
    let name = |id: ComponentId| match summary.catalogue.get(&id) {
        Some(node) if !node.label.is_empty() => node.label.clone(),
        _ => summary.catalogue.short(&id),
    };
    above.map(name).collect::<Vec<_>>().join(" ")
}
