//! Two tables of a workbook that state the same money: a summary, a copy, last month's sheet kept hidden. Each piece of
//! money counts once; what only repeats it is checked, and where the two differ that is said (GN211).

use std::cmp::{Ordering, Reverse};

use super::lines::Taken;
use crate::domain::key::Key;
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::Problem;
use crate::domain::same_money::{Group, Relation, Stated, same_money};
use crate::domain::submission::{CheckedAs, Line, Measure};
use crate::rules;

/// Where a figure stands: its table, its line, its place in the line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct At {
    table: usize,
    line: usize,
    figure: usize,
}

/// Lets each piece of money count once.
///
/// The table with the fewest figures is asked first, one that is hidden before all: a summary is shorter than what it sums
/// up. It is held against each other table alone (a copy), then against all of them together (a sum).
pub(super) fn settle(mut tables: Vec<Taken>, budget: i32) -> Vec<Taken> {
    let mut order: Vec<usize> = (0..tables.len()).collect();
    order.sort_by_key(|&at| (!tables[at].is_hidden, figures(&tables, at).len(), Reverse(at)));
    for at in order {
        let has_figures = |&other: &usize| other != at && !figures(&tables, other).is_empty();
        let others: Vec<usize> = (0..tables.len()).filter(has_figures).collect();
        if others.is_empty() {
            continue;
        }
        let repeats = |others: &[usize]| {
            let (ours, theirs) = sides(&tables, at, others);
            compare(&tables, &ours, &theirs, budget).1 == Relation::Repeats
        };
        if others.iter().any(|&other| repeats(&[other])) || repeats(&others) {
            drop_all(&mut tables, at, &others, budget);
            continue;
        }
        let (ours, theirs) = sides(&tables, at, &others);
        let (groups, relation) = compare(&tables, &ours, &theirs, budget);
        if relation == Relation::Differs {
            let common = groups.into_iter().filter(Group::is_common);
            let common: Vec<(Group, Vec<At>, Vec<At>)> = common
                .map(|group| {
                    let own = group.ours.iter().map(|&index| ours[index]).collect();
                    let other = group.theirs.iter().map(|&index| theirs[index]).collect();
                    (group, own, other)
                })
                .collect();
            by_key(&mut tables, common);
        }
    }
    for line in tables.iter_mut().flat_map(|table| &mut table.lines) {
        line.figures.retain(|figure| figure.column != GONE);
    }
    for table in &mut tables {
        // A line of the previous cumulative alone tells how far its money had come.
        table.lines.retain(|line| {
            !line.figures.is_empty() || line.lacks_cumulative || line.previous.is_some()
        });
        // That hidden figures count is true only where some of them are left.
        if table.is_hidden && table.lines.iter().all(|line| line.figures.is_empty()) {
            table.problems.retain(|problem| problem.rule != &rules::HIDDEN_FIGURES);
        }
    }
    tables
}

/// Marks a figure that does not count until all tables are settled: places of the others stay what they are.
const GONE: u16 = u16::MAX;

fn figures(tables: &[Taken], table: usize) -> Vec<At> {
    let lines = tables[table].lines.iter().enumerate();
    let all = lines.flat_map(|(at, line)| {
        (0..line.figures.len()).map(move |figure| At { table, line: at, figure })
    });
    all.filter(|at| tables[table].lines[at.line].figures[at.figure].column != GONE).collect()
}

fn sides(tables: &[Taken], at: usize, others: &[usize]) -> (Vec<At>, Vec<At>) {
    let theirs = others.iter().flat_map(|&other| figures(tables, other)).collect();
    (figures(tables, at), theirs)
}

fn line<'a>(tables: &'a [Taken], at: &At) -> &'a Line {
    &tables[at.table].lines[at.line]
}

fn compare(tables: &[Taken], ours: &[At], theirs: &[At], budget: i32) -> (Vec<Group>, Relation) {
    let stated = |side: &[At]| -> Vec<Stated<'_>> {
        let one = |at: &At| {
            let line = line(tables, at);
            let figure = line.figures[at.figure];
            let slack = tables[at.table].table.tolerance(1);
            Stated { key: &line.key, measure: figure.measure, amount: figure.amount, slack }
        };
        side.iter().map(one).collect()
    };
    let compared = same_money(&stated(ours), &stated(theirs), budget);
    (compared.groups, compared.relation)
}

/// Takes a figure out of its line.
fn take(tables: &mut [Taken], at: &At) -> (Line, Money) {
    let line = &mut tables[at.table].lines[at.line];
    let figure = line.figures[at.figure];
    let alone = Line { figures: vec![figure], ..line.clone() };
    line.figures[at.figure].column = GONE;
    (alone, figure.amount)
}

fn check(tables: &mut [Taken], at: &At) {
    let (_, amount) = take(tables, at);
    tables[at.table].checked.add(CheckedAs::Repeat, amount);
}

/// Drops a table that repeats others, but for what they do not tell: that a cumulative could not be read, and the cumulative
/// of the period before.
fn drop_all(tables: &mut [Taken], at: usize, others: &[usize], budget: i32) {
    for figure in figures(tables, at) {
        check(tables, &figure);
    }
    for index in 0..tables[at].lines.len() {
        let own = tables[at].lines[index].clone();
        let is_same_money = |key: &Key| key.covers(&own.key, budget) || own.key.covers(key, budget);
        let states_it = |line: &Line| {
            let cumulative = line.figure(Measure::Cumulative);
            is_same_money(&line.key) && cumulative.is_some_and(|figure| figure.column != GONE)
        };
        let is_stated = others.iter().flat_map(|&other| &tables[other].lines).any(states_it);
        tables[at].lines[index].lacks_cumulative &= !is_stated;
        if own.previous.is_none() {
            continue;
        }
        let mut kept = others.iter().flat_map(|&other| {
            let lines = tables[other].lines.iter().enumerate();
            lines.map(move |(line, of)| (other, line, of))
        });
        let place =
            kept.find(|(.., line)| line.key == own.key).map(|(table, line, _)| (table, line));
        if let Some((table, line)) = place {
            let previous = &mut tables[table].lines[line].previous;
            *previous = previous.or(own.previous);
        }
        if place.is_some() || is_stated {
            tables[at].lines[index].previous = None;
        }
    }
}

/// Money that two tables state: where they agree it counts once; where they differ, by [`weight`], and it is told.
fn by_key(tables: &mut [Taken], common: Vec<(Group, Vec<At>, Vec<At>)>) {
    for (group, ours, theirs) in common {
        let (own, other) = (weight(tables, &ours), weight(tables, &theirs));
        if group.is_equal() {
            let repeat = if own <= other { &ours } else { &theirs };
            repeat.iter().for_each(|at| check(tables, at));
            continue;
        }
        let [own_sum, other_sum] = group.sums;
        let (losing, found, expected) = match own.cmp(&other) {
            // Between equals a table that is still blank says nothing against one that is filled in.
            Ordering::Equal if own_sum.is_zero() => (ours.clone(), own_sum, other_sum),
            Ordering::Equal if other_sum.is_zero() => (theirs.clone(), other_sum, own_sum),
            Ordering::Less => (ours.clone(), own_sum, other_sum),
            Ordering::Greater => (theirs.clone(), other_sum, own_sum),
            Ordering::Equal => ([&ours[..], &theirs[..]].concat(), own_sum, other_sum),
        };
        if found.is_zero() {
            losing.iter().for_each(|at| check(tables, at));
            continue;
        }
        let is_tie = losing.len() == ours.len() + theirs.len();
        let first = losing.iter().min().copied().expect("both sides state it");
        let against = if ours.contains(&first) { &theirs } else { &ours };
        let problem = differing(tables, &group, first, against[0], is_tie);
        let mut aside = Money::ZERO;
        for at in &losing {
            let (line, amount) = take(tables, at);
            aside += amount;
            let figure = line.figures[0];
            let cell = line.set_aside(&figure, &rules::REPEATS_BUT_DIFFERS);
            tables[at.table].set_aside.push(cell);
            if is_tie && figure.measure == Measure::Cumulative {
                tables[at.table].lines[at.line].lacks_cumulative = true;
            }
        }
        let problem = problem.compared(found, expected).setting_aside(aside);
        tables[first.table].problems.push(problem);
    }
}

/// Which of two tables that differ is believed: a visible one before a hidden one, one of disbursement before one of plans
/// alone, the one that goes into more detail. The greater counts; where they are equal nobody knows.
fn weight(tables: &[Taken], side: &[At]) -> (bool, bool, usize) {
    let is_visible = side.iter().all(|at| !tables[at.table].is_hidden);
    let is_paid = side.iter().all(|at| !tables[at.table].lacks_disbursed);
    (is_visible, is_paid, side.len())
}

fn differing(tables: &[Taken], group: &Group, losing: At, against: At, is_tie: bool) -> Problem {
    let place = |at: &At| {
        let line = line(tables, at);
        let cell = Cell::new(line.row, u32::from(line.figures[at.figure].column));
        let mut place = tables[at.table].place.clone();
        place.cell = Some(cell);
        place
    };
    let (own, other) = (place(&losing), place(&against));
    let component = &line(tables, &losing).key.component;
    let sheet = |place: &crate::domain::place::Place| {
        let sheet = place.sheet.as_deref().unwrap_or_default();
        format!("{}!{}", sheet, place.cell.map_or_else(String::new, |cell| cell.to_string()))
    };
    let (measure, here, there) = (group.measure.label(), sheet(&own), sheet(&other));
    let (vi, en) = if is_tie {
        (
            "chưa biết lấy số nào nên để riêng cả hai",
            "nobody knows which is right: both are set aside",
        )
    } else {
        ("tính theo số thứ hai", "the second counts")
    };
    let words = Words::new(
        format!(
            "Hai bảng ghi khác nhau về {} của {component}: {here} và {there}; {vi}.",
            measure.vi
        ),
        format!(
            "Two tables differ on the {} of {component}: {here} and {there}; {en}.",
            measure.en
        ),
    );
    Problem::new(&rules::REPEATS_BUT_DIFFERS, own, words).of(&tables[losing.table].unit)
}

#[cfg(test)]
mod tests {
    use crate::domain::place::Cell;
    use crate::parse::fixture::read;
    use crate::read::{Sheet, Value};

    /// A sheet of one line: a heading and what stands below it, column by column.
    fn sheet(name: &str, columns: &[(&str, Value)]) -> Sheet {
        let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
        let text = |text: &str| Value::Text(text.into());
        let titles = ["Đơn vị tính: triệu đồng", "GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024"];
        sheet.cells.extend((0..).zip(titles).map(|(row, of)| (Cell::new(row, 0), text(of))));
        let labels = [(2, "Nội dung"), (3, "CTMTQG giảm nghèo bền vững"), (4, "Dự án 2")];
        sheet.cells.extend(labels.map(|(row, of)| (Cell::new(row, 0), text(of))));
        for (column, (heading, value)) in (1..).zip(columns) {
            sheet.cells.push((Cell::new(2, column), text(heading)));
            sheet.cells.push((Cell::new(4, column), value.clone()));
        }
        sheet.cells.sort_by_key(|(cell, _)| (cell.row, cell.column));
        sheet
    }

    #[test]
    fn hidden_figures_that_a_visible_sheet_states_are_not_said_to_count() {
        let columns = |paid: f64| {
            let plan = ("Kế hoạch vốn năm 2024", Value::Number(400.0));
            [plan, ("Lũy kế giải ngân", Value::Number(paid))]
        };
        let hidden = |paid: f64| {
            let copy = Sheet { is_hidden: true, ..sheet("Biểu cũ", &columns(paid)) };
            let read = read(vec![sheet("Biểu 1", &columns(200.0)), copy]);
            read.problems.iter().filter(|problem| problem.rule.code.0 == "GN206").count()
        };
        assert_eq!([hidden(200.0), hidden(180.0)], [0, 0]);
        let alone = Sheet { is_hidden: true, ..sheet("Biểu 1", &columns(200.0)) };
        let told = read(vec![alone]).problems;
        assert!(told.iter().any(|problem| problem.rule.code.0 == "GN206"));
    }

    #[test]
    fn a_cumulative_that_could_not_be_read_is_known_only_where_another_table_states_it() {
        const HEADS: [&str; 4] = [
            "Kế hoạch vốn năm 2024",
            "Giải ngân trong kỳ",
            "Lũy kế giải ngân",
            "Ước đến 31/12/2024",
        ];
        let number = Value::Number;
        let unreadable = || {
            let cells = [number(400.0), number(40.0), Value::Text("xem lại".into())];
            sheet("Biểu 1", &HEADS.into_iter().zip(cells).collect::<Vec<_>>())
        };
        let lacks = |second: &[(&str, Value)]| {
            let read = read(vec![unreadable(), sheet("Biểu 2", second)]);
            assert!(read.set_aside.iter().any(|cell| cell.rule.code.0 == "GN302"));
            read.lines.iter().any(|line| line.lacks_cumulative)
        };
        let (plan, paid) = ((HEADS[0], number(400.0)), (HEADS[1], number(40.0)));
        let forecast = (HEADS[3], number(390.0));
        assert!(lacks(&[plan.clone(), paid.clone(), forecast.clone()]));
        assert!(!lacks(&[plan, paid, (HEADS[2], number(200.0)), forecast]));
    }
}
