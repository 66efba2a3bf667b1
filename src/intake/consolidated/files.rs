//! The files of a unit of which some sum up other units: what is theirs is taken out of each file, before its own money is
//! held against that of the other files.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::Understood;
use super::super::lead::{self, Named};
use super::super::several::{self, Settled};
use super::settle::by_name;
use super::{Claimed, Sums, own_sums, stated_again};
use crate::domain::code::ComponentId;
use crate::domain::register::Unit;
use crate::domain::rule::Context;
use crate::domain::submission::{CheckedAs, Submission};

/// Settles the files of a unit, in the order they came. `lead` is the unit, where it leads something; `sent` what the
/// units sent themselves.
pub fn settle(
    context: &Context<'_>,
    lead: Option<&Unit>,
    mut files: Vec<Understood>,
    sent: &Sums,
) -> Settled {
    let budget = context.year();
    let names_units = files.iter().any(|file| file.lead == Some(true));
    let mut undecided: BTreeSet<(Arc<str>, ComponentId)> = BTreeSet::new();
    // What the files state of others, each with its file: a later file that sums up the same goes before.
    let mut theirs: Vec<(usize, Claimed)> = Vec::new();
    let mut sums_up: Vec<bool> = vec![false; files.len()];
    for (at, file) in files.iter_mut().enumerate().rev() {
        let submission = &mut file.submission;
        let mut claims = std::mem::take(&mut file.claims);
        if let Some(unit) = lead {
            let named = match file.lead {
                Some(true) => Named::Here,
                _ if names_units => Named::Beside,
                _ => Named::Nowhere,
            };
            let taken = lead::take(context, unit, submission, named, sent);
            claims.extend(Claimed::lines(submission, &unit.code, taken.lines));
            let path = &submission.file.path;
            undecided.extend(taken.undecided.into_iter().map(|program| (path.clone(), program)));
        }
        let later: Vec<Claimed> = theirs.iter().map(|(_, of)| of.clone()).collect();
        let (again, new) = stated_again(claims, &later, budget);
        for figure in again.iter().flat_map(|of| &of.line.figures) {
            submission.checked.add(CheckedAs::Superseded, figure.amount);
        }
        sums_up[at] = !new.is_empty();
        theirs.extend(new.into_iter().map(|of| (at, of)));
    }
    let own = files[0].submission.unit.clone();
    let (nameless, named): (Vec<_>, Vec<_>) =
        theirs.into_iter().partition(|(_, of)| of.unit == own);
    let mut submissions: Vec<Submission> = files.into_iter().map(|file| file.submission).collect();
    let mut all: Vec<&mut Submission> = submissions.iter_mut().collect();
    let mut problems = by_name(context, &own, &mut all, &named, sent);
    let mut compared: Vec<Claimed> = Vec::new();
    for (at, submission) in submissions.iter_mut().enumerate() {
        let lines = nameless.iter().filter(|(file, _)| *file == at).map(|(_, of)| of.clone());
        compared.extend(lead::check(submission, lines.collect(), sent));
    }
    let mut settled = together(submissions, &sums_up, budget);
    let report = &mut settled.report;
    if let Some(unit) = lead {
        let lines = lead::decide(context, unit, report, &undecided, sent);
        let lines = Claimed::lines(report, &own, lines);
        compared.extend(lead::check(report, lines, sent));
        problems.extend(lead::compare(context, unit, &compared, &own_sums(report), sent));
    }
    // Of a file that a later one stands for nothing is told but that.
    let superseded: BTreeSet<&Arc<str>> =
        settled.superseded.iter().map(|file| &file.file.path).collect();
    problems.retain(|of| of.place.file.as_ref().is_none_or(|path| !superseded.contains(path)));
    report.problems.extend(problems);
    settled
}

/// Settles what is left of the files. One that only sums up others says nothing of the unit's own money: it stands beside
/// the report, and neither takes the place of another file nor loses its own.
fn together(files: Vec<Submission>, sums_up: &[bool], budget: i32) -> Settled {
    let has_money = |file: &Submission| !file.lines.is_empty() || !file.homeless.is_empty();
    let (mut summaries, mut reports) = (Vec::new(), Vec::new());
    for (at, (file, sums_up)) in files.into_iter().zip(sums_up).enumerate() {
        let is_summary = *sums_up && !has_money(&file);
        if is_summary { &mut summaries } else { &mut reports }.push((at, file));
    }
    // Without a report of its own the last summary is what the unit sent.
    let last = summaries.last().map(|(at, _)| *at);
    let is_last = reports.last().map(|(at, _)| *at) < last;
    if is_last && !reports.iter().any(|(_, file)| has_money(file)) {
        reports.extend(summaries.pop());
    }
    let reports = reports.into_iter().map(|(_, file)| file).collect();
    let mut settled = several::settle(reports, budget);
    summaries.into_iter().for_each(|(_, summary)| settled.report.join(summary));
    settled
}
