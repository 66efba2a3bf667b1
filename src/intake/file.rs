//! One file → what it is: whose report, of which period, its lines and what of it is somebody else's; or why it is rejected.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::consolidated::{self, Claimed, Others};
use super::ours::{Beside, Made};
use super::rejected::{self, Parts, Reason, Rejected};
use super::unnamed::{self, NamedAfter, Placed};
use super::who::Directory;
use super::{Desk, Incoming, Outcome, Understood, homeless, when};
use crate::domain::code::UnitCode;
use crate::domain::digest::sha256;
use crate::domain::label::Label;
use crate::domain::lang::{Words, words};
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::domain::register::Unit;
use crate::domain::rule::{Problem, Rule, Severity};
use crate::domain::submission::{CheckedAs, FileId, Measure, Submission};
use crate::parse;
use crate::parse::money_unit::Before;
use crate::read::{self, Refused};
use crate::recognise::heading::Time;
use crate::recognise::{self, Form, Framed, titles};
use crate::rules;

/// The bytes of a file that is opened: a report has some hundred thousand.
pub const LARGEST: u64 = 256 << 20;

/// Opens a file and understands it, or says why not.
pub(super) fn read(
    desk: &Desk<'_>,
    directory: &Directory,
    beside: &Beside<'_>,
    incoming: &Incoming,
    told: &BTreeMap<UnitCode, Before>,
) -> Outcome {
    let mut id = FileId {
        path: incoming.shown.clone(),
        sha256: String::new(),
        received: incoming.received,
        is_registered: incoming.is_registered,
        order: incoming.order,
    };
    let file = || Place { file: Some(incoming.shown.clone()), ..Place::default() };
    let by_name = || incoming.unit.clone().or_else(|| directory.by_file_name(&incoming.shown));
    let refuse = |id: FileId, rule: &'static Rule, words: Words| {
        Rejected::unread(incoming, by_name(), id, Problem::new(rule, file(), words)).into()
    };
    if let Some(obstacle) = &incoming.obstacle {
        return refuse(id, &rules::UNREADABLE_FILE, obstacle.clone());
    }
    let size = std::fs::metadata(&incoming.path).map_or(0, |found| found.len());
    if LARGEST < size {
        let words = Words::new(
            format!("Tệp quá lớn: {} MB, vượt quá {} MB", size >> 20, LARGEST >> 20),
            format!("The file is too large: {} MB, more than {} MB", size >> 20, LARGEST >> 20),
        );
        return refuse(id, &rules::FILE_OVER_LIMITS, words);
    }
    let bytes = match std::fs::read(&incoming.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let words = if read::is_held(&error) {
                words!(
                    "Tệp đang mở trong Excel hoặc chương trình khác nên chưa đọc được",
                    "The file is open in Excel or another program and could not be read"
                )
            } else {
                words!(
                    "Không mở được tệp ({error})",
                    "The file could not be opened ({error})";
                    error
                )
            };
            return refuse(id, &rules::NOT_OPENED, words);
        }
    };
    id.sha256 = sha256(&bytes);
    // A reader of a damaged file may stop in the middle of a thought; that costs this file and no other.
    let read = catch_unwind(AssertUnwindSafe(|| {
        understand(desk, directory, beside, incoming, id.clone(), &bytes, told)
    }));
    let changed = changed(incoming, &id.sha256);
    let outcome = match read {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(Refused::Password)) => {
            let words =
                words!("Tệp được bảo vệ bằng mật khẩu", "The file is protected by a password");
            refuse(id, &rules::PASSWORD_PROTECTED, words)
        }
        Ok(Err(Refused::OverLimits(words))) => {
            let words = words!("Tệp quá lớn: {words}", "The file is too large: {words}"; words);
            refuse(id, &rules::FILE_OVER_LIMITS, words)
        }
        Ok(Err(Refused::Unreadable(words))) => {
            let words = words!("Không đọc được: {words}", "It could not be read: {words}"; words);
            refuse(id, &rules::UNREADABLE_FILE, words)
        }
        Ok(Err(Refused::NotOpened(words))) => {
            let words = words!(
                "Không mở được tệp: {words}",
                "The file could not be opened: {words}";
                words
            );
            refuse(id, &rules::NOT_OPENED, words)
        }
        Err(_) => {
            let words =
                words!("Không đọc được: tệp bị hỏng", "It could not be read: the file is damaged");
            refuse(id, &rules::UNREADABLE_FILE, words)
        }
    };
    let is_enclosure = !bytes.iter().all(|byte| *byte == 0) && !read::is_workbook(&bytes);
    let outcome = match outcome {
        Outcome::Rejected(rejected) if is_enclosure => {
            Outcome::Rejected(Box::new(Rejected { is_enclosure, ..*rejected }))
        }
        outcome => outcome,
    };
    told_of(outcome, changed)
}

/// What is to be said where the file is not the one that the receipt register holds.
///
/// What is written there and is no SHA-256 (a spreadsheet may have taken it for a number) says nothing.
fn changed(incoming: &Incoming, sha256: &str) -> Option<Problem> {
    let received = incoming.sha256.as_deref()?;
    let is_hash =
        received.len() == sha256.len() && received.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hash || received == sha256 {
        return None;
    }
    let (received, found) = (&received[..8], &sha256[..8]);
    let words = words!(
        "Tệp có mã SHA-256 {found}…, sổ tiếp nhận ghi {received}…: tệp đã bị thay đổi sau khi tiếp nhận.",
        "The file's SHA-256 is {found}…, the receipt register says {received}…: it was changed after receipt.";
        found, received
    );
    let place = Place { file: Some(incoming.shown.clone()), ..Place::default() };
    Some(Problem::new(&rules::CHANGED_AFTER_RECEIPT, place, words))
}

/// The same with one more problem.
fn told_of(mut outcome: Outcome, problem: Option<Problem>) -> Outcome {
    match &mut outcome {
        Outcome::Read(read) => read.submission.problems.extend(problem),
        Outcome::Rejected(rejected) => {
            let of_unit = problem.map(|problem| Problem { unit: rejected.unit.clone(), ..problem });
            rejected.problems.extend(of_unit);
        }
    }
    outcome
}

/// The budget year of a file that names none, while it is read: see [`Time::budget`].
const NO_YEAR: i32 = 0;

fn understand(
    desk: &Desk<'_>,
    directory: &Directory,
    beside: &Beside<'_>,
    incoming: &Incoming,
    id: FileId,
    bytes: &[u8],
    told: &BTreeMap<UnitCode, Before>,
) -> Result<Outcome, Refused> {
    let workbook = read::workbook_named(bytes, &incoming.shown)?;
    let file = || Place { file: Some(incoming.shown.clone()), ..Place::default() };
    let &Desk { lexicon, names, register, settings, asked, .. } = desk;
    let made = beside.made(&workbook, settings);
    if made == Made::Here {
        let stated = || titles::mark(&workbook)?.period.parse().ok();
        let period = incoming.expected.or_else(stated).or(asked);
        return Ok(Rejected::ours(period, id).into());
    }
    let named = |year: Option<i32>| when::in_file_name(&incoming.shown, year).first().copied();
    let stated_year = settings
        .office
        .year
        .or(incoming.expected.map(Period::year))
        .or_else(|| when::year_in(&workbook, lexicon, &incoming.shown, asked))
        .or_else(|| named(None).map(Period::year));
    let mut year = stated_year.or(asked.map(Period::year));
    let by_name = named(year);
    let wanted = incoming.expected.or(asked).or(by_name);
    // What a file calls itself goes before what is asked for: a bare folder holds other months too.
    let period = incoming
        .expected
        .or_else(|| when::in_first_titles(&workbook, lexicon, year, asked))
        .or(by_name)
        .or(asked);
    let mut time = Time { budget: year.unwrap_or(NO_YEAR), period, received: incoming.received };
    let read = |time: &Time| recognise::form(&workbook, lexicon, names, time);
    let mut form = read(&time);
    if stated_year.is_none() {
        // A date, our mark or the name of a sheet may be all that says a year; the form knows where those stand.
        let stated = when::stated(&form, &workbook, &incoming.shown, None);
        let own = when::decide(&stated).map(Period::year);
        if let Some(own) = own.filter(|own| Some(*own) != year) {
            (year, time.budget) = (Some(own), own);
            form = read(&time);
        }
    }
    if let (None, Some(headed), Some(named)) = (incoming.expected, period, by_name)
        && when::is_brought_forward(&form, &workbook, headed, named, year)
    {
        form = read(&Time { period: Some(named), ..time });
    }
    if let Some(words) = form.excess.take() {
        return Err(Refused::OverLimits(words));
    }
    // Without a table the reason is a sheet that could not be read, where there is one.
    let mut failures =
        workbook.sheets.iter().filter_map(|sheet| Some((sheet, sheet.failure.as_ref()?)));
    if let (true, Some((sheet, error))) = (form.tables.is_empty(), failures.next()) {
        return Err(Refused::Unreadable(words!(
            "trang tính \"{name}\" bị hỏng ({error})",
            "the sheet \"{name}\" is damaged ({error})";
            name = sheet.name, error
        )));
    }
    let other_months = when::others(&form, &workbook, wanted, year);
    let mut other_tables: Vec<(Framed, Period)> = Vec::new();
    let mut tables: Vec<Framed> = Vec::new();
    for (at, framed) in form.tables.drain(..).enumerate() {
        match other_months.iter().find(|(other, _)| *other == at) {
            Some((_, period)) => other_tables.push((framed, *period)),
            None => tables.push(framed),
        }
    }
    form.tables = tables;
    let is_other = |sheet: u16, cell: Cell| {
        let mut others = other_tables.iter().filter(|(framed, _)| framed.sheet == sheet);
        others.any(|(framed, _)| framed.titles.iter().any(|(own, _)| *own == cell))
    };
    form.titles.retain(|(sheet, cell, _)| !is_other(*sheet, *cell));
    let stated = when::stated(&form, &workbook, &incoming.shown, year);
    let stated_period = incoming.expected.or_else(|| when::decide(&stated));
    // Nothing of a file that states no period counts: it is read to know how much money that is.
    let year = year.unwrap_or(NO_YEAR);
    let period = stated_period.or(asked);
    let known = &desk.known(period.unwrap_or(Period::Year(year)));
    let refuse = |parts: Parts, unit: Option<UnitCode>, reason: Reason, at: Place| Rejected {
        period,
        ..parts.reject(unit, reason, at)
    };
    let receipt = incoming.unit.as_ref();
    let found = directory.unit(&form, &incoming.shown, receipt, known.context);
    let against = found.as_ref().ok().and_then(|found| found.against.clone());
    let mut found = found.map(|found| found.unit);
    let mut code = match &found {
        Ok(unit) => unit.code.clone(),
        Err(_) => nobody(incoming),
    };
    let registered = register.unit(&code);
    let day = known.context.period.to();
    let is_of_own = |other: &UnitCode| register.successor(other, day) == Some(&code);
    let mut others = match registered {
        Some(unit) => {
            consolidated::take_out(&mut form, &workbook, directory, names, unit, &is_of_own)
        }
        None if register.units.is_empty() => {
            let name = found.as_ref().map(|unit| Label::new(&unit.name)).unwrap_or_default();
            consolidated::take_out_unregistered(&mut form, &workbook, directory, (&code, &name))
        }
        None => Others::default(),
    };
    let whole = std::mem::take(&mut others.whole);
    let parsed = |tables: Vec<Framed>, of: &UnitCode| {
        let is_of = |sheet: &u16| tables.iter().any(|framed| framed.sheet == *sheet);
        let sheets = 0..workbook.sheets.len() as u16;
        let left_out = sheets.filter(|sheet| !is_of(sheet) || !whole.contains(sheet)).collect();
        let form = Form { tables, left_out, ..Form::default() };
        let mut theirs = parse::submission(known, &workbook, &form, of, id.clone(), None);
        homeless::check(&mut theirs, year);
        theirs
    };
    let alone = |tables: Vec<Framed>, of: &UnitCode| {
        let mut theirs = parsed(tables, of);
        homeless::refuse(&mut theirs);
        theirs
    };
    let mut named_after = NamedAfter::of(&incoming.shown, found.as_ref().ok(), &others);
    let mut placed = Placed::default();
    if registered.is_none() {
        let own = (&code, &mut named_after);
        placed = unnamed::place(&mut form, &mut others, own, &parsed, year);
    }
    if let Some(commune) = placed.own {
        found = Ok(Unit::new(commune.clone(), commune.as_str()));
        code = commune;
    }
    // With a register it is known whose file it is, and another's table in it is a stranger.
    let is_of_many = registered.is_none() && named_after == NamedAfter::Nobody;
    form.left_out.extend(others.strange.iter().map(|(_, framed)| framed.sheet));
    let is_empty = form.tables.is_empty() && others.strange.is_empty();
    let checked = |framed: Framed, reason| Framed { checked: Some(reason), ..framed };
    let of_other_months = other_tables.iter().map(|(framed, _)| framed.clone());
    form.tables.extend(of_other_months.map(|of| checked(of, CheckedAs::OtherPeriod)));
    form.tables.extend(placed.sums.into_iter().map(|of| checked(of, CheckedAs::Repeat)));
    let before = told.get(&code).copied();
    let mut submission = parse::submission(known, &workbook, &form, &code, id.clone(), before);
    homeless::check(&mut submission, year);
    for tables in placed.nobodys {
        let mut theirs = alone(tables, &code);
        let lines = consolidated::enter(&mut submission, &mut theirs, None);
        consolidated::refuse_unnamed(&mut submission, &lines, Severity::Error);
    }
    let mut claims: Vec<Claimed> = Vec::new();
    for (other, tables) in by_sheet(&others.tables) {
        let mut theirs = alone(tables, &other);
        let lines = consolidated::enter(&mut submission, &mut theirs, Some(Severity::Warning));
        claims.extend(Claimed::lines(&theirs, &other, lines));
    }
    let mut apart: Vec<Submission> = Vec::new();
    let strange = if is_of_many { by_unit(&others.strange) } else { by_sheet(&others.strange) };
    for (other, tables) in strange {
        let mut theirs = alone(tables, &other);
        if is_of_many && !theirs.lines.is_empty() {
            apart.push(theirs);
            continue;
        }
        let lines = consolidated::enter(&mut submission, &mut theirs, None);
        consolidated::refuse(&mut submission, &lines, &register.name(&other));
    }
    let mut summed_up = others.units.clone();
    if let Some(unit) = registered {
        let taken = consolidated::take_lines(&mut submission, directory, unit);
        summed_up.extend(taken.iter().map(|of| of.unit().clone()));
        claims.extend(taken);
        consolidated::drop_sum(&mut submission, &claims, year);
        // A lead agency may sum up more than its units; of anybody else it is money that counts nowhere.
        let worst = unit.is_lead().then_some(Severity::Warning);
        for (_, tables) in by_sheet(&others.unnamed) {
            let mut theirs = alone(tables, &code);
            consolidated::check_total(&mut theirs, &submission, &claims);
            let lines = consolidated::enter(&mut submission, &mut theirs, worst);
            let lines = Claimed::lines(&theirs, &code, lines);
            consolidated::sum_up(&mut submission, lines, &claims, year, unit);
        }
    }
    if made == Made::Perhaps {
        let parts = Parts { submission, claims, apart };
        return Ok(refuse(parts, None, Reason::PerhapsOurs, file()).into());
    }
    let lead = registered.filter(|unit| unit.is_lead()).map(|_| !summed_up.is_empty());
    let place =
        |sheet: u16, cell: Option<Cell>| Place { cell, ..submission.place(sheet, Cell::new(0, 0)) };
    if is_empty && summed_up.is_empty() {
        let unit = found.ok().map(|unit| unit.code);
        let parts = Parts { submission, claims, apart };
        let rejected = refuse(parts, unit, Reason::NoTable, file());
        return Ok(Rejected { is_enclosure: true, ..rejected }.into());
    }
    let unit = match found {
        Ok(unit) => unit,
        Err(words) => {
            let parts = Parts { submission, claims, apart };
            return Ok(refuse(parts, None, Reason::UnknownUnit(words), file()).into());
        }
    };
    let code = unit.code.clone();
    let is_new = register.units.is_empty().then(|| Box::new(unit.clone()));
    let mismatch = incoming.expected.filter(|expected| !when::agrees(&stated, *expected));
    if let Some(expected) = mismatch {
        let at = stated.first().map_or_else(file, |(_, sheet, cell)| place(*sheet, *cell));
        let reason =
            Reason::OtherPeriod(expected, stated.iter().map(|(period, ..)| *period).collect());
        return Ok(Parts { submission, claims, apart }.reject(Some(code), reason, at).into());
    }
    let Some(period) = stated_period else {
        let parts = Parts { submission, claims, apart };
        let rejected = parts.reject(Some(code), Reason::NoPeriod, file());
        // What is asked for is not what the file says.
        return Ok(Rejected { period: None, found: is_new, ..rejected }.into());
    };
    // Of a lead agency for which nothing is planned everything is checked, understood or not.
    let owes_nothing = || {
        let plan = register.plan(&unit.code, period.to());
        plan.values().all(|money| money.is_zero())
    };
    let is_only_lead = lead.is_some() && owes_nothing();
    let is_of_others = !summed_up.is_empty() || !apart.is_empty();
    let states_nothing = submission.lines.is_empty() && !is_of_others && !is_only_lead;
    let stands_alone = !states_nothing || submission.homeless.is_empty();
    if states_nothing && stands_alone {
        let parts = Parts { submission, claims, apart };
        let rejected = parts.reject_without_figures(code, file());
        return Ok(Rejected { found: is_new, ..rejected }.into());
    }
    if rejected::is_blank(&form, &submission) {
        let parts = Parts { submission, claims, apart };
        let rejected = parts.reject(Some(code), Reason::BlankForm, file());
        return Ok(Rejected { is_blank: true, found: is_new, ..rejected }.into());
    }
    let mut notes: Vec<Problem> = Vec::new();
    if !summed_up.is_empty() {
        notes.push(consolidated::left_out(&summed_up, incoming.shown.clone(), &unit.code));
    }
    if let Some((rule, words)) = against {
        let problem = Problem::new(rule, file(), words).of(&unit.code);
        notes.push(Problem { severity: Some(Severity::Warning), ..problem });
    }
    let mut told: BTreeSet<(Place, Period)> = BTreeSet::new();
    for (framed, other) in &other_tables {
        let problem = when::left_out(framed, *other, &form, &submission);
        if told.insert((problem.place.clone(), *other)) {
            notes.push(problem.of(&unit.code));
        }
    }
    notes
        .extend(when::other_days(&form, &workbook, &submission).into_iter().map(|of| of.of(&code)));
    if let Some((other, sheet, cell)) = when::contradiction(&form, &workbook, period, Some(year)) {
        let words = Words::new(
            format!(
                "Tiêu đề ghi {} nhưng báo cáo là của {}; tính cho {}",
                other.words().vi,
                period.words().vi,
                period.words().vi
            ),
            format!(
                "A title says {}, the report is of {}; it counts for the latter",
                other.words().en,
                period.words().en
            ),
        );
        let problem = Problem::new(&rules::WRONG_PERIOD, place(sheet, cell), words).of(&unit.code);
        notes.push(Problem { severity: Some(Severity::Warning), ..problem });
    }
    if let Some(mark) = when::in_mark(&form).filter(|mark| *mark != period) {
        let words = Words::new(
            format!(
                "Biểu mẫu phát hành cho {} nhưng dùng để báo cáo {}",
                mark.words().vi,
                period.words().vi
            ),
            format!(
                "The form was issued for {} and reports {}",
                mark.words().en,
                period.words().en
            ),
        );
        notes.push(Problem::new(&rules::OUTDATED_TEMPLATE, file(), words).of(&unit.code));
    }
    submission.problems.extend(notes);
    submission.unit = unit.code.clone();
    let apart = apart.into_iter().map(of_its_own).collect();
    let understood = Understood { submission, claims, apart, found: is_new, lead, stands_alone };
    Ok(Outcome::Read(Box::new(understood)))
}

/// The table of another commune in a file of a bare folder that belongs to none of them: a report of its own.
fn of_its_own(mut submission: Submission) -> Understood {
    let unit = Unit::new(submission.unit.clone(), submission.unit.as_str());
    // What concerns the file as a whole is told of its first unit.
    submission.problems.retain(|problem| problem.place.sheet.is_some());
    let line = &submission.lines[0];
    let place = submission.place(line.sheet, line.cell(Measure::Cumulative));
    let words = words!(
        "Tệp có bảng của nhiều xã; bảng này tính cho {name}",
        "The file holds tables of several communes; this one counts for {name}";
        name = unit.name
    );
    let problem = Problem::new(&rules::OTHER_UNITS_TABLE, place, words).of(&unit.code);
    submission.problems.push(Problem { severity: Some(Severity::Note), ..problem });
    Understood {
        submission,
        claims: Vec::new(),
        apart: Vec::new(),
        found: Some(Box::new(unit)),
        lead: None,
        stands_alone: true,
    }
}

/// Tables that follow each other on a sheet and are of one unit, together.
pub(super) fn by_sheet<T: Clone + PartialEq>(tables: &[(T, Framed)]) -> Vec<(T, Vec<Framed>)> {
    let is_same = |a: &(T, Framed), b: &(T, Framed)| (&a.0, a.1.sheet) == (&b.0, b.1.sheet);
    let groups = tables.chunk_by(is_same);
    let one = |group: &[(T, Framed)]| {
        (group[0].0.clone(), group.iter().map(|(_, framed)| framed.clone()).collect())
    };
    groups.map(one).collect()
}

/// All tables of each unit.
pub(super) fn by_unit(tables: &[(UnitCode, Framed)]) -> Vec<(UnitCode, Vec<Framed>)> {
    let mut units: BTreeMap<&UnitCode, Vec<Framed>> = BTreeMap::new();
    for (unit, framed) in tables {
        units.entry(unit).or_default().push(framed.clone());
    }
    units.into_iter().map(|(unit, tables)| (unit.clone(), tables)).collect()
}

/// What stands for the unit of a file that is nobody's.
fn nobody(incoming: &Incoming) -> UnitCode {
    UnitCode::new(&incoming.shown).expect("a path is not blank")
}
