//! The notice before the deadline, to those who have not reported yet.

use super::page::{Paper, issuer, paragraph};
use super::recipient::Standing;
use super::{Letters, count, day, report};
use crate::render::docx::Block;

pub(super) fn letter(letters: &Letters<'_>) -> anyhow::Result<Vec<u8>> {
    let (summary, today) = (letters.summary, letters.today);
    let report = report(summary);
    let issuer = issuer(&summary.settings);
    let mut body: Vec<Block> = Vec::new();
    let mut days: Vec<_> = letters.in_time().filter_map(|unit| unit.due).collect();
    days.sort();
    days.dedup();
    let has_unusable = letters.in_time().any(|unit| unit.standing == Standing::Unusable);
    let unusable =
        if has_unusable { " hoặc gửi tệp không sử dụng được" } else { "" };
    let mut texts = vec![format!(
        "{issuer} thông báo thời hạn gửi {report} sắp đến. Đến {}, còn {} đơn vị chưa gửi báo cáo{unusable}:",
        day(today),
        count(letters.in_time().count())
    )];
    for due in days {
        let of_day = letters.in_time().filter(|unit| unit.due == Some(due));
        let names: Vec<&str> = of_day.map(|unit| unit.name).collect();
        let left = match (due - today).num_days() {
            0 => "hôm nay là ngày cuối".to_owned(),
            days => format!("còn {} ngày", count(days as usize)),
        };
        let number = count(names.len());
        texts.push(format!(
            "- Chậm nhất {} ({left}), {number} đơn vị: {}.",
            day(due),
            names.join(", ")
        ));
    }
    texts.push("Nếu trong kỳ không phát sinh giải ngân, đơn vị vẫn gửi báo cáo và ghi rõ “không phát sinh”; nếu có khó khăn, vướng mắc thì nêu nguyên nhân, kiến nghị và cấp giải quyết.".to_owned());
    texts.push("Đề nghị các đơn vị quan tâm, gửi báo cáo đúng thời hạn./.".to_owned());
    body.extend(texts.into_iter().map(|text| Block::from(paragraph(text))));
    let mut to: Vec<String> = letters.in_time().map(|unit| unit.addressed.clone()).collect();
    if MOST < to.len() {
        to = vec![format!("Các cơ quan, đơn vị chưa gửi báo cáo{unusable}")];
    }
    let paper = Paper {
        settings: &summary.settings,
        period: summary.period,
        today,
        subject: format!("sắp đến hạn gửi {report}"),
        unit: None,
        to,
        body,
        copies: Vec::new(),
        annexes: Vec::new(),
    };
    paper.into_bytes()
}

/// So many are addressed by name.
const MOST: usize = 8;
