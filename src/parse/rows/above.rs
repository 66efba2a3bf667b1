//! What holds for a row because it was said above it.

use crate::domain::attributes::Facts;
use crate::domain::code::ComponentId;

/// What the nodes above say of the money of the rows below them, beside their names and in cells of their own.
#[derive(Default)]
pub(super) struct Above {
    nodes: Vec<Over>,
    /// What the label of the last item says.
    said: Facts,
    /// The last item is a node.
    is_node: bool,
}

struct Over {
    node: ComponentId,
    said: Facts,
    in_cells: Facts,
}

impl Above {
    /// What is said of an item that follows: by its label, then by its cells, then above it.
    pub(super) fn enter(
        &mut self,
        id: &ComponentId,
        is_node: bool,
        said: Facts,
        in_cells: Facts,
    ) -> Facts {
        self.nodes.retain(|over| over.node.covers(id) && (over.node != *id || !is_node));
        let facts = self.below_all(said.below(in_cells));
        (self.said, self.is_node) = (said, is_node);
        if is_node {
            self.nodes.push(Over { node: id.clone(), said, in_cells });
        }
        facts
    }

    /// The same of a further row of the last item: then what the cells of one of them say holds for none below.
    pub(super) fn again(&mut self, in_cells: Facts) -> Facts {
        if let Some(own) = self.nodes.last_mut().filter(|_| self.is_node) {
            own.in_cells = Facts::default();
        }
        self.below_all(self.said.below(in_cells))
    }

    /// "Vốn sự nghiệp" ends what "Chương trình … (vốn đầu tư)" said.
    pub(super) fn end(&mut self, own: Facts) {
        let agrees = |said: Facts| said.below(own) == own.below(said);
        self.nodes.retain(|over| agrees(over.said.below(over.in_cells)));
    }

    fn below_all(&self, facts: Facts) -> Facts {
        let above = self.nodes.iter().rev();
        above.fold(facts, |facts, over| facts.below(over.said).below(over.in_cells))
    }
}
