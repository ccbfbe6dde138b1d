//! The tree of the axes of a framework: what holds what, how deep, and a walk through it.

use std::collections::BTreeSet;

use super::cadre::{Axe, Cadre};

/// A step of a walk through the tree.
#[derive(Debug, Clone, Copy)]
pub enum TreeStep<'c> {
    /// A node begins.
    Enter(&'c Axe),
    /// All that is in it was told.
    Leave(&'c Axe),
}

impl Cadre {
    /// The node of an identifier.
    pub fn axe(&self, id: &str) -> Option<&Axe> {
        self.axes.iter().find(|axe| axe.id.value == id)
    }

    /// A node, then those that hold it up to the top.
    pub fn axes_up(&self, id: &str) -> impl Iterator<Item = &Axe> {
        std::iter::successors(self.axe(id), |axe| self.axe(axe.parent.as_deref()?))
    }

    /// How deep a node is in the tree, from 1; that of its actions is one more.
    pub fn depth(&self, id: &str) -> usize {
        self.axes_up(id).count().max(1)
    }

    /// The nodes that stand right under a node.
    pub fn axes_under<'c>(&'c self, id: &'c str) -> impl Iterator<Item = &'c Axe> {
        self.axes.iter().filter(move |axe| axe.parent.as_deref() == Some(id))
    }

    /// The nodes that hold something at some depth, in the order of the tree: what is in a node stands between the step that
    /// enters it and the one that leaves it. `holds` tells whether a node holds something itself.
    pub fn walk(&self, holds: impl Fn(&str) -> bool) -> Vec<TreeStep<'_>> {
        let holders = self.axes.iter().filter(|axe| holds(&axe.id.value));
        let holders: BTreeSet<&str> =
            holders.flat_map(|axe| self.axes_up(&axe.id.value)).map(|axe| axe.id.value.as_str()).collect();
        let mut steps = Vec::new();
        let mut open: Vec<&Axe> = Vec::new();
        let mut seen = BTreeSet::new();
        for axe in &self.axes {
            // An identifier that stands twice is told; what it holds is not.
            if !holders.contains(axe.id.value.as_str()) || !seen.insert(axe.id.value.as_str()) {
                continue;
            }
            while let Some(left) = open.pop_if(|last| !self.is_within(&axe.id.value, &last.id.value)) {
                steps.push(TreeStep::Leave(left));
            }
            steps.push(TreeStep::Enter(axe));
            open.push(axe);
        }
        steps.extend(open.into_iter().rev().map(TreeStep::Leave));
        steps
    }

    /// Whether a node is another one, or is in it at any depth.
    pub fn is_within(&self, id: &str, holder: &str) -> bool {
        self.axes_up(id).any(|axe| axe.id.value == holder)
    }

    /// The nearest node, from a node up, whose money cannot serve elsewhere; `None` when its money may serve the whole act.
    pub fn pool_of(&self, id: &str) -> Option<&Axe> {
        self.axes_up(id).find(|axe| !axe.fungible)
    }
}
