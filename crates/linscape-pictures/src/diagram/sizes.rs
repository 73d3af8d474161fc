//! How large things are drawn, by how many of them there are.

/// Sizes in picture units (pixels of the page at its natural size).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DiagramSizes {
    /// Radius of a node.
    pub(crate) radius: f64,
    /// Font size of subsets; none where there is no room for them.
    pub(crate) label: Option<f64>,
    /// Height between the highest and the lowest critical value.
    pub(crate) height: f64,
    /// Room between two columns, which the learns cross.
    pub(crate) gap: f64,
    /// Font size along the axes.
    pub(crate) text: f64,
    /// Longest subset that is written out, in characters.
    pub(crate) longest: usize,
}

/// Most nodes whose subsets are all written out.
pub(crate) const LARGEST_LABELLED: usize = 640;

impl DiagramSizes {
    /// Sizes for a number of nodes.
    pub(crate) fn of(nodes: usize) -> Self {
        let (radius, label, height, gap, text) = match nodes {
            0..=12 => (14.0, Some(14.0), 440.0, 96.0, 12.0),
            13..=40 => (12.5, Some(12.5), 620.0, 72.0, 13.0),
            41..=110 => (10.0, Some(11.0), 820.0, 56.0, 14.0),
            111..=260 => (8.5, Some(9.5), 1100.0, 52.0, 16.0),
            261..=LARGEST_LABELLED => (8.5, Some(9.5), 2400.0, 60.0, 24.0),
            _ => (4.8, None, 1500.0, 54.0, 24.0),
        };
        Self { radius, label, height, gap, text, longest: 18 }
    }

    /// Font size of the subsets on the greedy path, where only those are written.
    pub(crate) fn path_label(&self) -> f64 {
        0.8 * self.text
    }

    /// How far nodes and their labels reach below their centres.
    pub(crate) fn floor(&self) -> f64 {
        self.radius + if self.label.is_some() { 0.8 } else { 1.3 * self.path_label() }
    }
}
