//! Why nothing of a file counts, and what becomes of its figures.

use std::sync::Arc;

use super::consolidated::{self, Claimed};
use super::{Arrived, Incoming, Outcome, Sender, homeless};
use crate::domain::code::UnitCode;
use crate::domain::lang::{Words, words};
use crate::domain::money::MoneyUnit;
use crate::domain::period::Period;
use crate::domain::place::Place;
use crate::domain::register::Unit;
use crate::domain::rule::{Problem, Rule};
use crate::domain::submission::{Counted, FileId, Line, Measure, SetAside, Submission};
use crate::recognise::{Form, titles};
use crate::rules;

/// A file of which nothing is used.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// Whose it is, as far as its content or name says.
    pub unit: Option<UnitCode>,
    /// For which period.
    pub period: Option<Period>,
    /// The file.
    pub file: FileId,
    /// The names of its sheets.
    pub sheets: Vec<Arc<str>>,
    /// Why.
    pub problems: Vec<Problem>,
    /// Its cells, all set aside.
    pub set_aside: Vec<SetAside>,
    /// Its money cells, counted while reading.
    pub read: Counted,
    /// See [`Submission::off_by`].
    pub off_by: Option<i32>,
    /// Those of them that were understood and would not be added anyway.
    pub checked: Counted,
    /// Nothing was filled in: its unit has not reported.
    pub is_blank: bool,
    /// It is no report but something that came with one: a letter, a picture, a list.
    pub is_enclosure: bool,
    /// It is a consolidated workbook that the tool made of the files beside it.
    pub is_ours: bool,
    /// In a bare folder: the unit, with the name that the file states.
    pub found: Option<Box<Unit>>,
}

/// Why nothing of a file that was read counts.
pub(super) enum Reason {
    /// The tool may have made it of the files beside it: see [`super::ours::Made::Perhaps`].
    PerhapsOurs,
    NoTable,
    /// With the sentence that says why.
    UnknownUnit(Words),
    /// It lies among the files of the first, and says that it reports the others.
    OtherPeriod(Period, Vec<Period>),
    NoPeriod,
    NoFigures,
    BlankForm,
}

impl Reason {
    fn rule(&self) -> &'static Rule {
        match self {
            Reason::PerhapsOurs | Reason::UnknownUnit(_) => &rules::UNKNOWN_UNIT,
            Reason::OtherPeriod(..) | Reason::NoPeriod => &rules::WRONG_PERIOD,
            Reason::NoTable | Reason::NoFigures => &rules::NO_TABLE_FOUND,
            Reason::BlankForm => &rules::BLANK_FORM,
        }
    }

    fn words(self) -> Words {
        match self {
            Reason::PerhapsOurs => words!(
                "Tệp tổng hợp do giaingan ghi, chỉ một phần nguồn có ở đây hoặc nguồn chỉ trùng tên chứ không trùng nội dung với tệp ở đây: chưa rõ có lặp lại số liệu của các tệp này không nên để riêng; nếu đúng là bản tổng hợp cũ của chính thư mục này thì bỏ tệp ra",
                "A consolidated workbook that giaingan wrote; only some of its sources lie here, or they have names of files here and not their content: nobody knows whether it repeats them, and it is set aside; take it out if it is an old one of this very folder"
            ),
            Reason::NoTable => words!(
                "Không tìm thấy bảng số liệu giải ngân nào trong tệp",
                "No table of disbursement was found in the file"
            ),
            Reason::UnknownUnit(words) => words,
            Reason::OtherPeriod(expected, says) => {
                let says: Vec<Words> = says.into_iter().map(Period::words).collect();
                let list = |text: fn(&Words) -> &str| {
                    says.iter().map(text).collect::<Vec<&str>>().join(", ")
                };
                let expected = expected.words();
                Words::new(
                    format!(
                        "Tệp nằm trong kỳ {} nhưng ghi là báo cáo {}",
                        expected.vi,
                        list(|words| &words.vi)
                    ),
                    format!(
                        "The file lies in {} but says it reports {}",
                        expected.en,
                        list(|words| &words.en)
                    ),
                )
            }
            Reason::NoPeriod => words!(
                "Tệp không ghi kỳ báo cáo (tháng, quý, năm) ở tiêu đề và tên tệp",
                "Neither the title nor the name of the file says a period"
            ),
            Reason::NoFigures => words!(
                "Các bảng trong tệp không có số liệu nào",
                "The tables of the file hold no figures"
            ),
            Reason::BlankForm => words!(
                "Biểu mẫu đã phát hành chưa điền số liệu nào: chưa phải là báo cáo",
                "An issued form in which nothing was filled in: not a report"
            ),
        }
    }
}

/// Whether a form of ours came back as it was issued: only the plan stands in it, and no "không phát sinh" is ticked.
pub(super) fn is_blank(form: &Form, submission: &Submission) -> bool {
    let mut figures = submission.lines.iter().flat_map(|line| &line.figures);
    form.mark.as_ref().is_some_and(titles::Mark::is_form)
        && figures.all(|figure| figure.measure == Measure::Plan)
        && submission.set_aside.is_empty()
        && submission.homeless.is_empty()
        && submission.nil_ticks.is_empty()
}

impl From<Rejected> for Outcome {
    fn from(rejected: Rejected) -> Outcome {
        Outcome::Rejected(Box::new(rejected))
    }
}

/// A file of which nothing counts, since no other file of its unit says what its figures are.
pub(super) fn left_alone(mut submission: Submission) -> Rejected {
    homeless::refuse(&mut submission);
    let (unit, problems) = (submission.unit.clone(), std::mem::take(&mut submission.problems));
    Rejected::of(submission, Some(unit), problems)
}

/// A file that somebody saved between the two times it was read, while other files of its unit are at hand: its figures can
/// no longer be held against theirs.
pub(super) fn changed<T>(made: Arrived<T>) -> Rejected {
    let words = words!(
        "Tệp bị thay đổi trong khi giaingan đang đọc nên không đối chiếu được với các tệp khác của đơn vị; chạy lại lệnh",
        "The file changed while giaingan was reading it and could not be held against the unit's other files; run again"
    );
    let place = Place { file: Some(made.file.path.clone()), ..Place::default() };
    let sum = made.sums.total();
    let problem = Problem::new(&rules::NOT_OPENED, place, words);
    let problem = Problem { found: Some(sum), ..problem };
    let unread = Submission::new(made.unit.clone(), made.period, made.file, MoneyUnit::Dong);
    Rejected::of(unread, Some(made.unit), vec![problem])
}

/// What was read of a file.
pub(super) struct Parts {
    pub(super) submission: Submission,
    /// What it states of other units.
    pub(super) claims: Vec<Claimed>,
    /// The tables of other communes that would be reports of their own.
    pub(super) apart: Vec<Submission>,
}

impl Parts {
    /// Nothing of the file is used: all its figures are set aside with the rest.
    pub(super) fn reject(self, unit: Option<UnitCode>, reason: Reason, place: Place) -> Rejected {
        let (rule, words) = (reason.rule(), reason.words());
        let submission = self.set_aside(rule);
        // What else is wrong in a file that does not count at all would only hide why it does not.
        let sum = submission.set_aside.iter().map(|cell| cell.amount).sum();
        let problem = Problem::new(rule, place, words).setting_aside(sum);
        Rejected::of(submission, unit, vec![problem])
    }

    /// The tables hold no figure that counts: what was set aside says why, if anything was.
    pub(super) fn reject_without_figures(mut self, unit: UnitCode, place: Place) -> Rejected {
        let problems = std::mem::take(&mut self.submission.problems);
        if problems.iter().any(|problem| !problem.set_aside.is_zero()) {
            return Rejected::of(self.set_aside(&rules::NO_TABLE_FOUND), Some(unit), problems);
        }
        self.reject(Some(unit), Reason::NoFigures, place)
    }

    fn set_aside(self, rule: &'static Rule) -> Submission {
        let Parts { mut submission, claims, apart } = self;
        let mut lines: Vec<Line> = std::mem::take(&mut submission.lines);
        lines.extend(claims.iter().map(|of| of.line().clone()));
        for mut theirs in apart {
            lines.extend(consolidated::enter(&mut submission, &mut theirs, None));
        }
        for line in &lines {
            let figures = line.figures.iter();
            submission.set_aside.extend(figures.map(|figure| line.set_aside(figure, rule)));
        }
        let homeless = std::mem::take(&mut submission.homeless).into_iter();
        submission.set_aside.extend(homeless.map(|of| SetAside { rule, ..of.cell }));
        submission
    }
}

impl Rejected {
    /// A file that could not be read.
    pub(super) fn unread(
        incoming: &Incoming,
        unit: Option<UnitCode>,
        file: FileId,
        problem: Problem,
    ) -> Rejected {
        let problem = Problem { unit: unit.clone(), ..problem };
        Rejected { problems: vec![problem], ..Rejected::nothing(unit, incoming.expected, file) }
    }

    /// Who sent it, where it is a report all the same: its figures are there, and none of them can be used.
    pub(super) fn sender(&self) -> Option<Sender> {
        let is_no_report = |problem: &Problem| {
            [
                &rules::NOT_OPENED,
                &rules::UNREADABLE_FILE,
                &rules::PASSWORD_PROTECTED,
                &rules::FILE_OVER_LIMITS,
                &rules::UNKNOWN_UNIT,
                &rules::WRONG_PERIOD,
                &rules::NO_TABLE_FOUND,
                &rules::BLANK_FORM,
            ]
            .contains(&problem.rule)
        };
        if self.is_ours || self.problems.iter().any(is_no_report) {
            return None;
        }
        let (unit, period) = (self.unit.clone()?, self.period?);
        Some(Sender { unit, period, sha256: self.file.sha256.clone() })
    }

    /// A consolidated workbook that the tool made of the files beside it.
    pub(super) fn ours(period: Option<Period>, file: FileId) -> Rejected {
        Rejected { is_ours: true, ..Rejected::nothing(None, period, file) }
    }

    /// A file of which nothing is known.
    fn nothing(unit: Option<UnitCode>, period: Option<Period>, file: FileId) -> Rejected {
        Rejected {
            unit,
            period,
            file,
            sheets: Vec::new(),
            problems: Vec::new(),
            set_aside: Vec::new(),
            read: Counted::default(),
            off_by: None,
            checked: Counted::default(),
            is_blank: false,
            is_enclosure: false,
            is_ours: false,
            found: None,
        }
    }

    /// A file that was read; all its cells are checked or set aside.
    pub(super) fn of(
        submission: Submission,
        unit: Option<UnitCode>,
        mut problems: Vec<Problem>,
    ) -> Rejected {
        problems.iter_mut().for_each(|problem| problem.unit.clone_from(&unit));
        Rejected {
            sheets: submission.sheets,
            problems,
            set_aside: submission.set_aside,
            read: submission.read,
            off_by: submission.off_by,
            checked: submission.checked.all(),
            ..Rejected::nothing(unit, Some(submission.period), submission.file)
        }
    }
}
