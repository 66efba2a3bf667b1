//! `status` on the screen: who submitted, late, returned, missing, nil; by program; whom to call first; what is left to do.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::amounts::NONE;
use super::grid;
use super::screen::{Screen, Tone};
use super::summary::title;
use super::table::{Column, Table, indented, whole};
use super::units::UNIT;
use crate::domain::lang::{Lang, Text, Words, words};
use crate::domain::obligation::{Answer, Obligation, Owed, OwedState};
use crate::domain::summary::{Call, GridCell, State, SubmissionRow, Summary};
use crate::domain::tally::{Points, Rate};
use crate::domain::todo::Duty;
use crate::render::sentences::{self, deadline, late, name, program_name};

/// Every file and every missing unit, the missing and the late first. `grid` is how the reports of a longer period came.
pub(crate) fn status(
    summary: &Summary,
    grid: &[GridCell],
    today: NaiveDate,
    lang: Lang,
    screen: &Screen,
) -> String {
    let mut out = title(TITLE.get(lang), summary, lang, screen);
    for words in head(summary) {
        out.push_str(&screen.paragraph("", words.get(lang)));
    }
    if !summary.submissions.is_empty() {
        out.push('\n');
        out.push_str(&table(summary, today, lang).show(screen));
    }
    out.push_str(&by_program(summary, lang, screen));
    out.push_str(&grid::grid(summary, grid, lang, screen));
    out.push_str(&calls(summary, lang, screen));
    out.push_str(&todo(summary, lang, screen));
    out
}

/// The deadlines, how complete and how timely the reports are, and what was never registered.
fn head(summary: &Summary) -> Vec<Words> {
    let mut all = deadlines(summary);
    let coverage = summary.coverage;
    let is_of_unit = |row: &&SubmissionRow| !row.is_consolidation;
    let late = late(summary).len();
    let in_time = coverage.received.saturating_sub(late);
    if 0 < coverage.expected {
        let share = |count: usize| Rate::of_counts(count, coverage.expected);
        all.push(words!(
            "Đầy đủ: {received}/{expected} đơn vị ({complete}%); đúng hạn: {in_time}/{expected} ({timely}%)",
            "Complete: {received} of {expected} units ({complete}%); in time: {in_time} of {expected} ({timely}%)";
            received = coverage.received,
            expected = coverage.expected,
            complete = share(coverage.received),
            in_time,
            timely = share(in_time)
        ));
    }
    let lead = coverage.lead;
    if 0 < lead.expected {
        all.push(words!(
            "Báo cáo tổng hợp của cơ quan chủ trì: đã nhận {received}/{expected}",
            "Consolidations of lead agencies: {received} of {expected}";
            received = lead.received,
            expected = lead.expected
        ));
    }
    all.extend(only_months(summary));
    let files = summary.submissions.iter().filter(is_of_unit).filter(|row| row.file.is_some());
    let unregistered = files.filter(|row| row.state.has_come() && !row.registered).count();
    if 0 < unregistered {
        all.push(words!(
            "* {unregistered} tệp chưa vào sổ tiếp nhận (tiep-nhan.csv): ghi ngày của tệp, không tính chậm; vào sổ bằng: giaingan tiep-nhan",
            "* {unregistered} files are not in the register of receipts (tiep-nhan.csv): their own day is shown, and they are never late; register them with: giaingan receive";
            unregistered
        ));
    }
    all
}

/// Who has reported the months of a longer period and not the period itself, where others have: the office asks for it.
/// Where the month that ends it serves as well (`month_serves_quarter`) nobody owes it.
fn only_months(summary: &Summary) -> Option<Words> {
    let period = summary.period;
    if summary.settings.deadlines.month_serves_quarter || period.months().is_empty() {
        return None;
    }
    let came =
        || summary.submissions.iter().filter(|row| row.state.has_come() && row.unit.is_some());
    let own: BTreeSet<_> = came().filter(|row| row.period == period).map(|row| &row.unit).collect();
    let others: BTreeMap<_, &str> =
        came().filter(|row| !own.contains(&row.unit)).map(|row| (&row.unit, name(row))).collect();
    if own.is_empty() || others.is_empty() {
        return None;
    }
    let (count, names) = (others.len(), sentences::names(others.into_values()));
    let period = period.words();
    Some(words!(
        "{count} đơn vị mới có báo cáo tháng, chưa có báo cáo {period} riêng: {names}",
        "{count} units have reported the months and not {period} itself: {names}";
        count, period, names
    ))
}

/// What each deadline rests on: of units, of lead agencies, of those with one of their own.
fn deadlines(summary: &Summary) -> Vec<Words> {
    let (settings, period) = (&summary.settings, summary.period);
    let mut all: Vec<Words> = Vec::new();
    if let Some(due) = settings.deadline(period, None) {
        all.push(words!("Hạn nộp: {due}", "Due: {due}"; due = deadline(&due)));
    }
    if 0 < summary.coverage.lead.expected
        && let Some(due) = settings.consolidation_deadline(period, None)
    {
        all.push(words!(
            "Hạn của cơ quan chủ trì: {due}",
            "Due of lead agencies: {due}";
            due = deadline(&due)
        ));
    }
    for extension in settings.deadline.iter().filter(|of| of.period == period) {
        let unit = extension.unit.as_ref().and_then(|code| summary.register.unit(code));
        if let Some((unit, due)) = unit.zip(settings.deadline(period, unit)) {
            let (name, due) = (&unit.name, deadline(&due));
            all.push(words!("Gia hạn cho {name}: {due}", "Extended for {name}: {due}"; name, due));
        }
    }
    all
}

/// The groups of the table, in its order: with the numbers of errors and warnings they say the state of a row.
const GROUPS: [(Text, Tone); 9] = [
    (Text { vi: "CHƯA NỘP", en: "MISSING" }, Tone::Error),
    (
        Text {
            vi: "CƠ QUAN CHỦ TRÌ CHƯA GỬI BÁO CÁO TỔNG HỢP", en: "CONSOLIDATION MISSING"
        },
        Tone::Error,
    ),
    (Text { vi: "KHÔNG DÙNG ĐƯỢC", en: "REJECTED" }, Tone::Error),
    (Text { vi: "GỬI CHẬM", en: "LATE" }, Tone::Warning),
    (Text { vi: "ĐÃ NHẬN", en: "RECEIVED" }, Tone::Good),
    (Text { vi: "BÁO CÁO TỔNG HỢP CỦA CƠ QUAN CHỦ TRÌ", en: "CONSOLIDATIONS" }, Tone::Good),
    (Text { vi: "BẢN ĐÃ THAY", en: "SUPERSEDED" }, Tone::Faint),
    (Text { vi: "KHÔNG TÍNH VÀO KỲ NÀY", en: "NOT OF THIS PERIOD" }, Tone::Faint),
    (Text { vi: "ĐƯỢC MIỄN BÁO CÁO", en: "EXEMPT" }, Tone::Faint),
];

fn group(row: &SubmissionRow, late: &[&SubmissionRow]) -> usize {
    match row.state {
        State::Missing if row.is_consolidation => 1,
        State::Missing => 0,
        State::Rejected => 2,
        State::Superseded => 6,
        State::OtherPeriod | State::Excluded => 7,
        State::Exempt => 8,
        _ if row.is_consolidation => 5,
        _ if late.iter().any(|other| other.unit == row.unit) => 3,
        _ => 4,
    }
}

fn table(summary: &Summary, today: NaiveDate, lang: Lang) -> Table {
    let columns = vec![
        Column::names(UNIT.get(lang)),
        Column::figure(RECEIVED.get(lang)),
        Column::figure(DAYS_LATE.get(lang)),
        Column::figure(ERRORS.get(lang)),
        Column::figure(WARNINGS.get(lang)),
        Column::figure(CORRECT_BY.get(lang)),
        Column::words(CONTACT.get(lang)),
    ];
    let width = columns.len();
    let mut table = Table::new(columns);
    let late = late(summary);
    for (index, (name, tone)) in GROUPS.iter().enumerate() {
        let rows = summary.submissions.iter().filter(|row| group(row, &late) == index);
        let mut rows: Vec<&SubmissionRow> = rows.collect();
        if rows.is_empty() {
            continue;
        }
        rows.sort_by_key(|row| (Reverse(row.days_late), Reverse(row.worth)));
        let mut line = |tone: Tone, is_ruled: bool, first: String, rest: Option<Vec<String>>| {
            let mut cells = rest.unwrap_or_else(|| vec![String::new(); width - 1]);
            cells.insert(0, first);
            match is_ruled && !table.is_empty() {
                true => table.ruled_row(tone, cells),
                false => table.row(tone, cells),
            }
        };
        line(*tone, true, format!("{} ({})", name.get(lang), rows.len()), None);
        // Who has nothing left to do is not called.
        let is_to_call = index <= 3;
        for row in rows {
            let is_open = is_to_call || 0 < row.errors;
            line(Tone::Quiet, false, unit_cell(row, lang), Some(cells(row, is_open, lang)));
            if let Some(words) = sentences::unheard(summary, row, today) {
                line(Tone::Warning, false, indented(1, words.get(lang)), None);
            }
            for owed in row.obligations.iter().filter(|owed| is_left_out(row, owed)) {
                let words = obligation(summary, &owed.of);
                let told = words!("thiếu: {words}", "nothing of: {words}"; words);
                line(Tone::Warning, false, indented(1, told.get(lang)), None);
            }
        }
    }
    table
}

/// Whether a report says nothing of something that is owed.
fn is_left_out(row: &SubmissionRow, owed: &Owed) -> bool {
    row.state.has_come() && owed.state == OwedState::Answered(Answer::Open)
}

fn obligation(summary: &Summary, of: &Obligation) -> Words {
    let (program, funding) = (program_name(summary, &of.program), of.funding.label());
    words!("{program}, {funding}", "{program}, {funding}"; program, funding)
}

fn unit_cell(row: &SubmissionRow, lang: Lang) -> String {
    let mut unit = name(row).to_owned();
    let names_file = [State::Superseded, State::OtherPeriod, State::Excluded].contains(&row.state);
    if let (true, Some(file)) = (names_file && row.unit.is_some(), &row.file) {
        unit = format!("{unit}: {file}");
    }
    let marks: Vec<String> =
        sentences::remarks(row).into_iter().map(|words| words.pick(lang)).collect();
    match marks.is_empty() {
        true => unit,
        false => format!("{unit} ({})", marks.join("; ")),
    }
}

fn cells(row: &SubmissionRow, is_open: bool, lang: Lang) -> Vec<String> {
    let came = ![State::Missing, State::Exempt].contains(&row.state);
    let count = |number: usize| if came { number.to_string() } else { NONE.to_owned() };
    let mark = if came && !row.registered && row.received.is_some() { "*" } else { "" };
    let contact = format!("{} {}", row.contact, whole(&row.phone)).trim().to_owned();
    vec![
        format!("{}{mark}", day(row.received, lang)),
        row.days_late.map_or_else(|| NONE.to_owned(), |days| days.to_string()),
        count(row.errors),
        count(row.warnings),
        day(row.correct_by, lang),
        if is_open { contact } else { String::new() },
    ]
}

/// How many of those who owe a program and funding type have reported on it, and who has not; where there are several.
fn by_program(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let mut owed: BTreeMap<&Obligation, Vec<(&SubmissionRow, OwedState)>> = BTreeMap::new();
    for row in &summary.submissions {
        for of in &row.obligations {
            owed.entry(&of.of).or_default().push((row, of.state));
        }
    }
    if owed.len() < 2 {
        return String::new();
    }
    let mut table = Table::new(vec![
        Column::words(PROGRAM.get(lang)),
        Column::figure(OWED.get(lang)),
        Column::figure(ANSWERED.get(lang)),
        Column::figure(NIL_COUNT.get(lang)),
        Column::words(OPEN.get(lang)),
    ]);
    for (of, units) in owed {
        let count = |is_it: fn(OwedState) -> bool| {
            units.iter().filter(|(_, state)| is_it(*state)).count().to_string()
        };
        let open: Vec<&str> =
            units.iter().filter(|(_, state)| state.is_open()).map(|(row, _)| name(row)).collect();
        let tone = if open.is_empty() { Tone::Quiet } else { Tone::Warning };
        table.row(
            tone,
            vec![
                obligation(summary, of).pick(lang),
                count(|state| state != OwedState::Exempt),
                count(|state| matches!(state, OwedState::Answered(of) if of != Answer::Open)),
                count(|state| state == OwedState::Answered(Answer::Nil)),
                sentences::names(open.into_iter()).pick(lang),
            ],
        );
    }
    format!("{}{}", screen.heading(BY_PROGRAM.get(lang)), table.show(screen))
}

/// More calls than these are not made one after the other.
const CALLS: usize = 10;

/// Whom to call first, and how much of what is open that settles.
fn calls(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let most = summary.calls_that_settle_most();
    if most == 0 {
        return String::new();
    }
    let worth =
        |calls: &[Call]| -> String { calls.iter().map(|call| call.worth).sum::<Points>().size() };
    let told = words!(
        "{most} cuộc gọi giải quyết {some} trong {all} điểm phần trăm mà tỷ lệ chung còn có thể thay đổi.",
        "{most} calls settle {some} of the {all} points by which the rate of the whole may still move.";
        most,
        some = worth(&summary.calls[..most]),
        all = worth(&summary.calls)
    );
    let mut table = Table::new(vec![
        Column::words(UNIT.get(lang)),
        Column::words(WHY.get(lang)),
        Column::figure(WORTH.get(lang)),
        Column::words(CONTACT.get(lang)),
    ]);
    for call in summary.calls.iter().take(most.min(CALLS)) {
        let unit = summary.register.unit(&call.unit);
        let contact = unit.map_or_else(String::new, |unit| {
            format!("{} {}", unit.contact, whole(&unit.phone)).trim().to_owned()
        });
        let why = if call.is_silent { SILENT } else { FAULTY };
        table.row(
            Tone::Quiet,
            vec![
                summary.register.name(&call.unit),
                why.get(lang).to_owned(),
                call.worth.size(),
                contact,
            ],
        );
    }
    let heading = screen.heading(CALL_FIRST.get(lang));
    format!("{heading}{}{}", screen.paragraph("", told.get(lang)), table.show(screen))
}

/// What each unit has to do, the oldest of each kind first.
fn todo(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    let mut out = String::new();
    for row in summary.submissions.iter().filter(|row| !row.todo.is_empty()) {
        out.push_str(&screen.paint(Tone::Strong, screen.paragraph("", name(row)).trim_end()));
        out.push('\n');
        for item in &row.todo {
            let (since, kind, words) = (item.since.short(), item.kind.label(), &item.words);
            let cell = match (&item.place.sheet, item.place.cell) {
                (Some(sheet), Some(cell)) => format!(" ({sheet}!{cell})"),
                _ => String::new(),
            };
            let id = &item.id;
            let told = match item.kind {
                // It says itself what is owed.
                Duty::Owed if item.since == row.period => {
                    words!("{words} [{id}]", "{words} [{id}]"; words, id)
                }
                Duty::Owed => {
                    words!("{words} Từ {since}. [{id}]", "{words} Since {since}. [{id}]"; words, since, id)
                }
                Duty::Mend | Duty::Explain => words!(
                    "{kind}, từ {since}: {words}{cell} [{id}]",
                    "{kind}, since {since}: {words}{cell} [{id}]";
                    kind, since, words, cell, id
                ),
            };
            out.push_str(&screen.paragraph("  - ", told.get(lang)));
        }
    }
    if out.is_empty() {
        return out;
    }
    format!("{}{out}", screen.heading(TODO.get(lang)))
}

/// A day as an office writes it; ISO in English; a dash where none is known.
pub(super) fn day(date: Option<NaiveDate>, lang: Lang) -> String {
    match (date, lang) {
        (None, _) => NONE.to_owned(),
        (Some(date), Lang::Vi) => sentences::day(date).vi,
        (Some(date), Lang::En) => date.to_string(),
    }
}

const TITLE: Text = Text { vi: "Tình hình nộp báo cáo", en: "Submissions," };
const RECEIVED: Text = Text { vi: "Ngày nhận", en: "Received" };
const DAYS_LATE: Text = Text { vi: "Chậm\n(ngày)", en: "Days\nlate" };
const ERRORS: Text = Text { vi: "Lỗi", en: "Err." };
const WARNINGS: Text = Text { vi: "Cảnh\nbáo", en: "Warn." };
const CORRECT_BY: Text = Text { vi: "Hạn sửa", en: "Correct\nby" };
const CONTACT: Text = Text { vi: "Liên hệ", en: "Contact" };
const BY_PROGRAM: Text =
    Text { vi: "Theo chương trình, loại vốn", en: "By program and funding type" };
const PROGRAM: Text = Text { vi: "Chương trình, loại vốn", en: "Program, funding type" };
const OWED: Text = Text { vi: "Phải\nbáo cáo", en: "Owed" };
const ANSWERED: Text = Text { vi: "Đã có\nsố liệu", en: "Reported" };
const NIL_COUNT: Text = Text { vi: "Không\nphát sinh", en: "Nil" };
const OPEN: Text = Text { vi: "Chưa có số liệu của", en: "Nothing yet of" };
const CALL_FIRST: Text = Text { vi: "Gọi trước", en: "Call first" };
const WHY: Text = Text { vi: "Vì", en: "Because" };
const WORTH: Text = Text { vi: "Ảnh hưởng\n(điểm %)", en: "Worth\n(points)" };
const SILENT: Text = Text { vi: "chưa có báo cáo", en: "no report yet" };
const FAULTY: Text =
    Text { vi: "số liệu phải sửa, giải trình", en: "figures to mend or explain" };
const TODO: Text =
    Text { vi: "Việc các đơn vị còn phải làm", en: "What the units have to do" };
