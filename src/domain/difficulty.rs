//! What hinders the work, as a unit tells it: kept with all its texts, because the office has to answer them.

use std::sync::Arc;

use super::code::ComponentId;
use super::label::Label;
use super::lang::Text;

/// A part of what is told of a difficulty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// Khó khăn, vướng mắc; tồn tại, hạn chế.
    Difficulty,
    /// Nguyên nhân.
    Cause,
    /// Đề xuất, kiến nghị.
    Proposal,
    /// Cấp giải quyết.
    Level,
    /// Tình trạng.
    Status,
}

impl Part {
    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Part::Difficulty => Text { vi: "khó khăn, vướng mắc", en: "difficulty" },
            Part::Cause => Text { vi: "nguyên nhân", en: "cause" },
            Part::Proposal => Text { vi: "đề xuất, kiến nghị", en: "proposal" },
            Part::Level => Text { vi: "cấp giải quyết", en: "level that can settle it" },
            Part::Status => Text { vi: "tình trạng", en: "status" },
        }
    }
}

/// What one cell tells; the text is empty where the form asks and nothing is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Which part.
    pub part: Part,
    /// The column of the cell, from 0.
    pub column: u32,
    /// The text as it was typed, outer white space off.
    pub text: Box<str>,
}

/// A row in which a unit tells a difficulty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difficulty {
    /// The program or component that it is about; `None` where it is about all, or the row names none.
    pub component: Option<ComponentId>,
    /// What the row says that it is about, as it was typed; may be empty.
    pub about: Arc<str>,
    /// Whether it is told of the component as a whole, not of a work or another part of it that `about` names.
    pub is_whole: bool,
    /// The number of the sheet.
    pub sheet: u16,
    /// The row, from 0.
    pub row: u32,
    /// A cell for each column that asks for a part, from left to right.
    pub told: Vec<Told>,
}

impl Difficulty {
    /// What is told of a part, where something is.
    pub fn text(&self, part: Part) -> Option<&str> {
        let of_part = self.told.iter().filter(|told| told.part == part);
        of_part.map(|told| &*told.text).find(|text| !says_nothing(text))
    }

    /// Whether its status says that it is over: "Đã giải quyết", "Đã xử lý xong", "Hoàn thành".
    pub fn is_settled(&self) -> bool {
        const OVER: [&str; 6] =
            ["da giai quyet", "da xu ly", "da thao go", "da xong", "hoan thanh", "da hoan thanh"];
        let status = self.text(Part::Status).map(Label::new);
        status.is_some_and(|status| OVER.iter().any(|words| status.after(words).is_some()))
    }

    /// The column in which the form asks for a part.
    pub fn column(&self, part: Part) -> Option<u32> {
        self.told.iter().find(|told| told.part == part).map(|told| told.column)
    }
}

/// Who can settle a difficulty, from below.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// The commune, or the unit itself.
    Commune,
    /// The program's lead agency.
    Lead,
    /// The district.
    District,
    /// The province.
    Province,
    /// Ministries and the Government.
    Centre,
}

impl Level {
    /// All, from below.
    pub const ALL: [Level; 5] =
        [Level::Commune, Level::Lead, Level::District, Level::Province, Level::Centre];

    /// The level that a text names; where it names several, the highest, without which it is not settled.
    pub fn of(text: &str) -> Option<Level> {
        let text = Label::new(text);
        let names = |level: &Level| {
            let words: &[&str] = match level {
                Level::Commune => &["xa", "thi tran", "phuong", "don vi", "tu giai quyet"],
                Level::Lead => &["chu tri", "chu quan", "thuong truc", "phong"],
                Level::District => &["huyen", "thi xa", "thanh pho", "quan"],
                Level::Province => &["tinh", "so"],
                Level::Centre => &["trung uong", "tw", "chinh phu", "thu tuong", "bo", "quoc hoi"],
            };
            words.iter().any(|word| text.has(word))
        };
        // "Phòng Dân tộc huyện", "cơ quan chủ trì của huyện" speak of the agency, not of the committee.
        let is_lead = names(&Level::Lead);
        let is_higher = |level: &Level| Level::Province <= *level && names(level);
        let highest = Level::ALL.into_iter().rev().find(is_higher);
        highest
            .or(is_lead.then_some(Level::Lead))
            .or_else(|| [Level::District, Level::Commune].into_iter().find(|level| names(level)))
    }
}

/// Whether a text says that there is nothing to tell: blank, `-`, "Không", "Không có khó khăn, vướng mắc".
pub fn says_nothing(text: &str) -> bool {
    const FILLERS: [&str; 24] = [
        "khong", "ko", "k", "0", "chua", "co", "gi", "kho", "khan", "vuong", "mac", "phat", "sinh",
        "ton", "tai", "han", "che", "kien", "nghi", "de", "xuat", "nguyen", "nhan", "va",
    ];
    // What denies is short; most texts are told apart by their length.
    if 100 < text.len() {
        return false;
    }
    let label = Label::new(text);
    let Some(first) = label.words().next() else { return true };
    matches!(first, "khong" | "ko" | "k" | "0" | "chua")
        && label.words().all(|word| FILLERS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_the_highest_that_a_text_names() {
        for (text, level) in [
            ("Cấp xã", Some(Level::Commune)),
            ("UBND huyện", Some(Level::District)),
            ("Thị xã", Some(Level::District)),
            ("Phòng Dân tộc huyện", Some(Level::Lead)),
            ("cơ quan chủ trì", Some(Level::Lead)),
            ("huyện, tỉnh", Some(Level::Province)),
            ("Sở Tài chính", Some(Level::Province)),
            ("Bộ NN&PTNT", Some(Level::Centre)),
            ("Trung ương", Some(Level::Centre)),
            ("", None),
            ("khác", None),
        ] {
            assert_eq!(Level::of(text), level, "{text}");
        }
    }

    #[test]
    fn a_text_may_say_that_there_is_nothing() {
        for text in
            ["", " - ", "…", "Không", "không có", "Không có khó khăn, vướng mắc", "Chưa phát sinh"]
        {
            assert!(says_nothing(text), "{text}");
        }
        for text in ["Chưa có mặt bằng", "Không có hộ đủ điều kiện", "Chậm", "Thiếu vốn đối ứng"]
        {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
