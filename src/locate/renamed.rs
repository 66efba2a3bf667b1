//! Works that go by another name than in the plan or in the last report: one question instead of a finding for each figure
//! that the old name lacks and the new one has too many.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::Trial;
use crate::check::Case;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key, Work};
use crate::domain::label::Label;
use crate::domain::money::Money;
use crate::domain::rule::Finding;
use crate::domain::submission::{Line, Measure};
use crate::rules;

/// So many names are tried for one work: those whose plan is its own, then the likest.
const MOST_NAMES: usize = 6;

/// Names that share half of their pairs of letters are alike: "Đường GT thôn A" and "Đường giao thông thôn A".
const ALIKE: f64 = 0.5;

/// Where a work belongs.
type Home = (ComponentId, Funding);

/// A work that seems to be another one, and the findings that would go with its name put right.
pub(super) struct Renamed {
    pub(super) from: Work,
    pub(super) to: Work,
    pub(super) cleared: BTreeSet<usize>,
}

/// The works of a report that are in neither the plan nor the last report, where one that is there is missing in the
/// report and its name clears findings and brings up none. Of several the likest is asked about.
///
/// A name alone proves nothing, and neither does a work that happens to be missing: either the names are alike, or an
/// amount agrees (the plan that the form states, or what was disbursed before).
pub(super) fn works(
    case: &Case<'_>,
    trial: &mut Trial<'_>,
    findings: &[Finding],
    left: &mut usize,
) -> Vec<Renamed> {
    let lines = &case.submission.lines;
    // Half of the trials are for what else may be wrong.
    let others = *left / 2;
    let reported: BTreeMap<(Home, Work), Money> = amounts(lines.iter());
    let before = [case.base, case.previous].into_iter().flatten();
    let mut known: BTreeMap<(Home, Work), Money> =
        before.flat_map(|report| amounts(report.lines.iter()).into_keys()).map(nothing).collect();
    for (key, amount) in case.plan {
        if let Some(at) = home(key) {
            *known.entry(at).or_insert(Money::ZERO) += *amount;
        }
    }
    let mut renamed = Vec::new();
    let mut taken: BTreeSet<&Work> = BTreeSet::new();
    for ((of, from), planned) in reported.iter().filter(|(work, _)| !known.contains_key(work)) {
        let is_absent = |work: &(Home, Work)| work.0 == *of && !reported.contains_key(work);
        let absent = known.iter().filter(|(work, _)| is_absent(work));
        let mut names: Vec<(bool, f64, &Work)> = absent
            .map(|((_, to), amount)| {
                let is_same = !planned.is_zero() && amount == planned;
                (is_same, alikeness(from, to), to)
            })
            .filter(|(.., to)| !taken.contains(to))
            .collect();
        names.sort_by(|a, b| (b.0, b.1).partial_cmp(&(a.0, a.1)).unwrap_or(a.2.cmp(b.2)));
        let mut tried: Vec<(usize, f64, Renamed, &Work)> = Vec::new();
        for (_, alike, to) in names.into_iter().take(MOST_NAMES) {
            if *left <= others {
                return renamed;
            }
            *left -= 1;
            let mut outcome = trial.rename(of, from, to);
            let is_open = |finding: &Finding| finding.fault.is_none() && finding.accepted.is_none();
            outcome.cleared.retain(|at| is_open(&findings[*at]));
            let agrees =
                !planned.is_zero() || outcome.cleared.iter().any(|at| is_of_past(&findings[*at]));
            if !outcome.is_harmful && 1 < outcome.cleared.len() && (agrees || ALIKE <= alike) {
                let found =
                    Renamed { from: from.clone(), to: to.clone(), cleared: outcome.cleared };
                tried.push((found.cleared.len(), alike, found, to));
            }
        }
        tried.sort_by(|a, b| (b.0, b.1).partial_cmp(&(a.0, a.1)).unwrap_or(a.3.cmp(b.3)));
        let is_alone = match &tried[..] {
            [(most, alike, ..), (second, other, ..), ..] => {
                second < most || ALIKE <= *alike && other < alike
            }
            tried => !tried.is_empty(),
        };
        if let Some((.., found, to)) = tried.into_iter().next().filter(|_| is_alone) {
            taken.insert(to);
            renamed.push(found);
        }
    }
    renamed
}

/// The works of these lines with the plan that they state.
fn amounts<'a>(lines: impl Iterator<Item = &'a Line>) -> BTreeMap<(Home, Work), Money> {
    let mut works: BTreeMap<(Home, Work), Money> = BTreeMap::new();
    for line in lines {
        let Some(at) = home(&line.key) else { continue };
        *works.entry(at).or_insert(Money::ZERO) +=
            line.amount(Measure::Plan).unwrap_or(Money::ZERO);
    }
    works
}

fn home(key: &Key) -> Option<(Home, Work)> {
    Some(((key.component.clone(), key.funding), key.work.clone()?))
}

/// The last report says which works there are; what their plan is says the register.
fn nothing(work: (Home, Work)) -> ((Home, Work), Money) {
    (work, Money::ZERO)
}

/// Whether a finding compares with what was disbursed before.
fn is_of_past(finding: &Finding) -> bool {
    [&rules::CUMULATIVE_FELL, &rules::PERIOD_AND_CUMULATIVE_DISAGREE].contains(&finding.rule)
}

fn alikeness(a: &Work, b: &Work) -> f64 {
    let [a, b] = [a, b].map(|work| Label::new(&work.name));
    strsim::sorensen_dice(a.as_str(), b.as_str())
}
