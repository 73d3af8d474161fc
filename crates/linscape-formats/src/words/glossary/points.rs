//! Terms of a single critical point: curvature, strata, degeneracy.

use super::term::Term;

pub(super) const POINTS: &[Term] = &[
    Term {
        name: "Hessian",
        also: &[],
        symbol: "H",
        sentence: "The matrix of second derivatives of the loss: how it curves in every \
            direction.",
        page: "theory.md#strict-or-nonstrict",
        section: "Strict or nonstrict",
        command: "linscape spectrum --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2",
    },
    Term {
        name: "index",
        also: &[],
        symbol: "",
        sentence: "In how many independent directions the loss curves down: the number of \
            negative eigenvalues of the Hessian.",
        page: "theory.md#inertia",
        section: "Inertia",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "nullity",
        also: &[],
        symbol: "",
        sentence: "In how many independent directions the Hessian sees nothing: the number of \
            its zero eigenvalues.",
        page: "theory.md#inertia",
        section: "Inertia",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "coindex",
        also: &[],
        symbol: "",
        sentence: "In how many independent directions the loss curves up: the number of \
            positive eigenvalues of the Hessian.",
        page: "theory.md#inertia",
        section: "Inertia",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "inertia",
        also: &[],
        symbol: "",
        sentence: "Index, nullity and coindex together.",
        page: "theory.md#inertia",
        section: "Inertia",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "escape order",
        also: &[],
        symbol: "q",
        sentence: "The power of the distance with which the loss can fall near a saddle: 2 \
            where the Hessian shows the way, 3 or more where it does not.",
        page: "theory.md#escape-order",
        section: "Escape order",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "rate",
        also: &[],
        symbol: "",
        sentence: "How fast gradient flow leaves a saddle by its fastest way, minus the smallest \
            eigenvalue of the Hessian (of swaps, and at depth 2 of learning too): the distance grows like e^(rate · time).",
        page: "theory.md#connections",
        section: "Connections",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "balanced",
        also: &["balanced point", "balanced representative"],
        symbol: "W_i W_iᵀ = W_{i+1}ᵀ W_{i+1}",
        sentence: "Of weights: each layer carries a mode with the same strength; the point of \
            a family that training from small weights meets.",
        page: "theory.md#balanced-representative",
        section: "Balanced representative",
        command: "linscape represent --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2 -o W.npz",
    },
    Term {
        name: "stratum",
        also: &["strata"],
        symbol: "",
        sentence: "Critical points of a family that look alike: the same ranks of all \
            products of layers, hence the same type, index and dimension.",
        page: "theory.md#strata",
        section: "Strata",
        command: "linscape strata --sigma 2,1 --widths 2,2,2,2 --subset 1",
    },
    Term {
        name: "stratum key",
        also: &["key"],
        symbol: "p0-3.b1-2",
        sentence: "The text that names a stratum: its pairs (p), input-null (i), output-null \
            (o) and interior bars (b).",
        page: "formats.md#stratum-keys",
        section: "Stratum keys",
        command: "linscape strata --sigma 2,1 --widths 2,2,2,2 --subset 1",
    },
    Term {
        name: "bar",
        also: &[],
        symbol: "[x, y]",
        sentence: "A direction that is alive in the layers x to y and is killed by the next: \
            what a critical point is made of.",
        page: "theory.md#strata",
        section: "Strata",
        command: "linscape strata --sigma 2,1 --widths 2,2,2,2 --subset 1",
    },
    Term {
        name: "pair",
        also: &["unlearned"],
        symbol: "(b, a)",
        sentence: "The two bars of a mode that is not learned: how far its input reaches, and \
            from where its output is reached.",
        page: "theory.md#strata",
        section: "Strata",
        command: "linscape explain --sigma 2,1 --widths 2,2,2,2 --subset 1",
    },
    Term {
        name: "dimension",
        also: &[],
        symbol: "dim",
        sentence: "In how many directions one can move without leaving the stratum.",
        page: "theory.md#dimension",
        section: "Dimension",
        command: "linscape strata --sigma 2,1 --widths 2,2,2,2 --subset 1",
    },
    Term {
        name: "component",
        also: &["components", "irreducible component"],
        symbol: "",
        sentence: "One of the smooth pieces that make up the critical set of a family, each \
            with its own dimension.",
        page: "theory.md#dimension",
        section: "Dimension",
        command: "linscape strata --sigma 2,1 --widths 2,2,2,2 --subset 1 --components",
    },
    Term {
        name: "Morse–Bott",
        also: &["Morse-Bott"],
        symbol: "dim = nullity",
        sentence: "Of a stratum: the Hessian is silent only along the critical set, not \
            across it.",
        page: "theory.md#dimension",
        section: "Dimension",
        command: "linscape strata --sigma 2,1 --widths 2,2,2,2 --subset 1 --components",
    },
    Term {
        name: "centre",
        also: &["center", "center directions", "along", "across"],
        symbol: "",
        sentence: "The directions of a saddle along which linearised flow neither leaves nor \
            returns: along the stratum it stands still, across it the Hessian says nothing.",
        page: "theory.md#stable-centre-and-unstable-directions",
        section: "Stable, centre and unstable directions",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3 --dynamics",
    },
    Term {
        name: "learning coefficient",
        also: &["RLCT", "real log canonical threshold", "lambda", "own λ"],
        symbol: "λ",
        sentence: "How degenerate the network is at given weights: the volume of weights that \
            compute nearly the same shrinks like t^λ.",
        page: "learning.md",
        section: "Learning coefficients",
        command: "linscape learning --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "multiplicity",
        also: &["own m"],
        symbol: "m",
        sentence: "The power of the logarithm beside the learning coefficient; of a singular \
            value, how often it occurs.",
        page: "learning.md#which-function-and-which-conventions",
        section: "Which function, and which conventions",
        command: "linscape learning --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "spectrum",
        also: &[],
        symbol: "",
        sentence: "The singular values of Σ, or the eigenvalues of a Hessian.",
        page: "theory.md#balanced-representative",
        section: "Balanced representative",
        command: "linscape spectrum --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2",
    },
    Term {
        name: "undecided",
        also: &[],
        symbol: "",
        sentence: "The answer where rounding leaves a rank or a sign open; nothing is guessed.",
        page: "formats.md#tolerance",
        section: "Tolerance",
        command: "linscape verify --sigma 2,1 --widths 2,2,2,2",
    },
    Term {
        name: "tolerance",
        also: &[],
        symbol: "",
        sentence: "How near two numbers of data must be to count as one; exact input needs \
            none.",
        page: "formats.md#tolerance",
        section: "Tolerance",
        command: "linscape report --target fixtures/target-321.csv --hidden 3,3 | grep \
            tolerance",
    },
];
