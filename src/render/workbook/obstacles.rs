//! "Khó khăn, vướng mắc": what hinders the units, by the level that can settle it, the oldest first.

use rust_xlsxwriter::Worksheet;

use crate::domain::difficulty::Level;
use crate::domain::lang::{Text as Say, words};
use crate::domain::mark;
use crate::domain::relay::difficulties as relay;
use crate::domain::summary::Obstacle;
use crate::render::sentences;
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};
use crate::render::xlsx::text::capitalised;

use super::Book;
use super::frame::{Frame, Titled};

/// The columns that stay in sight: number, id, unit.
const FROZEN: u16 = 3;

pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<Worksheet> {
    let table = table(book);
    let title = Say {
        vi: "KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ",
        en: "DIFFICULTIES AND PROPOSALS",
    };
    let titled = Titled::new(mark::DIFFICULTIES, book.say(title), FROZEN).counts(counts(book));
    let mut frame = Frame::begin(book, titled, &table)?;
    let keyed = table.last() + 1;
    frame.page.keys((frame.heading, keyed), &relay::KEYS.map(str::to_owned))?;
    let groups = groups(book);
    let mut depths: Vec<u8> = Vec::new();
    for (name, obstacles) in &groups {
        frame.banner(&table, name, Look::Group)?;
        for of in (1..).zip(obstacles.iter().copied()) {
            frame.page.keys((frame.next, keyed), &keys(of.1))?;
            frame.row(&table, &of, Look::Plain)?;
        }
        depths.push(0);
        depths.extend(vec![1; obstacles.len()]);
    }
    frame.page.hide(keyed..=(keyed + relay::KEYS.len() as u16 - 1))?;
    book.outline(&mut frame.page, frame.body, depths)?;
    if groups.is_empty() {
        let none = Say {
            vi: "Không có khó khăn, vướng mắc được nêu.",
            en: "No difficulty was told.",
        };
        frame.banner(&table, book.say(none), Look::Plain)?;
    }
    frame.signed()
}

/// How many there are, how many of them the reports of the period leave out, and how many should go up.
fn counts(book: &Book<'_>) -> String {
    let all = || book.summary.difficulties.iter();
    let open = all().filter(|of| of.is_open()).count();
    let settled = all().count() - open;
    let untold = all().filter(|of| of.is_open() && !of.told_now).count();
    let proposed = all().filter(|of| of.proposed.is_some()).count();
    words!(
        "Đang mở: {open}, trong đó kỳ này không nêu lại: {untold}; đã giải quyết trong kỳ: {settled}; đề xuất chuyển cấp trên: {proposed}.",
        "Open: {open}, not told again: {untold}; settled in the period: {settled}; proposed for the next level: {proposed}.";
        open, untold, settled, proposed
    )
    .pick(book.shared.lang)
}

/// What is open by the level that can settle it, from below, then what names none; last what was settled.
fn groups<'a>(book: &Book<'a>) -> Vec<(String, Vec<&'a Obstacle>)> {
    let all = || book.summary.difficulties.iter();
    let of_level = |level: Option<Level>| {
        let name = match level {
            Some(level) => words!(
                "Cấp giải quyết: {level}",
                "To be settled by: {level}";
                level = level.label()
            ),
            None => words!(
                "Chưa ghi hoặc chưa rõ cấp giải quyết",
                "No level is named, or none that is understood"
            ),
        };
        let is_of = |of: &&Obstacle| of.is_open() && of.level == level;
        (name, all().filter(is_of).collect::<Vec<_>>())
    };
    let levels = Level::ALL.into_iter().map(Some).chain([None]);
    let settled = words!("Đã giải quyết trong kỳ", "Settled in the period");
    let settled = (settled, all().filter(|of| !of.is_open()).collect());
    let groups = levels.map(of_level).chain([settled]).filter(|(_, of)| !of.is_empty());
    let named =
        groups.map(|(name, of)| (format!("{} ({})", name.pick(book.shared.lang), of.len()), of));
    named.collect()
}

/// What the next level has to know of it beside its words.
fn keys(of: &Obstacle) -> [String; relay::KEYS.len()] {
    let work = if of.is_whole { String::new() } else { of.about.to_string() };
    let component = of.component.as_ref().map_or_else(String::new, ToString::to_string);
    let periods = [of.since, of.last, of.level_since].map(|period| period.to_string());
    let [since, last, level_since] = periods;
    [component, work, since, last, level_since]
}

/// A row and its number.
type Row<'a> = (u64, &'a Obstacle);

fn table<'a>(book: &'a Book<'_>) -> Table<'a, Row<'a>> {
    use Value::{Blank, Centred, Count, Money, Text};
    let summary = book.summary;
    let lang = book.shared.lang;
    let column = |vi, en, width, take: fn(&Row<'a>) -> Value| {
        Column::new(book.say(Say { vi, en }), width, move |_, of: &Row<'a>| take(of))
    };
    let said = |heading: Say, width, take| column(heading.vi, heading.en, width, take);
    let named = |vi, en, width, take: Box<dyn Fn(&Obstacle) -> Value + 'a>| {
        Column::new(book.say(Say { vi, en }), width, move |_, (_, of): &Row<'a>| take(of))
    };
    let status = move |of: &Obstacle| {
        let label = of.status.label().get(lang);
        let told = of.status_told.trim();
        let is_more = !told.is_empty() && told.to_lowercase() != label.to_lowercase();
        Text(if is_more { format!("{label} (“{told}”)") } else { label.to_owned() })
    };
    Table::new(vec![
        column("STT", "No", 5.0, |(number, _)| Count(*number)),
        said(relay::ID, 10.0, |(_, of)| Centred(of.id.to_string())),
        named(
            relay::UNIT.vi,
            relay::UNIT.en,
            15.0,
            Box::new(|of| Text(summary.register.name(&of.unit))),
        ),
        named(
            relay::ABOUT.vi,
            relay::ABOUT.en,
            19.0,
            Box::new(|of| Text(sentences::about(summary, of))),
        ),
        said(relay::TOLD, 25.0, |(_, of)| Text(of.told.clone())),
        said(relay::CAUSE, 12.0, |(_, of)| Text(of.cause.clone())),
        said(relay::PROPOSAL, 20.0, |(_, of)| Text(of.proposal.clone())),
        said(relay::LEVEL, 9.0, |(_, of)| Text(of.level_told.clone())),
        said(relay::HELD_UP, 11.0, |(_, of)| match of.amount {
            Some(amount) => Money(Some(amount)),
            None if of.held_up.is_empty() => Blank,
            None => Text(of.held_up.clone()),
        }),
        said(relay::DOCUMENT, 12.0, |(_, of)| Text(of.document.clone())),
        named(relay::STATUS.vi, relay::STATUS.en, 12.0, Box::new(status)),
        column("Từ kỳ", "Since", 9.0, |(_, of)| Centred(of.since.short())),
        column("Kỳ nêu gần nhất", "Last told", 9.0, |(_, of)| Centred(of.last.short())),
        named(
            "Đề xuất chuyển cấp",
            "Proposed for",
            10.0,
            Box::new(move |of| {
                Text(
                    of.proposed
                        .map_or_else(String::new, |level| capitalised(level.label().get(lang))),
                )
            }),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cells, row_of, written};
    use super::super::{Lang, fixture};
    use crate::domain::difficulty::{Level, Status};
    use crate::domain::mark;
    use crate::domain::money::Money;
    use crate::domain::period::Period;
    use crate::domain::summary::fixture::{district, to_be_settled_by};

    #[test]
    fn difficulties_stand_by_their_level_and_none_is_lost() {
        let mut summary = fixture::summary();
        let empty = cells(&written(&summary, Lang::Vi).unwrap());
        row_of(&empty, mark::DIFFICULTIES, 0, "Không có khó khăn, vướng mắc được nêu");
        let of = district().difficulties.remove(0);
        let mut all = vec![of.clone(), of.clone(), of.clone(), of];
        for (of, level) in all.iter_mut().zip(["UBND tỉnh", "cấp trên", "xã"]) {
            to_be_settled_by(of, level);
        }
        all[0].told = "Thứ nhất".to_owned();
        (all[0].proposed, all[0].since) = (Some(Level::Centre), Period::Month(2024, 3));
        (all[0].amount, all[0].told_now) = (Some(Money::from_dong(1_250_000_000)), false);
        (all[1].held_up, all[1].told) = ("khoảng 3 tỷ".to_owned(), "Thứ hai".to_owned());
        all[2].told = "Thứ ba".to_owned();
        (all[3].status, all[3].told) = (Status::Settled, "Thứ tư".to_owned());
        summary.difficulties = all;
        let cells = cells(&written(&summary, Lang::Vi).unwrap());
        let at = |column, text: &str| row_of(&cells, mark::DIFFICULTIES, column, text);
        let said = |row: u32, column: u32| {
            cells[&(mark::DIFFICULTIES.to_owned(), row, column)].to_string()
        };
        let rows = [
            at(0, "Cấp giải quyết: cấp xã (1)"),
            at(4, "Thứ ba"),
            at(0, "Cấp giải quyết: cấp tỉnh (1)"),
            at(4, "Thứ nhất"),
            at(0, "Chưa ghi hoặc chưa rõ cấp giải quyết (1)"),
            at(4, "Thứ hai"),
            at(0, "Đã giải quyết trong kỳ (1)"),
            at(4, "Thứ tư"),
        ];
        assert!(rows.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{rows:?}");
        assert_eq!(said(rows[3], 8), "1250");
        assert_eq!(said(rows[5], 8), "khoảng 3 tỷ");
        assert_eq!([said(rows[3], 11), said(rows[3], 13)], ["T3/2024", "Trung ương"]);
        at(
            0,
            "Đang mở: 3, trong đó kỳ này không nêu lại: 1; đã giải quyết trong kỳ: 1; đề xuất chuyển cấp trên: 1.",
        );
    }
}
