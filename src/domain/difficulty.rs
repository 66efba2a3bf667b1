//! What hinders the work, as a unit tells it: kept with all its texts, because the office has to answer them.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

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

    /// Whether its status says that it is over: "Đã giải quyết", "Đã xử lý xong", "Hoàn thành 100%". What says more than
    /// that is not taken for it: "Đã giải quyết một phần", "Hoàn thành 30%", "Đã xử lý nhưng chưa dứt điểm".
    pub fn is_settled(&self) -> bool {
        const OVER: [&str; 6] =
            ["da giai quyet", "da xu ly", "da thao go", "da xong", "hoan thanh", "da hoan thanh"];
        const WHOLLY: [&str; 4] = ["xong", "dut diem", "toan bo", "100"];
        let Some(status) = self.text(Part::Status).map(Label::new) else { return false };
        let Some(mut rest) = OVER.iter().find_map(|words| status.after(words)) else {
            return false;
        };
        while let Some(after) = WHOLLY.iter().find_map(|words| rest.after(words)) {
            rest = after;
        }
        rest.is_empty()
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

    /// The level that a text names; where it names several, the highest, without which it is not settled. What is not
    /// understood names none: "cấp trên", "vượt thẩm quyền của xã" do not say who.
    ///
    /// Words are compared with their marks (bộ is no bò, sở no số) unless the whole text is typed without any; those that
    /// are parts of many other words (toàn bộ, cán bộ, cơ quan) count only where a part of the text begins with them.
    pub fn of(text: &str) -> Option<Level> {
        let marked: String = text.nfc().flat_map(char::to_lowercase).collect();
        let parts = marked.split([',', ';', '\n', '/']);
        let parts: Vec<Vec<&str>> = parts
            .map(|part| {
                let words = part.split(|letter: char| !letter.is_alphanumeric());
                words.filter(|word| !word.is_empty()).collect()
            })
            .collect();
        let is_bare = text.is_ascii();
        let is_word = |typed: &str, word: &str| {
            if is_bare { typed == Label::new(word).as_str() } else { typed == word }
        };
        let has = |phrase: &str| {
            let phrase: Vec<&str> = phrase.split(' ').collect();
            let is_it = |typed: &[&str]| typed.iter().zip(&phrase).all(|(a, b)| is_word(a, b));
            parts.iter().any(|part| part.windows(phrase.len()).any(is_it))
        };
        let begins = |word: &str, but: &[&str]| {
            parts.iter().any(|part| {
                let mut typed = part.iter().skip_while(|word| word.parse::<u32>().is_ok());
                typed.next().is_some_and(|typed| *typed == word)
                    && typed.next().is_none_or(|next| !but.contains(next))
            })
        };
        if ["vượt", "cấp trên", "không thuộc"].into_iter().any(has) {
            return None;
        }
        let names = |level: &Level| {
            let (words, is_begun): (&[&str], bool) = match level {
                Level::Commune => (&["xã", "thị trấn", "phường", "đơn vị", "tự giải quyết"], false),
                Level::Lead => (&["chủ trì", "chủ quản", "thường trực", "phòng"], false),
                Level::District => (
                    &["huyện", "thị xã", "thành phố", "cấp quận", "ubnd quận", "nhân dân quận"],
                    begins("quận", &[]),
                ),
                Level::Province => (&["tỉnh"], begins("sở", &["hữu", "tại"])),
                Level::Centre => (
                    &["trung ương", "tw", "chính phủ", "thủ tướng", "quốc hội"],
                    begins("bộ", &["phận", "đội", "máy", "môn"]),
                ),
            };
            is_begun || words.iter().any(|word| has(word))
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
            ("Quận", Some(Level::District)),
            ("UBND quận Ba Đình", Some(Level::District)),
            ("cap xa", Some(Level::Commune)),
            ("UBND tinh", Some(Level::Province)),
            ("Huyện; các Sở, ngành", Some(Level::District)),
            ("Xã, Sở Tài chính", Some(Level::Province)),
            ("Cán bộ xã", Some(Level::Commune)),
            ("Bộ phận một cửa xã", Some(Level::Commune)),
            ("UBND cấp xã, toàn bộ các thôn", Some(Level::Commune)),
            ("Một số xã", Some(Level::Commune)),
            ("Cơ quan cấp trên", None),
            ("Vượt thẩm quyền của xã", None),
            ("Trưởng thôn (số 3)", None),
            ("Kho bạc Nhà nước", None),
            ("", None),
            ("khác", None),
        ] {
            assert_eq!(Level::of(text), level, "{text}");
        }
    }

    #[test]
    fn what_is_over_in_part_is_not_settled() {
        let is_settled = |status: &str| {
            let text = status.into();
            let told = vec![Told { part: Part::Status, column: 0, text }];
            Difficulty { component: None, about: "".into(), is_whole: true, sheet: 0, row: 0, told }
                .is_settled()
        };
        for status in [
            "Đã giải quyết",
            "Đã xử lý xong",
            "đã tháo gỡ dứt điểm",
            "Hoàn thành 100%",
            "Đã giải quyết toàn bộ.",
        ] {
            assert!(is_settled(status), "{status}");
        }
        for status in [
            "Đã giải quyết một phần",
            "Đã xử lý nhưng chưa dứt điểm",
            "Hoàn thành 30%",
            "Chưa hoàn thành",
            "Đã giải quyết, còn xã A",
            "",
        ] {
            assert!(!is_settled(status), "{status}");
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
