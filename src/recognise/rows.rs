//! What a row of a table stands for: a node of the catalogue, a work below one, or a sum.
//!
//! The code column decides where there is one. Else the label does, in the context of the rows above it, because
//! "Dự án 2" exists in two programs: first as a number ("Tiểu dự án 1 thuộc Dự án 3"), then as a name, typing errors
//! forgiven within a bound. STT is too often wrong to decide anything.

mod names;

use std::collections::BTreeMap;

pub use self::names::Names;
use self::names::leading_number;
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
    /// It fits nowhere.
    Stray,
}

/// Reads the rows of one table from top to bottom, remembering where it is.
pub struct RowReader<'a> {
    names: &'a Names,
    /// The program that the sheet's name or title says, for tables without program rows.
    sheet_program: Option<ComponentId>,
    current: Option<ComponentId>,
    /// Some row of a node is numbered I, II, III: then no work is.
    has_roman: bool,
    /// The nodes by the STT of their rows, for "Cộng I".
    numbers: BTreeMap<String, ComponentId>,
}

impl<'a> RowReader<'a> {
    /// A reader for a table on a sheet that speaks of this program.
    pub fn new(names: &'a Names, sheet_program: Option<ComponentId>) -> RowReader<'a> {
        let numbers = BTreeMap::new();
        RowReader { names, sheet_program, current: None, has_roman: false, numbers }
    }

    /// A reader that goes on where another table ended.
    pub fn after(self, before: Option<ComponentId>) -> RowReader<'a> {
        RowReader { current: before, ..self }
    }

    /// The component that the last row belongs to.
    pub fn current(&self) -> Option<&ComponentId> {
        self.current.as_ref()
    }

    /// What the row with this STT, code and label stands for; `None` where code and label are blank.
    pub fn read(&mut self, number: &str, code: &str, label: &str) -> Option<Seen> {
        let is_roman = is_roman(number.trim());
        let name = without_number(label);
        if let Some(seen) = self.by_code(code, name) {
            return Some(seen);
        }
        let folded = Label::new(name);
        let folded =
            ["trong do", "bao gom"].iter().find_map(|words| folded.after(words)).unwrap_or(folded);
        if folded.is_empty() {
            return (!Label::new(label).is_empty()).then_some(Seen::Stray);
        }
        if let Some(seen) = self.sum(&folded) {
            return Some(seen);
        }
        if let Some(id) = self.node(&folded) {
            self.current = Some(id.clone());
            self.has_roman |= is_roman;
            if !number.trim().is_empty() {
                self.numbers.insert(Label::new(number).as_str().to_owned(), id.clone());
            }
            return Some(Seen::Item(id, None));
        }
        match &self.current {
            // "II. Chi khác" after the rows of "I" stands beside programs or projects, not below a component.
            Some(_) if is_roman && self.has_roman => Some(Seen::Stray),
            Some(id) if !id.is_program() => {
                let name = composed(name).split_whitespace().collect::<Vec<_>>().join(" ");
                Some(Seen::Item(id.clone(), Some(Work::named(&name))))
            }
            // A form of ours says so of the money that a program as a whole has.
            Some(id) if Work::named(name).is_own_part() => {
                Some(Seen::Item(id.clone(), Some(Work::named(name))))
            }
            _ => Some(Seen::Stray),
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
        Some(Seen::Item(id, work.map(|work| Work::coded(work, name))))
    }

    /// "Tổng cộng", "Tổng số (I+II)", "Cộng Dự án 4".
    fn sum(&self, label: &Label) -> Option<Seen> {
        let rest =
            ["tong cong", "tong so", "tong", "cong"].iter().find_map(|words| label.after(words))?;
        let of = Label::new(rest.as_str());
        if let Some(id) = self.node(&of).filter(|_| !of.is_empty()) {
            return Some(Seen::Subtotal(id));
        }
        if let Some(id) = self.numbers.get(of.as_str()) {
            return Some(Seen::Subtotal(id.clone()));
        }
        let is_sum = of.words().all(|word| {
            let filler = [
                "cac", "chuong", "trinh", "du", "an", "nguon", "von", "toan", "xa", "huyen", "don",
                "vi",
            ];
            word.len() <= 4 && word.chars().all(|letter| "ivxabc0123456789".contains(letter))
                || filler.contains(&word)
        });
        is_sum.then_some(Seen::Total)
    }

    /// The node that a label names, in the context of the rows above.
    fn node(&self, label: &Label) -> Option<ComponentId> {
        if let Some(id) = self.by_number(label) {
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

    /// "Dự án 2", "Tiểu dự án 1 thuộc Dự án 3", "Tiểu dự án 1 Dự án 3 …", "NDTP số 03".
    fn by_number(&self, label: &Label) -> Option<ComponentId> {
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
        if name.is_empty() || here.as_ref().is_some_and(|id| self.names.is_name_of(id, &name)) {
            return here;
        }
        // The number says one node and the name another: the name is believed where it is exactly one's.
        let named = others
            .filter_map(|program| in_program(&program))
            .find(|id| self.names.is_name_of(id, &name));
        named.or_else(|| self.names.by_name(&name, context.as_slice())).or(here)
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

/// A Roman numeral as STT: I to XXXIX.
fn is_roman(number: &str) -> bool {
    !number.is_empty() && number.len() <= 6 && number.bytes().all(|byte| b"IVX".contains(&byte))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Catalogue;

    fn read(labels: &[&str]) -> Vec<String> {
        let names = Names::new(&Catalogue::embedded());
        let mut reader = RowReader::new(&names, None);
        let show = |seen: Option<Seen>| match seen {
            Some(Seen::Item(id, None)) => id.to_string(),
            Some(Seen::Item(id, Some(work))) => format!("{id} / {work}"),
            Some(Seen::Total) => "total".to_owned(),
            Some(Seen::Subtotal(id)) => format!("sum of {id}"),
            Some(Seen::Stray) => "?".to_owned(),
            None => String::new(),
        };
        labels.iter().map(|label| show(reader.read("", "", label))).collect()
    }

    #[test]
    fn the_same_number_is_another_node_in_another_program() {
        let rows = read(&[
            "TỔNG CỘNG",
            "CTMTQG phát triển KT-XH vùng DTTS và MN",
            "Dự án 2",
            "Chương trinh MTQG giảm nghèo bền vững",
            "Dự án 2: Đa dang hoá sinh kế, phát triễn mô hình giảm nghèo",
            "Dự án 3",
            "Tiểu dự án 1: Hổ trợ phát triển sản xuất trong lỉnh vực nông nghiệp",
            "Cộng Dự án 3",
            "CTMTQG xây dựng nông thôn mới",
            "Nội dung thành phần số 03",
            "NDTP số 09 - Nâng cao chất lượng",
        ]);
        assert_eq!(
            rows,
            [
                "total",
                "dtts",
                "dtts.2",
                "gn",
                "gn.2",
                "gn.3",
                "gn.3.1",
                "sum of gn.3",
                "ntm",
                "ntm.3",
                "ntm.9"
            ]
        );
    }

    #[test]
    fn a_sub_project_may_name_its_project_itself() {
        let rows = read(&[
            "CTMTQG giảm nghèo bền vững",
            "Tiểu dự án 1 thuộc Dự án 3: Hỗ trợ phát triển sản xuất trong lĩnh vực nông nghiệp",
            "Tiểu dự án 2 Dự án 6 truyền thông",
            "TDA3-DA4",
        ]);
        assert_eq!(rows, ["gn", "gn.3.1", "gn.6.2", "gn.4.3"]);
    }

    #[test]
    fn numbers_are_written_in_many_ways() {
        let rows = read(&[
            "Chương trìng MTQG giảm nghèo bền vửng",
            "TDA 1 - DA 3",
            "DA số 2",
            "Dự án 3 - Tiểu dự án 2",
            "Tiểu dự án 3.1",
            "Dự án III",
            "Trong đó: Tiểu dự án I",
            "CTMTQG xây dựng nông thôn mới",
            "ND số 9",
        ]);
        let want = ["gn", "gn.3.1", "gn.2", "gn.3.2", "gn.3.1", "gn.3", "gn.3.1", "ntm", "ntm.9"];
        assert_eq!(rows, want);
    }

    #[test]
    fn a_sum_may_name_its_rows_by_their_number() {
        let names = Names::new(&Catalogue::embedded());
        let mut reader = RowReader::new(&names, None);
        reader.read("I", "", "CTMTQG giảm nghèo bền vững");
        reader.read("1", "", "Dự án 2");
        let program = "gn".parse().unwrap();
        assert_eq!(reader.read("", "", "Cộng I"), Some(Seen::Subtotal(program)));
        assert_eq!(reader.read("", "", "Cộng (I+II)"), Some(Seen::Total));
    }

    #[test]
    fn what_no_node_names_is_a_work_of_the_component_above() {
        let rows = read(&[
            "Chi hỗ trợ khác ngoài chương trình",
            "CTMTQG phát triển KT-XH vùng đồng bào DTTS&MN",
            "Chi khác",
            "Dự án 4",
            "Tiểu dự án 1",
            "- Cầu dân sinh Khuôn Dầu, xã Minh Sơn",
            "Đường bê tông Dự án 2 (đoạn Đèo Cáo)",
            "Cộng Tiểu dự án 1",
            "Tổng số (I+II+III)",
        ]);
        let want = [
            "?",
            "dtts",
            "?",
            "dtts.4",
            "dtts.4.1",
            "dtts.4.1 / Cầu dân sinh Khuôn Dầu, xã Minh Sơn",
            "dtts.4.1 / Đường bê tông Dự án 2 (đoạn Đèo Cáo)",
            "sum of dtts.4.1",
            "total",
        ];
        assert_eq!(rows, want);
    }

    #[test]
    fn a_stranger_numbered_like_a_program_is_no_work() {
        let names = Names::new(&Catalogue::embedded());
        let mut reader = RowReader::new(&names, None);
        reader.read("I", "", "CTMTQG giảm nghèo bền vững");
        reader.read("1", "", "Dự án 2");
        assert!(matches!(reader.read("a", "", "Mô hình nuôi bò"), Some(Seen::Item(_, Some(_)))));
        assert_eq!(reader.read("II", "", "Chi hỗ trợ khác"), Some(Seen::Stray));
    }

    #[test]
    fn a_name_alone_is_enough() {
        let rows = read(&[
            "Cải thiện dinh dưỡng",
            "I. Chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2021-2025",
            "1.1. Truyền thông về giảm nghèo đa chiều",
        ]);
        assert_eq!(rows, ["gn.3.2", "gn", "gn.6.2"]);
        assert_eq!(read(&["Chương trình mỗi xã một sản phẩm (OCOP)"]), ["ntm.cd.ocop"]);
    }

    #[test]
    fn a_code_decides_before_the_label() {
        let names = Names::new(&Catalogue::embedded());
        let mut reader = RowReader::new(&names, None);
        let seen = reader.read("", "gn.1/07", "Hỗ trợ … - công trình 7");
        let Some(Seen::Item(id, Some(work))) = seen else { panic!("a work") };
        assert_eq!((id.to_string().as_str(), work.code.as_deref()), ("gn.1", Some("07")));
        assert_eq!(reader.read("", "", ""), None);
    }
}
