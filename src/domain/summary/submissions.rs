//! How each report of a period came and how it stands, and what its unit has to do.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::code::UnitCode;
use crate::domain::lang::Text;
use crate::domain::money::MoneyUnit;
use crate::domain::obligation::Owed;
use crate::domain::period::Period;
use crate::domain::tally::Points;
use crate::domain::todo::Todo;

/// The state of a submission (contract.md).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// Nothing to say, or only notes.
    Accepted,
    /// With warnings.
    AcceptedWithWarnings,
    /// With errors; aggregated as far as its cells are sound.
    AcceptedWithErrors,
    /// Unreadable, or nothing of it could be used.
    Rejected,
    /// A later one of the same unit counts.
    Superseded,
    /// Nothing came.
    Missing,
    /// In a bare folder: a file of another period.
    OtherPeriod,
    /// Left out on purpose (`[[exclude]]`).
    Excluded,
    /// Nothing came, and nothing had to (`[[exempt]]`).
    Exempt,
}

impl State {
    /// For machines.
    pub const fn id(self) -> &'static str {
        match self {
            State::Accepted => "accepted",
            State::AcceptedWithWarnings => "accepted-with-warnings",
            State::AcceptedWithErrors => "accepted-with-errors",
            State::Rejected => "rejected",
            State::Superseded => "superseded",
            State::Missing => "missing",
            State::OtherPeriod => "other-period",
            State::Excluded => "excluded",
            State::Exempt => "exempt",
        }
    }

    /// For people.
    pub const fn label(self) -> Text {
        match self {
            State::Accepted => Text { vi: "Đã nhận", en: "Accepted" },
            State::AcceptedWithWarnings => {
                Text { vi: "Đã nhận, có cảnh báo", en: "Accepted with warnings" }
            }
            State::AcceptedWithErrors => {
                Text { vi: "Đã nhận, có lỗi", en: "Accepted with errors" }
            }
            State::Rejected => Text { vi: "Không dùng được", en: "Rejected" },
            State::Superseded => Text { vi: "Đã thay bằng bản sau", en: "Superseded" },
            State::Missing => Text { vi: "Chưa nộp", en: "Missing" },
            State::OtherPeriod => Text { vi: "Của kỳ khác", en: "Of another period" },
            State::Excluded => Text { vi: "Không tổng hợp", en: "Left out" },
            State::Exempt => Text { vi: "Được miễn báo cáo", en: "Exempt" },
        }
    }
}

impl State {
    /// Whether a report of the unit for the period came that can be used, or could.
    pub fn has_come(self) -> bool {
        use State::{Excluded, Exempt, Missing, OtherPeriod, Rejected};
        !matches!(self, Rejected | Missing | OtherPeriod | Excluded | Exempt)
    }
}

/// What is to be said of a submission beside its state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// A form to be mended went back to the unit, and nothing has come since.
    Returned,
    /// It takes the place of an earlier file.
    Corrected,
    /// It says nothing of some of what the unit owes.
    PartlyFilled,
}

impl Mark {
    /// For machines.
    pub const fn id(self) -> &'static str {
        match self {
            Mark::Returned => "returned",
            Mark::Corrected => "corrected",
            Mark::PartlyFilled => "partly-filled",
        }
    }
}

/// A file of the period, or a missing unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SubmissionRow {
    /// The unit, where it is known.
    pub unit: Option<UnitCode>,
    /// Its name, else empty.
    pub name: String,
    /// The period that it reports, or should.
    pub period: Period,
    /// How it stands.
    pub state: State,
    /// Path from the workspace.
    pub file: Option<Arc<str>>,
    /// The day it was received.
    pub received: Option<NaiveDate>,
    /// The last day in time.
    pub due: Option<NaiveDate>,
    /// Days after `due`; 0 in time, `None` where no file or no deadline is known.
    pub days_late: Option<i64>,
    /// The unit of its money.
    pub money_unit: Option<MoneyUnit>,
    /// Error findings.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// A nil return: explicit zeros, or ticked.
    pub nil: bool,
    /// Of a unit of which no report counts: by how many points the printed rate of the whole could move, were it heard.
    pub worth: Option<Points>,
    /// The how-manyth file of the unit for the period it is, from 1; `None` where there is none.
    pub version: Option<u32>,
    /// What else is to be said of how it stands.
    pub marks: Vec<Mark>,
    /// The last day for a correction, where something is to be mended and that day is known.
    pub correct_by: Option<NaiveDate>,
    /// The file stands in the register of receipts. Of one that does not nobody knows when it came: it is never late.
    pub registered: bool,
    /// It is the consolidation of a lead agency, or stands for one that did not come.
    pub is_consolidation: bool,
    /// What the unit owes in the period; of several rows of a unit only the one that stands for it says so.
    pub obligations: Vec<Owed>,
    /// What the unit has to do, the oldest first; in the same row.
    pub todo: Vec<Todo>,
    /// How many periods in a row, this one included, its report did not come in time; 0 where it did. In the same row.
    pub misses: u32,
    /// Of a consolidation that did not come in time: how late it is, and the units that had not been heard then.
    pub overdue: Option<Overdue>,
    /// Who to call.
    pub contact: String,
    /// Their telephone.
    pub phone: String,
}

impl SubmissionRow {
    /// A row of which nothing else is known.
    pub fn new(
        unit: Option<UnitCode>,
        name: String,
        period: Period,
        state: State,
    ) -> SubmissionRow {
        SubmissionRow {
            unit,
            name,
            period,
            state,
            file: None,
            received: None,
            due: None,
            days_late: None,
            money_unit: None,
            errors: 0,
            warnings: 0,
            nil: false,
            worth: None,
            version: None,
            marks: Vec::new(),
            correct_by: None,
            registered: false,
            is_consolidation: false,
            obligations: Vec::new(),
            todo: Vec::new(),
            misses: 0,
            overdue: None,
            contact: String::new(),
            phone: String::new(),
        }
    }

    /// The units that had not been heard when a consolidation was due, as of a day: nobody, as long as it is not due
    /// itself, nor who has time left.
    pub fn unheard(&self, today: NaiveDate) -> impl Iterator<Item = &Behind> {
        let is_over = move |due: Option<NaiveDate>| due.is_some_and(|due| due < today);
        let is_late = move |of: &&Overdue| of.days_late.is_some() || is_over(self.due);
        let units = self.overdue.iter().filter(is_late).flat_map(|of| &of.behind);
        units.filter(move |of| of.days_late.is_some() || is_over(of.due))
    }
}

/// A consolidation that came late, or has not come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overdue {
    /// By how many days its first file was late; `None` where none has come, which may not be due yet.
    pub days_late: Option<i64>,
    /// The units of the program or component that had not been heard on its last day.
    pub behind: Vec<Behind>,
}

/// A unit that had not been heard when the consolidation of its lead agency was due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Behind {
    /// The unit.
    pub unit: UnitCode,
    /// By how many days its report was late; `None` where nothing usable has come.
    pub days_late: Option<i64>,
    /// The last day in time for it.
    pub due: Option<NaiveDate>,
}
