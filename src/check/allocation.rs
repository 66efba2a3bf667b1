//! Family 5, the office's own journal: what was assigned to it against what it allocated.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::register::Doubts;
use super::wording;
use crate::domain::key::{Key, align};
use crate::domain::lang::{Text, Words};
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::register::Decision;
use crate::domain::rule::{Check, Context, Problem, Rule, RuleCode, Severity};

pub(super) static OVER_ALLOCATED: Rule = Rule {
    code: RuleCode("GN507"),
    name: "over-allocated",
    severity: Severity::Error,
    title: Text {
        vi: "Phân bổ cho các đơn vị vượt vốn được giao",
        en: "more was allocated than assigned",
    },
    why: Text {
        vi: "Tổng vốn phân bổ chi tiết cho các đơn vị không được vượt số cấp trên giao cho cùng nội dung, loại vốn, nguồn vốn và năm vốn. Tính theo các quyết định trong sổ Kế hoạch vốn đến ngày cuối kỳ; chỉ so ở nơi sổ có ghi vốn được giao.",
        en: "What is allocated to units may not exceed what the level above assigned for the same content, funding type, source and plan year. Taken from the decisions of the plan journal up to the last day of the period, where the journal says what was assigned.",
    },
    example: Text {
        vi: "Tỉnh giao 3.000 triệu đồng cho Dự án 2, các quyết định phân bổ cho xã cộng được 3.150 triệu đồng.",
        en: "3.000 million was assigned to project 2, the allocations to communes add up to 3.150.",
    },
    advice: Text {
        vi: "Rà lại sổ Kế hoạch vốn: tìm quyết định nhập hai lần, nhập sai dấu khi điều chỉnh giảm, hoặc quyết định giao bổ sung chưa ghi.",
        en: "Go through the plan journal: look for a decision entered twice, a cut entered without its minus, or an assignment that is not entered yet.",
    },
    check: Check::Register(over_allocated),
};

pub(super) static NOT_YET_ALLOCATED: Rule = Rule {
    code: RuleCode("GN508"),
    name: "not-yet-allocated",
    severity: Severity::Note,
    title: Text {
        vi: "Vốn được giao chưa phân bổ hết", en: "assigned money is not yet allocated"
    },
    why: Text {
        vi: "Vốn chưa phân bổ chi tiết thì chưa đơn vị nào giải ngân được; tỷ lệ trên vốn được giao thấp hơn tỷ lệ trên vốn đã phân bổ. Nhiều báo cáo nêu nguyên nhân là giao chậm 3–5 tháng, nên công cụ đếm số ngày từ quyết định giao.",
        en: "Nobody can disburse money that is not allocated; the rate on the assigned plan stays below the rate on the allocated one. Reports name delays of three to five months, so the days since the decision are counted.",
    },
    example: Text {
        vi: "Tỉnh giao 3.000 triệu đồng ngày 10/01, đến 30/6 mới phân bổ 2.400 triệu đồng.",
        en: "3.000 million was assigned on 10 January, by 30 June 2.400 million was allocated.",
    },
    advice: Text {
        vi: "Trình phân bổ số vốn còn lại, hoặc đề xuất trả lại, điều chuyển nếu không còn nhiệm vụ chi; nếu đã phân bổ thì bổ sung quyết định vào sổ Kế hoạch vốn.",
        en: "Submit the rest for allocation, or propose to return or move it where no task is left; where it was allocated, add the decision to the plan journal.",
    },
    check: Check::Register(unallocated),
};

/// What was assigned and allocated for keys that speak of the same money.
struct Balance<'a> {
    assigned: Vec<&'a Decision>,
    allocated: Vec<&'a Decision>,
}

impl Balance<'_> {
    fn sums(&self) -> (Money, Money) {
        let sum = |of: &[&Decision]| of.iter().map(|decision| decision.amount).sum();
        (sum(&self.assigned), sum(&self.allocated))
    }

    /// The assigned key, and what is above all of them where they are several.
    fn words(&self, context: &Context<'_>) -> Words {
        let keys: BTreeMap<&Key, ()> =
            self.assigned.iter().map(|decision| (&decision.key, ())).collect();
        let Some((first, ())) = keys.first_key_value() else { return Words::default() };
        let words = wording::key(context, first);
        match keys.len() - 1 {
            0 => words,
            more => Words::new(
                format!("{} và {more} mục liên quan", words.vi),
                format!("{} and {more} related", words.en),
            ),
        }
    }

    /// Since when the oldest of the money that is left waits: it is the last that was assigned.
    fn since(&self, left: Money) -> Option<NaiveDate> {
        let mut given: Vec<_> =
            self.assigned.iter().filter(|decision| Money::ZERO < decision.amount).collect();
        given.sort_by_key(|decision| decision.date);
        let mut covered = Money::ZERO;
        let mut since = None;
        for decision in given.iter().rev() {
            if left <= covered {
                break;
            }
            covered += decision.amount;
            since = Some(decision.date);
        }
        since
    }
}

/// The decisions up to the last day of the period by what they are about, where something was assigned and the journal
/// says nothing that cannot be (GN511): a balance with a slip in it would only be a second finding of that slip.
fn balances<'a>(context: &Context<'a>) -> Vec<Balance<'a>> {
    let register = context.register;
    let mut by_key: BTreeMap<&Key, Vec<&Decision>> = BTreeMap::new();
    for decision in register.decided(context.period.to()) {
        by_key.entry(&decision.key).or_default().push(decision);
    }
    let keys: Vec<&Key> = by_key.keys().copied().collect();
    let balance = |indices: Vec<usize>| {
        let decisions = indices.iter().flat_map(|&index| by_key[keys[index]].iter().copied());
        let (assigned, allocated) = decisions.partition(|decision| decision.unit.is_none());
        Balance { assigned, allocated }
    };
    let doubts = Doubts::of_all(context);
    let groups = align(&keys, context.year()).into_iter();
    let sound = groups.filter(|indices| !doubts.touch(indices.iter().map(|&at| keys[at])));
    sound.map(balance).filter(|balance| !balance.assigned.is_empty()).collect()
}

fn over_allocated(context: &Context<'_>) -> Vec<Problem> {
    let unit = context.settings.office.money_unit;
    let rule = OVER_ALLOCATED.code;
    let allowed = context.settings.tolerance(rule, unit, Money::ZERO);
    let problem = |balance: Balance<'_>| {
        let (assigned, allocated) = balance.sums();
        if allocated - assigned <= allowed {
            return None;
        }
        let key = balance.words(context);
        let [given, spread, over] =
            [assigned, allocated, allocated - assigned].map(|money| wording::amount(money, unit));
        let words = Words::new(
            format!(
                "{}: đã phân bổ {}, vốn được giao chỉ {}, vượt {}.",
                key.vi, spread.vi, given.vi, over.vi
            ),
            format!(
                "{}: {} allocated, only {} assigned, {} too much.",
                key.en, spread.en, given.en, over.en
            ),
        );
        Some(Problem::new(rule, Place::default(), words).compared(allocated, assigned))
    };
    balances(context).into_iter().filter_map(problem).collect()
}

fn unallocated(context: &Context<'_>) -> Vec<Problem> {
    let unit = context.settings.office.money_unit;
    let rule = NOT_YET_ALLOCATED.code;
    let allowed = context.settings.tolerance(rule, unit, Money::ZERO);
    let problem = |balance: Balance<'_>| {
        let (assigned, allocated) = balance.sums();
        let left = assigned - allocated;
        if left <= allowed {
            return None;
        }
        let days = (context.period.to() - balance.since(left)?).num_days();
        let key = balance.words(context);
        let [left, given] = [left, assigned].map(|money| wording::amount(money, unit));
        let words = Words::new(
            format!(
                "{}: còn {} trong {} được giao chưa phân bổ, đã {days} ngày kể từ quyết định giao.",
                key.vi, left.vi, given.vi
            ),
            format!(
                "{}: {} of {} assigned is not yet allocated, {days} days after the decision.",
                key.en, left.en, given.en
            ),
        );
        Some(Problem::new(rule, Place::default(), words).compared(allocated, assigned))
    };
    balances(context).into_iter().filter_map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::*;

    fn found(plan: &[(&str, &str, f64)]) -> Vec<String> {
        World::planning(plan).check(vec![], vec![]).1.iter().map(told).collect()
    }

    #[test]
    fn no_more_is_allocated_than_was_assigned() {
        let spread = |amount| {
            found(&[
                ("", "gn.2@central:2024", 300.0),
                ("HL-01", "gn.2@central:2024", amount),
                ("HL-02", "gn.2@central:2024", 100.0),
                ("HL-02", "gn.2@district:2024", 50.0),
            ])
        };
        assert_eq!(spread(200.0), [""; 0]);
        assert_eq!(spread(250.0), ["GN507 - +50"]);
        assert_eq!(spread(150.0), ["n GN508 - -50"]);
    }

    #[test]
    fn works_are_allocated_from_their_component() {
        let works = [
            ("", "ntm.2:2024", 100.0),
            ("HL-01", "ntm.2/Đường A:2024", 60.0),
            ("HL-02", "ntm.2/Đường B:2024", 40.0),
        ];
        assert_eq!(found(&works), [""; 0]);
    }

    #[test]
    fn the_money_that_waits_is_the_last_that_was_assigned() {
        let mut world = World::planning(&[("", "gn.2", 300.0), ("HL-01", "gn.2", 280.0)]);
        world.decide("88/QĐ-UBND", "2024-06-20", "", "gn.2", 50.0);
        let days = |world: &World| {
            let (_, findings) = world.check(vec![], vec![]);
            findings[0].problem.words.en.clone()
        };
        assert!(days(&world).contains("167 days"), "70 are left, 50 of them since 20 June");
        world.decide("89/QĐ-UBND", "2024-06-21", "HL-01", "gn.2", 20.0);
        assert!(days(&world).contains("10 days"));
    }
}
