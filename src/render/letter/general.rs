//! The general letter, as UBND huyện Hữu Lũng writes it: how far the money is spent, who has not reported, who is under the
//! rate, who holds money that is not allocated, and what each has to do; the tables are annexes.

use chrono::NaiveDate;

use super::page::{
    Column, Paper, annex, annex_name, authority, fill_page, heading, issuer, paragraph, table,
};
use super::recipient::{In, Recipient, Standing};
use super::{Letters, amount, count, day, listed};
use crate::domain::key::PlanYear;
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::register::Unit;
use crate::domain::settings::Settings;
use crate::domain::unallocated::{Held, Unallocated};
use crate::render::docx::{Align, Block, Section};
use crate::render::sentences;

/// The text names so many units with their rates; more stand in the annex alone.
const MOST: usize = 10;

/// From so many periods in a row on a unit is named with their number.
const NAMED: u32 = 3;

/// The columns of the annexes; each table is as wide as the page.
const DUTIES: [Column; 6] = [
    ("STT", 700, Align::Centre),
    ("Đơn vị", 2_900, Align::Left),
    ("Hạn gửi báo cáo", 1_500, Align::Centre),
    ("Tình trạng báo cáo", 2_200, Align::Left),
    ("Nội dung phải thực hiện", 5_303, Align::Left),
    ("Số kỳ liên tiếp không gửi, gửi chậm", 1_400, Align::Centre),
];
const RATES: [Column; 6] = [
    ("STT", 700, Align::Centre),
    ("Đơn vị", 5_003, Align::Left),
    ("Kế hoạch vốn", 2_300, Align::Right),
    ("Lũy kế giải ngân", 2_300, Align::Right),
    ("Tỷ lệ (%)", 1_400, Align::Right),
    ("Còn lại", 2_300, Align::Right),
];
const HELD: [Column; 8] = [
    ("STT", 700, Align::Centre),
    ("Đơn vị giữ vốn", 2_600, Align::Left),
    ("Nội dung", 3_603, Align::Left),
    ("Loại vốn", 1_300, Align::Left),
    ("Nguồn vốn, năm vốn", 1_500, Align::Left),
    ("Số tiền", 1_500, Align::Right),
    ("Quyết định giao vốn", 1_700, Align::Left),
    ("Số ngày từ ngày quyết định", 1_100, Align::Centre),
];

const _: () = assert!(fill_page(&DUTIES) && fill_page(&RATES) && fill_page(&HELD));

pub(super) fn letter(letters: &Letters<'_>) -> anyhow::Result<Vec<u8>> {
    let summary = letters.summary;
    let settings = &summary.settings;
    let issuer = issuer(settings);
    let mut annexes = Annexes { of: (settings, letters.today), sections: Vec::new() };
    let year = summary.year;
    let mut body = vec![
        paragraph(format!(
            "{issuer} thông báo kết quả giải ngân vốn các chương trình mục tiêu quốc gia, tình hình gửi báo cáo {} và yêu cầu các cơ quan, đơn vị thực hiện như sau:",
            summary.period.words().vi
        ))
        .into(),
        heading("1. Kết quả giải ngân").into(),
    ];
    if summary.coverage.received == 0 {
        let period = summary.period.words().vi;
        let until = day(letters.today);
        let none = format!("Đến hết {until} chưa nhận được báo cáo {period} của đơn vị nào.");
        body.push(paragraph(none).into());
    }
    body.extend(sentences::disbursed(summary).into_iter().map(|text| paragraph(text).into()));
    body.push(heading("2. Tình hình gửi báo cáo").into());
    body.extend(reports(letters, &mut annexes));
    body.push(heading("3. Đơn vị có tỷ lệ giải ngân thấp").into());
    body.extend(rates(letters, &mut annexes));
    body.push(heading("4. Vốn chưa phân bổ chi tiết").into());
    body.extend(unallocated(letters, &mut annexes));
    body.push(heading("5. Yêu cầu thực hiện").into());
    body.extend(required(letters));
    let mut to = Vec::new();
    let units = || letters.recipients.iter().filter_map(|unit| summary.register.unit(unit.code));
    if units().any(|unit| !unit.is_commune()) || units().next().is_none() {
        to.push(
            "Các cơ quan, đơn vị được giao vốn thực hiện các chương trình mục tiêu quốc gia"
                .to_owned(),
        );
    }
    if units().any(Unit::is_commune) {
        to.push(communes(units()));
    }
    let paper = Paper {
        settings,
        period: summary.period,
        today: letters.today,
        subject: format!(
            "đôn đốc giải ngân vốn và gửi báo cáo thực hiện các chương trình mục tiêu quốc gia năm {year}"
        ),
        kind: mark::REMINDER,
        unit: None,
        to,
        body,
        copies: Vec::new(),
        annexes: annexes.sections,
    };
    paper.into_bytes()
}

/// "UBND các xã, thị trấn": the kinds that there are.
fn communes<'a>(units: impl Iterator<Item = &'a Unit>) -> String {
    let mut kinds: Vec<String> = Vec::new();
    for kind in units.filter(|unit| unit.is_commune()).map(|unit| unit.kind.to_lowercase()) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds.sort_by_key(|kind| ["xã", "phường", "thị trấn"].iter().position(|of| of == kind));
    format!("UBND các {}", kinds.join(", "))
}

/// The annexes so far; each is numbered as it comes.
struct Annexes<'a> {
    of: (&'a Settings, NaiveDate),
    sections: Vec<Section>,
}

impl Annexes<'_> {
    /// Adds one and gives its number: "Phụ lục II".
    fn add(
        &mut self,
        title: &str,
        money: Option<MoneyUnit>,
        columns: &[Column],
        rows: Vec<Vec<String>>,
    ) -> String {
        const ROMAN: [&str; 3] = ["I", "II", "III"];
        let name = annex_name(ROMAN[self.sections.len()]);
        let head = (&*name.to_uppercase(), title);
        self.sections.push(annex(self.of, head, money, table(columns, rows)));
        name
    }
}

/// Who has not reported, who was late, and for the how-manyth time.
fn reports(letters: &Letters<'_>, annexes: &mut Annexes<'_>) -> Vec<Block> {
    let (summary, today) = (letters.summary, letters.today);
    let coverage = summary.coverage;
    let sent = coverage.received + coverage.rejected;
    let mut texts = vec![format!(
        "Đến hết {}, {}/{} đơn vị đã gửi báo cáo {}.",
        day(today),
        count(sent),
        count(coverage.expected),
        summary.period.words().vi
    )];
    let mut say = |what: &str, of: &dyn Fn(&Recipient<'_>) -> Option<String>| {
        let named: Vec<String> = letters.recipients.iter().filter_map(of).collect();
        if !named.is_empty() {
            let names = listed(named.iter().map(String::as_str));
            let number = count(named.len());
            texts.push(format!("- {number} đơn vị {what}: {names}."));
        }
    };
    let name = |unit: &Recipient<'_>| unit.name.to_owned();
    let is_missing = |unit: &Recipient<'_>| unit.standing == Standing::Missing;
    let is_silent = |unit: &Recipient<'_>| is_missing(unit) && unit.is_silent();
    say("quá hạn chưa gửi báo cáo", &|unit| {
        (is_silent(unit) && unit.due.is_some()).then(|| name(unit))
    });
    say("chưa gửi báo cáo", &|unit| {
        (is_silent(unit) && unit.due.is_none()).then(|| name(unit))
    });
    say("chưa gửi báo cáo, chưa đến hạn", &|unit| {
        (is_missing(unit) && unit.has_time).then(|| name(unit))
    });
    say("gửi tệp không sử dụng được, phải gửi lại", &|unit| {
        (unit.standing == Standing::Unusable).then(|| name(unit))
    });
    say("gửi báo cáo chậm", &|unit| match unit.standing {
        Standing::Late(days) => Some(format!("{} ({} ngày)", unit.name, count(days as usize))),
        _ => None,
    });
    say("là cơ quan chủ trì quá hạn chưa gửi báo cáo tổng hợp", &|unit| {
        unit.owes_consolidation().then(|| match unit.unheard(summary, today) {
            Some(why) => format!("{} ({why})", unit.name),
            None => name(unit),
        })
    });
    say("là cơ quan chủ trì gửi báo cáo tổng hợp chậm", &|unit| {
        let days = count(unit.overdue_consolidation?.overdue.as_ref()?.days_late? as usize);
        let why = unit.unheard(summary, today).map_or_else(String::new, |why| format!(", {why}"));
        Some(format!("{} ({days} ngày{why})", unit.name))
    });
    say(
        "không gửi báo cáo hoặc gửi chậm từ 03 kỳ liên tiếp trở lên",
        &|unit| {
            let periods = count(unit.misses as usize);
            (NAMED <= unit.misses).then(|| format!("{} ({periods} kỳ)", unit.name))
        },
    );
    let period = summary.period.words().vi;
    let row = |unit: &Recipient<'_>| {
        let tasks = unit.tasks(&period, summary.money_unit(), In::Annex);
        let tasks: Vec<String> = tasks.iter().map(|task| format!("- {task}.")).collect();
        let due = unit.due.map_or_else(String::new, |due| sentences::day(due).vi);
        let misses = if 0 < unit.misses { count(unit.misses as usize) } else { String::new() };
        vec![unit.name.to_owned(), due, unit.state(today), tasks.join("\n"), misses]
    };
    let asked = letters.recipients.iter().filter(|unit| {
        unit.is_written_to() || unit.has_time || matches!(unit.standing, Standing::Late(_))
    });
    let rows = numbered(asked.map(row));
    if !rows.is_empty() {
        let title = "TÌNH HÌNH GỬI BÁO CÁO VÀ NỘI DUNG PHẢI THỰC HIỆN CỦA TỪNG ĐƠN VỊ";
        let number = annexes.add(title, None, &DUTIES, rows);
        texts.push(format!("Nội dung từng đơn vị phải thực hiện, thời hạn: {number} kèm theo."));
    }
    paragraphs(texts)
}

/// Who is under the rate.
fn rates(letters: &Letters<'_>, annexes: &mut Annexes<'_>) -> Vec<Block> {
    let summary = letters.summary;
    let unit = summary.money_unit();
    let Some(below) = summary.settings.below(summary.period) else {
        return paragraphs(vec![
            "Chưa xét tỷ lệ giải ngân của từng đơn vị do mới đầu năm, vốn đang được giao."
                .to_owned(),
        ]);
    };
    if summary.register.is_doubted {
        return paragraphs(vec![
            "Chưa xét tỷ lệ giải ngân của từng đơn vị do đang rà soát kế hoạch vốn.".to_owned(),
        ]);
    }
    let low: Vec<_> =
        letters.recipients.iter().filter_map(|of| Some((of, of.low.as_ref()?))).collect();
    let mut texts = Vec::new();
    if low.is_empty() && summary.coverage.received == 0 {
        // Nobody was looked at.
    } else if low.is_empty() {
        texts.push(format!("Không có đơn vị nào đã báo cáo đạt dưới {below}% kế hoạch vốn."));
    } else {
        let rows = numbered(low.iter().map(|(of, low)| {
            let figure = |money: Money| money.show(unit, 3);
            let tally = low.tally;
            vec![
                of.name.to_owned(),
                figure(tally.plan),
                figure(tally.cumulative),
                low.rate.to_string(),
                figure(tally.plan - tally.cumulative),
            ]
        }));
        let title = format!("ĐƠN VỊ CÓ TỶ LỆ GIẢI NGÂN DƯỚI {below}% KẾ HOẠCH VỐN");
        let number = annexes.add(&title, Some(unit), &RATES, rows);
        let names = low.iter().map(|(of, low)| format!("{} ({}%)", of.name, low.rate));
        let names = match low.len() {
            ..=MOST => format!(": {}", names.collect::<Vec<_>>().join(", ")),
            _ => String::new(),
        };
        texts.push(format!(
            "{} đơn vị giải ngân dưới {below}% kế hoạch vốn{names} ({number} kèm theo).",
            count(low.len())
        ));
    }
    let is_open = |of: &&crate::domain::summary::UnitTotal| {
        !of.tally.plan.is_zero() && (!of.received || of.tally.lacks_cumulative)
    };
    let open: Vec<&str> = summary.units.iter().filter(is_open).map(|of| of.name.as_str()).collect();
    if !open.is_empty() {
        let (number, names) = (count(open.len()), listed(open.into_iter()));
        texts.push(format!("Chưa xét {number} đơn vị chưa có đủ số liệu trong kỳ: {names}."));
    }
    paragraphs(texts)
}

/// Who holds money that is not allocated in detail.
fn unallocated(letters: &Letters<'_>, annexes: &mut Annexes<'_>) -> Vec<Block> {
    let (summary, unit) = (letters.summary, letters.summary.money_unit());
    let Unallocated { held, beyond } = &letters.unallocated;
    if summary.register.is_doubted {
        return paragraphs(vec![
            "Chưa xác định vốn chưa phân bổ chi tiết do đang rà soát kế hoạch vốn.".to_owned(),
        ]);
    }
    let unknown = summary.totals.assigned.is_none().then(|| {
        let what = match summary.totals.tally.plan.is_zero() {
            true => "kế hoạch vốn".to_owned(),
            false => format!("vốn được giao cho {}", authority(&summary.settings)),
        };
        format!("Chưa có số liệu {what} để xác định vốn chưa phân bổ.")
    });
    if held.is_empty() {
        let beyond = (!beyond.is_zero()).then(|| {
            format!("Đã phân bổ vượt vốn được giao {}, phải rà soát.", amount(*beyond, unit))
        });
        let texts: Vec<String> = unknown.into_iter().chain(beyond).collect();
        return paragraphs(match texts.is_empty() {
            // What the units allocated in detail not every form asks for.
            true => vec!["Vốn được giao đã phân bổ hết cho các đơn vị.".to_owned()],
            false => texts,
        });
    }
    let whole = |of_office: bool| -> Money {
        let of = held.iter().filter(|held| held.holder.is_none() == of_office);
        of.map(|held| held.amount).sum()
    };
    let mut parts = Vec::new();
    for (of_office, text) in [
        (true, "chưa phân bổ cho đơn vị"),
        (false, "đã giao cho đơn vị, đơn vị chưa phân bổ chi tiết"),
    ] {
        let sum = whole(of_office);
        if !sum.is_zero() {
            parts.push(format!("{} {text}", amount(sum, unit)));
        }
    }
    let mut rows = numbered(held.iter().map(|of| row_held(letters, of)));
    let sum = held.iter().map(|of| of.amount).sum::<Money>().show(unit, 3);
    rows.push(["", "Tổng cộng", "", "", "", &sum, "", ""].map(str::to_owned).to_vec());
    let number = annexes.add("VỐN CHƯA PHÂN BỔ CHI TIẾT", Some(unit), &HELD, rows);
    let until = day(summary.period.to());
    let mut texts = vec![format!("Đến {until} còn {} ({number} kèm theo).", parts.join("; "))];
    if !beyond.is_zero() {
        texts.push(format!(
            "Số liệu trên chưa trừ {} đã phân bổ vượt vốn được giao ở nội dung khác, phải rà soát.",
            amount(*beyond, unit)
        ));
    }
    texts.extend(unknown);
    paragraphs(texts)
}

fn row_held(letters: &Letters<'_>, held: &Held) -> Vec<String> {
    let summary = letters.summary;
    let key = &held.key;
    let holder = held.holder.as_ref().map_or_else(
        || summary.settings.office.authority.clone(),
        |code| summary.register.name(code),
    );
    let mut what = sentences::full_name(summary, &key.component);
    if let Some(work) = &key.work {
        what = format!("{work} ({what})");
    }
    let source = key.source.map_or("Chưa tách nguồn", |source| source.label().vi);
    let year = match key.year {
        PlanYear::Of(year) => format!("năm {year}"),
        PlanYear::CarryOver => "năm trước chuyển sang".to_owned(),
        PlanYear::Any => "chưa tách năm".to_owned(),
    };
    let (decision, days) =
        held.decision.as_ref().map_or_else(Default::default, |(number, date)| {
            let days = (letters.today - *date).num_days();
            let on = day(*date);
            let decision = if number.is_empty() { on } else { format!("{number} {on}") };
            (decision, days.to_string())
        });
    vec![
        holder,
        what,
        key.funding.label().vi.to_owned(),
        format!("{source}, {year}"),
        held.amount.show(summary.money_unit(), 3),
        decision,
        days,
    ]
}

/// What each kind of unit has to do.
fn required(letters: &Letters<'_>) -> Vec<Block> {
    let summary = letters.summary;
    let mut texts = Vec::new();
    let silent = letters.recipients.iter().filter(|unit| unit.is_silent());
    if let Some(by) = silent.clone().map(|unit| unit.by).max() {
        let overdue =
            if silent.clone().any(|unit| unit.due.is_some()) { "quá hạn " } else { "" };
        texts.push(format!(
            "Các đơn vị {overdue}chưa gửi báo cáo hoặc gửi tệp không sử dụng được: gửi báo cáo {} chậm nhất {}.",
            summary.period.words().vi,
            day(by)
        ));
    }
    if letters.recipients.iter().any(|unit| !unit.faults.is_empty()) {
        texts.push(
            "Các đơn vị có nội dung phải sửa, giải trình: hoàn thiện báo cáo theo thời hạn tại Phụ\u{a0}lục\u{a0}I.".to_owned(),
        );
    }
    if letters.recipients.iter().any(|unit| unit.low.is_some()) {
        texts.push("Các đơn vị có tỷ lệ giải ngân thấp: khẩn trương triển khai các dự án, tiểu dự án, nội dung được giao; nêu rõ nguyên nhân, khó khăn, vướng mắc và kiến nghị cấp giải quyết.".to_owned());
    }
    if !letters.unallocated.held.is_empty() {
        texts.push("Cơ quan, đơn vị đang giữ vốn chưa phân bổ chi tiết: khẩn trương phân bổ hoặc tham mưu phân bổ, điều chỉnh; báo cáo rõ nguyên nhân đối với số vốn không còn nhu cầu sử dụng.".to_owned());
    }
    let leads: Vec<&str> = summary
        .register
        .units
        .iter()
        .filter(|unit| !unit.leads.is_empty())
        .map(|unit| unit.name.as_str())
        .collect();
    let leads = match leads.is_empty() {
        true => "Các cơ quan chủ trì chương trình".to_owned(),
        false => format!("Các cơ quan chủ trì chương trình ({})", listed(leads.into_iter())),
    };
    texts.push(format!("{leads}: thường xuyên kiểm tra, đôn đốc các đơn vị; chủ trì giải quyết khó khăn, vướng mắc, báo cáo nội dung vượt thẩm quyền."));
    let mut all: Vec<Block> = ["a", "b", "c", "d", "đ"]
        .into_iter()
        .zip(texts)
        .map(|(letter, text)| paragraph(format!("{letter}) {text}")).into())
        .collect();
    all.push(paragraph("Đề nghị thủ trưởng các cơ quan, đơn vị nghiêm túc thực hiện./.").into());
    all
}

/// Rows with their numbers in front.
fn numbered(rows: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let number = |(number, mut row): (usize, Vec<String>)| {
        row.insert(0, number.to_string());
        row
    };
    (1..).zip(rows).map(number).collect()
}

fn paragraphs(texts: Vec<String>) -> Vec<Block> {
    texts.into_iter().map(|text| paragraph(text).into()).collect()
}
