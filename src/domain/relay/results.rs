//! What stands over the columns of the sheet of results that are read again, and the marks of its rows.

use crate::domain::lang::Text;

/// The unit of measure.
pub(crate) const MEASURE: Text = Text { vi: "Đơn vị tính", en: "Measure" };
/// The plan.
pub(crate) const PLAN: Text = Text { vi: "Kế hoạch năm", en: "Plan" };
/// In the period.
pub(crate) const IN_PERIOD: Text = Text { vi: "Thực hiện trong kỳ", en: "In period" };
/// Since the beginning of the year.
pub(crate) const DONE: Text = Text {
    vi: "Lũy kế từ đầu năm hoặc tại thời điểm",
    en: "Cumulative, or on the day",
};
/// What a row is about; of a unit, its name.
pub(crate) const NAME: Text =
    Text { vi: "Chỉ tiêu, đơn vị thực hiện", en: "Indicator, unit" };
/// The hidden columns beside them: what a row is ([`Mark`]s with a blank between), component, name.
pub(crate) const KEYS: [&str; 3] = ["dong", "noi-dung", "chi-tieu"];

/// What is to be known of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    /// A sum of all units.
    Total,
    /// What one of them tells: it is in a sum.
    OfUnit,
    /// What is not added up.
    Apart,
    /// Some unit's plan or cumulative is missing in it.
    Partial,
    /// It is not known what all did in the period.
    Unknown,
    /// Some unit told nothing in the period: what it told last stands for it.
    Carried,
}

impl Mark {
    const ALL: [(Mark, &str); 6] = [
        (Mark::Total, "tong"),
        (Mark::OfUnit, "don-vi"),
        (Mark::Apart, "rieng"),
        (Mark::Partial, "thieu"),
        (Mark::Unknown, "chua-ro-trong-ky"),
        (Mark::Carried, "tam-tinh"),
    ];

    /// As the sheet has them.
    pub(crate) fn write(marks: &[Mark]) -> String {
        let names = Mark::ALL.iter().filter(|(mark, _)| marks.contains(mark));
        names.map(|(_, name)| *name).collect::<Vec<_>>().join(" ")
    }

    /// What such a text says. What a newer version adds is not known, and no reason to leave out the row.
    pub(crate) fn read(text: &str) -> Vec<Mark> {
        let known = |word: &str| Mark::ALL.iter().find(|(_, name)| *name == word);
        text.split_whitespace().filter_map(|word| Some(known(word)?.0)).collect()
    }
}
