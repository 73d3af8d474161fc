//! Terms of training: flow, plateaus, coordinates, weight decay.

use super::term::Term;

pub(super) const TRAINING: &[Term] = &[
    Term {
        name: "gradient flow",
        also: &[],
        symbol: "Ẇ_i = −∂L/∂W_i",
        sentence: "Training with infinitely small steps: time is the number of steps times \
            the learning rate.",
        page: "theory.md#gradient-flow",
        section: "Gradient flow",
        command: "linscape flow --sigma 2,1 --widths 2,2,2 --init balanced:0.1 -o flow.json",
    },
    Term {
        name: "plateau",
        also: &[],
        symbol: "",
        sentence: "A stretch of training in which the loss hardly falls: the neighbourhood of \
            a saddle.",
        page: "theory.md#gradient-flow",
        section: "Gradient flow",
        command: "linscape flow --sigma 3,2,1 --widths 3,3,3,3 --init balanced:1e-3 -o \
            flow.json",
    },
    Term {
        name: "visit",
        also: &["enter", "leave"],
        symbol: "",
        sentence: "A stretch of a trajectory during which the network computes nearly what \
            one family computes.",
        page: "theory.md#gradient-flow",
        section: "Gradient flow",
        command: "linscape flow --sigma 3,2,1 --widths 3,3,3,3 --init balanced:1e-3 -o \
            flow.json",
    },
    Term {
        name: "expected stay",
        also: &["stay", "expected"],
        symbol: "",
        sentence: "How long a visit should last by the growth of what is not learned yet.",
        page: "theory.md#connections",
        section: "Connections",
        command: "linscape flow --sigma 3,2,1 --widths 3,3,3,3 --init aligned:0.01 -o flow.json",
    },
    Term {
        name: "trajectory",
        also: &[],
        symbol: "",
        sentence: "The loss and the modes of a run over time, with the families it visits.",
        page: "formats.md#trajectory",
        section: "Trajectory",
        command: "linscape flow --sigma 2,1 --widths 2,2,2 --init balanced:0.1 -o flow.json",
    },
    Term {
        name: "amplitude",
        also: &["x₊", "x₋"],
        symbol: "a",
        sentence: "The common strength of a mode in every layer; its h-th power is what the \
            network has learned of it. With weight decay a learned mode has x₊, one on a pass x₋.",
        page: "theory.md#connections",
        section: "Connections",
        command: "linscape flow --sigma 2,1 --widths 2,2,2 --init aligned:0.1 -o flow.json",
    },
    Term {
        name: "nearest",
        also: &["near"],
        symbol: "W_J",
        sentence: "The family whose end-to-end map is closest to that of given weights.",
        page: "formats.md#classification",
        section: "Classification",
        command: "linscape represent --sigma 2,1 --widths 2,2,2 --subset 1 -o W.npz && \
            linscape classify --sigma 2,1 --widths 2,2,2 --weights W.npz",
    },
    Term {
        name: "conserved quantity",
        also: &["conserved"],
        symbol: "C_i = W_i W_iᵀ − W_{i+1}ᵀ W_{i+1}",
        sentence: "What gradient flow never changes; its drift measures the error of the \
            integration.",
        page: "theory.md#adjacency-form",
        section: "Adjacency form",
        command: "linscape flow --sigma 2,1 --widths 2,2,2 --init gaussian:0.1 -o flow.json",
    },
    Term {
        name: "adjacency matrix",
        also: &[],
        symbol: "A",
        sentence: "All layers in one block matrix, so that flow and loss are polynomials in it.",
        page: "theory.md#adjacency-form",
        section: "Adjacency form",
        command: "linscape flow --sigma 2,1 --widths 2,2,2 --init gaussian:0.1 -o flow.json",
    },
    Term {
        name: "step limit",
        also: &["stability limit"],
        symbol: "2/λ_max",
        sentence: "The learning rate beyond which gradient descent cannot settle at a point: \
            two over the largest eigenvalue of its Hessian.",
        page: "theory.md#gradient-flow",
        section: "Gradient flow",
        command: "linscape flow --sigma 2,1 --widths 2,2,2 --init balanced:0.1 -o flow.json",
    },
    Term {
        name: "whitened coordinates",
        also: &["whitened"],
        symbol: "W_1' = W_1 V D",
        sentence: "First-layer weights measured so that the inputs are uncorrelated and of \
            unit size; losses, types and indices do not change, rates and eigenvalues do.",
        page: "theory.md#reduction",
        section: "Reduction",
        command: "linscape flow --inputs fixtures/linnerud-exercise.csv --targets \
            fixtures/linnerud-physiological.csv --center --hidden 3,3 --init balanced:1e-2 \
            --coordinates whitened -o flow.json",
    },
    Term {
        name: "weight decay",
        also: &["decay"],
        symbol: "λ_i",
        sentence: "A penalty ½λ_i‖W_i‖² on every layer: critical points become isolated, and \
            small starts learn nothing from depth 3 on.",
        page: "theory.md#weight-decay",
        section: "Weight decay",
        command: "linscape report --sigma 3,2 --widths 2,2,2,2 --decay 1/2",
    },
    Term {
        name: "barrier",
        also: &["pass", "height"],
        symbol: "",
        sentence: "With weight decay, the height of the lowest pass between two minima, and how far \
            up and down it is to it.",
        page: "theory.md#moves-and-barriers",
        section: "Moves and barriers",
        command: "linscape plot barriers --sigma 4,3,2 --widths 3,3,3,3 --decay 1 -o \
            barriers.svg",
    },
    Term {
        name: "fold",
        also: &["coexistence", "λ*", "λ_g"],
        symbol: "σ*, σ_g",
        sentence: "With weight decay, the strength from which a mode can be learned (fold), \
            and from which learning it pays (coexistence); λ* and λ_g are the decay up to which.",
        page: "theory.md#one-mode",
        section: "Weight decay: one mode",
        command: "linscape plot bifurcation --sigma 4,3,2 --widths 3,3,3,3 --decay 1 -o \
            bifurcation.svg",
    },
];
