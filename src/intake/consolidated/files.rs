//! The files of a unit of which some sum up other units: what is theirs is taken out of each file, before its own money is
//! held against that of the other files.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::Understood;
use super::super::lead::{self, Named};
use super::super::several::{self, Settled};
use super::settle::by_name;
use super::{Claimed, Sums, own_sums, stated_again, told};
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::context::Context;
use crate::domain::register::Unit;
use crate::domain::submission::{CheckedAs, Measure, Submission};

/// Settles the files of a unit, in the order they came. `lead` is the unit, where it leads something; `sent` what the
/// units sent themselves.
pub(crate) fn settle(
    context: &Context<'_>,
    lead: Option<&Unit>,
    mut files: Vec<Understood>,
    sent: &Sums,
) -> Settled {
    let budget = context.year();
    let names_units = files.iter().any(|file| file.lead == Some(true));
    let mut undecided: BTreeSet<(Arc<str>, ComponentId)> = BTreeSet::new();
    let mut sums_up: Vec<bool> = vec![false; files.len()];
    let mut again = |at: usize, submission: &mut Submission, claims, theirs: &mut Vec<_>| {
        let later: Vec<Claimed> =
            theirs.iter().map(|(_, of): &(usize, Claimed)| of.clone()).collect();
        let (again, new) = stated_again(claims, &later, budget);
        for figure in again.iter().flat_map(|of| &of.line.figures) {
            submission.checked.add(CheckedAs::Superseded, figure.amount);
        }
        sums_up[at] |= !new.is_empty();
        theirs.extend(new.into_iter().map(|of| (at, of)));
    };
    // What the files state of others by name, each with its file: a later file that sums up the same goes before.
    let mut named: Vec<(usize, Claimed)> = Vec::new();
    for (at, file) in files.iter_mut().enumerate().rev() {
        let claims = std::mem::take(&mut file.claims);
        again(at, &mut file.submission, claims, &mut named);
    }
    let own = files[0].submission.unit.clone();
    let mut nameless: Vec<(usize, Claimed)> = Vec::new();
    // What the units have: what they sent, and of those that did not what is stated of them here. With it the agency's own,
    // where it names them.
    let mut heard = Sums::new();
    if let Some(unit) = lead {
        heard = heard_of(sent, &named);
        let with_own = files.iter().filter(|file| file.lead == Some(true));
        heard.extend(with_own.flat_map(|file| own_sums(&file.submission)));
        for (at, file) in files.iter_mut().enumerate().rev() {
            let submission = &mut file.submission;
            let names = match file.lead {
                Some(true) => Named::Here,
                _ if names_units => Named::Beside,
                _ => Named::Nowhere,
            };
            let taken = lead::take(context, unit, submission, names, &heard);
            let path = &submission.file.path;
            undecided.extend(taken.undecided.into_iter().map(|program| (path.clone(), program)));
            let claims = Claimed::lines(submission, &own, taken.lines);
            again(at, submission, claims, &mut nameless);
        }
    }
    let mut submissions: Vec<Submission> = files.into_iter().map(|file| file.submission).collect();
    let mut all: Vec<&mut Submission> = submissions.iter_mut().collect();
    let mut problems = by_name(context, &own, &mut all, &named, sent);
    let mut compared: Vec<Claimed> = Vec::new();
    for (at, submission) in submissions.iter_mut().enumerate() {
        let lines = nameless.iter().filter(|(file, _)| *file == at).map(|(_, of)| of.clone());
        compared.extend(lead::check(submission, lines.collect(), &heard));
    }
    let mut settled = together(submissions, &sums_up, budget);
    let report = &mut settled.report;
    report.sums_up_others = sums_up.contains(&true);
    if let Some(unit) = lead {
        let lines = lead::decide(context, unit, report, &undecided, &heard);
        let lines = Claimed::lines(report, &own, lines);
        compared.extend(lead::check(report, lines, &heard));
        problems.extend(lead::compare(context, unit, &compared, &own_sums(report), &heard));
    }
    // Of a file that a later one stands for nothing is told but that.
    let superseded: BTreeSet<&Arc<str>> =
        settled.superseded.iter().map(|file| &file.file.path).collect();
    problems.retain(|of| of.place.file.as_ref().is_none_or(|path| !superseded.contains(path)));
    report.problems.extend(problems);
    settled
}

/// What the units sent, and what is claimed of those that sent nothing of the kind.
fn heard_of(sent: &Sums, claims: &[(usize, Claimed)]) -> Sums {
    let mut claimed = Sums::new();
    claims.iter().for_each(|(_, of)| of.enter(&mut claimed, &told(&of.line)));
    let stated: BTreeSet<(&UnitCode, Measure)> =
        sent.keys().map(|(unit, .., measure)| (unit, *measure)).collect();
    claimed.retain(|(unit, .., measure), _| !stated.contains(&(unit, *measure)));
    claimed.extend(sent.iter().map(|(key, claim)| (key.clone(), claim.clone())));
    claimed
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
