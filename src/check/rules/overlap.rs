//! Family 7, the same work under two programs or two units (GN701).
//!
//! *By exact key*: a project code of seven digits or more (mã số dự án, as the State Treasury gives it) is one work in the
//! whole country. Shorter codes (01, 02 …) number the works of one unit below one component, and are compared by nothing.
//! *By name*: see [`name`] for which names are specific enough. Two names mean one work where their proper names and what
//! is left of them are alike within the bound for typing errors, numbers being none, and neither names another commune.
//! Communes give many hamlets the same names ("Tân Lập"): those are told apart by their commune.
//!
//! All pairs are never compared: works are sorted by their place, and by the rest of their name with either end of the
//! place; only neighbours are looked at.

mod name;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::gate::wording;
use crate::domain::context::Context;
use crate::domain::key::PlanYear;
use crate::domain::label::Label;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::rule::Problem;
use crate::domain::submission::{Line, Measure, Submission};
use crate::domain::works::{ReportedWork, Scope, WorkName, WorksOf};
use crate::rules;

/// Hamlets of these names lie in many communes.
const COMMON: [&str; 30] = [
    "tan lap",
    "tan tien",
    "tan thanh",
    "tan hoa",
    "tan son",
    "tan phong",
    "tan binh",
    "tan hop",
    "tan long",
    "doan ket",
    "dong tam",
    "dong tien",
    "thong nhat",
    "quyet thang",
    "quyet tien",
    "trung tam",
    "hoa binh",
    "tien bo",
    "thanh cong",
    "toan thang",
    "thang loi",
    "minh khai",
    "hong phong",
    "hop thanh",
    "tien phong",
    "trung son",
    "trung thanh",
    "doc lap",
    "binh minh",
    "nam tien",
];
/// A project code of the State Treasury has seven digits.
const CODE_DIGITS: usize = 7;
/// The letters of a name in which one typing error is forgiven, as [`Label::resembles`] has it.
const SHORTEST: usize = 8;
/// A name that more rows bear is no name of one work.
const MOST_ALIKE: usize = 60;
/// The other places that one finding names.
const MOST_NAMED: usize = 3;

/// The works of a submission that can be found again in another; most forms have none.
pub(crate) fn works(submission: &Submission) -> WorksOf {
    let mut kept = WorksOf::none(submission);
    let mut last: Option<(&Line, bool)> = None;
    for line in &submission.lines {
        let Some(work) = &line.key.work else { continue };
        let known = last.filter(|(of, _)| {
            of.key.work == line.key.work && of.key.component == line.key.component
        });
        let is_kept = match known {
            Some((_, is_kept)) => is_kept,
            None => {
                let code = project_code(work.code.as_deref().unwrap_or_default(), &work.name);
                let identity = name::identity(&work.name);
                let is_kept = code.is_some() || identity.is_some();
                if is_kept {
                    kept.works.push(ReportedWork {
                        name: work.name.clone(),
                        component: line.key.component.clone(),
                        code,
                        identity,
                        years: Vec::new(),
                        plan: Money::ZERO,
                        cumulative: Money::ZERO,
                        unit: submission.money_unit,
                        place: submission.place(line.sheet, line.cell(Measure::Plan)),
                    });
                }
                is_kept
            }
        };
        last = Some((line, is_kept));
        let Some(own) = kept.works.last_mut().filter(|_| is_kept) else { continue };
        let plan = line.amount(Measure::Plan).unwrap_or(Money::ZERO);
        let paid = line.amount(Measure::Cumulative).or(line.amount(Measure::InPeriod));
        let paid = paid.unwrap_or(Money::ZERO);
        own.plan += plan;
        own.cumulative += paid;
        if !(plan.is_zero() && paid.is_zero()) {
            own.years.push(line.key.year);
        }
    }
    kept.works.retain(|work| !work.years.is_empty());
    kept
}

/// The project code of a work: its own code, or a word of its name.
fn project_code(code: &str, name: &str) -> Option<Box<str>> {
    let is_code = |word: &&str| {
        CODE_DIGITS <= word.len()
            && word.len() <= 12
            && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    // Few names hold that many digits.
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let name = if CODE_DIGITS <= digits { name } else { "" };
    let words = || name.split(|letter: char| !letter.is_alphanumeric());
    std::iter::once(code.trim()).chain(words()).find(is_code).map(Box::from)
}

/// A work of one report among all.
struct Entry<'a> {
    of: &'a WorksOf,
    work: &'a ReportedWork,
    /// The commune that it lies in: as its name states it, else the unit that reports it.
    commune: Option<Label>,
}

pub(super) fn overlaps(context: &Context<'_>, all: &[WorksOf]) -> Vec<Problem> {
    if all.iter().all(|of| of.works.is_empty()) {
        return Vec::new();
    }
    let mut last: BTreeMap<&str, &WorksOf> = BTreeMap::new();
    // Of a unit's months in a quarter the last one counts.
    for of in all {
        let known = last.entry(of.unit.as_str()).or_insert(of);
        if known.period < of.period {
            *known = of;
        }
    }
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for of in last.into_values() {
        let own = context.register.unit(&of.unit).and_then(|unit| commune(&unit.name));
        entries.extend(of.works.iter().map(|work| {
            let stated = work.identity.as_ref().and_then(|name| name.commune.clone());
            Entry { of, work, commune: stated.or_else(|| own.clone()) }
        }));
    }
    let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (a, b) in candidates(&entries) {
        if is_overlap(context, &entries[a], &entries[b]) {
            found.entry(a).or_default().insert(b);
            found.entry(b).or_default().insert(a);
        }
    }
    found.iter().map(|(at, others)| problem(context, &entries, *at, others)).collect()
}

/// The commune that a unit is.
fn commune(name: &str) -> Option<Label> {
    let label = Label::new(name);
    let label =
        ["ubnd", "uy ban nhan dan"].iter().find_map(|words| label.after(words)).unwrap_or(label);
    ["xa", "phuong", "thi tran"].iter().find_map(|words| label.after(words))
}

/// Pairs that share a code, a place, or all but one end of a place.
fn candidates(entries: &[Entry<'_>]) -> BTreeSet<(usize, usize)> {
    let name = |at: usize| entries[at].work.identity.as_ref();
    let of_code = |at: usize| entries[at].work.code.as_deref().map(str::to_owned);
    let of_place = |at: usize| name(at).map(|name| name.place.as_str().to_owned());
    // Shorter places hold no typing error, and one that does is right at either end.
    let end = |at: usize, pick: fn(&str) -> Option<&str>| {
        let name = name(at).filter(|name| SHORTEST <= name.place.as_str().len())?;
        Some(format!("{} {}", name.rest, pick(name.place.as_str())?))
    };
    let of_head = |at: usize| end(at, |place| place.get(..SHORTEST / 2));
    let of_tail = |at: usize| end(at, |place| place.get(place.len() - SHORTEST / 2..));
    let keys: [&dyn Fn(usize) -> Option<String>; 4] = [&of_code, &of_place, &of_head, &of_tail];
    let mut pairs = BTreeSet::new();
    for key in keys {
        let keyed = (0..entries.len()).filter_map(|at| Some((key(at)?, at)));
        let mut keyed: Vec<(String, usize)> = keyed.collect();
        keyed.sort_unstable();
        let same = keyed.chunk_by(|(a, _), (b, _)| a == b);
        for same in same.filter(|same| same.len() <= MOST_ALIKE) {
            for (position, (_, a)) in same.iter().enumerate() {
                pairs.extend(same[position + 1..].iter().map(|(_, b)| (*a, *b)));
            }
        }
    }
    pairs
}

fn is_overlap(context: &Context<'_>, a: &Entry<'_>, b: &Entry<'_>) -> bool {
    let is_one_unit = a.of.unit == b.of.unit;
    let is_one_program = a.work.component.program() == b.work.component.program();
    if is_one_unit && is_one_program {
        return false;
    }
    let budget = context.year();
    let meets = |a: PlanYear, b: PlanYear| a.covers(b, budget) || b.covers(a, budget);
    let shares_year =
        a.work.years.iter().any(|&year| b.work.years.iter().any(|&of| meets(year, of)));
    let codes = a.work.code.as_ref().zip(b.work.code.as_ref());
    shares_year
        && match (codes, &a.work.identity, &b.work.identity) {
            (Some((a, b)), ..) => a == b,
            (None, Some(of_a), Some(of_b)) => {
                is_same(of_a, of_b) && (is_one_unit || is_one_place(a, b, of_a, of_b))
            }
            _ => false,
        }
}

fn is_same(a: &WorkName, b: &WorkName) -> bool {
    let is_alike = |a: &Label, b: &Label| a == b || a.resembles(b);
    a.marks == b.marks && is_alike(&a.place, &b.place) && is_alike(&a.label, &b.label)
}

/// Whether works of one name that two units report may lie in one place.
fn is_one_place(a: &Entry<'_>, b: &Entry<'_>, of_a: &WorkName, of_b: &WorkName) -> bool {
    if of_a.scope == Scope::Numbered || of_b.scope == Scope::Numbered {
        return false;
    }
    let is_stated = of_a.commune.is_some() || of_b.commune.is_some();
    match (&a.commune, &b.commune) {
        (Some(a), Some(b)) if is_stated => a == b,
        _ => !COMMON.contains(&of_a.place.as_str()),
    }
}

fn problem(
    context: &Context<'_>,
    entries: &[Entry<'_>],
    at: usize,
    others: &BTreeSet<usize>,
) -> Problem {
    let own = &entries[at];
    let amounts = |entry: &Entry<'_>| {
        let [plan, paid] = [entry.work.plan, entry.work.cumulative]
            .map(|money| wording::amount(money, entry.work.unit));
        words!(
            "kế hoạch {plan}, lũy kế giải ngân {paid}",
            "plan {plan}, disbursed {paid}";
            plan, paid
        )
    };
    let tell = |entry: &Entry<'_>| {
        let (component, amounts) =
            (context.catalogue.title(&entry.work.component.program()), amounts(entry));
        let place = &entry.work.place;
        let row = wording::row(&entry.work.name);
        Words::new(
            format!("{place}, {} ({component}; {})", lower(&row.vi), amounts.vi),
            format!("{place}, {} ({component}; {})", lower(&row.en), amounts.en),
        )
    };
    let told: Vec<Words> =
        others.iter().take(MOST_NAMED).map(|&other| tell(&entries[other])).collect();
    let more = others.len() - told.len();
    let (more_vi, more_en) = match more {
        0 => (String::new(), String::new()),
        more => (format!(" và {more} dòng khác"), format!(" and {more} more")),
    };
    let list = |pick: fn(&Words) -> &str| told.iter().map(pick).collect::<Vec<_>>().join("; ");
    let (row, own_amounts) = (wording::row(&own.work.name), amounts(own));
    let words = Words::new(
        format!(
            "{} ({}) có thể trùng với {}{more_vi}.",
            row.vi,
            own_amounts.vi,
            list(|words| &words.vi)
        ),
        format!(
            "{} ({}) may be the same as {}{more_en}.",
            row.en,
            own_amounts.en,
            list(|words| &words.en)
        ),
    );
    Problem::new(&rules::OVERLAP_BETWEEN_PROGRAMS, own.work.place.clone(), words).of(&own.of.unit)
}

/// A sentence's beginning within another.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
