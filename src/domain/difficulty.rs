//! What hinders the work, as a unit tells it: kept with all its texts, because the office has to answer them.

use std::sync::Arc;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::code::ComponentId;
use super::label::Label;
use super::lang::Text;
use super::money::Money;
use super::period::Period;

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
    /// Số tiền vướng mắc.
    Amount,
    /// Văn bản (số, ngày).
    Document,
    /// Mã khó khăn: the office's own name for it, printed in the forms that it issues.
    Id,
}

impl Part {
    /// Whether a difficulty is told by it, its id among it: a status or a level alone is none.
    pub fn is_content(self) -> bool {
        matches!(self, Part::Difficulty | Part::Cause | Part::Proposal | Part::Id)
    }

    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Part::Difficulty => Text { vi: "khó khăn, vướng mắc", en: "difficulty" },
            Part::Cause => Text { vi: "nguyên nhân", en: "cause" },
            Part::Proposal => Text { vi: "đề xuất, kiến nghị", en: "proposal" },
            Part::Level => Text { vi: "cấp giải quyết", en: "level that can settle it" },
            Part::Status => Text { vi: "tình trạng", en: "status" },
            Part::Amount => Text { vi: "số tiền vướng mắc", en: "amount held up" },
            Part::Document => Text { vi: "văn bản", en: "document" },
            Part::Id => Text { vi: "mã khó khăn", en: "id" },
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
    /// The amount that it holds up, where what is told of that is one. It is in no total.
    pub amount: Option<Money>,
    /// How the office below follows it, where its workbook tells it.
    pub followed: Option<Followed>,
}

/// How an office follows a difficulty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Followed {
    /// Its name there, which stays.
    pub id: Arc<str>,
    /// When it was told first, or again after it had been settled.
    pub since: Period,
    /// The last report that told it.
    pub last: Period,
    /// Since when it has stood at its level.
    pub level_since: Period,
}

impl Difficulty {
    /// What is told of a part, where something is.
    pub fn text(&self, part: Part) -> Option<&str> {
        let of_part = self.told.iter().filter(|told| told.part == part);
        of_part.map(|told| &*told.text).find(|text| !says_nothing(text))
    }

    /// What it is told by: the difficulty itself, else the cause, else the proposal.
    pub fn first(&self) -> Option<Part> {
        let parts = [Part::Difficulty, Part::Cause, Part::Proposal];
        parts.into_iter().find(|part| self.text(*part).is_some())
    }

    /// Whether its status says that it is over.
    pub fn is_settled(&self) -> bool {
        self.text(Part::Status).and_then(Status::of) == Some(Status::Settled)
    }

    /// The column in which the form asks for a part.
    pub fn column(&self, part: Part) -> Option<u32> {
        self.told.iter().find(|told| told.part == part).map(|told| told.column)
    }
}

/// How far a difficulty is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Status {
    /// Mới.
    New,
    /// Đang giải quyết.
    InProgress,
    /// Đã giải quyết.
    Settled,
    /// Chuyển cấp trên.
    Escalated,
}

impl Status {
    /// All, in the order in which they follow each other.
    pub const ALL: [Status; 4] =
        [Status::New, Status::InProgress, Status::Escalated, Status::Settled];

    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Status::New => Text { vi: "Mới", en: "New" },
            Status::InProgress => Text { vi: "Đang giải quyết", en: "In progress" },
            Status::Settled => Text { vi: "Đã giải quyết", en: "Settled" },
            Status::Escalated => Text { vi: "Chuyển cấp trên", en: "Passed up" },
        }
    }

    /// For machines.
    pub const fn id(self) -> &'static str {
        match self {
            Status::New => "new",
            Status::InProgress => "in-progress",
            Status::Settled => "settled",
            Status::Escalated => "escalated",
        }
    }

    /// What a text says; `None` where it is not understood, or says only that nothing is settled yet.
    ///
    /// Settled is only what says no more than that: "Đã giải quyết", "Đã xử lý xong", "Hoàn thành 100%". "Đã giải quyết
    /// một phần", "Hoàn thành 30%", "Đã xử lý nhưng chưa dứt điểm" are in progress.
    pub fn of(text: &str) -> Option<Status> {
        const OVER: [&str; 6] =
            ["da giai quyet", "da xu ly", "da thao go", "da xong", "hoan thanh", "da hoan thanh"];
        const WHOLLY: [&str; 4] = ["xong", "dut diem", "toan bo", "100"];
        const NEW: [&str; 5] = ["moi", "moi neu", "moi phat sinh", "phat sinh moi", "moi ghi nhan"];
        const PASSED: [&str; 5] = ["chuyen", "trinh", "bao cao", "kien nghi", "de nghi"];
        let status = Label::new(text);
        if let Some(mut rest) = OVER.iter().find_map(|words| status.after(words)) {
            while let Some(after) = WHOLLY.iter().find_map(|words| rest.after(words)) {
                rest = after;
            }
            return Some(if rest.is_empty() { Status::Settled } else { Status::InProgress });
        }
        if NEW.contains(&status.as_str()) {
            return Some(Status::New);
        }
        let done = ["da", "dang"].iter().find_map(|words| status.after(words));
        let act = done.as_ref().unwrap_or(&status);
        let is_passed = PASSED.iter().any(|words| act.after(words).is_some());
        if is_passed
            && (act.has("cap tren") || act.has("cap co tham quyen") || Level::of(text).is_some())
        {
            return Some(Status::Escalated);
        }
        let goes_on = ["dang", "tiep tuc"].iter().any(|words| status.after(words).is_some());
        goes_on.then_some(Status::InProgress)
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

    /// For people.
    pub const fn label(self) -> Text {
        match self {
            Level::Commune => Text { vi: "cấp xã", en: "commune" },
            Level::Lead => Text { vi: "cơ quan chủ trì", en: "lead agency" },
            Level::District => Text { vi: "cấp huyện", en: "district" },
            Level::Province => Text { vi: "cấp tỉnh", en: "province" },
            Level::Centre => Text { vi: "Trung ương", en: "centre" },
        }
    }

    /// For machines.
    pub const fn id(self) -> &'static str {
        match self {
            Level::Commune => "commune",
            Level::Lead => "lead",
            Level::District => "district",
            Level::Province => "province",
            Level::Centre => "centre",
        }
    }

    /// The next one above on a day. There is no district from 1 July 2025 on (Luật Tổ chức chính quyền địa phương 2025).
    pub fn above(self, day: NaiveDate) -> Option<Level> {
        let has_districts = day < NaiveDate::from_ymd_opt(2025, 7, 1)?;
        let is_one = |level: &Level| self < *level && (has_districts || *level != Level::District);
        Level::ALL.into_iter().find(is_one)
    }

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
            let (component, about, amount) = (None, "".into(), None);
            Difficulty {
                component,
                about,
                is_whole: true,
                sheet: 0,
                row: 0,
                told,
                amount,
                followed: None,
            }
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

    #[test]
    fn a_status_says_how_far_it_is_or_nothing() {
        for (text, status) in [
            ("Mới", Some(Status::New)),
            ("mới phát sinh", Some(Status::New)),
            ("Mới giải quyết một phần", None),
            ("Đang giải quyết", Some(Status::InProgress)),
            ("Đang chờ ý kiến cấp trên", Some(Status::InProgress)),
            ("Đã giải quyết một phần", Some(Status::InProgress)),
            ("Chuyển cấp trên", Some(Status::Escalated)),
            ("Đã trình UBND tỉnh", Some(Status::Escalated)),
            ("Đang xử lý theo kiến nghị của tỉnh", Some(Status::InProgress)),
            ("Đã giải quyết", Some(Status::Settled)),
            ("Chưa giải quyết", None),
            ("Chưa chuyển cấp trên", None),
            ("", None),
        ] {
            assert_eq!(Status::of(text), status, "{text}");
        }
        for status in Status::ALL {
            assert_eq!(Status::of(status.label().vi), Some(status));
        }
    }

    #[test]
    fn above_a_level_is_the_next_that_there_is() {
        let above = |level: Level, day: &str| level.above(day.parse().unwrap());
        assert_eq!(above(Level::Commune, "2024-06-30"), Some(Level::Lead));
        assert_eq!(above(Level::Lead, "2024-06-30"), Some(Level::District));
        assert_eq!(above(Level::Lead, "2025-07-31"), Some(Level::Province));
        assert_eq!(above(Level::Province, "2024-06-30"), Some(Level::Centre));
        assert_eq!(above(Level::Centre, "2024-06-30"), None);
    }
}
