//! The tables of a bare folder's file that name no commune, beside those that name several: their sum is nobody's money.

use std::collections::BTreeSet;

use super::consolidated::{Others, own_stated};
use super::file::{by_sheet, by_unit};
use super::homeless;
use super::who;
use crate::domain::code::UnitCode;
use crate::domain::register::Unit;
use crate::domain::same_money::{Relation, Stated, same_money};
use crate::domain::submission::Submission;
use crate::recognise::{Form, Framed};

/// Whom the name of a file with tables of several communes names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NamedAfter {
    /// A commune: it is that one's own report.
    Commune,
    /// The office that its titles name.
    Office,
    /// None of them: it is nobody's own report.
    Nobody,
}

impl NamedAfter {
    pub(super) fn of(file: &str, own: Option<&Unit>, others: &Others) -> NamedAfter {
        let names = |own: Option<&Unit>| {
            let strange = others.strange.iter().map(|(code, _)| code.as_str());
            who::names_commune(file, own.iter().map(|unit| unit.name.as_str()).chain(strange))
        };
        match () {
            () if names(None) => NamedAfter::Commune,
            () if names(own) => NamedAfter::Office,
            () => NamedAfter::Nobody,
        }
    }
}

/// What became of them.
#[derive(Default)]
pub(super) struct Placed {
    /// The sums of what communes have.
    pub(super) sums: Vec<Framed>,
    /// Those of which nobody knows whose they are, by sheet.
    pub(super) nobodys: Vec<Vec<Framed>>,
    /// The commune whose report the file is, where its office has nothing of its own in it.
    pub(super) own: Option<UnitCode>,
}

/// Gives each table its place, by its figures: `parsed` reads tables alone, as a unit's. What is `own`'s goes back into the
/// form.
pub(super) fn place(
    form: &mut Form,
    others: &mut Others,
    (own, named_after): (&UnitCode, &mut NamedAfter),
    parsed: &dyn Fn(Vec<Framed>, &UnitCode) -> Submission,
    budget: i32,
) -> Placed {
    let mut placed = Placed::default();
    // With the commune in whose part of the file they stand.
    let groups = by_sheet(&std::mem::take(&mut others.unnamed));
    if groups.is_empty() {
        return placed;
    }
    let is_office = form.tables.is_empty();
    let mut named = by_unit(&others.strange);
    named.extend((!is_office).then(|| (own.clone(), form.tables.clone())));
    let named: Vec<Submission> =
        named.into_iter().map(|(of, tables)| parsed(tables, &of)).collect();
    let reports: Vec<Submission> = groups
        .iter()
        .map(|(of, tables)| parsed(tables.clone(), of.as_ref().unwrap_or(own)))
        .collect();
    let relation = |at: usize| {
        let beside = (0..groups.len()).filter(|other| *other != at && groups[*other].0.is_some());
        let all: Vec<&Submission> = named.iter().chain(beside.map(|at| &reports[at])).collect();
        standing(reports[at].clone(), &all, budget)
    };
    let relations: Vec<Relation> = (0..groups.len()).map(relation).collect();
    // An office that sums up the communes has put their reports together.
    if *named_after == NamedAfter::Office && relations.contains(&Relation::Repeats) {
        *named_after = NamedAfter::Nobody;
    }
    for ((of, tables), relation) in groups.into_iter().zip(relations) {
        match (relation, of) {
            (Relation::Repeats, _) => placed.sums.extend(tables),
            (_, Some(of)) if of != *own => {
                others.strange.extend(tables.into_iter().map(|framed| (of.clone(), framed)));
            }
            (Relation::Differs, None) if *named_after == NamedAfter::Nobody => {
                placed.nobodys.push(tables);
            }
            (_, None) if *named_after == NamedAfter::Nobody && !is_office => {
                placed.nobodys.push(tables);
            }
            _ => form.tables.extend(tables),
        }
    }
    let order = |framed: &Framed| (framed.sheet, framed.heading.rows.start);
    form.tables.sort_by_key(order);
    others.strange.sort_by_key(|(_, framed)| order(framed));
    if *named_after == NamedAfter::Nobody && form.tables.is_empty() {
        placed.own = others.strange.first().map(|(first, _)| first.clone());
        let is_first = |(of, _): &(UnitCode, Framed)| Some(of) == placed.own.as_ref();
        let (first, strange) = std::mem::take(&mut others.strange).into_iter().partition(is_first);
        others.strange = strange;
        let first: Vec<(UnitCode, Framed)> = first;
        form.tables = first.into_iter().map(|(_, framed)| framed).collect();
    }
    form.left_out.extend(placed.nobodys.iter().flatten().map(|framed| framed.sheet));
    placed
}

/// How a table of a bare folder that names no commune stands to the tables of those that stand beside it: it repeats them
/// where all of it is the sum of two of them or more.
fn standing(mut table: Submission, communes: &[&Submission], budget: i32) -> Relation {
    let ours: Vec<Stated<'_>> = own_stated(&table).collect();
    let theirs = communes.iter().flat_map(|of| own_stated(of).map(|stated| (&of.unit, stated)));
    let (owners, theirs): (Vec<&UnitCode>, Vec<Stated<'_>>) = theirs.unzip();
    let compared = same_money(&ours, &theirs, budget);
    let has_money = |stated: &Stated<'_>| !stated.amount.is_zero();
    let has_lines = ours.iter().any(has_money);
    let owners: BTreeSet<&UnitCode> = match has_lines {
        true => compared.owners(&theirs, &owners),
        false => owners.into_iter().collect(),
    };
    let relation = compared.relation;
    table.lines.extend(communes.iter().flat_map(|of| of.lines.iter().cloned()));
    homeless::check(&mut table, budget);
    let is_whole = table.homeless.is_empty() && table.set_aside.is_empty();
    let is_sum = is_whole && 1 < owners.len() && (!has_lines || relation == Relation::Repeats);
    match relation {
        _ if is_sum => Relation::Repeats,
        Relation::Repeats => Relation::Differs,
        relation => relation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::fixture::{read, sheet};

    /// A table of recurrent money, or of money of no funding type.
    fn table(of: &str, rows: &[&[&str]]) -> Submission {
        let title = format!("GIẢI NGÂN {of} THÁNG 6 NĂM 2024");
        let above: [&[&str]; 4] = [
            &[&title],
            &["Đơn vị tính: triệu đồng"],
            &["STT", "Nội dung", "Kế hoạch vốn năm 2024", "Lũy kế giải ngân"],
            &["I", "CTMTQG giảm nghèo bền vững"],
        ];
        let above = if rows[0][0] == "I" { &above[..3] } else { &above };
        read(vec![sheet("Biểu", &[above, rows].concat())])
    }

    #[test]
    fn only_a_sum_of_two_communes_of_which_all_is_understood_is_one() {
        let recurrent = "VỐN SỰ NGHIỆP";
        let (two, four) = (["1", "Dự án 2", "400", "200"], ["2", "Dự án 4", "300", "150"]);
        let mut communes = [table(recurrent, &[&two]), table(recurrent, &[&four])];
        communes[1].unit = UnitCode::new("B").unwrap();
        let communes: Vec<&Submission> = communes.iter().collect();
        let standing = |table: Submission| super::standing(table, &communes, 2024);
        assert_eq!(standing(table(recurrent, &[&two, &four])), Relation::Repeats);
        let all = ["I", "CTMTQG giảm nghèo bền vững", "700", "350"];
        assert_eq!(standing(table("", &[&all])), Relation::Repeats, "of no funding type");
        assert_eq!(standing(table(recurrent, &[&two])), Relation::Differs, "a copy of one");
        let off = ["2", "Dự án 4", "300", "151"];
        assert_eq!(standing(table(recurrent, &[&two, &off])), Relation::Differs);
        let strange = ["3", "Khoản chi chưa rõ", "9", "9"];
        let told = standing(table(recurrent, &[&two, &four, &strange]));
        assert_eq!(told, Relation::Differs, "what is not understood there would be lost");
        let other = ["3", "Tiểu dự án 1 Dự án 3", "9", "9"];
        assert_eq!(standing(table(recurrent, &[&other])), Relation::Disjoint);
    }
}
