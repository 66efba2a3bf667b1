//! Which amounts of a column that is set aside repeat others of it: what is no proved sum is set aside with the rest.

use super::evidence;
use crate::domain::money::Money;
use crate::domain::same_money::{is_near, slack};
use crate::domain::submission::{Row, RowKind};

/// For each row whether its amount is the sum of what other rows of the column state, or a part of one of them. The name
/// of a row proves nothing: a total over blank rows is money that stands nowhere else.
pub(crate) fn proved_sums(rows: &[Row], amounts: &[Option<Money>]) -> Vec<bool> {
    let step = evidence::step(amounts.iter().copied().flatten());
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
    for (at, row) in rows.iter().enumerate() {
        row.parent.into_iter().for_each(|parent| children[parent].push(at));
    }
    // The amounts that stand for what lies below a row: its own, or those of the rows nearest below it.
    let lowest = |at: usize| {
        let (mut found, mut open) = (Vec::new(), vec![at]);
        while let Some(at) = open.pop() {
            for &child in children[at].iter().filter(|&&child| rows[child].kind != RowKind::Detail)
            {
                match amounts[child] {
                    Some(amount) => found.push(amount),
                    None => open.push(child),
                }
            }
        }
        found
    };
    let is_leaf = |at: &usize| {
        matches!(rows[*at].kind, RowKind::Item(..) | RowKind::Stray) && lowest(*at).is_empty()
    };
    let leaves: Vec<usize> = (0..rows.len()).filter(is_leaf).collect();
    let add = |amounts: Vec<Money>, whole: Money| {
        let sum: Money = amounts.iter().copied().sum();
        !amounts.is_empty() && is_near(whole, sum, slack(step, amounts.len()))
    };
    let is_sum = |at: usize, whole: Money| {
        let between = |from: usize, to: usize| -> Vec<Money> {
            let inside = leaves.iter().filter(|&&leaf| (from..to).contains(&leaf));
            inside.filter_map(|&leaf| amounts[leaf]).collect()
        };
        let is_other =
            |row: &usize| matches!(rows[*row].kind, RowKind::Total | RowKind::Subtotal(_));
        let start = (0..at).rev().find(is_other).map_or(0, |row| row + 1);
        let end = (at + 1..rows.len()).find(is_other).unwrap_or(rows.len());
        // The rows below it; everything; the section above it, or below it.
        let lists = [lowest(at), between(0, rows.len()), between(start, at), between(at + 1, end)];
        lists.into_iter().any(|list| add(list, whole))
    };
    let is_proved = |at: usize| {
        let Some(amount) = amounts[at] else { return false };
        match (&rows[at].kind, rows[at].parent) {
            (RowKind::Item(..) | RowKind::Stray, _) if leaves.contains(&at) => false,
            _ if amount.is_zero() => true,
            (RowKind::Detail, Some(whole)) => {
                amounts[whole].is_some_and(|whole| amount.abs() <= whole.abs())
            }
            _ => is_sum(at, amount),
        }
    };
    (0..rows.len()).map(is_proved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::attributes::Facts;

    /// Rows of a program with two projects, below a total and above one.
    fn proved(figures: [i64; 5]) -> Vec<bool> {
        let item = |id: &str| RowKind::Item(id.parse().unwrap(), None);
        let row = |kind, parent| Row {
            index: 0,
            label: "".into(),
            kind,
            facts: Facts::default(),
            parent,
        };
        let rows = [
            row(RowKind::Total, None),
            row(item("gn"), None),
            row(item("gn.1"), Some(1)),
            row(item("gn.2"), Some(1)),
            row(RowKind::Total, None),
        ];
        let amount = |figure: i64| (figure != -1).then(|| Money::from_dong(figure * 1_000_000));
        proved_sums(&rows, &figures.map(amount))
    }

    #[test]
    fn what_adds_up_to_the_rows_below_it_repeats_them() {
        assert_eq!(proved([7, 7, 3, 4, 7]), [true, true, false, false, true]);
        assert_eq!(proved([7, -1, 3, 4, 0]), [true, false, false, false, true]);
    }

    #[test]
    fn a_total_of_blanks_or_of_other_rows_is_money_that_stands_nowhere_else() {
        assert_eq!(proved([9, -1, -1, -1, -1]), [false; 5]);
        assert_eq!(proved([9, 7, 3, 4, -1]), [false, true, false, false, false]);
        assert_eq!(proved([-1, 9, 3, 4, -1]), [false; 5]);
        assert_eq!(proved([5, 5, -1, -1, -1]), [true, false, false, false, false]);
    }
}
