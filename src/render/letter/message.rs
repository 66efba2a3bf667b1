//! The short text for a unit, to be sent by e-mail or Zalo.

use chrono::NaiveDate;

use super::recipient::{In, Recipient};
use super::report;
use crate::domain::label::harmless_lines;
use crate::domain::summary::Summary;
use crate::render::sentences;

/// The text, its lines ended as every program on Windows shows them.
pub(super) fn message(summary: &Summary, today: NaiveDate, unit: &Recipient<'_>) -> String {
    let office = &summary.settings.office.name;
    let sender = if office.is_empty() { super::page::issuer(&summary.settings) } else { office };
    let due =
        unit.due.map_or_else(String::new, |due| format!(" (hạn: {})", sentences::day(due).vi));
    let mut lines = vec![
        format!("Kính gửi {},", unit.addressed),
        format!("{sender} thông báo về {}{due}: {}.", report(summary), lower(&unit.state(today))),
    ];
    let tasks = unit.tasks(&summary.period.words().vi, summary.money_unit(), In::Message);
    if !tasks.is_empty() {
        let verb = if unit.is_required() { "Yêu cầu" } else { "Đề nghị" };
        lines.push(format!("{verb} đơn vị:"));
        lines.extend(tasks.iter().map(|task| format!("- {task}.")));
    }
    lines.push("Trân trọng.".to_owned());
    let text = harmless_lines(&lines.join("\n"));
    text.replace('\n', "\r\n") + "\r\n"
}

/// With a small letter in front.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_lowercase).into_iter().flatten();
    first.chain(letters).collect()
}
