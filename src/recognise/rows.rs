//! What a row of a table stands for: a node of the catalogue, a work below one, or a sum.
//!
//! The code column decides where there is one. Else the label does, in the context of the rows above it, because
//! "Dự án 2" exists in two programs: first as a number ("Tiểu dự án 1 thuộc Dự án 3"), then as a name, typing errors
//! forgiven within a bound. STT is too often wrong to decide anything.

mod names;
mod reference;
mod spelling;
mod words;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use self::names::Names;
use self::reference::{Kind, Numbers, Place, Reference, behind_unknown_kind};
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

/// Why a row may be another one than its label says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// Its number is one node's and its name another's. The name is believed.
    NameAndNumber,
    /// It says that it belongs to another node than the one it stands below.
    OtherPlace,
    /// It names several nodes.
    Several,
    /// The program has no node of this number.
    NoSuchNumber,
}

/// What a label names, in the context of the rows above.
enum Referred {
    Node(ComponentId),
    /// Something that belongs to a node and is none: "Đường … (Dự án 4)".
    WorkOf(ComponentId),
    /// A node, and nobody knows which.
    Nobody(Option<Doubt>),
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
    /// The component above has its number in a column of its own.
    is_coded: bool,
    /// Why the last row may be another one.
    doubt: Option<Doubt>,
    /// The programs whose contents were called "Nội dung thành phần": a bare "Nội dung" below lies in one of them.
    with_contents: BTreeSet<ComponentId>,
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
            is_coded: false,
            doubt: None,
            with_contents: BTreeSet::new(),
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

    /// Why the last row may be another one than its label says.
    pub fn doubt(&self) -> Option<Doubt> {
        self.doubt
    }

    /// What the row with this STT, code and label stands for; `None` where code and label are blank.
    pub fn read(&mut self, number: &str, code: &str, label: &str) -> Option<Seen> {
        self.by_number = false;
        self.doubt = None;
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
            let node = if rest.is_empty() { None } else { self.node(rest.as_str()) };
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
        // "TDA1 - DA4" may stand in a column of its own.
        let beside = [code, number].into_iter().find(|text| is_reference(text));
        let named = beside.filter(|_| Reference::of(name).is_none());
        let text = named.map(|beside| format!("{beside}: {name}"));
        let found = text.and_then(|text| self.referred(&text)).filter(|found| {
            // Works have codes of their own: "DA02 | Đường Nà Ca" below "Dự án 1", which has none.
            let is_below = self.current.as_ref().is_some_and(|id| !id.is_program());
            let is_confirmed = |id: &ComponentId| {
                self.names.is_name_of(id, &folded) || self.names.sounds_like(id, &folded)
            };
            !is_below || self.is_coded || matches!(found, Referred::Node(id) if is_confirmed(id))
        });
        let is_coded = beside.is_some() && (named.is_none() || found.is_some());
        Some(match found.or_else(|| self.referred(name)) {
            Some(Referred::Node(id)) => {
                self.is_coded = is_coded;
                self.enter(&id, number, style);
                Seen::Item(id, None)
            }
            Some(Referred::WorkOf(id)) => self.work_of(&id, name),
            Some(Referred::Nobody(doubt)) => {
                self.doubt = doubt;
                // The rows below are of this one, not of the component before it.
                self.current = self.current.as_ref().map(ComponentId::program);
                Seen::Stray
            }
            None => self.without_node(name, &folded, style),
        })
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
        let begins_with_number =
            || Reference::of(name).is_some_and(|label| label.place == Place::Before);
        if self.is_lost && begins_with_number() {
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

    /// A row that says which node it belongs to, and is none: the rows above may only say it closer.
    fn work_of(&mut self, id: &ComponentId, name: &str) -> Seen {
        let above = self.current.clone().filter(|current| !current.is_program());
        let owner = match above {
            None => id.clone(),
            Some(above) if id.covers(&above) => above,
            Some(above) if above.covers(id) => id.clone(),
            Some(_) => {
                self.doubt = Some(Doubt::OtherPlace);
                return Seen::Stray;
            }
        };
        Seen::Item(owner, Some(Work::named(&tidy(name))))
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
            if let Some(id) = self.node(of.as_str()) {
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

    /// The node that a text names, in the context of the rows above.
    fn node(&mut self, text: &str) -> Option<ComponentId> {
        match self.referred(text)? {
            Referred::Node(id) => Some(id),
            Referred::WorkOf(_) | Referred::Nobody(_) => None,
        }
    }

    /// What a text names, in the context of the rows above.
    fn referred(&mut self, text: &str) -> Option<Referred> {
        if let Some(found) = Reference::of(text).and_then(|label| self.numbered(&label)) {
            return Some(found);
        }
        let label = Label::new(text);
        let mut near: Vec<ComponentId> = Vec::new();
        let mut at = self.current.clone();
        while let Some(id) = at {
            at = id.parent();
            near.push(id);
        }
        near.extend(self.sheet_program.clone());
        // The same name goes before a program's keyword: "Chương trình mỗi xã một sản phẩm (OCOP)" is a component.
        let found = self.names.by_name(&label, &near).or_else(|| self.names.program(&label));
        if let Some(id) = found {
            return Some(Referred::Node(id));
        }
        let (number, name) = behind_unknown_kind(text)?;
        let id = self.names.by_name(&name, &near).filter(|id| !id.is_program())?;
        let own = self.names.number_of(&id)?;
        // A village or a step of the work above may be called like it.
        if self.current.as_ref().is_some_and(|current| id.covers(current)) {
            return None;
        }
        let is_other = number.is_some_and(|number| own != number);
        self.doubt = is_other.then_some(Doubt::NameAndNumber);
        Some(Referred::Node(id))
    }

    /// What a label with numbers names: "Dự án 2", "Tiểu dự án 1 thuộc Dự án 3", "… (NDTP số 03)". The name says more than a
    /// number, which units give anew to the few projects that they have.
    fn numbered(&mut self, label: &Reference) -> Option<Referred> {
        let mut context =
            self.current.as_ref().map(ComponentId::program).or(self.sheet_program.clone());
        let mut named = self.by_name(&label.numbers, &label.name, context.as_ref());
        let mut says_program = false;
        let mut name = label.name.clone();
        if named.is_none()
            && let Some((program, rest)) = self.program_beside(label, context.as_ref())
        {
            named = self.by_name(&label.numbers, &rest, Some(&program));
            (context, name, says_program) = (Some(program), rest, true);
        }
        let numbers = &label.numbers;
        if let Some(id) = named {
            self.remember(&id, numbers);
            let is_other = !numbers.are_several && !self.names.has_numbers(&id, numbers);
            self.doubt = is_other.then_some(Doubt::NameAndNumber);
            return Some(Referred::Node(id));
        }
        if label.place == Place::Loose {
            return None;
        }
        let context = context?;
        let here = self.in_program(&context, numbers);
        let sounds = here.as_ref().is_some_and(|id| self.names.sounds_like(id, &name));
        // "Nội dung 2" of a list below "Nội dung thành phần 05" is a part of that.
        if numbers.is_weak && !sounds && self.with_contents.contains(&context) {
            return None;
        }
        if numbers.are_several {
            return Some(Referred::Nobody(Some(Doubt::Several)));
        }
        // Below an unknown program only a sub-project of a project that is known by its name is sure.
        let is_inside = numbers.sub_project.is_some() && numbers.project.is_none();
        if self.is_lost && !is_inside && !says_program {
            return (label.place == Place::Behind).then_some(Referred::Nobody(None));
        }
        let Some(id) = here else {
            let is_none = self.has_such(&context, numbers);
            return is_none.then_some(Referred::Nobody(Some(Doubt::NoSuchNumber)));
        };
        let is_part = numbers.content.is_some() && 1 < numbers.all().count();
        if is_part || label.place == Place::Behind && !sounds {
            return Some(Referred::WorkOf(id));
        }
        self.by_number = label.place == Place::Before && !says_program;
        self.remember(&id, numbers);
        Some(Referred::Node(id))
    }

    /// The component whose name a label holds beside its numbers: that of the node with these numbers first.
    fn by_name(
        &self,
        numbers: &Numbers,
        name: &Label,
        context: Option<&ComponentId>,
    ) -> Option<ComponentId> {
        if name.is_empty() {
            return None;
        }
        let others = self.names.programs().filter(|id| Some(id) != context);
        let programs = context.cloned().into_iter().chain(others);
        let mut nodes = programs.filter_map(|program| self.in_program(&program, numbers));
        let same = nodes.find(|id| self.names.is_name_of(id, name));
        let near: Vec<ComponentId> = context.cloned().into_iter().collect();
        same.or_else(|| self.names.by_name(name, &near)).filter(|id| !id.is_program())
    }

    /// A program that a label names beside its numbers, and what is left of the label: "Dự án 4 - CTMTQG GNBV: …". The words of
    /// a program alone ("vùng đồng bào DTTS") are more often a place or the name of a component: they name the program only
    /// where that of the rows above has no such number.
    fn program_beside(
        &self,
        label: &Reference,
        context: Option<&ComponentId>,
    ) -> Option<(ComponentId, Label)> {
        let here = context.and_then(|program| self.in_program(program, &label.numbers));
        let named = |words: &Label| {
            let is_sure = here.is_none() || names::says_program(words);
            self.names.program(words).filter(|_| is_sure)
        };
        if let Some(program) = named(&label.name) {
            return Some((program, Label::default()));
        }
        let mut pieces = label.pieces.iter().enumerate();
        pieces.find_map(|(at, piece)| Some((named(piece)?, label.without(at))))
    }

    /// Remembers how the contents of a program are called.
    fn remember(&mut self, id: &ComponentId, numbers: &Numbers) {
        if numbers.content.is_some() && !numbers.is_weak {
            self.with_contents.insert(id.program());
        }
    }

    /// The node of a program that has these numbers, a sub-project alone in the project above.
    fn in_program(&self, program: &ComponentId, numbers: &Numbers) -> Option<ComponentId> {
        let project = |number| self.names.numbered(program, Kind::Project, number);
        match (numbers.project, numbers.sub_project, numbers.content) {
            (Some(number), None, _) => project(number),
            (Some(number), Some(sub), _) => {
                self.names.numbered(&project(number)?, Kind::SubProject, sub)
            }
            (None, Some(sub), _) => {
                self.names.numbered(&self.project_of(program)?, Kind::SubProject, sub)
            }
            (None, None, Some(content)) => self.names.numbered(program, Kind::Content, content),
            (None, None, None) => None,
        }
    }

    /// Whether a program numbers its nodes so, and a number that names none of them is no part of a work's name.
    fn has_such(&self, program: &ComponentId, numbers: &Numbers) -> bool {
        match (numbers.project, numbers.sub_project, numbers.content) {
            (Some(_), _, _) => self.names.numbers(program, Kind::Project),
            (None, Some(_), _) => {
                let project = self.project_of(program);
                project.is_some_and(|id| self.names.numbers(&id, Kind::SubProject))
            }
            (None, None, _) => !numbers.is_weak && self.names.numbers(program, Kind::Content),
        }
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

/// Whether a text is the number of a node and no more.
fn is_reference(text: &str) -> bool {
    let label = Reference::of(text);
    label.is_some_and(|label| label.name.is_empty() && !label.numbers.is_weak)
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
