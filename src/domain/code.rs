//! Codes that are valid ever after: of units and of components.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
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
#[derive(Clone)]
pub struct ComponentId(Arc<Id>);

/// An id with what is asked of it by the million.
struct Id {
    text: Box<str>,
    /// Compares as bytes like the ids do as a form lists them.
    order: Box<[u8]>,
    parent: Option<ComponentId>,
}

impl ComponentId {
    fn new(text: &str) -> ComponentId {
        let parent = text.rsplit_once('.').map(|(parent, _)| ComponentId::new(parent));
        let mut order = Vec::with_capacity(6 * (1 + text.matches('.').count()));
        for part in text.split('.') {
            match part.parse::<u32>() {
                // `1` before `01`, so that two ids are equal only where they are the same
                Ok(number) => {
                    order.push(1);
                    order.extend(number.to_be_bytes());
                    order.push(part.len() as u8);
                }
                Err(_) => {
                    order.push(2);
                    order.extend(part.bytes());
                    order.push(0);
                }
            }
        }
        ComponentId(Arc::new(Id { text: text.into(), order: order.into(), parent }))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The program it belongs to: `gn` of `gn.3.1`.
    pub fn program(&self) -> ComponentId {
        let mut id = self;
        while let Some(parent) = &id.0.parent {
            id = parent;
        }
        id.clone()
    }

    /// Whether it is a whole program.
    pub fn is_program(&self) -> bool {
        self.0.parent.is_none()
    }

    /// The node above it; none above a program.
    pub fn parent(&self) -> Option<ComponentId> {
        self.0.parent.clone()
    }

    /// Whether `other` is this node or lies below it.
    pub fn covers(&self, other: &ComponentId) -> bool {
        let rest = other.0.text.strip_prefix(&*self.0.text);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// How many steps below its program: 0 for a program.
    pub fn depth(&self) -> usize {
        self.0.parent.as_ref().map_or(0, |parent| 1 + parent.depth())
    }
}

impl FromStr for ComponentId {
    type Err = String;

    /// Lower-case letters and digits, dots between.
    fn from_str(text: &str) -> Result<ComponentId, String> {
        let text = text.trim().to_lowercase();
        let is_part = |part: &str| {
            let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            !part.is_empty() && part.len() < 100 && part.bytes().all(is_plain)
        };
        let begins = text.starts_with(|letter: char| letter.is_ascii_lowercase());
        if begins && text.len() < 200 && text.split('.').all(is_part) {
            Ok(ComponentId::new(&text))
        } else {
            Err(format!("{text:?} is not the id of a component"))
        }
    }
}

impl PartialEq for ComponentId {
    fn eq(&self, other: &ComponentId) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.text == other.0.text
    }
}

impl Eq for ComponentId {}

impl PartialOrd for ComponentId {
    fn partial_cmp(&self, other: &ComponentId) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ComponentId {
    fn cmp(&self, other: &ComponentId) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        self.0.order.cmp(&other.0.order)
    }
}

impl Hash for ComponentId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.text.hash(state);
    }
}

impl fmt::Debug for ComponentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.text)
    }
}

impl fmt::Display for ComponentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.text)
    }
}

impl Serialize for ComponentId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.text)
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
