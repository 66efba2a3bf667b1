//! The gate: submission → checked submission and findings.
//!
//! The records of the rules stand in [`crate::rules`]; `check/rules.rs` has the function of each that looks for a fault.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, OnceLock};

use self::gate::neighbours::Neighbours;
use self::gate::site::Site;
use self::gate::{implied, item, kept, resubmitted, severity, waiver};
use self::rules::{CHECKS, Find, obligation, overlap, unknown};
use crate::domain::cell_meaning::Spots;
use crate::domain::context::Context;
use crate::domain::known::{Before, Held};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::obligation::{Answer, Obligation, Reported, reported};
use crate::domain::period::Period;
use crate::domain::rule::{Finding, Problem};
use crate::domain::spill::{Shelf, Shelved};
use crate::domain::submission::{Line, Said, Submission};
use crate::domain::works::WorksOf;

mod case;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod journal_unit;
pub(crate) mod gate;
pub(crate) mod rules;

pub use self::case::Case;
pub use self::gate::severity::sort;

/// A submission that went through the gate. Only the [`Gate`] makes one, so that nothing unchecked is aggregated.
///
/// What has passed is aggregated by its lines. They are put away, and so are its notes; the tables were for the rules.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Boxed, so that a list of reports is moved and sorted as a list of small things.
    submission: Box<Submission>,
    lines: Shelved<Line>,
    notes: Shelved<Said>,
    findings: Vec<Finding>,
    /// What it states of each obligation, worked out when a later report asks.
    reported: OnceLock<Option<BTreeMap<Obligation, Reported>>>,
    spots: Spots,
    works: WorksOf,
    /// The cumulative figures that no cell of it states.
    unstated: implied::Unstated,
    answers: Answers,
    /// The names of what it leaves to be done, once its findings are told no more.
    items: BTreeSet<Arc<str>>,
}

/// What a report answers to each obligation of its unit, with the plan.
pub type Answers = BTreeMap<Obligation, (Money, Answer)>;

impl Checked {
    /// What was submitted, without its tables, lines and notes.
    pub fn submission(&self) -> &Submission {
        &self.submission
    }

    /// Its lines.
    pub fn lines(&self) -> Vec<Line> {
        self.lines.open()
    }

    /// What the unit notes beside its figures ("Ghi chú"). A form that goes back shows it; no figure rests on it.
    pub fn notes(&self) -> Vec<Said> {
        self.notes.open()
    }

    /// Whether it has lines.
    pub fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    /// What the cells that findings name are about.
    pub fn spots(&self) -> &Spots {
        &self.spots
    }

    /// What the rules found in it.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }

    /// What it answers to each obligation of its unit.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Whether it leaves this to be done: see [`Finding::item`].
    pub fn leaves_open(&self, item: &Arc<str>) -> bool {
        let named = self.findings.iter().filter_map(|finding| finding.item.as_ref());
        self.items.contains(item) || named.into_iter().any(|own| own == item)
    }

    /// Gives it back what was found in it.
    #[cfg(test)]
    pub(crate) fn findings_were(&mut self, findings: Vec<Finding>) {
        self.findings = findings;
    }

    /// Of a report of the time before only the names of its findings are kept: they were told in its own period.
    pub fn close(&mut self) {
        let findings = self.take_findings().into_iter();
        self.items = findings.filter_map(|finding| finding.item).collect();
        self.spots = Spots::default();
        self.works = WorksOf::none(&self.submission);
    }

    fn reported(&self) -> Option<&BTreeMap<Obligation, Reported>> {
        let work_out = || reported(&self.lines(), &self.submission.set_aside);
        self.reported.get_or_init(work_out).as_ref()
    }

    fn take_works(&mut self) -> WorksOf {
        let none = WorksOf::none(&self.submission);
        std::mem::replace(&mut self.works, none)
    }

    /// Its lines, with the cumulative figures that it leaves to be worked out.
    pub fn known_lines(&self) -> Vec<Line> {
        self.opened().lines
    }

    /// With its lines, and the cumulative figures that it leaves to be worked out.
    fn opened(&self) -> Submission {
        let opened = Submission { lines: self.lines(), ..Submission::clone(&self.submission) };
        implied::filled(opened, &self.unstated)
    }

    /// Its cumulative figures by key.
    fn held(&self) -> Held {
        implied::held(&self.lines(), &self.unstated)
    }
}

/// The gate for the reports of one period: each passes on its own, while it is still at hand.
pub struct Gate<'a> {
    context: Context<'a>,
    neighbours: Neighbours<'a>,
    shelf: Shelf,
}

impl<'a> Gate<'a> {
    /// A gate for reports of `context.period`, with the reports that passed before. Lines go to `shelf`.
    pub fn new(context: Context<'a>, before: &'a [Checked], shelf: &Shelf) -> Gate<'a> {
        Gate { context, neighbours: Neighbours::new(&context, before), shelf: shelf.clone() }
    }

    /// Runs every rule on a submission. Nothing of it is dropped or changed.
    ///
    /// `within` is the period that is aggregated, of which this one is a part: a waiver may be given for either.
    ///
    /// `locate` says where the faults lie that its findings tell of ([`crate::locate::faults`]).
    ///
    /// # Errors
    /// The lines could not be put away (a full disk).
    pub fn pass(
        &self,
        mut submission: Submission,
        within: Period,
        locate: impl FnOnce(&Case<'_>, Context<'_>, &mut [Finding]),
    ) -> io::Result<Checked> {
        let problems = std::mem::take(&mut submission.problems);
        let within = Context { period: within, ..self.context };
        let (findings, unstated, answers) =
            self.neighbours.with_case(&self.context, &submission, |case| {
                let found = CHECKS.iter().filter_map(|(_, find)| match find {
                    Find::Figures(find, _) | Find::Report(find) => Some(find(case)),
                    Find::Register(_) | Find::Together(_) => None,
                });
                let owned =
                    problems.into_iter().chain(found.flatten()).map(|problem| match problem.unit {
                        None => problem.of(&submission.unit),
                        Some(_) => problem,
                    });
                let mut findings: Vec<Finding> = owned
                    .filter(|problem| !unknown::is_known_in(&within, problem))
                    .filter_map(|problem| severity::finding(&within, submission.period, problem))
                    .collect();
                locate(case, within, &mut findings);
                (findings, implied::unstated(case), obligation::answers(case))
            });
        let explained = |finding: Finding| {
            let place = &finding.problem.place;
            let explanation = submission.explanation(finding.rule, place);
            let own = Site::named(&submission, place).map(|site| site.unit(&submission));
            let money_unit = own.unwrap_or(submission.money_unit);
            Finding { explanation, money_unit, ..finding }
        };
        let mut findings: Vec<Finding> = findings.into_iter().map(explained).collect();
        findings.shrink_to_fit();
        let spots = spots(&submission, &findings);
        let works = overlap::works(&submission);
        Ok(Checked { findings, spots, works, answers, ..self.put_away(submission, unstated)? })
    }

    /// What is to be said where a unit sent several reports: `counted` came last, `earlier` before it, in their order.
    pub fn several(&self, counted: &Checked, earlier: &[Checked]) -> Problem {
        resubmitted::problem(&self.context, counted, earlier)
    }

    /// Recalls what the unit explained and the office accepted in earlier files of a report, which are in their order, and
    /// what still holds of it; and names what is left to be done. `within` is as for [`Gate::pass`].
    pub fn recall(&self, within: Period, report: &mut Checked, earlier: &mut [Checked]) {
        let context = Context { period: within, ..self.context };
        // What is doubtful in an earlier file is no acceptance that a later one could rest on.
        for at in 1..earlier.len() {
            let (before, rest) = earlier.split_at_mut(at);
            kept::recall(&context, &mut rest[0], before);
        }
        kept::recall(&context, report, earlier);
        item::name(report);
    }

    /// What the unit of a report had disbursed before its period.
    pub fn before(&self, report: &Submission) -> Before {
        let context = Context { period: report.period, ..self.context };
        self.neighbours.before(&context, report)
    }

    /// Lets a submission pass that no rule has to look at: nothing of it was read, or its figures only stand behind those
    /// of a later one.
    ///
    /// # Errors
    /// The lines could not be put away (a full disk).
    pub fn admit(&self, submission: Submission) -> io::Result<Checked> {
        let unstated = self.neighbours.with_case(&self.context, &submission, implied::unstated);
        self.put_away(submission, unstated)
    }

    fn put_away(&self, submission: Submission, unstated: implied::Unstated) -> io::Result<Checked> {
        let lines = self.shelf.put(&submission.lines)?;
        let notes = self.shelf.put(&submission.notes)?;
        let works = WorksOf::none(&submission);
        let readings = self.shelf.shared(submission.readings);
        let mut submission = Submission {
            tables: Vec::new(),
            lines: Vec::new(),
            notes: Vec::new(),
            readings,
            ..submission
        };
        submission.shrink_to_fit();
        Ok(Checked {
            submission: Box::new(submission),
            lines,
            notes,
            findings: Vec::new(),
            reported: OnceLock::new(),
            spots: Spots::default(),
            works,
            unstated,
            answers: Answers::new(),
            items: BTreeSet::new(),
        })
    }
}

/// What the rules over figures find in a report: what an edit of a cell may clear, or bring up.
pub(crate) fn of_figures(case: &Case<'_>, within: &Context<'_>) -> Vec<Finding> {
    let found = CHECKS.iter().filter_map(|(_, find)| match find {
        Find::Figures(find, _) => Some(find(case)),
        Find::Report(_) | Find::Register(_) | Find::Together(_) => None,
    });
    let period = case.submission.period;
    found.flatten().filter_map(|problem| severity::finding(within, period, problem)).collect()
}

/// The waivers that stand for a report at hand and accept nothing in it, each as a sentence that says what to do.
///
/// `findings` are those of [`findings`] for the same reports.
pub fn idle_waivers(
    context: &Context<'_>,
    current: &[Checked],
    findings: &[Finding],
) -> Vec<Words> {
    let reports = current.iter().map(|report| {
        let submission = report.submission();
        (&submission.unit, submission.period)
    });
    waiver::idle(context, &reports.collect::<Vec<_>>(), findings)
}

/// What the cells are about that findings or their faults name; nothing where there are none.
fn spots(submission: &Submission, findings: &[Finding]) -> Spots {
    if findings.is_empty() && submission.explanations.is_empty() {
        return Spots::default();
    }
    let named = findings.iter().map(|finding| &finding.problem.place);
    let faults = findings.iter().filter_map(|finding| Some(&finding.fault.as_ref()?.place));
    Spots::of(submission, named.chain(faults))
}

/// With what the unit says in the row that a finding names, where its report is at hand.
fn explained(current: &[Checked], finding: Finding) -> Finding {
    let (rule, place) = (finding.rule, &finding.problem.place);
    let mut reports = current.iter().map(Checked::submission);
    let explanation = reports.find_map(|report| report.explanation(rule, place));
    Finding { explanation, ..finding }
}

/// All findings of a run: those of the submissions, of what intake brought up that no submission carries (unreadable
/// files, unknown units, wrong periods), and of the register; by unit, the worst first. What each is worth is known when all is
/// added up; then [`sort`] is asked again.
pub fn findings(
    context: &Context<'_>,
    current: &mut [Checked],
    problems: Vec<Problem>,
) -> Vec<Finding> {
    let of_register = CHECKS.iter().filter_map(|(_, find)| match find {
        Find::Register(find) => Some(find(context)),
        Find::Figures(..) | Find::Report(_) | Find::Together(_) => None,
    });
    let works: Vec<WorksOf> = current.iter_mut().map(Checked::take_works).collect();
    let of_all = CHECKS.iter().filter_map(|(_, find)| match find {
        Find::Together(find) => Some(find(context, &works)),
        Find::Figures(..) | Find::Report(_) | Find::Register(_) => None,
    });
    let others = problems.into_iter().chain(of_register.flatten()).chain(of_all.flatten());
    let others = others.filter_map(|problem| severity::finding(context, context.period, problem));
    let others: Vec<Finding> = others.map(|finding| explained(current, finding)).collect();
    let length = current.iter().map(|report| report.findings.len()).sum::<usize>() + others.len();
    let mut findings: Vec<Finding> = Vec::with_capacity(length);
    findings.extend(current.iter_mut().flat_map(Checked::take_findings).chain(others));
    severity::sort(context.register, &mut findings);
    findings
}

#[cfg(test)]
mod tests {
    use super::fixture::*;
    use super::*;
    use crate::domain::money::MoneyUnit;
    use crate::domain::place::Place;
    use crate::domain::submission::Measure;
    use crate::rules;

    #[test]
    fn a_submission_comes_out_as_it_went_in() {
        let lines = vec![line(11, "gn.2/Đường A@central:2023", Some(5.0), [Some(1.0), None])];
        let report = submission("2024-06", lines.clone());
        let (checked, _) = World::default().check(vec![report], vec![]);
        assert_eq!(checked[0].submission().unit, unit("HL-01"));
        assert_eq!(checked[0].lines(), lines);
    }

    #[test]
    fn what_the_unit_says_stands_beside_the_finding_and_hides_nothing() {
        let lines = vec![
            line(10, "gn.2", Some(100.0), [None, Some(112.0)]),
            line(11, "gn.4", Some(100.0), [None, Some(150.0)]),
        ];
        let mut report = submission("2024-06", lines);
        report.explanations.push(said(10, "Chờ quyết định điều chỉnh"));
        let said = |report: &crate::domain::submission::Submission| {
            let (_, findings) = World::default().check(vec![report.clone()], vec![]);
            let said = findings.iter().map(|finding| {
                let said = finding.explanation.as_deref().unwrap_or("");
                assert!(finding.is_error());
                format!("{} {said}", told(finding))
            });
            said.collect::<Vec<_>>()
        };
        let [silent, of_the_row] = ["GN502 E12 +50 ", "GN502 E11 +12 Chờ quyết định điều chỉnh"];
        assert_eq!(said(&report), [silent, of_the_row]);
    }

    #[test]
    fn what_the_unit_says_stands_beside_what_two_reports_together_bring_up() {
        let report = |of: &str| {
            let lines = vec![line(10, "gn.1.1/Đường trục thôn Đồng Lươn", Some(9.0), [None; 2])];
            let mut report = submission("2024-06", lines);
            report.unit = unit(of);
            report.file.path = format!("nop/2024-06/{of}.xlsx").into();
            report
        };
        let mut second = report("HL-02");
        second.explanations.push(said(10, "Lồng ghép vốn"));
        let (_, findings) = World::default().check(vec![report("HL-01"), second], vec![]);
        let said =
            findings.iter().map(|finding| (finding.rule.code.0, finding.explanation.as_deref()));
        assert_eq!(said.collect::<Vec<_>>(), [("GN701", None), ("GN701", Some("Lồng ghép vốn"))]);
    }

    #[test]
    fn a_finding_says_unit_cell_row_heading_and_amounts() {
        let rows: [NamedRow<'_>; 2] =
            [("gn.3", None, &[Some(1045.0)]), ("gn.3.1", Some(0), &[Some(1000.0)])];
        let table = table(vec![column(2, Measure::Plan)], &rows);
        let (_, findings) = World::default().check(vec![with_table(table)], vec![]);
        let [finding] = findings.as_slice() else { panic!("{findings:?}") };
        assert_eq!(finding.problem.unit, Some(unit("HL-01")));
        assert_eq!(finding.problem.place.to_string(), "nop/2024-06/HL-01.xlsx › Vốn sự nghiệp!C11");
        assert_eq!(
            finding.problem.words.vi,
            "Dòng “gn.3”, cột “kế hoạch vốn”: ghi 1.045 triệu đồng, cộng các dòng con được 1.000 triệu đồng, nhiều hơn 45 triệu đồng."
        );
        assert_eq!(finding.difference().unwrap().show(MoneyUnit::Million, 0), "45");
    }

    #[test]
    fn what_the_unit_mends_or_explains_goes_back_and_what_the_office_settles_does_not() {
        let place = |sheet: Option<&str>| Place {
            file: Some("a.xlsx".into()),
            sheet: sheet.map(Into::into),
            cell: None,
        };
        let goes_back = |code: &'static str, sheet| {
            let rule = rules::ALL.iter().find(|rule| rule.code.0 == code).unwrap();
            let problem = Problem::new(rule, place(sheet), Words::default());
            Finding::new(rule.severity, problem).goes_back()
        };
        assert!(goes_back("GN401", Some("Vốn đầu tư")) && goes_back("GN108", None));
        assert!(goes_back("GN403", Some("Vốn đầu tư")));
        assert!(goes_back("GN110", None) && goes_back("GN111", None));
        assert!(!goes_back("GN105", None) && !goes_back("GN112", None));
        assert!(!goes_back("GN301", Some("Vốn đầu tư")), "a repair is done");
    }
}
