//! Which tables, rows and lines of a report are about other units than its sender.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::who::{Directory, names_organisation};
use super::Claimed;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::label::Label;
use crate::domain::place::Cell;
use crate::domain::register::Unit;
use crate::domain::submission::{Line, Submission};
use crate::read::Workbook;
use crate::recognise::heading::Heading;
use crate::recognise::rows::{Names, RowReader, Seen, without_number};
use crate::recognise::scope::Scope;
use crate::recognise::{Form, Framed, UnitRow};

/// The part of a workbook that is about other units.
#[derive(Default)]
pub(crate) struct Others {
    /// Their tables, or parts of tables, in a report that sums them up.
    pub tables: Vec<(UnitCode, Framed)>,
    /// Tables beside them that name no unit. In a bare folder with the commune below whose table they stand: one title may
    /// be that of a whole sheet.
    pub unnamed: Vec<(Option<UnitCode>, Framed)>,
    /// The table of one other unit in a unit's own report.
    pub strange: Vec<(UnitCode, Framed)>,
    /// All units that are summed up.
    pub units: BTreeSet<UnitCode>,
    /// The sheets whose tables are all of one of these: what stands beside the tables there is theirs, too.
    pub whole: BTreeSet<u16>,
}

/// Takes the tables of other units, or their parts, out of a form that `own` sent.
///
/// A report is a consolidation where sheets or rows are named exactly like two other units of the register, or like one
/// if a lead agency sent it: a work that merely lies in another commune makes none. One table of one other unit beside
/// those of the sender is a stranger. `is_of_own` says of which units the sender took over all there was.
pub(crate) fn take_out(
    form: &mut Form,
    workbook: &Workbook,
    directory: &Directory,
    names: &Names,
    own: &Unit,
    is_of_own: &dyn Fn(&UnitCode) -> bool,
) -> Others {
    let mut others = Others::default();
    let name = |framed: &Framed| &*workbook.sheets[usize::from(framed.sheet)].name;
    // What a unit was before a merger is its own.
    let whose = |code: UnitCode| if is_of_own(&code) { own.code.clone() } else { code };
    let owners =
        form.tables.iter().map(|framed| directory.owner_of(framed, name(framed)).map(whose));
    let owners: Vec<Option<UnitCode>> = owners.collect();
    let named: BTreeSet<UnitCode> =
        owners.iter().flatten().filter(|code| **code != own.code).cloned().collect();
    others.whole = whole(&form.tables, &owners);
    if is_enough(&named, own) {
        // A sheet without a unit's name beside those with one sums them up.
        form.left_out.extend(form.tables.iter().map(|framed| framed.sheet));
        for (framed, owner) in std::mem::take(&mut form.tables).into_iter().zip(owners) {
            match owner {
                Some(owner) if owner == own.code => form.tables.push(framed),
                Some(owner) => others.tables.push((owner, framed)),
                None => others.unnamed.push((None, framed)),
            }
        }
        others.units = named;
        return others;
    }
    if named.len() == 1
        && owners.iter().any(|owner| owner.as_ref().is_none_or(|of| *of == own.code))
    {
        for (framed, owner) in std::mem::take(&mut form.tables).into_iter().zip(owners) {
            match owner.filter(|of| named.contains(of)) {
                Some(other) => {
                    form.left_out.insert(framed.sheet);
                    others.strange.push((other, framed));
                }
                None => form.tables.push(framed),
            }
        }
    }
    for framed in std::mem::take(&mut form.tables) {
        let parts = parts(&framed, workbook, directory, names, own);
        let units = parts.iter().filter_map(|(unit, _)| unit.as_ref());
        let named: BTreeSet<UnitCode> = units.filter(|code| **code != own.code).cloned().collect();
        if !is_enough(&named, own) {
            form.tables.push(framed);
            continue;
        }
        others.units.extend(named);
        form.left_out.insert(framed.sheet);
        others.whole.remove(&framed.sheet);
        for (unit, part) in parts {
            match unit {
                Some(code) if code == own.code => form.tables.push(part),
                Some(code) => others.tables.push((code, part)),
                None if has_rows(&part, workbook) => others.unnamed.push((None, part)),
                None => {}
            }
        }
    }
    others
}

/// Takes the tables of other communes out of a form of a bare folder whose tables name several: without a register
/// nothing says that one of them sums up the others. With them go the tables that name none. The file is `own`'s, which
/// bears that name.
pub(crate) fn take_out_unregistered(
    form: &mut Form,
    workbook: &Workbook,
    directory: &Directory,
    (own, name): (&UnitCode, &Label),
) -> Others {
    let owner = |framed: &Framed| {
        let sheet = &workbook.sheets[usize::from(framed.sheet)];
        let owner = directory.owner_of(framed, &sheet.name)?;
        Some(if Label::new(owner.as_str()) == *name { own.clone() } else { owner })
    };
    let owners: Vec<Option<UnitCode>> = form.tables.iter().map(owner).collect();
    let mut others = Others { whole: whole(&form.tables, &owners), ..Others::default() };
    let named: BTreeSet<&UnitCode> = owners.iter().flatten().collect();
    // A title that was copied from another commune's report names that commune alone.
    if named.len() < 2 {
        return others;
    }
    let mut above: Option<(u16, UnitCode)> = None;
    for (framed, owner) in std::mem::take(&mut form.tables).into_iter().zip(owners) {
        // One title stands above all tables of a sheet.
        let is_below = above.as_ref().is_some_and(|(sheet, _)| *sheet == framed.sheet)
            && !names_organisation(&framed);
        let below = above.filter(|_| framed.goes_on || is_below).map(|(_, of)| of);
        above = owner.clone().or(below.clone()).map(|of| (framed.sheet, of));
        match owner {
            Some(owner) if owner == *own => form.tables.push(framed),
            Some(other) => others.strange.push((other, framed)),
            None => others.unnamed.push((below, framed)),
        }
    }
    others
}

/// The sheets whose tables all have the same owner.
fn whole(tables: &[Framed], owners: &[Option<UnitCode>]) -> BTreeSet<u16> {
    let mut by_sheet: BTreeMap<u16, BTreeSet<&Option<UnitCode>>> = BTreeMap::new();
    for (framed, owner) in tables.iter().zip(owners) {
        by_sheet.entry(framed.sheet).or_default().insert(owner);
    }
    by_sheet.into_iter().filter(|(_, owners)| owners.len() == 1).map(|(sheet, _)| sheet).collect()
}

fn has_rows(framed: &Framed, workbook: &Workbook) -> bool {
    let sheet = &workbook.sheets[usize::from(framed.sheet)];
    let mut rows = sheet.rows(framed.heading.body..framed.end);
    rows.any(|(row, _)| !framed.is_passed_over(row))
}

fn is_enough(others: &BTreeSet<UnitCode>, own: &Unit) -> bool {
    2 <= others.len() || !others.is_empty() && own.is_lead()
}

/// A part of a table about several units.
struct Part {
    /// The unit that its first row names; `None` of rows above and between the units, which name none.
    unit: Option<UnitCode>,
    program: Option<ComponentId>,
    rows: Range<u32>,
    /// A node or a work stands below the name.
    has_rows: bool,
}

/// The parts of a table whose rows name units: "Xã Hòa Sơn", then its components, or its money in that row alone. None
/// where units stand below components, like works.
///
/// Where no program stands above the units, it is the one that `own` leads, if that is only one.
fn parts(
    framed: &Framed,
    workbook: &Workbook,
    directory: &Directory,
    names: &Names,
    own: &Unit,
) -> Vec<(Option<UnitCode>, Framed)> {
    let sheet = &workbook.sheets[usize::from(framed.sheet)];
    let owner = |label: &str| {
        let is_short = label.len() <= directory.longest();
        if is_short { directory.exact(&Label::new(without_number(label))) } else { None }
    };
    // Most reports name no unit in their rows: they are not read for it.
    let column = framed.heading.label;
    let mut labels = sheet.cells.iter().filter(|(cell, _)| cell.column == column);
    if !labels.any(|(cell, _)| owner(sheet.text(*cell)).is_some()) {
        return Vec::new();
    }
    let led: BTreeSet<ComponentId> = own.leads.iter().map(ComponentId::program).collect();
    let only_led = led.first().filter(|_| led.len() == 1);
    let program_above = framed.scope.program.as_ref().or(only_led);
    let mut reader = RowReader::new(names, framed.scope.program.clone());
    let part =
        |unit, program, first| Part { unit, program, rows: first..framed.end, has_rows: false };
    let mut parts = vec![part(None, framed.scope.program.clone(), framed.heading.body)];
    // Units stand below programs, and not programs below units.
    let mut has_programs_above = false;
    for (row, _) in sheet.rows(framed.heading.body..framed.end) {
        let label = sheet.text(Cell::new(row, framed.heading.label)).trim();
        if label.is_empty() {
            continue;
        }
        let is_first = parts.len() == 1;
        let last = parts.last_mut().expect("there is the part above the units");
        if let Some(code) = owner(label) {
            if is_first && reader.current().is_some_and(|id| !id.is_program()) {
                return Vec::new();
            }
            last.rows.end = row;
            // What stands below the unit before is not above this one.
            let above = reader.current().filter(|_| is_first || has_programs_above);
            let program = above.map(ComponentId::program);
            parts.push(part(Some(code), program.or(program_above.cloned()), row));
            continue;
        }
        let seen = reader.read("", "", label);
        let is_program = matches!(&seen, Some(Seen::Item(id, None)) if id.is_program());
        has_programs_above |= is_first && is_program;
        let is_above = match seen {
            _ if is_program => has_programs_above,
            // Below a unit's components it is the sum of these.
            Some(Seen::Total) => !last.has_rows,
            _ => false,
        };
        if is_above && last.unit.is_some() {
            last.rows.end = row;
            parts.push(part(None, framed.scope.program.clone(), row));
        } else {
            last.has_rows |= matches!(seen, Some(Seen::Item(..)));
        }
    }
    let (named, above): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| part.unit.is_some());
    // What names no unit stays one table: a sum at its foot is the sum of the programs above.
    let mut passed_over = framed.passed_over.clone();
    for part in &named {
        match passed_over.last_mut().filter(|last| last.end == part.rows.start) {
            Some(last) => last.end = part.rows.end,
            None => passed_over.push(part.rows.clone()),
        }
    }
    let rest = Framed { passed_over, ..framed.clone() };
    let rest = above.iter().any(|part| !part.rows.is_empty()).then_some((None, rest));
    named.into_iter().map(|part| part.framed(framed)).chain(rest).collect()
}

impl Part {
    /// It as a table of its own.
    fn framed(self, of: &Framed) -> (Option<UnitCode>, Framed) {
        let Range { start, end } = self.rows;
        let unit_row =
            self.unit.is_some().then_some(UnitRow { row: start, is_alone: !self.has_rows });
        let framed = Framed {
            heading: Heading { body: start, ..of.heading.clone() },
            end,
            scope: Scope { program: self.program, ..of.scope.clone() },
            goes_on: false,
            unit_row,
            ..of.clone()
        };
        (self.unit, framed)
    }
}

/// Takes the lines of other units out of a submission in which units stand below components, like works.
pub(crate) fn take_lines(
    submission: &mut Submission,
    directory: &Directory,
    own: &Unit,
) -> Vec<Claimed> {
    let owner = |line: &Line| directory.exact(&Label::new(line.key.work.as_ref()?.identity()));
    let owners: Vec<Option<UnitCode>> = submission.lines.iter().map(owner).collect();
    let others = owners.iter().flatten().filter(|code| **code != own.code).cloned().collect();
    if !is_enough(&others, own) {
        return Vec::new();
    }
    let mut taken = Vec::new();
    for (mut line, owner) in std::mem::take(&mut submission.lines).into_iter().zip(owners) {
        match owner {
            Some(code) if code != own.code => {
                taken.extend(Claimed::lines(submission, &code, vec![line]));
                continue;
            }
            Some(_) => line.key.work = None,
            None => {}
        }
        submission.lines.push(line);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::register::Register;
    use crate::parse::fixture::sheet;
    use crate::recognise::form;
    use crate::recognise::heading::Time;
    use crate::recognise::lexicon::Lexicon;

    const HEADING: &[&str] = &["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân"];

    fn unit(code: &str, name: &str) -> Unit {
        Unit::new(UnitCode::new(code).unwrap(), name)
    }

    /// What of a workbook is left to "Xã Hòa Lạc", or to the agency that leads a program, and whose the rest is: the
    /// first row and the end of each table.
    fn taken(own: &Unit, sheets: &[(&str, &[&[&str]])]) -> Vec<String> {
        let agency = unit("HL-26", "Phòng Dân tộc");
        let units = vec![unit("HL-07", "Xã Hòa Lạc"), unit("HL-21", "Xã Yên Bình"), agency];
        let others = [unit("HL-22", "Xã Yên Sơn")];
        let register =
            Register { units: units.into_iter().chain(others).collect(), ..Register::default() };
        let names = Names::new(&Catalogue::embedded());
        let sheets = sheets.iter().map(|(name, rows)| sheet(name, rows)).collect();
        let workbook = Workbook { sheets, ..Workbook::default() };
        let lexicon = Lexicon::new(&[]).unwrap();
        let mut form = form(&workbook, &lexicon, &names, &Time::of(2024));
        let directory = Directory::new(&register);
        let others = take_out(&mut form, &workbook, &directory, &names, own, &|_| false);
        let show = |whose: &str, of: &Framed| {
            format!("{whose} {}:{}-{}", of.sheet, of.heading.body, of.end)
        };
        let own = form.tables.iter().map(|of| show("own", of));
        let summed = others.tables.iter().map(|(code, of)| show(code.as_str(), of));
        let unnamed = others.unnamed.iter().map(|(_, of)| show("unnamed", of));
        let strange = others.strange.iter().map(|(code, of)| show(&format!("strange {code}"), of));
        own.chain(summed).chain(unnamed).chain(strange).collect()
    }

    fn commune() -> Unit {
        unit("HL-07", "Xã Hòa Lạc")
    }

    fn agency() -> Unit {
        Unit { kind: "cơ quan chủ trì".to_owned(), ..unit("HL-26", "Phòng Dân tộc") }
    }

    const OF_TWO: &[&[&str]] = &[
        HEADING,
        &["Giảm nghèo bền vững", "300", "30"],
        &["Xã Yên Bình", "200", "20"],
        &["Dự án 2", "200", "20"],
        &["Xã Yên Sơn", "100", "10"],
        &["Dự án 2", "100", "10"],
    ];

    #[test]
    fn rows_of_two_other_units_are_theirs_and_what_stands_above_them_is_nobodys() {
        let parts = ["HL-21 0:2-4", "HL-22 0:4-6", "unnamed 0:1-6"];
        assert_eq!(taken(&commune(), &[("Biểu 01", OF_TWO)]), parts);
    }

    #[test]
    fn rows_of_one_other_unit_are_its_only_where_a_lead_agency_sums_up() {
        let of_one = &OF_TWO[..4];
        assert_eq!(taken(&commune(), &[("Biểu 01", of_one)]), ["own 0:1-4"]);
        assert_eq!(taken(&agency(), &[("Biểu 01", of_one)]), ["HL-21 0:2-4", "unnamed 0:1-4"]);
    }

    #[test]
    fn units_that_hold_their_money_in_one_row_stand_below_their_programs() {
        let lines: &[&[&str]] = &[
            HEADING,
            &["Giảm nghèo bền vững", "300", "30"],
            &["Xã Yên Bình", "200", "20"],
            &["Xã Yên Sơn", "100", "10"],
            &["Xây dựng nông thôn mới", "50", "5"],
            &["Xã Yên Bình", "50", "5"],
            &["Tổng cộng", "350", "35"],
        ];
        let parts = ["HL-21 0:2-3", "HL-22 0:3-4", "HL-21 0:5-6"];
        // The programs and their sum stay one table.
        let taken = taken(&commune(), &[("Biểu 01", lines)]);
        assert_eq!(taken, [&parts[..], &["unnamed 0:1-7"]].concat());
    }

    #[test]
    fn programs_below_a_unit_are_its_own() {
        let lines: &[&[&str]] = &[
            HEADING,
            &["Xã Yên Bình", "250", "25"],
            &["Giảm nghèo bền vững", "200", "20"],
            &["Xây dựng nông thôn mới", "50", "5"],
            &["Xã Yên Sơn", "100", "10"],
            &["Giảm nghèo bền vững", "100", "10"],
        ];
        assert_eq!(taken(&commune(), &[("Biểu 01", lines)]), ["HL-21 0:1-4", "HL-22 0:4-6"]);
    }

    const ROWS: [&[&str]; 3] =
        [HEADING, &["Giảm nghèo bền vững", "300", "30"], &["Dự án 2", "300", "30"]];

    #[test]
    fn a_sheet_of_each_unit_is_its_own_and_one_without_a_name_is_a_summary() {
        let sheets: [(&str, &[&[&str]]); 4] = [
            ("Tổng hợp", &ROWS),
            ("Xã Hòa Lạc", &ROWS),
            ("Xã Yên Bình", &ROWS),
            ("Xã Yên Sơn", &ROWS),
        ];
        let parts = ["own 1:1-3", "HL-21 2:1-3", "HL-22 3:1-3", "unnamed 0:1-3"];
        assert_eq!(taken(&commune(), &sheets), parts);
    }

    #[test]
    fn one_sheet_of_another_unit_beside_its_own_is_a_stranger() {
        let beside: [(&str, &[&[&str]]); 2] = [("Biểu 01", &ROWS), ("Xã Yên Bình", &ROWS)];
        assert_eq!(taken(&commune(), &beside), ["own 0:1-3", "strange HL-21 1:1-3"]);
        // Alone it is the report under a name that nobody else stands for.
        assert_eq!(taken(&commune(), &beside[1..]), ["own 0:1-3"]);
    }
}
