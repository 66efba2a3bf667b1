//! Codes that are valid ever after: of units and of components.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// The code of a unit, as the register writes it (`HL-05`).
///
/// In a bare folder there is no register: the code that a workbook states, else the unit's name, takes its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnitCode(Arc<str>);

impl UnitCode {
    /// A code; `None` where nothing but white space is given.
    pub fn new(text: &str) -> Option<UnitCode> {
        let text = text.trim();
        (!text.is_empty()).then(|| UnitCode(text.into()))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for UnitCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// The id of a node of the catalogue: `gn`, `gn.3`, `gn.3.1`, `dtts.1.b`.
///
/// Ordered as a form lists them: `ntm.2` before `ntm.10`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ComponentId(Arc<str>);

impl ComponentId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The program it belongs to: `gn` of `gn.3.1`.
    pub fn program(&self) -> ComponentId {
        match self.0.split_once('.') {
            Some((program, _)) => ComponentId(program.into()),
            None => self.clone(),
        }
    }

    /// Whether it is a whole program.
    pub fn is_program(&self) -> bool {
        !self.0.contains('.')
    }

    /// The node above it; none above a program.
    pub fn parent(&self) -> Option<ComponentId> {
        self.0.rsplit_once('.').map(|(parent, _)| ComponentId(parent.into()))
    }

    /// Whether `other` is this node or lies below it.
    pub fn covers(&self, other: &ComponentId) -> bool {
        other.0.strip_prefix(&*self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// How many steps below its program: 0 for a program.
    pub fn depth(&self) -> usize {
        self.0.matches('.').count()
    }
}

impl FromStr for ComponentId {
    type Err = String;

    /// Lower-case letters and digits, dots between.
    fn from_str(text: &str) -> Result<ComponentId, String> {
        let text = text.trim().to_lowercase();
        let is_part = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        let begins = text.starts_with(|letter: char| letter.is_ascii_lowercase());
        if begins && text.split('.').all(is_part) {
            Ok(ComponentId(text.into()))
        } else {
            Err(format!("{text:?} is not the id of a component"))
        }
    }
}

impl PartialOrd for ComponentId {
    fn partial_cmp(&self, other: &ComponentId) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ComponentId {
    fn cmp(&self, other: &ComponentId) -> Ordering {
        // Keys are compared by the million, and mostly with themselves.
        if self.0 == other.0 {
            return Ordering::Equal;
        }
        let (mut a, mut b) = (self.0.split('.'), other.0.split('.'));
        loop {
            match (a.next(), b.next()) {
                (None, None) => return Ordering::Equal,
                (None, Some(_)) => return Ordering::Less,
                (Some(_), None) => return Ordering::Greater,
                (Some(x), Some(y)) => {
                    let order = match (x.parse::<u32>(), y.parse::<u32>()) {
                        // `1` before `01`, so that two ids are equal only where they are the same
                        (Ok(m), Ok(n)) => m.cmp(&n).then(x.len().cmp(&y.len())),
                        (Ok(_), Err(_)) => Ordering::Less,
                        (Err(_), Ok(_)) => Ordering::Greater,
                        (Err(_), Err(_)) => x.cmp(y),
                    };
                    if order != Ordering::Equal {
                        return order;
                    }
                }
            }
        }
    }
}

impl fmt::Display for ComponentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for ComponentId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ComponentId {
        text.parse().unwrap()
    }

    #[test]
    fn components_are_listed_as_a_form_does() {
        let mut ids = ["ntm.10", "ntm.2", "ntm.cd.so", "ntm", "dtts.1.b", "gn"].map(id);
        ids.sort();
        assert_eq!(
            ids.map(|id| id.to_string()),
            ["dtts.1.b", "gn", "ntm", "ntm.2", "ntm.10", "ntm.cd.so"]
        );
    }

    #[test]
    fn a_node_covers_itself_and_what_lies_below() {
        assert!(id("gn.3").covers(&id("gn.3.1")) && id("gn.3").covers(&id("gn.3")));
        assert!(!id("gn.3").covers(&id("gn.31")) && !id("gn.3.1").covers(&id("gn.3")));
        assert_eq!(id("gn.3.1").program(), id("gn"));
        assert_eq!(id("gn.3.1").parent(), Some(id("gn.3")));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", ".", "gn.", "1.1", "Dự án 2", "gn/07"] {
            assert!(text.parse::<ComponentId>().is_err(), "{text}");
        }
        assert_eq!(id(" GN.3.1 "), id("gn.3.1"));
    }
}
