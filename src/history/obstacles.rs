//! The difficulties that a unit tells, followed from report to report: each keeps its name, and what a report leaves out
//! is still open.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::difficulty::{self, Difficulty, Level, Part, Status};
use crate::domain::digest;
use crate::domain::label::Label;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::submission::Submission;

/// What stands between two texts of one report.
const BETWEEN: &str = "; ";

/// What a difficulty is known by where no id stands beside it: the component, the work or part of it, the words.
type Subject = (Option<ComponentId>, Label, Label);

/// A difficulty as the reports so far tell it.
#[derive(Clone, Debug)]
pub struct Followed {
    /// Its name, by its unit and what was told first: `HL-05-KK-1c9a40`.
    pub id: Arc<str>,
    /// The unit that told it first.
    pub unit: UnitCode,
    /// The component.
    pub component: Option<ComponentId>,
    /// What the unit says that it is about.
    pub about: Arc<str>,
    /// It is told of the component as a whole.
    pub is_whole: bool,
    /// What was told last of each part.
    pub texts: BTreeMap<Part, String>,
    /// The amount that it holds up.
    pub amount: Option<Money>,
    /// Since when it has stood at its level.
    pub level_since: Period,
    /// When it was told first, or again after it had been settled.
    pub since: Period,
    /// The last report that told it.
    pub last: Period,
    /// The period whose report settled it.
    pub settled: Option<Period>,
    /// All that it was called.
    subjects: Vec<Subject>,
}

impl Followed {
    /// What was told last of a part.
    pub fn text(&self, part: Part) -> &str {
        self.texts.get(&part).map_or("", String::as_str)
    }

    /// How far it is, as it was told last.
    pub fn status(&self) -> Option<Status> {
        Status::of(self.text(Part::Status))
    }

    /// The level that it is told to be settled by.
    pub fn level(&self) -> Option<Level> {
        Level::of(self.text(Part::Level))
    }

    fn begin(id: Arc<str>, unit: UnitCode, period: Period) -> Followed {
        Followed {
            id,
            unit,
            component: None,
            about: "".into(),
            is_whole: true,
            texts: BTreeMap::new(),
            amount: None,
            level_since: period,
            since: period,
            last: period,
            settled: None,
            subjects: Vec::new(),
        }
    }

    /// Takes what a report tells of it. What the report tells in several rows stands side by side, and what it leaves out
    /// stays as it was.
    fn take(&mut self, period: Period, difficulty: &Difficulty, is_more: bool) {
        let level = self.level();
        // Told again without a word of its status it is open again.
        if !is_more && self.settled.is_some() {
            self.texts.remove(&Part::Status);
        }
        for part in PARTS {
            let Some(text) = difficulty.text(part) else { continue };
            let known = self.texts.entry(part).or_default();
            let is_beside = is_more && !known.is_empty();
            if is_beside && known.split(BETWEEN).any(|other| other == text) {
                continue;
            }
            if part == Part::Amount {
                self.amount = difficulty.amount.filter(|_| !is_beside);
            }
            if is_beside {
                known.push_str(BETWEEN);
            } else {
                known.clear();
            }
            known.push_str(text);
        }
        if self.level() != level {
            self.level_since = period;
        }
        if difficulty.component.is_some() {
            self.component = difficulty.component.clone();
        }
        if !difficulty.about.is_empty() {
            self.about = difficulty.about.clone();
            self.is_whole = difficulty.is_whole;
        }
        self.last = period;
        if let Some(own) = &difficulty.followed {
            (self.since, self.last, self.level_since) = (own.since, own.last, own.level_since);
        }
        self.subjects.extend(subject(difficulty));
    }

    /// What a whole report leaves it at.
    fn settle(&mut self, period: Period) {
        match (self.status() == Some(Status::Settled), self.settled) {
            (true, None) => self.settled = Some(period),
            (false, Some(_)) => {
                (self.settled, self.since, self.level_since) = (None, period, period);
            }
            _ => {}
        }
    }
}

/// What is kept of a difficulty.
const PARTS: [Part; 7] = [
    Part::Difficulty,
    Part::Cause,
    Part::Proposal,
    Part::Level,
    Part::Status,
    Part::Amount,
    Part::Document,
];

/// All difficulties that these reports of a unit, and of those that it took over, tell, in the order in which they came up.
pub fn obstacles<'a>(reports: impl IntoIterator<Item = &'a Submission>) -> Vec<Followed> {
    let mut reports: Vec<&Submission> = reports.into_iter().collect();
    reports.sort_by_key(|report| (report.period, report.unit.clone(), report.file.order));
    let mut followed: Vec<Followed> = Vec::new();
    for report in reports {
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for difficulty in &report.difficulties {
            let known = known(&followed, &told, difficulty);
            // An id alone that nobody knows tells nothing: it is a finding (GN803).
            let Some(at) = known.or_else(|| begin(&mut followed, report, difficulty)) else {
                continue;
            };
            let is_more = !told.insert(at);
            followed[at].take(report.period, difficulty, is_more);
        }
        told.into_iter().for_each(|at| followed[at].settle(report.period));
    }
    followed
}

/// Which of these a row tells: the one whose id it names, else one of the same words.
fn known(followed: &[Followed], told: &BTreeSet<usize>, difficulty: &Difficulty) -> Option<usize> {
    // Two units may tell an office below the same in the same words.
    if let Some(own) = &difficulty.followed {
        return followed.iter().position(|of| of.id == own.id);
    }
    let subject = subject(difficulty);
    let is_called = |of: &Followed| subject.as_ref().is_some_and(|own| of.subjects.contains(own));
    let named = difficulty.text(Part::Id).map(Label::new);
    let named = named.and_then(|id| followed.iter().position(|of| Label::new(&of.id) == id));
    // A row that was copied with its id for one more difficulty is one of its own.
    let is_copy = |at: &usize| told.contains(at) && subject.is_some() && !is_called(&followed[*at]);
    let called = || followed.iter().position(is_called);
    named.filter(|at| !is_copy(at)).or_else(called)
}

/// Enters one that was not told before.
fn begin(
    followed: &mut Vec<Followed>,
    report: &Submission,
    difficulty: &Difficulty,
) -> Option<usize> {
    let subject = subject(difficulty)?;
    if let Some(difficulty::Followed { id, since, level_since, .. }) = &difficulty.followed {
        let begun = Followed::begin(id.clone(), report.unit.clone(), *since);
        followed.push(Followed { level_since: *level_since, ..begun });
        return Some(followed.len() - 1);
    }
    let taken = |id: &str| followed.iter().any(|of| *of.id == *id);
    let id = id(&report.unit, report.period, &subject, taken);
    followed.push(Followed::begin(id, report.unit.clone(), report.period));
    Some(followed.len() - 1)
}

fn subject(difficulty: &Difficulty) -> Option<Subject> {
    let text = difficulty.text(difficulty.first()?)?;
    let about = if difficulty.is_whole { "" } else { &*difficulty.about };
    Some((difficulty.component.clone(), Label::new(about), Label::new(text)))
}

fn id(
    unit: &UnitCode,
    period: Period,
    (component, about, text): &Subject,
    taken: impl Fn(&str) -> bool,
) -> Arc<str> {
    let component = component.as_ref().map_or("", |id| id.as_str());
    let facts = format!("{period}|{component}|{about}|{text}");
    let name = format!("{unit}-KK-{}", digest::short(&facts));
    let again = (2..).map(|times| format!("{name}-{times}"));
    let mut names = std::iter::once(name.clone()).chain(again);
    names.find(|name| !taken(name)).unwrap_or(name).into()
}

#[cfg(test)]
mod tests;
