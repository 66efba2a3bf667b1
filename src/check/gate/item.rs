//! Names for what a report leaves to be done, which stay the same from period to period: a finding of this month and one of
//! the month before are the same item where the same rule speaks of the same figure.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::kept::Sheets;
use crate::check::Checked;
use crate::domain::digest::sha256;
use crate::domain::rule::Finding;

/// How much of a digest stands in a name: two figures of one unit and rule meet once in sixteen million.
const DIGITS: usize = 6;

/// Names the findings of a report that its unit has to mend or to explain.
pub(crate) fn name(report: &mut Checked) {
    let mut findings = report.take_findings();
    let unit = report.submission().unit.clone();
    if findings.iter().any(Finding::goes_back) {
        let sheets = Sheets::new(report);
        let mut seen: BTreeMap<Arc<str>, usize> = BTreeMap::new();
        for finding in findings.iter_mut().filter(|finding| finding.goes_back()) {
            let digest = sha256(sheets.subject(&finding.problem).as_bytes());
            let name = format!("{unit}-{}-{}", finding.rule.code, &digest[..DIGITS]);
            let name: Arc<str> = name.into();
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
