//! The letter to a unit: how its report stands, and what it has to do. The first time it is asked, the second time in a row
//! required, with a copy to the lead agencies of its programs.

use super::page::{Column, Paper, annex, fill_page, issuer, paragraph, table};
use super::recipient::{In, Recipient, Standing};
use super::{Letters, count, day, report};
use crate::domain::mark;
use crate::domain::place::Place;
use crate::domain::todo::Duty;
use crate::render::docx::{Align, Block, Paragraph, Section};
use crate::render::xlsx::text::capitalised;

/// The columns of the annex.
const FAULTS: [Column; 5] = [
    ("STT", 700, Align::Centre),
    ("Yêu cầu", 1_700, Align::Left),
    ("Vị trí trong báo cáo", 3_400, Align::Left),
    ("Nội dung", 6_503, Align::Left),
    ("Từ kỳ", 1_700, Align::Left),
];

const _: () = assert!(fill_page(&FAULTS));

pub(super) fn letter(letters: &Letters<'_>, unit: &Recipient<'_>) -> anyhow::Result<Vec<u8>> {
    let (summary, today) = (letters.summary, letters.today);
    let period = summary.period.words().vi;
    let verb = if unit.is_required() { "yêu cầu" } else { "đề nghị" };
    let issuer = issuer(&summary.settings);
    let mut body: Vec<Block> =
        told(letters, unit).into_iter().map(|text| paragraph(text).into()).collect();
    let tasks = unit.tasks(&period, summary.money_unit(), In::Letter);
    let asked = paragraph(format!("{issuer} {verb} {}:", unit.addressed));
    body.push(Paragraph { keeps_next: true, ..asked }.into());
    body.extend((1..).zip(&tasks).map(|(number, task)| {
        let number = if tasks.len() == 1 { "-".to_owned() } else { format!("{number}.") };
        Block::from(paragraph(format!("{number} {task}.")))
    }));
    let end = match unit.is_required() {
        true => "nghiêm túc thực hiện",
        false => "quan tâm thực hiện",
    };
    body.push(paragraph(format!("Đề nghị {} {end}./.", unit.addressed)).into());
    let copies = if unit.is_required() { &unit.leads[..] } else { &[] };
    let annexes = (!unit.faults.is_empty()).then(|| faults(letters, unit));
    let what = match unit.standing {
        Standing::Missing | Standing::Unusable | Standing::NotOwed => {
            format!("gửi {}", report(summary))
        }
        _ if !unit.faults.is_empty() || !unit.owed.is_empty() => {
            format!("hoàn thiện {}", report(summary))
        }
        Standing::Late(_) if unit.is_required() => {
            format!("chấn chỉnh việc gửi {}", report(summary))
        }
        _ => format!(
            "đẩy nhanh tiến độ giải ngân vốn các chương trình mục tiêu quốc gia năm {}",
            summary.year
        ),
    };
    let paper = Paper {
        settings: &summary.settings,
        period: summary.period,
        today,
        subject: what,
        kind: mark::REMINDER,
        unit: Some(unit.code.as_str()),
        to: vec![unit.addressed.clone()],
        body,
        copies: copies.iter().map(|lead| format!("{lead} (để đôn đốc)")).collect(),
        annexes: annexes.into_iter().collect(),
    };
    paper.into_bytes()
}

/// How the report stands.
fn told(letters: &Letters<'_>, unit: &Recipient<'_>) -> Vec<String> {
    let (summary, today) = (letters.summary, letters.today);
    let report = report(summary);
    let (name, until) = (&unit.addressed, day(today));
    let due = unit.due.map_or_else(String::new, |due| format!(", hạn gửi chậm nhất {}", day(due)));
    let overdue = unit.overdue(today);
    let overdue =
        overdue.map_or_else(String::new, |days| format!(" (quá hạn {} ngày)", count(days)));
    let issuer = issuer(&summary.settings);
    let first = match unit.standing {
        Standing::Missing if unit.due.is_none() => {
            format!("Đến hết {until}, {issuer} chưa nhận được {report} của {name}.")
        }
        Standing::Missing => format!(
            "Theo quy định về chế độ báo cáo, {name} phải gửi {report}{due}. Đến hết {until}, {issuer} chưa nhận được báo cáo của đơn vị{overdue}."
        ),
        Standing::Unusable => format!(
            "{name} đã gửi {report}{due}; tuy nhiên tệp đã gửi không sử dụng được nên chưa có số liệu của đơn vị để tổng hợp."
        ),
        Standing::Late(days) => {
            format!("{name} đã gửi {report} chậm {} ngày{due}.", count(days as usize))
        }
        Standing::NotOwed => format!(
            "Theo quy định về chế độ báo cáo, {name} tổng hợp, gửi {report} đối với nội dung được giao chủ trì. Đến hết {until}, {issuer} chưa nhận được báo cáo."
        ),
        Standing::Well => format!("{issuer} đã nhận {report} của {name}."),
    };
    let first = capitalised(&first);
    let mut all = vec![first];
    if unit.is_required() {
        all.push(format!(
            "Đây là kỳ thứ {} liên tiếp đơn vị không gửi báo cáo hoặc gửi chậm so với thời hạn.",
            unit.misses
        ));
    }
    all
}

fn faults(letters: &Letters<'_>, unit: &Recipient<'_>) -> Section {
    let rows = (1..).zip(&unit.faults).map(|(number, todo)| {
        let what = if todo.kind == Duty::Mend { "Sửa số liệu" } else { "Giải trình" };
        let since = todo.since.words().vi;
        vec![format!("{number}"), what.to_owned(), place(&todo.place), todo.words.vi.clone(), since]
    });
    let head = ("PHỤ LỤC", "NỘI DUNG ĐỀ NGHỊ SỬA, GIẢI TRÌNH TRONG BÁO CÁO");
    let table = table(&FAULTS, rows.collect());
    annex((&letters.summary.settings, letters.today), head, None, table)
}

/// A place in the unit's own file, which it knows.
fn place(place: &Place) -> String {
    let sheet = place.sheet.as_ref().map(|sheet| format!("Trang “{sheet}”"));
    let cell = place.cell.map(|cell| format!("ô {cell}"));
    sheet.into_iter().chain(cell).collect::<Vec<_>>().join(", ")
}
