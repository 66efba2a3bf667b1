//! What a unit still has to do for the office: one list, the same in status, letters, return forms and JSON.

use std::sync::Arc;

use super::code::{ComponentId, UnitCode};
use super::key::Funding;
use super::lang::{Text, Words};
use super::period::Period;
use super::place::Place;

/// One thing that a unit has to do. It ages: it keeps its name and the period in which it was born until it is done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Todo {
    /// Its name, which stays the same from period to period: `HL-05-GN502-1c9a40`.
    pub id: Arc<str>,
    /// What has to be done.
    pub kind: Duty,
    /// The period in which it came up first, without a break since then.
    pub since: Period,
    /// What it is about, as a sentence for the unit.
    pub words: Arc<Words>,
    /// Where it stands in the unit's file; empty for what is owed.
    pub place: Place,
}

/// What has to be done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Duty {
    /// A report, or a part of one, is to be sent.
    Owed,
    /// A figure is to be mended: an error.
    Mend,
    /// A figure is to be explained: a warning that the unit has not explained yet.
    Explain,
}

impl Duty {
    /// For machines.
    pub const fn id(self) -> &'static str {
        match self {
            Duty::Owed => "owed",
            Duty::Mend => "mend",
            Duty::Explain => "explain",
        }
    }

    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Duty::Owed => Text { vi: "Gửi báo cáo", en: "Report" },
            Duty::Mend => Text { vi: "Sửa số liệu", en: "Mend" },
            Duty::Explain => Text { vi: "Giải trình", en: "Explain" },
        }
    }
}

impl Todo {
    /// The name of a report that is owed since a period.
    pub fn owed(unit: &UnitCode, since: Period) -> Arc<str> {
        format!("{unit}-{since}").into()
    }

    /// The name of the part of a report that is owed: a program and a funding type.
    pub fn owed_part(unit: &UnitCode, program: &ComponentId, funding: Funding) -> Arc<str> {
        let funding = match funding {
            Funding::Investment => "DT",
            Funding::Recurrent => "SN",
        };
        format!("{unit}-{program}-{funding}").into()
    }

    /// The name of the consolidation that a lead agency owes since a period.
    pub fn owed_consolidation(unit: &UnitCode, since: Period) -> Arc<str> {
        format!("{unit}-{since}-chu-tri").into()
    }
}
