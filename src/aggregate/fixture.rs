//! What checked reports come to, as a run hands them on: for tests.

use std::sync::Arc;

use super::{Arrival, Inputs, aggregate};
use crate::check::Checked;
use crate::check::fixture::World;
use crate::domain::catalogue::Catalogue;
use crate::domain::rule::Finding;
use crate::domain::spill::Shelf;
use crate::domain::submission::Submission;
use crate::domain::summary::Summary;

/// Reports of a period and of the time before it, of which no file was turned away.
pub(super) fn inputs<'a>(
    world: &World,
    period: &str,
    (current, earlier): (&'a [Checked], &'a [Checked]),
    findings: Vec<Finding>,
) -> Inputs<'a> {
    Inputs {
        settings: world.settings.clone(),
        catalogue: Arc::new(Catalogue::embedded()),
        register: Arc::new(world.register.clone()),
        period: period.parse().unwrap(),
        current,
        earlier,
        findings,
        shelf: Shelf::default(),
        rejected: Vec::new(),
        superseded: Vec::new(),
        left_out: Vec::new(),
        arrivals: Vec::new(),
        returned: Default::default(),
        closed: None,
        remarks: Vec::new(),
    }
}

/// What these reports come to in a period.
pub(super) fn summary_of(
    period: &str,
    world: &World,
    current: Vec<Submission>,
    earlier: Vec<Submission>,
) -> Summary {
    summary_with(Vec::new(), period, world, current, earlier)
}

/// With what was found besides.
pub(super) fn summary_with(
    more: Vec<Finding>,
    period: &str,
    world: &World,
    current: Vec<Submission>,
    earlier: Vec<Submission>,
) -> Summary {
    let arrivals = current.iter().chain(&earlier).cloned().collect();
    summary_among(arrivals, more, period, world, current, earlier)
}

/// Where more files came than count.
pub(super) fn summary_among(
    arrivals: Vec<Submission>,
    more: Vec<Finding>,
    period: &str,
    world: &World,
    current: Vec<Submission>,
    earlier: Vec<Submission>,
) -> Summary {
    let arrivals = arrivals.into_iter().map(|report| Arrival {
        unit: report.unit,
        period: report.period,
        file: report.file,
        is_usable: true,
        sums_up_others: report.sums_up_others,
    });
    let arrivals = arrivals.collect();
    let (current, mut findings) = world.check(current, earlier.clone());
    findings.extend(more);
    // What was found in the earlier months is closed as a run closes it.
    let mut passed = Vec::new();
    for (at, report) in earlier.iter().enumerate() {
        let (mut own, told) = world.check(vec![report.clone()], earlier[..at].to_vec());
        own[0].findings_were(told);
        own[0].close();
        passed.append(&mut own);
    }
    aggregate(Inputs { arrivals, ..inputs(world, period, (&current, &passed), findings) }).unwrap()
}
