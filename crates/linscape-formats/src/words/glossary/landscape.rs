//! Terms of the landscape: modes, families, their types and how they are joined.

use super::term::Term;

pub(super) const LANDSCAPE: &[Term] = &[
    Term {
        name: "critical point",
        also: &[],
        symbol: "",
        sentence: "Weights at which the gradient of the loss vanishes: where training would \
            stand still.",
        page: "theory.md#critical-values",
        section: "Critical values",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "mode",
        also: &["modes"],
        symbol: "(u_l, v_l)",
        sentence: "One thing there is to learn: a pair of singular vectors of Σ with its \
            singular value.",
        page: "theory.md#reduction",
        section: "Reduction",
        command: "linscape plot spectrum --sigma 3,2,1 --widths 3,3,3,3 -o modes.svg",
    },
    Term {
        name: "singular value",
        also: &["sigma"],
        symbol: "σ_l",
        sentence: "How strong a mode is; half its square is what learning it takes off the \
            loss.",
        page: "theory.md#reduction",
        section: "Reduction",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3 | grep Σ",
    },
    Term {
        name: "Σ",
        also: &["target"],
        symbol: "Σ",
        sentence: "The one matrix that data come down to: what the product of the layers is \
            to become, in whitened coordinates.",
        page: "theory.md#reduction",
        section: "Reduction",
        command: "linscape report --inputs fixtures/linnerud-exercise.csv --targets \
            fixtures/linnerud-physiological.csv --hidden 3",
    },
    Term {
        name: "end-to-end map",
        also: &["product"],
        symbol: "W = W_h ⋯ W_1",
        sentence: "The function that the network computes, as one matrix.",
        page: "theory.md#reduction",
        section: "Reduction",
        command: "linscape represent --sigma 2,1 --widths 2,2,2 --subset 1 -o W.npz",
    },
    Term {
        name: "learned",
        also: &["subset", "singular subset"],
        symbol: "J",
        sentence: "The modes that a critical point reproduces, counted from 1 by decreasing \
            strength: {1,3} has learned the first and the third, ∅ none.",
        page: "theory.md#critical-values",
        section: "Critical values",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "family",
        also: &["families"],
        symbol: "",
        sentence: "All critical points that have learned the same modes.",
        page: "theory.md#critical-values",
        section: "Critical values",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "count vector",
        also: &[],
        symbol: "(c_1, …, c_q)",
        sentence: "How many of each group of equal singular values are learned: what names a \
            family when values repeat.",
        page: "theory.md#critical-values",
        section: "Critical values",
        command: "linscape dump --sigma 2,2,1 --widths 3,3,3",
    },
    Term {
        name: "critical value",
        also: &["value"],
        symbol: "L_J",
        sentence: "The loss of a family: half the sum of the squares of the singular values \
            left out, and the loss offset.",
        page: "theory.md#critical-values",
        section: "Critical values",
        command: "linscape values --all --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "fiber",
        also: &["fibre"],
        symbol: "",
        sentence: "All critical points with one critical value; several families can share it.",
        page: "theory.md#critical-values",
        section: "Critical values",
        command: "linscape report --sigma 5,4,3 --widths 3,3,3,3",
    },
    Term {
        name: "loss offset",
        also: &[],
        symbol: "κ",
        sentence: "The loss that no network of any width avoids, because the inputs do not \
            determine the targets.",
        page: "theory.md#reduction",
        section: "Reduction",
        command: "linscape report --inputs fixtures/linnerud-exercise.csv --targets \
            fixtures/linnerud-physiological.csv --hidden 3 | grep loss",
    },
    Term {
        name: "bottleneck",
        also: &[],
        symbol: "p",
        sentence: "The smallest width: no more modes than that can be learned at once.",
        page: "theory.md#reduction",
        section: "Reduction",
        command: "linscape report --sigma 3,2,1 --widths 3,2,3",
    },
    Term {
        name: "global minimum",
        also: &[],
        symbol: "",
        sentence: "A critical point of the least loss; without weight decay there are no \
            other local minima.",
        page: "theory.md#critical-values",
        section: "Critical values",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "local minimum",
        also: &[],
        symbol: "",
        sentence: "A point below all its neighbours; with weight decay, from depth 3 on, not \
            always global.",
        page: "theory.md#index-and-type",
        section: "Weight decay: index and type",
        command: "linscape report --sigma 3,2 --widths 2,2,2,2 --decay 1/2",
    },
    Term {
        name: "strict saddle",
        also: &[],
        symbol: "",
        sentence: "A critical point with a direction of negative curvature: training leaves \
            it exponentially fast.",
        page: "theory.md#strict-or-nonstrict",
        section: "Strict or nonstrict",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "nonstrict saddle",
        also: &[],
        symbol: "",
        sentence: "A saddle without negative curvature: the Hessian does not show the way \
            down, and training leaves it slowly.",
        page: "theory.md#strict-or-nonstrict",
        section: "Strict or nonstrict",
        command: "linscape explain --sigma 3,2,1 --widths 3,3,3,3 --subset 1",
    },
    Term {
        name: "leading",
        also: &[],
        symbol: "",
        sentence: "Of a subset: no mode left out is stronger than one that is learned.",
        page: "theory.md#strict-or-nonstrict",
        section: "Strict or nonstrict",
        command: "linscape explain --sigma 3,2,1 --widths 3,3,3,3 --subset 1",
    },
    Term {
        name: "tightened pivot",
        also: &["pivot", "rank B", "rank M"],
        symbol: "B_ij = 0 or rank M_ij = r",
        sentence: "A pair of layers through which no unlearned mode can be reached in second \
            order; a saddle is nonstrict when all pivots of its leading subset are tightened.",
        page: "theory.md#strict-or-nonstrict",
        section: "Strict or nonstrict",
        command: "linscape explain --sigma 3,2,1 --widths 3,3,3,3 --subset 1",
    },
    Term {
        name: "connection",
        also: &["saddle-to-saddle connection"],
        symbol: "J → J'",
        sentence: "An orbit of gradient flow from one saddle to the next: it learns a mode or \
            swaps one.",
        page: "theory.md#connections",
        section: "Connections",
        command: "linscape graph --sigma 3,2,1 --widths 3,3,3,3 --all --format dot -o all.dot",
    },
    Term {
        name: "learn",
        also: &[],
        symbol: "J → J ∪ {l}",
        sentence: "A connection that adds a mode; from depth 3 on it leaves more slowly than \
            exponentially.",
        page: "theory.md#connections",
        section: "Connections",
        command: "linscape graph --sigma 3,2,1 --widths 3,3,3,3 --format dot -o covers.dot",
    },
    Term {
        name: "swap",
        also: &[],
        symbol: "J → J ∖ {k} ∪ {l}",
        sentence: "A connection that exchanges a learned mode for a stronger one, along a \
            direction of negative curvature.",
        page: "theory.md#connections",
        section: "Connections",
        command: "linscape graph --sigma 3,2,1 --widths 3,3,3,3 --format dot -o covers.dot",
    },
    Term {
        name: "cover",
        also: &[],
        symbol: "",
        sentence: "A connection that is not composed of others: only covers are drawn.",
        page: "theory.md#connections",
        section: "Connections",
        command: "linscape graph --sigma 3,2,1 --widths 3,3,3,3 --format svg -o covers.svg",
    },
    Term {
        name: "greedy path",
        also: &[],
        symbol: "∅ → {1} → {1,2} → …",
        sentence: "The sequence that learns the strongest mode left at every step, as \
            training from small weights is seen to do.",
        page: "theory.md#connections",
        section: "Connections",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3 | grep Greedy",
    },
    Term {
        name: "quotient graph",
        also: &["quotient"],
        symbol: "",
        sentence: "The landscape with all critical points of one loss made one node.",
        page: "theory.md#critical-values",
        section: "Critical values",
        command: "linscape graph --sigma 5,4,3 --widths 3,3,3,3 --format svg -o quotient.svg",
    },
];
