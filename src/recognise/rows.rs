//! What a row of a table stands for: a node of the catalogue, a work below one, or a sum.
//!
//! The code column decides where there is one. Else the label does, in the context of the rows above it, because
//! "Dự án 2" exists in two programs: first as a number ("Tiểu dự án 1 thuộc Dự án 3"), then as a name, typing errors
//! forgiven within a bound. STT is too often wrong to decide anything.

mod names;
mod spelling;
mod words;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use self::names::Names;
use self::names::leading_number;
pub use self::words::{is_counted, is_note, is_quantity, says_sum};
use self::words::{is_of_all, is_page_sum, named_by, part_of, sum_of};
use crate::domain::code::ComponentId;
use crate::domain::key::Work;
use crate::domain::label::{Label, composed};

/// What a row stands for, as far as its own cells say it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seen {
    /// A sum of everything.
    Total,
    /// A node, or a work below one.
    Item(ComponentId, Option<Work>),
    /// A sum of the rows of a node, after them.
    Subtotal(ComponentId),
    /// A sum of the rows above, where a page ends or begins.
    PageSum,
    /// "Trong đó: …": a part of the row above, of a node or of none.
    Part(Option<ComponentId>),
    /// "Số hộ được hỗ trợ": no money.
    Quantity,
    /// It fits nowhere.
    Stray,
}

/// How the STT of rows of one level are written. Plain numbers say nothing: every level has them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Style {
    Roman,
    Letter,
}

/// Reads the rows of one table from top to bottom, remembering where it is.
pub struct RowReader<'a> {
    names: &'a Names,
    /// The program that the sheet's name or title says, for tables without program rows.
    sheet_program: Option<ComponentId>,
    current: Option<ComponentId>,
    /// The styles of STT of programs, and of their components.
    styles: (BTreeSet<Style>, BTreeSet<Style>),
    /// The nodes by the STT of their rows, for "Cộng I"; the last ones behind.
    numbers: BTreeMap<String, Vec<ComponentId>>,
    /// The rows above are of a program that is not known: a number alone names no project of a known one.
    is_lost: bool,
    /// The last row is the node that its number says, and no name confirms it.
    by_number: bool,
}

impl<'a> RowReader<'a> {
    /// A reader for a table on a sheet that speaks of this program.
    pub fn new(names: &'a Names, sheet_program: Option<ComponentId>) -> RowReader<'a> {
        RowReader {
            names,
            sheet_program,
            current: None,
            styles: Default::default(),
            numbers: BTreeMap::new(),
            is_lost: false,
            by_number: false,
        }
    }

    /// A reader that goes on where another table ended.
    pub fn after(self, before: Option<ComponentId>) -> RowReader<'a> {
        RowReader { current: before, ..self }
    }

    /// The component that the last row belongs to.
    pub fn current(&self) -> Option<&ComponentId> {
        self.current.as_ref()
    }

    /// Whether only its number says which node the last row is.
    pub fn is_by_number(&self) -> bool {
        self.by_number
    }

    /// What the row with this STT, code and label stands for; `None` where code and label are blank.
    pub fn read(&mut self, number: &str, code: &str, label: &str) -> Option<Seen> {
        self.by_number = false;
        let style = style_of(number).or_else(|| style_of(number_before(label)));
        let name = without_number(label);
        if let Some(seen) = self.by_code(code, name) {
            return Some(seen);
        }
        if is_page_sum(name) {
            return Some(Seen::PageSum);
        }
        if is_quantity(name) {
            return Some(Seen::Quantity);
        }
        if let Some(rest) = part_of(name) {
            let node = if rest.is_empty() { None } else { self.node(&rest) };
            if let Some(id) = &node {
                self.enter(id, number, style);
            }
            return Some(Seen::Part(node));
        }
        let folded = Label::new(name);
        if folded.is_empty() {
            return (!Label::new(label).is_empty()).then_some(Seen::Stray);
        }
        if let Some(seen) = self.sum(name) {
            return Some(seen);
        }
        if let Some(id) = self.node(&folded) {
            self.enter(&id, number, style);
            return Some(Seen::Item(id, None));
        }
        Some(self.without_node(name, &folded, style))
    }

    /// Remembers the node of a row.
    fn enter(&mut self, id: &ComponentId, number: &str, style: Option<Style>) {
        self.current = Some(id.clone());
        self.is_lost &= !id.is_program();
        let (of_programs, of_components) = &mut self.styles;
        let styles = if id.is_program() { of_programs } else { of_components };
        styles.extend(style);
        // A dash is no number.
        let number = Label::new(number);
        if !number.is_empty() {
            self.numbers.entry(number.as_str().to_owned()).or_default().push(id.clone());
        }
    }

    /// A row that names no node: a work of the component above, unless it stands on the level of programs or components.
    fn without_node(&mut self, name: &str, folded: &Label, style: Option<Style>) -> Seen {
        let (of_programs, of_components) = &self.styles;
        let has = |styles: &BTreeSet<Style>| style.is_some_and(|style| styles.contains(&style));
        let is_beside_programs = has(of_programs) && !has(of_components);
        // A part of the program of 2026–2035: its contents are numbered like those of others.
        let is_part_of_other = folded.after("hop phan").is_some();
        if is_beside_programs || is_part_of_other || self.names.is_strange_program(folded) {
            self.is_lost = true;
            self.current = None;
            return Seen::Stray;
        }
        if self.is_lost && leading_number(folded).is_some() {
            self.current = None;
            return Seen::Stray;
        }
        match &self.current {
            // "II. Chi khác" after the components I stands beside them, not below one.
            Some(id) if has(of_components) && style == Some(Style::Roman) => {
                self.current = Some(id.program());
                Seen::Stray
            }
            Some(id) if !id.is_program() => Seen::Item(id.clone(), Some(Work::named(&tidy(name)))),
            // A form of ours says so of the money that a program as a whole has.
            Some(id) if Work::named(name).is_own_part() => {
                Seen::Item(id.clone(), Some(Work::named(name)))
            }
            _ => Seen::Stray,
        }
    }

    fn by_code(&mut self, code: &str, name: &str) -> Option<Seen> {
        let code = code.trim();
        let (id, work) = match code.split_once('/') {
            Some((id, work)) => (id, Some(work)),
            None => (code, None),
        };
        let id = self.names.by_code(id.trim())?;
        self.current = Some(id.clone());
        self.is_lost &= !id.is_program();
        Some(Seen::Item(id, work.map(|work| Work::coded(work, name))))
    }

    /// "Tổng cộng", "Tổng số (I+II)", "Cộng Dự án 4", "Cộng mục II".
    fn sum(&mut self, name: &str) -> Option<Seen> {
        let rest = sum_of(name)?;
        let by = named_by(&rest);
        for of in [&rest, &by].into_iter().filter(|of| !of.is_empty()) {
            if let Some(id) = self.node(of) {
                return Some(Seen::Subtotal(id));
            }
        }
        // Of several rows with this number the one is meant that is still open, the outermost of them.
        let numbered = self.numbers.get(by.as_str()).map_or(&[][..], Vec::as_slice);
        let is_open =
            |id: &&ComponentId| self.current.as_ref().is_some_and(|current| id.covers(current));
        let open = numbered.iter().filter(is_open).min_by_key(|id| id.depth());
        if let Some(id) = open.or(numbered.last()) {
            return Some(Seen::Subtotal(id.clone()));
        }
        is_of_all(&rest).then_some(Seen::Total)
    }

    /// The node that a label names, in the context of the rows above.
    fn node(&mut self, label: &Label) -> Option<ComponentId> {
        if let Some((id, is_named)) = self.numbered(label) {
            self.by_number = !is_named;
            return Some(id);
        }
        let mut near: Vec<ComponentId> = Vec::new();
        let mut at = self.current.clone();
        while let Some(id) = at {
            at = id.parent();
            near.push(id);
        }
        near.extend(self.sheet_program.clone());
        // The same name goes before a program's keyword: "Chương trình mỗi xã một sản phẩm (OCOP)" is a component.
        if let Some(id) = self.names.by_name(label, &near) {
            return Some(id);
        }
        self.names.program(label)
    }

    /// "Dự án 2", "Tiểu dự án 1 thuộc Dự án 3", "Tiểu dự án 1 Dự án 3 …", "NDTP số 03"; and whether a name confirms it.
    fn numbered(&self, label: &Label) -> Option<(ComponentId, bool)> {
        let (kind, number, rest) = leading_number(label)?;
        let above =
            ["thuoc", "cua"].iter().find_map(|word| rest.after(word)).unwrap_or(rest.clone());
        let (kind, number, project, name) = match leading_number(&above) {
            Some((other, project, name)) if kind == "tieu du an" && other == "du an" => {
                (kind, number, Some(project), name)
            }
            // "Dự án 3 - Tiểu dự án 1": the other way round.
            Some((other, sub, name)) if kind == "du an" && other == "tieu du an" => {
                (other, sub, Some(number), name)
            }
            _ => (kind, number, None, rest),
        };
        let (number, project, name) = match dotted(&kind, project, &name) {
            Some((sub, name)) => (sub, Some(number), name),
            None => (number, project, name),
        };
        let context =
            self.current.as_ref().map(ComponentId::program).or(self.sheet_program.clone());
        let programs = self.names.nodes.iter().filter(|node| node.id.is_program());
        let others = programs.map(|node| node.id.clone()).filter(|id| Some(id) != context.as_ref());
        let in_program = |program: &ComponentId| -> Option<ComponentId> {
            let parent = match (kind.as_str(), project) {
                ("tieu du an", Some(project)) => {
                    self.names.numbered(program, "du an", project)?.id.clone()
                }
                ("tieu du an", None) => self.project_of(program)?,
                _ => program.clone(),
            };
            Some(self.names.numbered(&parent, &kind, number)?.id.clone())
        };
        let here = context.as_ref().and_then(in_program);
        if here.as_ref().is_some_and(|id| self.names.is_name_of(id, &name)) {
            return here.map(|id| (id, true));
        }
        // The number says one node and the name another: the name is believed where it is exactly one's.
        let named = || {
            let mut others = others.filter_map(|program| in_program(&program));
            let same = others.find(|id| self.names.is_name_of(id, &name));
            same.or_else(|| self.names.by_name(&name, context.as_slice()))
        };
        if let Some(id) = Some(&name).filter(|name| !name.is_empty()).and_then(|_| named()) {
            return Some((id, true));
        }
        // Below an unknown program only a sub-project of a project that is known by its name is sure.
        let is_inside = kind == "tieu du an" && project.is_none();
        here.filter(|_| !self.is_lost || is_inside).map(|id| (id, false))
    }

    /// The project of `program` that the row above lies in.
    fn project_of(&self, program: &ComponentId) -> Option<ComponentId> {
        let mut at = self.current.clone().filter(|id| program.covers(id))?;
        while 1 < at.depth() {
            at = at.parent()?;
        }
        (!at.is_program()).then_some(at)
    }
}

/// "Tiểu dự án 3.1" is the first of Dự án 3: the number behind the first one, and what follows.
fn dotted(kind: &str, project: Option<u32>, rest: &Label) -> Option<(u32, Label)> {
    if kind != "tieu du an" || project.is_some() {
        return None;
    }
    let (number, rest) = rest.as_str().split_once(' ').unwrap_or((rest.as_str(), ""));
    let is_small = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit());
    Some((number.parse().ok().filter(|_| is_small)?, Label::new(rest)))
}

/// The style of an STT: Roman numerals from I to XXXIX, capital letters.
fn style_of(number: &str) -> Option<Style> {
    let number = number.trim().trim_end_matches(['.', ')', '/']);
    let is_roman = !number.is_empty() && number.bytes().all(|byte| b"IVX".contains(&byte));
    if is_roman && number.len() <= 6 {
        return Some(Style::Roman);
    }
    let is_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_uppercase());
    is_letter.then_some(Style::Letter)
}

/// The number in front of a label: `II.` of `II. Chương trình …`.
fn number_before(label: &str) -> &str {
    let label = label.trim();
    let rest = without_number(label);
    label.strip_suffix(rest).map_or("", |head| head.trim_end().trim_end_matches(['.', ')']))
}

/// A name with single spaces.
fn tidy(name: &str) -> String {
    composed(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A label without the number that some forms write in front of it: `1.1. Dự án 2`, `- Đường …`, `a) …`.
pub fn without_number(label: &str) -> &str {
    let label = label.trim();
    let dashed = label.trim_start_matches(['-', '–', '+', '•', '*']).trim_start();
    if dashed.len() < label.len() {
        return dashed;
    }
    let end =
        label.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '.')).unwrap_or(0);
    let (head, rest) = label.split_at(end);
    let closed = head.ends_with('.') || rest.starts_with(')');
    let core = head.trim_end_matches('.');
    let is_number =
        core.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let is_roman = core.bytes().all(|byte| b"IVXivx".contains(&byte));
    let is_letter = core.len() == 1;
    if !core.is_empty() && closed && (is_number || is_roman || is_letter) {
        return rest.trim_start_matches([')', '.', ' ']);
    }
    label
}
