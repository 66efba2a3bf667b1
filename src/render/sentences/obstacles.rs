//! What is said of a difficulty beside its own words.

use crate::domain::catalogue::Node;
use crate::domain::label::Label;
use crate::domain::lang::{Words, words};
use crate::domain::summary::{Obstacle, Summary};

use super::full_name;

/// What it is about: the component, with the work or part of it where the unit names one.
pub(crate) fn about(summary: &Summary, of: &Obstacle) -> String {
    let Some(id) = &of.component else { return of.about.to_string() };
    let name = full_name(summary, id);
    let title = summary.catalogue.get(id).map_or_else(String::new, Node::title);
    let typed = Label::new(&of.about);
    // The title, or the number with which it begins: "Dự án 2", "Dự án 2: …".
    let is_no_more = |known: &str| Label::new(known).after(typed.as_str()).is_some();
    if is_no_more(&name) || is_no_more(&title) { name } else { format!("{} ({name})", of.about) }
}

/// The amount that it holds up, in the unit of the office; as the unit wrote it where that is none. Blank where nothing is
/// told.
pub(crate) fn held_up(summary: &Summary, of: &Obstacle) -> Words {
    let Some(amount) = of.amount else { return Words::new(&of.held_up, &of.held_up) };
    let unit = summary.money_unit();
    let amount = amount.show(unit, unit.dong().ilog10());
    words!("{amount} {unit}", "{amount} {unit}"; amount, unit = unit.text())
}
