//! What shapes, colours and lines mean.

use crate::diagram::{Diagram, LineKind, NodeKind, class, write_shape};
use crate::svg::{Px, SvgText, text_width};

/// Room on the left.
const LEFT: f64 = 28.0;

/// What stands before a text of the legend.
#[derive(Clone, Copy)]
enum Mark {
    Node(Option<NodeKind>),
    Line(LineKind),
    None,
}

/// The legend of a drawing: the types that occur, the kinds of line, and what is left to say.
pub(crate) struct DiagramLegend {
    lines: Vec<Vec<(f64, Mark, &'static str)>>,
    /// Font size.
    text: f64,
}

impl DiagramLegend {
    /// A legend in lines of a given width and font size.
    pub(crate) fn new(diagram: &Diagram, width: f64, text: f64) -> Self {
        let kinds = NodeKind::NAMED.map(|(kind, name)| (Some(kind), name));
        let drawn = |kind| diagram.graph.nodes.iter().any(|node| node.kind == kind);
        let types = kinds.into_iter().chain([(None, "several types")]);
        let types = types.filter(|(kind, _)| drawn(*kind));
        let mut items: Vec<(Mark, &str)> =
            types.map(|(kind, name)| (Mark::Node(kind), name)).collect();
        if !diagram.graph.edges.is_empty() {
            items.extend(diagram.graph.lines.iter().map(|&(kind, name)| (Mark::Line(kind), name)));
            items.push((Mark::None, "thicker: larger drop of loss"));
        }
        items.push((Mark::None, "number in a node: index"));
        let mut lines = vec![Vec::new()];
        let mut x = LEFT;
        for (mark, name) in items {
            let room = mark.width() + text_width(name, text);
            if x > LEFT && x + room > width - LEFT {
                lines.push(Vec::new());
                x = LEFT;
            }
            if let Some(line) = lines.last_mut() {
                line.push((x, mark, name));
            }
            x += room + 18.0;
        }
        Self { lines, text }
    }

    /// Height of a line.
    fn line(&self) -> f64 {
        1.8 * self.text
    }

    /// Room that it takes.
    pub(crate) fn height(&self) -> f64 {
        self.lines.len() as f64 * self.line() + 8.0
    }

    /// Writes it below `top`.
    pub(crate) fn write(&self, svg: &mut SvgText, top: f64) {
        svg.open(format_args!("g class=\"legend-box\" font-size=\"{}\"", Px(self.text)));
        for (at, line) in self.lines.iter().enumerate() {
            let y = top + (at as f64 + 0.6) * self.line();
            for (x, mark, name) in line {
                mark.write(svg, *x, y - 0.34 * self.text);
                let place = format!("x=\"{}\" y=\"{}\"", Px(x + mark.width()), Px(y));
                svg.content(format_args!("text class=\"legend\" {place}"), name);
            }
        }
        svg.close();
    }
}

impl Mark {
    fn width(self) -> f64 {
        match self {
            Self::Node(_) => 20.0,
            Self::Line(_) => 36.0,
            Self::None => 0.0,
        }
    }

    fn write(self, svg: &mut SvgText, x: f64, y: f64) {
        match self {
            Self::Node(kind) => {
                let place = format!("translate({} {})", Px(x + 7.0), Px(y));
                let class = class(kind);
                svg.open(format_args!("g class=\"node {class}\" transform=\"{place}\""));
                write_shape(svg, kind, 6.5);
                svg.close();
            }
            Self::Line(kind) => {
                let width = if kind == LineKind::Path { 3.2 } else { 1.8 };
                let kind = kind.class();
                svg.leaf(format_args!(
                    "path class=\"{kind}\" stroke-width=\"{width}\" d=\"M{} {}h26\" \
                     marker-end=\"url(#head-{kind})\"",
                    Px(x),
                    Px(y)
                ));
            }
            Self::None => {}
        }
    }
}
