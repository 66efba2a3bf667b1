//! Which edits are worth a trial: each finding says what its cells would have to hold for it to go away.

use std::collections::BTreeSet;

use super::digits::{Slip, slips};
use super::edit::{Changes, Edit, Kind, Sums};
use super::figures::Figures;
use crate::check::gate::demand::{Demand, Far, SumKind};
use crate::check::gate::formula::Says;
use crate::check::gate::grid::Grid;
use crate::check::gate::percent::USUAL;
use crate::check::gate::site::Site;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::submission::{Stated, Submission};

/// A finding that wants to be cleared: what it demands, and how much it weighs.
pub(super) struct Wanting {
    pub(super) demand: Demand,
    /// An error weighs more than a warning.
    pub(super) weight: u32,
}

/// A slip of this weight is believed where the figure is not exactly the one that rounded sums demand.
const STRONG: u32 = 100;

/// What a sum demands of one of its cells.
pub(super) struct Needed<'a> {
    pub(super) amount: Money,
    tolerance: Money,
    gap: Money,
    kind: SumKind,
    /// The cells that it should be the sum of, where the cell is that sum.
    parts: Option<&'a [Site]>,
}

impl Needed<'_> {
    /// Within what rounding explains.
    pub(super) fn is_met_by(&self, amount: Money) -> bool {
        (amount - self.amount).abs() <= self.tolerance
    }

    /// Within what rounding explains, and to 1 % of the figure itself: what is nearly nothing meets no need of nothing.
    pub(super) fn is_nearly_met_by(&self, amount: Money) -> bool {
        let off = (amount - self.amount).abs();
        off <= self.tolerance && off.as_dong() * 100 <= amount.abs().as_dong()
    }
}

/// What comes of typing texts as numbers, where that is all that the sums over them lack: the sums are right by
/// themselves then, and so are totals beside the texts that came to nothing.
fn texts(figures: &Figures<'_>, group: &[&Wanting]) -> Option<Edit> {
    let submission = figures.submission;
    let mut texts: BTreeSet<Site> = BTreeSet::new();
    let mut changes = Changes::new();
    for wanting in group {
        let Demand::Sum { whole, parts, gap, .. } = &wanting.demand else { continue };
        let own: Vec<Site> =
            parts.iter().copied().filter(|part| part.is_text(submission)).collect();
        let untold: Money = own.iter().filter_map(|text| text.amount(submission)).sum();
        let ([sum], false) = (whole.as_slice(), own.is_empty()) else { continue };
        let Some(typed) = sum.amount(submission).filter(|_| untold == -*gap) else { continue };
        texts.extend(own);
        changes.push((*sum, Stated::Amount(typed - *gap)));
    }
    let first = *texts.first()?;
    let told: Vec<(Site, Money)> =
        changes.iter().filter_map(|(site, is)| Some((*site, is.amount()?))).collect();
    let hope = hope(figures, group, &told);
    for text in &texts {
        let grid = Grid::new(text.table_of(submission));
        let columns = (0..grid.table.columns.len()).map(|column| Site { column, ..*text });
        let is_blank_total = |total: &Site| {
            total.stated(submission) == Stated::Blank && text.is_part_of(*total, submission)
        };
        changes.extend(columns.filter(is_blank_total).filter_map(|total| {
            let amount = grid.across(total.row, &[total.column]).amount()?;
            Some((total, Stated::Amount(amount)))
        }));
    }
    let kind = Kind::Texts(first, texts.len());
    let value = first.amount(submission);
    let (weight, sums) = (kind.weight(), Sums::FollowOnce);
    Some(Edit { at: first, kind, changes, value, weight, hope, sums })
}

/// The edits for a group of findings, those of one cell.
pub(super) fn edits(figures: &Figures<'_>, group: &[&Wanting]) -> Vec<Edit> {
    let submission = figures.submission;
    let sites: BTreeSet<Site> = group.iter().flat_map(|wanting| wanting.demand.sites()).collect();
    let mut edits = Vec::new();
    for site in sites {
        match site.stated(submission) {
            Stated::Percent(stated) => edits.extend(rates(submission, site, stated, group)),
            Stated::Amount(_) | Stated::Blank => edits.extend(of_site(figures, site, group)),
            Stated::SetAside | Stated::Unknown => {}
        }
    }
    edits.extend(texts(figures, group));
    edits
}

fn of_site(figures: &Figures<'_>, site: Site, group: &[&Wanting]) -> Vec<Edit> {
    let submission = figures.submission;
    let says = figures.says(site);
    // The formula is right, or agreed on: what is wrong is what it adds up, or is elsewhere.
    if matches!(says, Says::Same | Says::Apart(_)) {
        return Vec::new();
    }
    let Some(typed) = site.amount(submission) else { return Vec::new() };
    let needs = needs(submission, site, group);
    let mut options: Vec<(Kind, Money, u32)> = Vec::new();
    for need in &needs {
        let kind = plain_kind(submission, site, typed, need, &says);
        options.push((kind, need.amount, kind.weight()));
    }
    // No hand slips over a formula.
    let slips = match site.is_formula(submission) {
        true => Vec::new(),
        false => slips(typed, site.unit(submission)),
    };
    let is_exact = |slip: Slip, amount: Money| {
        let counts = |need: &&Needed<'_>| {
            // A plan that differs from the register lacks a decision as often as a digit.
            need.kind != SumKind::Register || STRONG <= slip.weight() || 1 < needs.len()
        };
        needs.iter().filter(counts).any(|need| need.amount == amount)
    };
    let has_exact = slips.iter().any(|(slip, amount)| is_exact(*slip, *amount));
    for (slip, amount) in slips {
        let kind = Kind::Slip(slip);
        let weight = kind.weight();
        let is_near = || {
            !has_exact && STRONG <= weight && needs.iter().any(|need| need.is_nearly_met_by(amount))
        };
        if is_exact(slip, amount) {
            options.push((kind, amount, weight));
        } else if is_near()
            || group.iter().any(|wanting| is_met(submission, wanting, site, slip, amount))
        {
            options.push((kind, amount, weight / 2));
        }
    }
    options.retain(|(kind, amount, _)| {
        let may_be_negative = matches!(kind, Kind::Slip(Slip::Sign) | Kind::Lacks(_));
        *amount != typed && (!amount.is_negative() || may_be_negative)
    });
    // Of two ways to one figure the likelier.
    options.sort_by_key(|(_, amount, weight)| (*amount, std::cmp::Reverse(*weight)));
    options.dedup_by_key(|(_, amount, _)| *amount);
    let edit = |(kind, amount, weight)| Edit {
        at: site,
        kind,
        changes: vec![(site, Stated::Amount(amount))],
        value: Some(amount),
        weight,
        hope: hope(figures, group, &[(site, amount)]),
        sums: Sums::Stand,
    };
    options.into_iter().map(edit).collect()
}

/// What the sums of the group demand of a cell.
pub(super) fn needs<'a>(
    submission: &Submission,
    site: Site,
    group: &[&'a Wanting],
) -> Vec<Needed<'a>> {
    let typed = site.amount(submission).unwrap_or(Money::ZERO);
    let need = |wanting: &&'a Wanting| {
        let Demand::Sum { whole, parts, gap, tolerance, kind } = &wanting.demand else {
            return None;
        };
        let (gap, tolerance, kind) = (*gap, *tolerance, *kind);
        let is_whole = whole.contains(&site);
        if !is_whole && !parts.contains(&site) {
            return None;
        }
        let amount = if is_whole { typed - gap } else { typed + gap };
        let parts = is_whole.then_some(parts.as_slice());
        Some(Needed { amount, tolerance, gap, kind, parts })
    };
    group.iter().filter_map(need).collect()
}

/// What may have happened where the figure that is needed looks nothing like the one that was typed.
fn plain_kind(
    submission: &Submission,
    site: Site,
    typed: Money,
    need: &Needed<'_>,
    says: &Says<'_>,
) -> Kind {
    let holds = |wanted: Money| {
        move |part: &&Site| part.amount(submission).is_some_and(|amount| amount == wanted)
    };
    if let Some(parts) = need.parts.filter(|parts| 1 < parts.len() || need.kind == SumKind::Time) {
        // Where a formula says what it counts, nothing else is said of it.
        let is_told = |missed: bool| {
            move |part: &&Site| match says {
                Says::Astray(astray) => astray.names(part.row, part.column, missed),
                _ => true,
            }
        };
        let of = |gap: Money, missed: bool| {
            parts.iter().filter(is_told(missed)).find(holds(gap)).copied()
        };
        if let Some(lacked) = of(-need.gap, true) {
            return Kind::Lacks(lacked);
        }
        if let Some(twice) = of(need.gap, false) {
            return Kind::Twice(twice);
        }
    }
    match site.stated(submission) {
        Stated::Blank => return Kind::Skipped,
        _ if typed.is_zero() => return Kind::Unlike,
        _ => {}
    }
    if need.parts.is_some() && need.kind == SumKind::Table {
        return match is_typed_over(submission, site) {
            true => Kind::TypedOver,
            false => Kind::Retyped,
        };
    }
    let repeats = |other: &Site| holds(typed)(&other) && !site.is_part_of(*other, submission);
    match site.neighbours(submission).find(repeats) {
        Some(other) => Kind::Repeats(other),
        None => Kind::Unlike,
    }
}

/// Whether a sum was typed where the others of its column are formulas: those of leaf rows beside one, those of rows that
/// have rows below them beside such a one.
fn is_typed_over(submission: &Submission, site: Site) -> bool {
    let grid = Grid::new(site.table_of(submission));
    let is_leaf = grid.is_leaf(site.row);
    let others = (0..grid.table.rows.len()).map(|row| Site { row, ..site });
    let others: Vec<Site> = others
        .filter(|other| other.row != site.row && grid.is_leaf(other.row) == is_leaf)
        .filter(|other| matches!(other.stated(submission), Stated::Amount(_)))
        .collect();
    !site.is_formula(submission)
        && !others.is_empty()
        && others.iter().all(|other| other.is_formula(submission))
}

/// Whether a slip of this cell would satisfy a finding that is no sum.
fn is_met(
    submission: &Submission,
    wanting: &Wanting,
    site: Site,
    slip: Slip,
    amount: Money,
) -> bool {
    match &wanting.demand {
        Demand::Bound { sites, far } => {
            let is_it = |power: i32| *far == Far::ByPowers(power.abs());
            matches!(slip, Slip::Power(power) if is_it(power)) && sites.contains(&site)
        }
        Demand::Rate { .. } => is_rate_met(submission, wanting, &[(site, amount)]) == Some(true),
        Demand::Sum { .. } => false,
    }
}

/// Whether the rate would be right with these amounts; `None` where it is not of any of them.
fn is_rate_met(
    submission: &Submission,
    wanting: &Wanting,
    changes: &[(Site, Money)],
) -> Option<bool> {
    let Demand::Rate { site, scale, part, whole } = &wanting.demand else { return None };
    if !changes.iter().any(|(site, _)| part.contains(site) || whole.contains(site)) {
        return None;
    }
    let amount = |site: &Site| {
        let changed = changes.iter().find(|(changed, _)| changed == site);
        changed.map_or_else(|| site.amount(submission), |(_, amount)| Some(*amount))
    };
    let sum = |sites: &[Site]| sites.iter().filter_map(amount).sum::<Money>();
    let Stated::Percent(stated) = site.stated(submission) else { return None };
    let (part, whole) = (sum(part), sum(whole));
    Some(Money::ZERO < whole && scale.fits(stated, part, whole, USUAL))
}

/// The weight of the findings that these new amounts may clear.
pub(super) fn hope(figures: &Figures<'_>, group: &[&Wanting], changes: &[(Site, Money)]) -> u32 {
    let submission = figures.submission;
    let deltas = figures.recalculated(changes).into_iter();
    let follow = deltas.filter_map(|(site, delta)| Some((site, site.amount(submission)? + delta)));
    let changes: Vec<(Site, Money)> = changes.iter().copied().chain(follow).collect();
    let delta = |sites: &[Site]| {
        let of = changes.iter().filter(|(site, _)| sites.contains(site));
        of.map(|(site, amount)| *amount - site.amount(submission).unwrap_or(Money::ZERO)).sum()
    };
    let is_cleared = |wanting: &&&Wanting| match &wanting.demand {
        Demand::Sum { whole, parts, gap, tolerance, .. } => {
            let left: Money = *gap + delta(whole) - delta(parts);
            left.abs() <= *tolerance
        }
        Demand::Bound { sites, .. } => changes.iter().any(|(site, _)| sites.contains(site)),
        Demand::Rate { .. } => is_rate_met(submission, wanting, &changes) == Some(true),
    };
    group.iter().filter(is_cleared).map(|wanting| wanting.weight).sum()
}

/// Other rates for a cell of rates: a slip away from the right one, else that itself.
fn rates(submission: &Submission, site: Site, stated: f64, group: &[&Wanting]) -> Vec<Edit> {
    let of_site = group.iter().find_map(|wanting| match &wanting.demand {
        Demand::Rate { site: at, scale, part, whole } if *at == site => {
            Some((scale, part, whole, wanting.weight))
        }
        _ => None,
    });
    let Some((scale, part, whole, hope)) = of_site else { return Vec::new() };
    let sum = |sites: &[Site]| {
        sites.iter().filter_map(|site| site.amount(submission)).sum::<Money>().as_dong() as f64
    };
    let typed = scale.percent(stated);
    let exact = sum(part) / sum(whole) * 100.0;
    if (typed - exact).abs() < 0.1 {
        // Amounts that were rounded explain that.
        return Vec::new();
    }
    let rounded = (exact * 100.0).round() / 100.0;
    // A percentage has digits as an amount has.
    let unit = MoneyUnit::Million;
    let Some(digits) = Money::from_cell(typed, unit) else { return Vec::new() };
    let slips = slips(digits.money, unit).into_iter();
    let slips = slips.map(|(slip, meant)| (slip.weight(), meant.as_number(unit)));
    let near = slips.filter(|(_, meant)| (meant - exact).abs() <= 0.05);
    let closest = |meant: f64| std::cmp::Reverse(((meant - exact).abs() * 1e6) as i64);
    let plain = (Kind::Rate(typed, rounded).weight(), rounded);
    let best = near.chain([plain]).max_by_key(|(weight, meant)| (*weight, closest(*meant)));
    let (weight, meant) = best.unwrap_or(plain);
    vec![Edit {
        at: site,
        kind: Kind::Rate(typed, meant),
        changes: vec![(site, Stated::Percent(scale.stated(meant)))],
        value: None,
        weight,
        hope,
        sums: Sums::Stand,
    }]
}
