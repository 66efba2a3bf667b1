//! The letters of an office to those who report to it: the general one, one for each unit with what it has to do, a notice
//! before the deadline, the difficulties that a higher level must settle; and a short text for each unit, for e-mail or Zalo.
//!
//! Official letters are Vietnamese only, whatever language the program speaks: they are signed in Vietnamese. Their form is
//! that of NĐ 30/2020/NĐ-CP (`page`); what they tell of each unit comes from one place (`recipient`).

mod general;
mod message;
mod notice;
mod obstacles;
mod page;
mod recipient;
mod unit;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::domain::money::{Money, MoneyUnit};
use crate::domain::summary::Summary;
use crate::domain::unallocated::{Unallocated, unallocated};

use self::message::message;
pub(crate) use self::recipient::Recipient;
use self::recipient::recipients;

/// What the letters of a period are made of.
pub(crate) struct Letters<'a> {
    summary: &'a Summary,
    today: NaiveDate,
    /// The units, in the order of the register.
    pub recipients: Vec<Recipient<'a>>,
    unallocated: Unallocated,
}

impl<'a> Letters<'a> {
    /// The letters of a day.
    pub(crate) fn new(summary: &'a Summary, today: NaiveDate) -> Letters<'a> {
        Letters {
            summary,
            today,
            recipients: recipients(summary, today),
            unallocated: unallocated(summary),
        }
    }

    /// The general letter.
    ///
    /// # Errors
    /// It cannot be put together, as with the others.
    pub(crate) fn general(&self) -> anyhow::Result<Vec<u8>> {
        general::letter(self)
    }

    /// The letter to a unit.
    pub(crate) fn to(&self, recipient: &Recipient<'_>) -> anyhow::Result<Vec<u8>> {
        unit::letter(self, recipient)
    }

    /// The notice that a deadline is near, to those who have not sent yet what is due then.
    pub(crate) fn notice(&self) -> anyhow::Result<Vec<u8>> {
        notice::letter(self)
    }

    /// The difficulties by the level that can settle them.
    pub(crate) fn obstacles(&self) -> anyhow::Result<Vec<u8>> {
        obstacles::letter(self)
    }

    /// Whether a unit tells a difficulty that it does not settle itself.
    pub(crate) fn has_obstacles(&self) -> bool {
        !obstacles::groups(self.summary).is_empty()
    }

    /// The short text for a unit.
    pub(crate) fn message(&self, recipient: &Recipient<'_>) -> String {
        message(self.summary, self.today, recipient)
    }

    /// Whether a text is a short text for a unit of this period.
    pub(crate) fn is_message(&self, text: &str) -> bool {
        text.contains(&report(self.summary))
    }

    /// Those of whom nothing usable has come and who still have time.
    pub(crate) fn in_time(&self) -> impl Iterator<Item = &Recipient<'a>> {
        self.recipients.iter().filter(|unit| unit.has_time)
    }

    /// The lead agencies that still have time for their consolidation, and its last day.
    pub(crate) fn coming(&self) -> impl Iterator<Item = (&Recipient<'a>, NaiveDate)> {
        let due = |unit: &Recipient<'_>| unit.coming.iter().map(|(_, due)| *due).max();
        self.recipients.iter().filter_map(move |unit| Some((unit, due(unit)?)))
    }

    /// Whether there is nothing to tell of the period yet: its deadline is not over, and some still have to report. That
    /// one unit has more time does not hold back what concerns the others.
    pub(crate) fn is_before_deadline(&self) -> bool {
        let deadline = self.summary.settings.deadline(self.summary.period, None);
        let is_open = deadline.is_some_and(|deadline| self.today <= deadline.last);
        is_open && self.in_time().next().is_some()
    }
}

/// A count as an office writes it: `01`, `26`.
fn count(number: usize) -> String {
    format!("{number:02}")
}

/// `1.234,5 triệu đồng`.
fn amount(money: Money, unit: MoneyUnit) -> String {
    format!("{} {}", money.show(unit, 3), unit.text().vi)
}

/// `ngày 02/7/2024`.
fn day(date: NaiveDate) -> String {
    format!("ngày {}", crate::render::sentences::day(date).vi)
}

/// The report of the period, as a letter calls it.
fn report(summary: &Summary) -> String {
    format!(
        "báo cáo {} về kết quả giải ngân vốn các chương trình mục tiêu quốc gia",
        summary.period.words().vi
    )
}

/// Names with commas between; with semicolons where a name holds a comma itself ("Phòng Lao động, Thương binh và Xã hội").
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let between = if names.iter().any(|name| name.contains(',')) { "; " } else { ", " };
    names.join(between)
}
