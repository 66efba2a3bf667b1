//! What the texts around a table say of all its money, in its own title, the sheet's name, the cover, the file's name:
//! the nearer text overrides the farther one.

use super::lexicon::{Lexicon, YearWord};
use super::rows::Names;
use crate::domain::attributes::Facts;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, PlanYear, Source};
use crate::domain::label::Label;
use crate::domain::money::MoneyUnit;
use crate::domain::year;

/// What is said of all the money of one table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scope {
    /// The program.
    pub program: Option<ComponentId>,
    /// The funding type.
    pub funding: Option<Funding>,
    /// The source.
    pub source: Option<Source>,
    /// The plan year.
    pub year: Option<PlanYear>,
    /// Who carries the money out, where a title or a sheet's name says it ("Chủ đầu tư: …").
    pub owner: Option<Label>,
    /// The unit of money stated above it.
    pub unit: Option<MoneyUnit>,
}

/// The texts that may speak of a table, from the nearest to the farthest: at each depth several may stand.
pub struct Depths<'a> {
    /// The titles at each depth.
    pub titles: Vec<&'a [Label]>,
    /// At which depth the sheet's name stands among them.
    pub name: usize,
}

/// What one depth says: nothing, one thing, or things that contradict each other.
enum Told<T> {
    Nothing,
    One(T),
    Several,
}

impl Scope {
    /// What the texts say. `beside` are the names of all sheets: "Tỉnh" is a source only beside "NSTW".
    pub fn read(depths: &Depths<'_>, lexicon: &Lexicon, names: &Names, beside: &Beside) -> Scope {
        let program = |text: &Label, is_name: bool| {
            let of_name = || names.program_with_id(text).filter(|_| is_name && beside.programs);
            of_name().or_else(|| names.program_in(text))
        };
        let source = |text: &Label, is_name: bool| {
            source_in(text).or_else(|| source_of_name(text, lexicon, beside).filter(|_| is_name))
        };
        Scope {
            program: depths.said(&program),
            funding: depths.said(&|text, _| lexicon.funding(text).filter(|_| !is_office(text))),
            source: depths.said(&source),
            year: depths.said(&|text, _| year_in(text, lexicon, beside)),
            owner: depths.said(&|text, _| owner_in(text)),
            unit: None,
        }
    }

    /// What holds for a table whose columns and rows say these facts themselves: a title speaks of all its money, so
    /// what a column or a row contradicts is not taken from it.
    pub fn facts<'a>(&self, own: impl Iterator<Item = &'a Facts> + Clone, budget: i32) -> Facts {
        let funding = self.funding.filter(|said| {
            own.clone().filter_map(|facts| facts.funding).all(|other| other == *said)
        });
        let source = self.source.filter(|said| {
            own.clone().filter_map(|facts| facts.source).all(|other| said.covers(other))
        });
        let year = self.year.filter(|said| {
            own.clone().filter_map(|facts| facts.year).all(|other| said.covers(other, budget))
        });
        Facts { funding, source, year, ..Facts::default() }
    }

    /// Whether the two speak of different money: of another program, funding type, source, plan year or owner.
    pub fn is_apart(&self, other: &Scope, budget: i32) -> bool {
        fn differ<T: PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
            matches!((a, b), (Some(a), Some(b)) if a != b)
        }
        let sources = matches!((self.source, other.source),
            (Some(a), Some(b)) if !a.covers(b) && !b.covers(a));
        let years = matches!((self.year, other.year),
            (Some(a), Some(b)) if !a.covers(b, budget) && !b.covers(a, budget));
        differ(&self.program, &other.program)
            || differ(&self.funding, &other.funding)
            || differ(&self.owner, &other.owner)
            || sources
            || years
    }

    /// The same with what `wider` says where this says nothing.
    pub fn within(self, wider: &Scope) -> Scope {
        Scope {
            program: self.program.or_else(|| wider.program.clone()),
            funding: self.funding.or(wider.funding),
            source: self.source.or(wider.source),
            year: self.year.or(wider.year),
            owner: self.owner.or_else(|| wider.owner.clone()),
            unit: self.unit.or(wider.unit),
        }
    }
}

impl Depths<'_> {
    /// What the nearest depth says that says anything; `None` where it contradicts itself.
    fn said<T: PartialEq>(&self, of: &dyn Fn(&Label, bool) -> Option<T>) -> Option<T> {
        for (depth, texts) in self.titles.iter().enumerate() {
            match told(texts.iter().filter_map(|text| of(text, depth == self.name))) {
                Told::Nothing => {}
                Told::One(said) => return Some(said),
                Told::Several => return None,
            }
        }
        None
    }
}

fn told<T: PartialEq>(mut said: impl Iterator<Item = T>) -> Told<T> {
    let Some(first) = said.next() else { return Told::Nothing };
    if said.all(|other| other == first) { Told::One(first) } else { Told::Several }
}

/// What the names of all sheets of a workbook say together: some words mean something only beside others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    /// Some sheet is named after a program: there "GN" is one too, and not giải ngân.
    pub programs: bool,
    /// Some sheet is named after a source of money in so many words: there "Tỉnh" is one too.
    pub sources: bool,
    /// Some title or name speaks of the money of another year: there "Vốn năm 2024" is this year's alone.
    pub carry_over: bool,
    /// The budget year.
    pub budget: i32,
}

impl Beside {
    /// Of a workbook whose sheets have these names and titles.
    pub fn new(
        texts: &[Label],
        sheets: &[Label],
        lexicon: &Lexicon,
        names: &Names,
        budget: i32,
    ) -> Beside {
        let mut beside = Beside { budget, ..Beside::default() };
        beside.programs = sheets.iter().any(|name| names.program_in(name).is_some());
        beside.sources = sheets.iter().any(|name| {
            source_in(name).is_some() || source_of_name(name, lexicon, &beside).is_some()
        });
        let years = sheets.iter().chain(texts).filter_map(|text| year_in(text, lexicon, &beside));
        beside.carry_over = years.into_iter().next().is_some();
        beside
    }
}

/// The name of an office is no funding type: "Ban quản lý dự án đầu tư xây dựng", "Sở Kế hoạch và Đầu tư".
fn is_office(text: &Label) -> bool {
    let offices = [
        "ban quan ly",
        "ban qlda",
        "ban qlda dtxd",
        "so ke hoach",
        "phong",
        "ubnd",
        "so",
        "kho bac",
    ];
    offices.iter().any(|office| text.after(office).is_some())
}

/// Words of money that a source follows: "nguồn vốn ngân sách trung ương", "kinh phí NSTW hỗ trợ".
const MONEY: [&str; 8] = ["von", "nguon", "ngan", "sach", "ns", "kinh", "phi", "cap"];
/// What may follow "vốn tỉnh", which is else "vốn xã Hòa Sơn": money of the commune of that name.
const AFTER: [&str; 20] = [
    "ho", "doi", "thang", "quy", "nam", "thuc", "cac", "den", "tinh", "giao", "cap", "de", "va",
    "ctmtqg", "chuong", "t", "ke", "giai", "bo", "theo",
];

/// The one source that a title or a sheet's name speaks of as that of its money: "… NGUỒN NGÂN SÁCH TRUNG ƯƠNG", "NSTW".
///
/// `None` where it names several, or a level of government without its money ("UBND tỉnh", "biểu dùng cho cấp xã").
pub(crate) fn source_in(text: &Label) -> Option<Source> {
    let words: Vec<&str> = text.words().collect();
    let mut found: Vec<Source> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((source, taken)) = source_at(&words[at..]) else {
            at += 1;
            continue;
        };
        found.push(source);
        at += taken;
        // "Ngân sách trung ương, tỉnh", "NSTW + NSĐP"
        while let Some((more, taken)) = bare_source(&words[at..]).or_else(|| {
            let rest = words[at..].strip_prefix(&["va"])?;
            bare_source(rest).map(|(more, taken)| (more, taken + 1))
        }) {
            found.push(more);
            at += taken;
        }
    }
    let first = *found.first()?;
    found.iter().all(|other| *other == first).then_some(first)
}

/// A source that begins at the first word, with words of money before it, and how many words they are.
fn source_at(words: &[&str]) -> Option<(Source, usize)> {
    let joined = match *words.first()? {
        "nstw" => Some(Source::Central),
        "nsdp" => Some(Source::Local),
        _ => None,
    };
    if let Some(source) = joined {
        return Some((source, 1));
    }
    let money = words.iter().take_while(|word| MONEY.contains(word)).count();
    let level = &words[..money];
    // "Giải ngân vốn xã …" speaks of no budget.
    if words[0] == "ngan" && words.get(1) != Some(&"sach") {
        return None;
    }
    // "Cấp xã" alone is a level of government.
    if money == 0 || level.iter().all(|word| *word == "cap") {
        return None;
    }
    let (source, taken) = bare_source(&words[money..])?;
    let is_budget = level.iter().any(|word| ["ns", "sach"].contains(word));
    let next = words.get(money + taken);
    let is_sure = is_budget || matches!(source, Source::Central | Source::Local | Source::Other);
    (is_sure || next.is_none_or(|next| AFTER.contains(next))).then_some((source, money + taken))
}

/// A source without any word of money before it.
fn bare_source(words: &[&str]) -> Option<(Source, usize)> {
    match words {
        ["trung", "uong", ..] | ["t", "u", ..] => Some((Source::Central, 2)),
        ["dia", "phuong", ..] | ["doi", "ung", "dia", "phuong", ..] => {
            Some((Source::Local, if words[0] == "dia" { 2 } else { 4 }))
        }
        ["doi", "ung", "tinh", ..] => Some((Source::Province, 3)),
        ["doi", "ung", "huyen", ..] => Some((Source::District, 3)),
        ["doi", "ung", "xa", ..] => Some((Source::Commune, 3)),
        ["nstw" | "tw", ..] => Some((Source::Central, 1)),
        ["nsdp" | "dp", ..] => Some((Source::Local, 1)),
        ["ngan", "sach", rest @ ..] => bare_source(rest).map(|(source, taken)| (source, taken + 2)),
        ["ns", rest @ ..] => bare_source(rest).map(|(source, taken)| (source, taken + 1)),
        ["tinh", ..] => Some((Source::Province, 1)),
        ["huyen", ..] => Some((Source::District, 1)),
        ["xa", ..] => Some((Source::Commune, 1)),
        ["khac", ..] => Some((Source::Other, 1)),
        _ => None,
    }
}

/// The source that the whole name of a sheet is: "TW", "Đối ứng xã"; "Tỉnh" beside a sheet that is surely one.
fn source_of_name(name: &Label, lexicon: &Lexicon, beside: &Beside) -> Option<Source> {
    let words: Vec<&str> = name.words().collect();
    let is_filler = |word: &&str| {
        let fillers = ["bieu", "b", "pl", "phu", "luc", "sheet", "von", "nguon", "ns"];
        fillers.contains(word) || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let fillers = words.iter().take_while(|word| is_filler(word)).count();
    let rest = Label::new(&words[fillers..].join(" "));
    let is_level = ["tinh", "huyen", "xa", "khac"].contains(&rest.as_str());
    let is_known = ["tw", "trung uong", "nst", "nsh", "nsx", "doi ung", "dia phuong", "dp"]
        .iter()
        .any(|known| rest.after(known).is_some());
    (is_known || is_level && beside.sources).then(|| lexicon.source(&rest)).flatten()
}

/// The plan year that a title or a sheet's name gives to all its money: "VỐN NĂM 2023 KÉO DÀI SANG NĂM 2024".
///
/// The year of a period is none, and this year's money is told apart only beside a table of another year's.
fn year_in(text: &Label, lexicon: &Lexicon, beside: &Beside) -> Option<PlanYear> {
    let budget = beside.budget;
    let carried = matches!(lexicon.year_word(text), Some(YearWord::CarryOver));
    // "(bao gồm cả vốn kéo dài)" is both together.
    let is_both = ["bao gom", "ke ca", "gom ca", "ca von"].iter().any(|both| text.has(both))
        && ["keo dai", "chuyen nguon"].iter().any(|carry| text.has(carry));
    if text.has("giai doan") || is_both {
        return None;
    }
    let words: Vec<&str> = text.words().collect();
    let mut years: Vec<i32> = Vec::new();
    for at in 1..words.len() {
        let Some(year) = year::of_word(words[at]) else {
            continue;
        };
        let before = match words[at - 1] {
            "nam" => at.checked_sub(2).map_or("", |before| words[before]),
            word => word,
        };
        let is_money = ["von", "kh", "khv", "hoach", "toan", "nguon", "phi"].contains(&before);
        // "sang năm 2024" is where it is carried to.
        if is_money && !years.contains(&year) {
            years.push(year);
        }
    }
    match (years.as_slice(), carried) {
        (&[year], _) if year < budget => Some(PlanYear::Of(year)),
        // "Kế hoạch vốn năm 2024 và vốn kéo dài"
        ([_, ..], true) => None,
        ([], true) => Some(PlanYear::CarryOver),
        (&[year], false) if year == budget && beside.carry_over => Some(PlanYear::Of(year)),
        _ => None,
    }
}

/// Who carries the money out: "Chủ đầu tư: Ban quản lý dự án …".
fn owner_in(text: &Label) -> Option<Label> {
    let rest = text.after("chu dau tu").or_else(|| text.after("ten chu dau tu"))?;
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Option<Source> {
        source_in(&Label::new(text))
    }

    #[test]
    fn a_title_says_whose_money_it_is_and_not_who_governs() {
        for (text, want) in [
            ("TÌNH HÌNH GIẢI NGÂN NGUỒN NGÂN SÁCH TRUNG ƯƠNG THÁNG 6 NĂM 2024", Source::Central),
            ("BÁO CÁO VỐN NSTW", Source::Central),
            ("Nguồn vốn ngân sách tỉnh đối ứng", Source::Province),
            ("Von tinh", Source::Province),
            ("Nguồn tỉnh", Source::Province),
            ("Kinh phí ngân sách cấp huyện năm 2024", Source::District),
            ("NGUỒN VỐN ĐỊA PHƯƠNG", Source::Local),
        ] {
            assert_eq!(source(text), Some(want), "{text}");
        }
        for text in [
            "UBND TỈNH LẠNG SƠN",
            "Biểu dùng cho cấp xã",
            "TÌNH HÌNH GIẢI NGÂN VỐN XÃ HÒA SƠN",
            "Vốn NSTW và NSĐP",
            "Ngân sách trung ương, tỉnh",
            "Nguồn vốn trung ương và địa phương",
            "Công tác địa phương",
            "Số liệu tính đến ngày 30/6/2024",
            "VỐN ĐẦU TƯ TỈNH",
        ] {
            assert_eq!(source(text), None, "{text}");
        }
    }

    #[test]
    fn a_sheet_is_named_after_a_source_or_beside_one_that_is() {
        let lexicon = Lexicon::new(&[]).unwrap();
        let alone = Beside::default();
        let beside = Beside { sources: true, ..Beside::default() };
        let of = |name: &str, beside| source_of_name(&Label::new(name), &lexicon, beside);
        assert_eq!(of("TW", &alone), Some(Source::Central));
        assert_eq!(of("Biểu 02 - NST", &alone), Some(Source::Province));
        assert_eq!(of("Tỉnh", &alone), None);
        assert_eq!(of("Tỉnh", &beside), Some(Source::Province));
        assert_eq!(of("Xã Hòa Sơn", &beside), None);
    }

    #[test]
    fn a_title_gives_its_money_a_year_only_where_it_speaks_of_money() {
        let lexicon = Lexicon::new(&[]).unwrap();
        let beside = |carry_over| Beside { carry_over, budget: 2024, ..Beside::default() };
        let of = |text: &str, carry| year_in(&Label::new(text), &lexicon, &beside(carry));
        assert_eq!(of("VỐN NĂM 2023 KÉO DÀI SANG NĂM 2024", false), Some(PlanYear::Of(2023)));
        assert_eq!(of("Vốn kéo dài", false), Some(PlanYear::CarryOver));
        assert_eq!(of("GIẢI NGÂN KẾ HOẠCH VỐN NĂM 2024", false), None);
        assert_eq!(of("GIẢI NGÂN KẾ HOẠCH VỐN NĂM 2024", true), Some(PlanYear::Of(2024)));
        for text in [
            "TÌNH HÌNH GIẢI NGÂN THÁNG 6 NĂM 2024",
            "KẾ HOẠCH VỐN NĂM 2024 (BAO GỒM CẢ VỐN KÉO DÀI)",
            "Kế hoạch vốn năm 2024 và vốn năm 2023 kéo dài",
            "Kế hoạch vốn năm 2024 và vốn kéo dài",
            "GIAI ĐOẠN 2021-2025",
            "Năm 2023",
        ] {
            assert_eq!(of(text, true), None, "{text}");
        }
    }

    fn labels(texts: &[&str]) -> Vec<Label> {
        texts.iter().map(|text| Label::new(text)).collect()
    }

    #[test]
    fn the_nearer_text_overrides_and_a_contradiction_says_nothing() {
        let lexicon = Lexicon::new(&[]).unwrap();
        let names = Names::default();
        let funding = |own: &[&str], name: &str| {
            let (own, name) = (labels(own), labels(&[name]));
            let depths = Depths { titles: vec![&own, &name], name: 1 };
            Scope::read(&depths, &lexicon, &names, &Beside::default()).funding
        };
        let (investment, recurrent) = (Some(Funding::Investment), Some(Funding::Recurrent));
        assert_eq!(funding(&["VỐN SỰ NGHIỆP THÁNG 3"], "Vốn đầu tư"), recurrent);
        assert_eq!(funding(&["UBND XÃ CỔ LŨNG"], "Vốn đầu tư"), investment);
        assert_eq!(funding(&["I. VỐN ĐẦU TƯ", "(Vốn sự nghiệp)"], "Vốn đầu tư"), None);
        assert_eq!(funding(&["Phòng Đầu tư công"], "Biểu 01"), None);
    }

    #[test]
    fn what_a_column_contradicts_is_not_taken_from_the_title() {
        let said = |funding, source| Facts { funding, source, ..Facts::default() };
        let scope = Scope { source: Some(Source::Central), ..Scope::default() };
        let facts = |columns: &[Facts]| scope.facts(columns.iter(), 2024);
        assert_eq!(facts(&[said(None, None)]).source, Some(Source::Central));
        let split = [said(None, Some(Source::Central)), said(None, Some(Source::Province))];
        assert_eq!(facts(&split).source, None);
    }
}
