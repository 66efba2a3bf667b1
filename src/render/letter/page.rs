//! How an official letter is laid out (NĐ 30/2020/NĐ-CP, Phụ lục I): the head on two sides, what it is about, to whom, the
//! text, who gets it, who signs. Its number and its day stay blank: the office gives them. A signer whom the settings do
//! not name is a blank line.

use chrono::{Datelike, NaiveDate};

use crate::domain::mark;
use crate::domain::money::MoneyUnit;
use crate::domain::period::Period;
use crate::domain::settings::{Letter, Settings};
use crate::render::docx::{
    Align, Block, Cell, Document, Dxa, Paragraph, Run, SIDEWAYS, Section, Table, UPRIGHT,
};

/// The sizes of letters, in points.
const BODY: u32 = 14;
const HEAD: u32 = 13;
const SMALL: u32 = 12;
const COPIES: u32 = 11;

/// How far the first line of a paragraph is moved in: 12,7 mm.
const INDENT: Dxa = 720;

/// The left side of the head.
const LEFT: Dxa = 3_300;

/// The room for a number or a day that is written in by hand: blanks that no program joins to one.
const BLANK: &str = "\u{a0}\u{a0}\u{a0}\u{a0}";

/// A letter before it is laid out.
pub(super) struct Paper<'a> {
    /// The office's settings.
    pub settings: &'a Settings,
    /// The period that it is about.
    pub period: Period,
    /// The day on which it is made.
    pub today: NaiveDate,
    /// What it is about, without "V/v".
    pub subject: String,
    /// [`mark::REMINDER`] or [`mark::OBSTACLES`].
    pub kind: &'static str,
    /// The code of the unit that it is for, where it is for one.
    pub unit: Option<&'a str>,
    /// To whom.
    pub to: Vec<String>,
    /// The text.
    pub body: Vec<Block>,
    /// Who gets a copy, beside those whom the settings name.
    pub copies: Vec<String>,
    /// The annexes.
    pub annexes: Vec<Section>,
}

impl Paper<'_> {
    /// The file.
    ///
    /// # Errors
    /// It cannot be put together.
    pub(super) fn into_bytes(self) -> anyhow::Result<Vec<u8>> {
        let letter = &self.settings.letter;
        let mut blocks: Vec<Block> = vec![self.head(letter).into()];
        blocks.extend(self.addressees());
        blocks.extend(basis(letter).map(Block::from));
        let mut marks = vec![
            (mark::SHEET, mark::LETTER.to_owned()),
            (mark::KIND, self.kind.to_owned()),
            (mark::PERIOD, self.period.to_string()),
        ];
        marks.extend(self.unit.map(|unit| (mark::UNIT, unit.to_owned())));
        marks.push((mark::SEAL, mark::UNSEALED.to_owned()));
        let signed = self.signed(letter);
        let Paper { body, annexes, subject, today, .. } = self;
        blocks.extend(body);
        blocks.push(Paragraph::default().points(SMALL).spaced(0, 60).into());
        blocks.push(signed.into());
        let mut sections = vec![Section { is_sideways: false, blocks }];
        sections.extend(annexes);
        let author = issuer(self.settings).to_owned();
        Document { title: subject, author, day: today, marks, sections }.to_bytes()
    }

    fn head(&self, letter: &Letter) -> Table {
        let bold = |text: &str| Paragraph::new(text).bold().points(HEAD).centred();
        let plain = |text: String| Paragraph::new(text).points(HEAD).centred();
        let mut left = Vec::new();
        if let Some(superior) = &letter.superior {
            left.push(plain(in_lines(&superior.to_uppercase())));
        }
        left.push(bold(&in_lines(&issuer(self.settings).to_uppercase())));
        left.push(rule(LEFT, 1_100));
        let symbol = letter.symbol.as_deref().unwrap_or_default();
        left.push(plain(format!("Số: {BLANK}{BLANK}/{symbol}")).spaced(60, 0));
        let subject = Paragraph::new(format!("V/v {}", self.subject)).points(SMALL).centred();
        left.push(subject.spaced(60, 0));
        let place = letter.place.as_deref().unwrap_or_default();
        let year = self.today.year();
        let dated = format!("{place}, ngày {BLANK} tháng {BLANK} năm {year}");
        let right_side = UPRIGHT - LEFT;
        let right = vec![
            bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").points(SMALL),
            bold("Độc lập - Tự do - Hạnh phúc"),
            rule(right_side, 3_000),
            Paragraph::new(dated).italic().points(HEAD).centred().spaced(120, 0),
        ];
        side_by_side([LEFT, right_side], [left, right])
    }

    fn addressees(&self) -> Vec<Block> {
        if let [only] = &self.to[..] {
            let to = Paragraph::new(format!("Kính gửi: {only}")).points(BODY).centred();
            return vec![to.spaced(240, 240).into()];
        }
        let to = Paragraph {
            sides: (2_000, 0),
            keeps_next: true,
            ..Paragraph::new("Kính gửi:").points(BODY).spaced(240, 0)
        };
        let last = self.to.len().saturating_sub(1);
        let listed = self.to.iter().enumerate().map(|(index, name)| {
            let end = if index == last { "." } else { ";" };
            let below = if index == last { 240 } else { 0 };
            let line = Paragraph::new(format!("- {name}{end}")).points(BODY).spaced(0, below);
            Paragraph { sides: (3_000, 0), ..line }
        });
        std::iter::once(to).chain(listed).map(Block::from).collect()
    }

    /// Who gets it at the left, who signs at the right.
    fn signed(&self, letter: &Letter) -> Table {
        let usual = ["Như trên".to_owned(), "Lưu: VT".to_owned()];
        let named = if letter.recipients.is_empty() { &usual[..] } else { &letter.recipients };
        let (kept, sent): (Vec<&String>, Vec<&String>) =
            named.iter().partition(|line| line.trim_start().starts_with("Lưu"));
        let copies = if self.unit.is_some() { &letter.copies[..] } else { &[] };
        let lines: Vec<&String> =
            sent.into_iter().chain(copies).chain(&self.copies).chain(kept).collect();
        let mut left = vec![Paragraph::new("Nơi nhận:").bold().italic().points(SMALL)];
        left.extend(lines.iter().enumerate().map(|(index, line)| {
            let end = if index + 1 == lines.len() { "." } else { ";" };
            let line = line.trim().trim_start_matches("- ").trim_end_matches([';', '.']);
            Paragraph::new(format!("- {line}{end}")).points(COPIES)
        }));
        let bold = |text: &str| Paragraph::new(text).bold().points(BODY).centred();
        let mut right: Vec<Paragraph> = [&letter.on_behalf, &letter.signer_title]
            .into_iter()
            .flatten()
            .map(|of| bold(of))
            .collect();
        right.extend((0..4).map(|_| bold("")));
        right.push(bold(letter.signer.as_deref().unwrap_or_default()));
        side_by_side([4_500, UPRIGHT - 4_500], [left, right])
    }
}

/// The office that issues letters.
pub(super) fn issuer(settings: &Settings) -> &str {
    settings.letter.issuer.as_deref().unwrap_or_default()
}

/// The committee, to whom money is assigned and who settles what its level can; else who issues the letter.
pub(super) fn authority(settings: &Settings) -> &str {
    let authority = settings.office.authority.trim();
    if authority.is_empty() { issuer(settings) } else { authority }
}

/// What it rests on, as the settings say it.
fn basis(letter: &Letter) -> impl Iterator<Item = Paragraph> {
    let last = letter.basis.len().saturating_sub(1);
    letter.basis.iter().enumerate().map(move |(index, text)| {
        let end = if index == last { "," } else { ";" };
        let text = text.trim().trim_end_matches([';', '.', ',']);
        let begins = ["Căn cứ", "Thực hiện", "Theo", "Xét", "Tiếp theo"];
        let lead = if begins.iter().any(|word| text.starts_with(word)) { "" } else { "Căn cứ " };
        paragraph(format!("{lead}{text}{end}"))
    })
}

/// A paragraph of the text.
pub(super) fn paragraph(text: impl Into<String>) -> Paragraph {
    Paragraph {
        align: Align::Both,
        first_line: INDENT,
        ..Paragraph::new(text).points(BODY).spaced(60, 60)
    }
}

/// A heading within the text, which stays with what it heads.
pub(super) fn heading(text: impl Into<String>) -> Paragraph {
    Paragraph { keeps_next: true, ..paragraph(text).bold() }
}

/// "Phụ lục II", never broken into two lines.
pub(super) fn annex_name(number: &str) -> String {
    format!("Phụ\u{a0}lục\u{a0}{number}")
}

/// An annex: its number, its title, the letter that it belongs to, the unit of money of its table where it has one, the
/// table. Its pages lie on their side.
pub(super) fn annex(
    (settings, today): (&Settings, NaiveDate),
    (number, title): (&str, &str),
    money: Option<MoneyUnit>,
    table: Table,
) -> Section {
    let line = |text: &str| Paragraph::new(text).points(HEAD).centred();
    let symbol = settings.letter.symbol.as_deref().unwrap_or_default();
    let enclosed = format!(
        "(Kèm theo Công văn số {BLANK}{BLANK}/{symbol} ngày {BLANK} tháng {BLANK} năm {} của {})",
        today.year(),
        issuer(settings)
    );
    let mut blocks: Vec<Block> = vec![
        line(number).bold().into(),
        line(title).bold().into(),
        line(&enclosed).italic().spaced(0, 120).into(),
    ];
    blocks.extend(money.map(|unit| {
        let text = format!("Đơn vị tính: {}", unit.text().vi);
        let content = Paragraph::new(text).italic().points(SMALL).spaced(0, 60);
        Block::from(Paragraph { align: Align::Right, keeps_next: true, ..content })
    }));
    blocks.push(table.into());
    Section { is_sideways: true, blocks }
}

/// A column of a table in an annex: its heading, its width, where its texts stand.
pub(super) type Column = (&'static str, Dxa, Align);

/// Whether the columns of an annex are together as wide as its page.
pub(super) const fn fill_page(columns: &[Column]) -> bool {
    let (mut sum, mut at) = (0, 0);
    while at < columns.len() {
        sum += columns[at].1;
        at += 1;
    }
    sum == SIDEWAYS
}

/// A table with lines and a heading that is repeated.
pub(super) fn table(columns: &[Column], rows: Vec<Vec<String>>) -> Table {
    let cell = |text: &str, align| {
        let content = Paragraph { align, ..Paragraph::new(text).points(SMALL) };
        Cell::new([content.spaced(20, 20)])
    };
    let of_row = |texts: &Vec<String>| {
        columns.iter().zip(texts).map(|((_, _, align), text)| cell(text, *align)).collect()
    };
    let headed = |(text, ..): &Column| {
        let content = Paragraph::of([Run::new(*text).bold()]).points(SMALL).centred();
        Cell::new([content.spaced(20, 20)])
    };
    Table {
        columns: columns.iter().map(|(_, wide, _)| *wide).collect(),
        heading: vec![columns.iter().map(headed).collect()],
        rows: rows.iter().map(of_row).collect(),
        is_ruled: true,
    }
}

fn side_by_side(columns: [Dxa; 2], sides: [Vec<Paragraph>; 2]) -> Table {
    let cells = sides.map(Cell::new).to_vec();
    Table { columns: columns.to_vec(), heading: Vec::new(), rows: vec![cells], is_ruled: false }
}

/// A short rule in the middle of a side, so long.
fn rule(side: Dxa, long: Dxa) -> Paragraph {
    let beside = side.saturating_sub(long) / 2;
    let line = Paragraph::new("").points(2).spaced(40, 0);
    Paragraph { is_ruled: true, sides: (beside, beside), ..line }
}

/// A committee's name in two lines, as offices write it: "ỦY BAN NHÂN DÂN / HUYỆN HỮU LŨNG".
fn in_lines(name: &str) -> String {
    for committee in ["ỦY BAN NHÂN DÂN ", "UỶ BAN NHÂN DÂN ", "UBND "] {
        if let Some(place) = name.strip_prefix(committee) {
            return format!("ỦY BAN NHÂN DÂN\n{place}");
        }
    }
    name.to_owned()
}
