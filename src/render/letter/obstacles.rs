//! The difficulties that the units cannot settle themselves, by the level that can: a table for each.

use super::page::{
    Column, Paper, annex, annex_name, authority, fill_page, issuer, paragraph, table,
};
use super::{Letters, count, day};
use crate::domain::difficulty::Level;
use crate::domain::label::harmless;
use crate::domain::mark;
use crate::domain::summary::{Obstacle, Summary};
use crate::render::docx::{Align, Block, Section};
use crate::render::sentences;
use crate::render::xlsx::text::capitalised;

const COLUMNS: [Column; 6] = [
    ("STT", 700, Align::Centre),
    ("Đơn vị", 1_700, Align::Left),
    ("Chương trình, dự án, nội dung", 2_500, Align::Left),
    ("Khó khăn, vướng mắc", 4_003, Align::Left),
    ("Nguyên nhân", 2_500, Align::Left),
    ("Đề xuất, kiến nghị", 2_600, Align::Left),
];

/// Who is asked: a level, or nobody where the unit names none.
type Asked = Option<Level>;

const ROMAN: [&str; 6] = ["I", "II", "III", "IV", "V", "VI"];

const _: () = assert!(fill_page(&COLUMNS));

pub(super) fn letter(letters: &Letters<'_>) -> anyhow::Result<Vec<u8>> {
    let summary = letters.summary;
    let groups = groups(summary);
    let issuer = issuer(&summary.settings);
    let own = own(summary);
    let is_own = |asked: Asked| asked.is_some() && asked == own;
    let read = format!(
        "Qua tổng hợp báo cáo {} của các đơn vị đến {}",
        summary.period.words().vi,
        day(letters.today)
    );
    let hands_on = groups.iter().any(|(asked, _)| !is_own(*asked));
    let mut texts = Vec::new();
    if hands_on {
        texts.push(format!(
            "{read}, {issuer} tổng hợp các khó khăn, vướng mắc vượt thẩm quyền giải quyết của đơn vị trong thực hiện các chương trình mục tiêu quốc gia như sau:"
        ));
    }
    let asks = format!(
        "{issuer} kính đề nghị các cơ quan xem xét, giải quyết theo thẩm quyền hoặc hướng dẫn để các đơn vị thực hiện"
    );
    let mut annexes: Vec<Section> = Vec::new();
    for ((asked, obstacles), number) in groups.iter().zip(ROMAN) {
        let who = who(summary, *asked);
        let told = format!("{} nội dung ({} kèm theo)", count(obstacles.len()), annex_name(number));
        if !is_own(*asked) {
            texts.push(format!("- {}: {told}.", capitalised(&who)));
        } else if hands_on {
            texts.push(format!("{asks}."));
            texts.push(format!(
                "Ngoài ra, khó khăn, vướng mắc {who}: {told}; {} xem xét, giải quyết./.",
                authority(&summary.settings)
            ));
        } else {
            texts.push(format!(
                "{read}, khó khăn, vướng mắc trong thực hiện các chương trình mục tiêu quốc gia {who}: {told}; {} xem xét, giải quyết./.",
                authority(&summary.settings)
            ));
        }
        let rows = (1..).zip(obstacles).map(|(number, of)| row(summary, number, of));
        annexes.push(annex(
            (&summary.settings, letters.today),
            (
                &annex_name(number).to_uppercase(),
                &format!("KHÓ KHĂN, VƯỚNG MẮC {}", who.to_uppercase()),
            ),
            None,
            table(&COLUMNS, rows.collect()),
        ));
    }
    if groups.iter().all(|(asked, _)| !is_own(*asked)) {
        texts.push(format!("{asks}./."));
    }
    let paper = Paper {
        settings: &summary.settings,
        period: summary.period,
        today: letters.today,
        subject: format!(
            "khó khăn, vướng mắc trong thực hiện các chương trình mục tiêu quốc gia năm {}",
            summary.year
        ),
        kind: mark::OBSTACLES,
        unit: None,
        to: to(summary, &groups),
        body: texts.into_iter().map(|text| Block::from(paragraph(text))).collect(),
        copies: Vec::new(),
        annexes,
    };
    paper.into_bytes()
}

/// The level of the office itself, which hands nothing on to itself.
fn own(summary: &Summary) -> Asked {
    Level::of(&summary.settings.office.level)
}

/// The open difficulties by the level that is asked, the oldest first; then those that name none, last what the office's own level settles. What
/// a unit settles itself is not handed on.
pub(super) fn groups(summary: &Summary) -> Vec<(Asked, Vec<&Obstacle>)> {
    let levels = Level::ALL.into_iter().filter(|level| *level != Level::Commune).map(Some);
    let of = |asked: Asked| {
        let all = summary.difficulties.iter().filter(|obstacle| obstacle.is_open());
        (asked, all.filter(|obstacle| obstacle.level == asked).collect())
    };
    let mut all: Vec<(Asked, Vec<&Obstacle>)> = levels.chain([None]).map(of).collect();
    all.retain(|(_, obstacles)| !obstacles.is_empty());
    let own = own(summary);
    all.sort_by_key(|(asked, _)| asked.is_some() && *asked == own);
    all
}

/// Whose it is to settle, after "Khó khăn, vướng mắc".
fn who(summary: &Summary, asked: Asked) -> String {
    match asked {
        asked if asked.is_some() && asked == own(summary) => {
            format!("thuộc thẩm quyền của {}", harmless(&summary.settings.office.level))
        }
        Some(Level::Commune) => "thuộc thẩm quyền của đơn vị".to_owned(),
        Some(Level::Lead) => "đề nghị cơ quan chủ trì chương trình giải quyết".to_owned(),
        Some(Level::District) => "thuộc thẩm quyền cấp huyện".to_owned(),
        Some(Level::Province) => "thuộc thẩm quyền cấp tỉnh".to_owned(),
        Some(Level::Centre) => "thuộc thẩm quyền Trung ương".to_owned(),
        None => "chưa ghi hoặc chưa rõ cấp giải quyết".to_owned(),
    }
}

/// Those who are asked, as far as the office's own files name them.
fn to(summary: &Summary, groups: &[(Asked, Vec<&Obstacle>)]) -> Vec<String> {
    let asks = |level: Asked| groups.iter().any(|(asked, _)| *asked == level);
    let mut to: Vec<String> = Vec::new();
    if asks(Some(Level::Province)) || asks(Some(Level::Centre)) {
        to.push("Ủy ban nhân dân tỉnh".to_owned());
    }
    let office = &summary.settings.office;
    let is_own = issuer(&summary.settings) == office.authority;
    if asks(Some(Level::District)) && !is_own && !office.authority.is_empty() {
        to.push(office.authority.clone());
    }
    if asks(Some(Level::Lead)) || asks(None) || to.is_empty() {
        let leads = summary.register.units.iter().filter(|unit| !unit.leads.is_empty());
        let named = to.len();
        to.extend(leads.map(|unit| unit.addressed()));
        if to.len() == named {
            to.push("Các cơ quan chủ trì chương trình mục tiêu quốc gia".to_owned());
        }
    }
    to
}

fn row(summary: &Summary, number: usize, of: &Obstacle) -> Vec<String> {
    let mut proposal = of.proposal.clone();
    // Who reads it may know whom the unit means.
    let level = of.level_told.trim();
    if of.level.is_none() && !level.is_empty() {
        if !proposal.is_empty() {
            proposal.push(' ');
        }
        proposal.push_str(&format!("(cấp giải quyết ghi: “{level}”)"));
    }
    if let Some(level) = of.proposed {
        let (since, level) = (of.level_since.words().vi, level.label().vi);
        if !proposal.is_empty() {
            proposal.push(' ');
        }
        proposal.push_str(&format!(
            "(chưa được giải quyết từ {since}; đề nghị chuyển {level} giải quyết)"
        ));
    }
    vec![
        number.to_string(),
        summary.register.name(&of.unit),
        sentences::about(summary, of),
        told(summary, of),
        of.cause.clone(),
        proposal,
    ]
}

/// What hinders, with the amount that it holds up, the document and how old it is.
fn told(summary: &Summary, of: &Obstacle) -> String {
    let mut beside = Vec::new();
    if !of.held_up.is_empty() {
        beside.push(format!("số tiền vướng mắc: {}", sentences::held_up(summary, of).vi));
    }
    if !of.document.is_empty() {
        beside.push(format!("văn bản: {}", of.document));
    }
    if of.since.to() < summary.period.from() {
        beside.push(format!("nêu từ {}", of.since.words().vi));
    }
    match beside.is_empty() {
        true => of.told.clone(),
        false => format!("{} ({})", of.told, beside.join("; ")),
    }
}
