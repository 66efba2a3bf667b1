//! Names for what a report leaves to be done, which stay the same from period to period: a finding of this month and one of
//! the month before are the same item where the same rule speaks of the same figure.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::kept::Sheets;
use crate::check::Checked;
use crate::domain::code::UnitCode;
use crate::domain::digest;
use crate::domain::rule::{Finding, RuleCode};

/// `HL-05-GN502-1c9a40`: a unit, a rule, and a digest of what the finding is about.
pub(crate) fn id(unit: &UnitCode, rule: RuleCode, subject: &str) -> Arc<str> {
    format!("{unit}-{rule}-{}", digest::short(subject)).into()
}

/// Names the findings of a report that its unit has to mend or to explain.
pub(crate) fn name(report: &mut Checked) {
    let mut findings = report.take_findings();
    if findings.iter().any(Finding::goes_back) {
        let unit = report.submission().unit.clone();
        let sheets = Sheets::new(report);
        let mut seen: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for finding in findings.iter_mut().filter(|finding| finding.goes_back()) {
            let name = id(&unit, finding.rule.code, &sheets.subject(&finding.problem));
            let times = seen.entry(name.clone()).or_default();
            *times += 1;
            // Several rows may be about the same.
            finding.item = Some(match *times {
                1 => name,
                again => format!("{name}-{again}").into(),
            });
        }
    }
    report.findings = findings;
}
