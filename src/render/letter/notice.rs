//! The notice before the deadline, to those who have not reported yet, and to the lead agencies whose consolidation is due.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::page::{Paper, issuer, paragraph};
use super::recipient::Standing;
use super::{Letters, count, day, listed, report};
use crate::domain::mark;
use crate::render::docx::Block;

pub(super) fn letter(letters: &Letters<'_>) -> anyhow::Result<Vec<u8>> {
    let (summary, today) = (letters.summary, letters.today);
    let report = report(summary);
    let issuer = issuer(&summary.settings);
    let has_unusable = letters.in_time().any(|unit| unit.standing == Standing::Unusable);
    let unusable =
        if has_unusable { " hoặc gửi tệp không sử dụng được" } else { "" };
    let (units, agencies) = (letters.in_time().count(), letters.coming().count());
    let owing = [
        (0 < units).then(|| format!("{} đơn vị chưa gửi báo cáo{unusable}", count(units))),
        (0 < agencies).then(|| {
            let agencies = count(agencies);
            format!("{agencies} cơ quan chủ trì chương trình chưa gửi báo cáo tổng hợp")
        }),
    ];
    let owing: Vec<String> = owing.into_iter().flatten().collect();
    let mut texts = vec![format!(
        "{issuer} thông báo thời hạn gửi {report} sắp đến. Đến {}, còn {}:",
        day(today),
        owing.join(" và ")
    )];
    let of_units = letters.in_time().filter_map(|unit| Some((unit.due?, unit.name)));
    texts.extend(by_day("", "đơn vị", of_units, today));
    let of_agencies = letters.coming().map(|(unit, due)| (due, unit.name));
    texts.extend(by_day("Báo cáo tổng hợp: ", "cơ quan chủ trì", of_agencies, today));
    if 0 < units {
        texts.push("Nếu trong kỳ không phát sinh giải ngân, đơn vị vẫn gửi báo cáo và ghi rõ “không phát sinh”; nếu có khó khăn, vướng mắc thì nêu nguyên nhân, kiến nghị và cấp giải quyết.".to_owned());
    }
    let who = if 0 < units && 0 < agencies {
        "cơ quan, đơn vị"
    } else if 0 < units {
        "đơn vị"
    } else {
        "cơ quan"
    };
    texts.push(format!("Đề nghị các {who} quan tâm, gửi báo cáo đúng thời hạn./."));
    let body = texts.into_iter().map(|text| Block::from(paragraph(text))).collect();
    let asked = letters.recipients.iter().filter(|unit| unit.is_reminded());
    let mut to: Vec<String> = asked.map(|unit| unit.addressed.clone()).collect();
    if MOST < to.len() {
        to = vec![format!("Các cơ quan, đơn vị chưa gửi báo cáo{unusable}")];
    }
    let paper = Paper {
        settings: &summary.settings,
        period: summary.period,
        today,
        subject: format!("sắp đến hạn gửi {report}"),
        kind: mark::REMINDER,
        unit: None,
        to,
        body,
        copies: Vec::new(),
        annexes: Vec::new(),
    };
    paper.into_bytes()
}

/// Who has to send something up to each day, in the order of the days; `what` is sent.
fn by_day<'a>(
    what: &str,
    who: &str,
    owing: impl Iterator<Item = (NaiveDate, &'a str)>,
    today: NaiveDate,
) -> Vec<String> {
    let mut days: BTreeMap<NaiveDate, Vec<&str>> = BTreeMap::new();
    for (due, name) in owing {
        days.entry(due).or_default().push(name);
    }
    let told = days.into_iter().map(|(due, names)| {
        let left = match (due - today).num_days() {
            0 => "hôm nay là ngày cuối".to_owned(),
            days => format!("còn {} ngày", count(days as usize)),
        };
        let begins = if what.is_empty() { "Chậm" } else { "chậm" };
        let (number, names) = (count(names.len()), listed(names.into_iter()));
        format!("- {what}{begins} nhất {} ({left}), {number} {who}: {names}.", day(due))
    });
    told.collect()
}

/// So many are addressed by name.
const MOST: usize = 8;
