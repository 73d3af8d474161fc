//! Terms of tables: what stands above their columns and before their lines.

use super::term::Term;

pub(super) const TABLES: &[Term] = &[
    Term {
        name: "type",
        also: &[],
        symbol: "",
        sentence: "What a critical point is: a global minimum, a strict saddle or a nonstrict \
            saddle; with weight decay also a minimum that is not global.",
        page: "theory.md#strict-or-nonstrict",
        section: "Strict or nonstrict",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "rank",
        also: &[],
        symbol: "r",
        sentence: "Of a critical point: how many modes it has learned, the rank of its end-to-end \
            map.",
        page: "theory.md#critical-values",
        section: "Critical values",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "loss",
        also: &["half-sum", "loss convention"],
        symbol: "L",
        sentence: "Half the sum of the squared errors over all samples, unless `--loss` names \
            another multiple of it.",
        page: "formats.md#loss",
        section: "Loss",
        command: "linscape report --inputs fixtures/linnerud-exercise.csv --targets \
            fixtures/linnerud-physiological.csv --hidden 3 --loss mean",
    },
    Term {
        name: "exact loss",
        also: &[],
        symbol: "",
        sentence: "A loss as a fraction: singular values that are typed are kept exactly, so that \
            equal means equal.",
        page: "formats.md#values",
        section: "Values",
        command: "linscape values --lowest 3 --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "network",
        also: &["depth", "width", "widths", "parameters"],
        symbol: "d_0, …, d_h",
        sentence: "The widths from inputs to outputs; the depth h is the number of layers, the \
            parameters are the entries of all layers.",
        page: "theory.md#reduction",
        section: "Reduction",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3 | grep network",
    },
    Term {
        name: "dropped",
        also: &["ignored"],
        symbol: "",
        sentence: "Of inputs: directions that carry no data. The weights that read them change \
            nothing, and count as nullity.",
        page: "theory.md#reduction",
        section: "Reduction",
        command: "linscape report --inputs fixtures/digits-pixels.npy --labels \
            fixtures/digits-labels.csv --hidden 8 --limit 2",
    },
    Term {
        name: "unstable direction",
        also: &["unstable"],
        symbol: "",
        sentence: "A direction along which linearised gradient flow leaves a saddle: an \
            eigenvector of a negative eigenvalue.",
        page: "theory.md#stable-centre-and-unstable-directions",
        section: "Stable, centre and unstable directions",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3 --dynamics",
    },
    Term {
        name: "stable direction",
        also: &["stable"],
        symbol: "",
        sentence: "A direction along which linearised gradient flow returns to a saddle: an \
            eigenvector of a positive eigenvalue.",
        page: "theory.md#stable-centre-and-unstable-directions",
        section: "Stable, centre and unstable directions",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3 --dynamics",
    },
    Term {
        name: "silent",
        also: &["silent order", "links"],
        symbol: "",
        sentence: "Of a way to learn a mode: the Hessian does not show it. So many entries of the \
            weights (links) take part, at the order stated.",
        page: "theory.md#stable-centre-and-unstable-directions",
        section: "Stable, centre and unstable directions",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3 --dynamics",
    },
    Term {
        name: "modes in",
        also: &["modes out"],
        symbol: "",
        sentence: "With one amplitude a mode: how many learned modes return to the point (in), \
            and how many others can leave it (out).",
        page: "theory.md#stable-centre-and-unstable-directions",
        section: "Stable, centre and unstable directions",
        command: "linscape report --sigma 3,2,1 --widths 3,3,3,3 --dynamics",
    },
    Term {
        name: "eigenvalue",
        also: &["cumulative"],
        symbol: "μ",
        sentence: "Of the Hessian: how the loss curves along an eigenvector. A table merges equal \
            ones (multiplicity) and counts them up to each row (cumulative).",
        page: "formats.md#spectrum",
        section: "Spectrum",
        command: "linscape spectrum --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2",
    },
    Term {
        name: "share of each layer",
        also: &["share"],
        symbol: "",
        sentence: "How much of the squared length of an eigenvector lies in each layer.",
        page: "formats.md#spectrum",
        section: "Spectrum",
        command: "linscape represent --sigma 2,1 --widths 2,2,2 --subset 1 -o W.npz && linscape \
            spectrum --sigma 2,1 --widths 2,2,2 --weights W.npz",
    },
    Term {
        name: "sharpness",
        also: &[],
        symbol: "λ_max",
        sentence: "The largest eigenvalue of the Hessian, at a global minimum or where training \
            is; the step limit is two over it.",
        page: "theory.md#gradient-flow",
        section: "Gradient flow",
        command: "linscape represent --sigma 2,1 --widths 2,2,2 --subset 1,2 --balanced-in data \
            -o W.npz",
    },
    Term {
        name: "residual",
        also: &[],
        symbol: "R = Σ − W",
        sentence: "What the end-to-end map has not learned of Σ; of an eigenvalue, how far its \
            eigenvector is from satisfying its equation.",
        page: "theory.md#strict-or-nonstrict",
        section: "Strict or nonstrict",
        command: "linscape explain --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2",
    },
    Term {
        name: "measured",
        also: &[],
        symbol: "",
        sentence: "Found by numerics at a random point of the stratum, to be held against what \
            the theorem says.",
        page: "formats.md#explanation",
        section: "Explanation",
        command: "linscape explain --sigma 3,2,1 --widths 3,3,3,3 --subset 1,2",
    },
    Term {
        name: "interior",
        also: &["interior bar"],
        symbol: "",
        sentence: "Of a bar: it begins and ends inside the network, so that no input feeds it and \
            no output reads it.",
        page: "theory.md#strata",
        section: "Strata",
        command: "linscape strata --sigma 2,1 --widths 2,2,2,2 --subset 1",
    },
    Term {
        name: "agree",
        also: &["agreed", "disagree", "disagreed"],
        symbol: "",
        sentence: "Theorem and numerics say the same of a point; where they do not, the exit code \
            is 1.",
        page: "formats.md#verification",
        section: "Verification",
        command: "linscape verify --sigma 2,1 --widths 2,2,2,2",
    },
    Term {
        name: "points",
        also: &[],
        symbol: "",
        sentence: "Critical points at which theorem and numerics were compared.",
        page: "formats.md#verification",
        section: "Verification",
        command: "linscape verify --sigma 2,1 --widths 2,2,2,2",
    },
    Term {
        name: "descent found",
        also: &["descent", "not found"],
        symbol: "",
        sentence: "At nonstrict saddles: whether a search for the fastest descent found the \
            stated escape order. It can refute one, never confirm it.",
        page: "formats.md#verification",
        section: "Verification",
        command: "linscape verify --sigma 2,1 --widths 2,2,2,2",
    },
    Term {
        name: "margin",
        also: &["smallest margin"],
        symbol: "",
        sentence: "How far the smallest number taken for nonzero lies above its rounding error: 1 \
            is none, 1e12 is far.",
        page: "formats.md#verification",
        section: "Verification",
        command: "linscape verify --sigma 2,1 --widths 2,2,2,2",
    },
    Term {
        name: "gradient",
        also: &["gradient norm", "largest gradient"],
        symbol: "‖∇L‖",
        sentence: "The norm of the derivative of the loss, zero at critical points; of a visit, \
            the smallest that was met.",
        page: "formats.md#trajectory",
        section: "Trajectory",
        command: "linscape flow --sigma 2,1 --widths 2,2,2 --init balanced:0.1 -o flow.json",
    },
    Term {
        name: "distance",
        also: &["relative distance"],
        symbol: "‖W − W_J‖",
        sentence: "How far an end-to-end map is from that of a family, in whitened coordinates; \
            of a visit, the smallest that was met.",
        page: "formats.md#trajectory",
        section: "Trajectory",
        command: "linscape flow --sigma 2,1 --widths 2,2,2 --init balanced:0.1 -o flow.json",
    },
    Term {
        name: "step",
        also: &["steps"],
        symbol: "",
        sentence: "One update of the weights, or the number of a checkpoint as its file's name has it; steps \
            times the learning rate are time.",
        page: "formats.md#training-runs",
        section: "Training runs",
        command: "linscape represent --sigma 2,1 --widths 2,2,2 --subset '' -o step0.npz && linscape \
            represent --sigma 2,1 --widths 2,2,2 --subset 1 -o step1.npz && linscape trace --sigma \
            2,1 --widths 2,2,2 'step*.npz' -o run.json",
    },
    Term {
        name: "drift",
        also: &[],
        symbol: "",
        sentence: "How much a conserved quantity changed along a trajectory: the error of the \
            integration.",
        page: "theory.md#adjacency-form",
        section: "Adjacency form",
        command: "linscape flow --sigma 2,1 --widths 2,2,2 --init gaussian:0.1 -o flow.json",
    },
    Term {
        name: "seed",
        also: &[],
        symbol: "",
        sentence: "The number from which all random choices are made: the same seed, the same \
            bytes.",
        page: "formats.md#verification",
        section: "Verification",
        command: "linscape verify --sigma 2,1 --widths 2,2,2,2 --seed 7",
    },
    Term {
        name: "coindex/2",
        also: &["half coindex"],
        symbol: "",
        sentence: "Half the positive eigenvalues of the Hessian of ½‖W(w') − W(w)‖²: the learning \
            coefficient is not less.",
        page: "learning.md#the-ladder-of-ranks",
        section: "The ladder of ranks",
        command: "linscape learning --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "codim/2",
        also: &["codimension", "half codimension"],
        symbol: "",
        sentence: "Half the codimension of the stratum: the learning coefficient is not more.",
        page: "learning.md#the-ladder-of-ranks",
        section: "The ladder of ranks",
        command: "linscape learning --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "N/2",
        also: &["BIC"],
        symbol: "",
        sentence: "Half the number of parameters: the learning coefficient of a model without \
            degeneracy, which BIC assumes.",
        page: "learning.md#the-ladder-of-ranks",
        section: "The ladder of ranks",
        command: "linscape learning --sigma 3,2,1 --widths 3,3,3,3",
    },
    Term {
        name: "expected excess",
        also: &["λ/n"],
        symbol: "E[G_n] − L",
        sentence: "How much worse than the truth Bayesian prediction from n samples is expected \
            to be: λ/n nats a sample.",
        page: "learning.md#the-ladder-of-ranks",
        section: "The ladder of ranks",
        command: "linscape learning --sigma 3,1 --widths 2,2,2 --samples 10 --noise 8",
    },
    Term {
        name: "squared error",
        also: &["2s²λ/n"],
        symbol: "",
        sentence: "The expected excess as a squared error, for Gaussian noise of variance s².",
        page: "learning.md#the-ladder-of-ranks",
        section: "The ladder of ranks",
        command: "linscape learning --sigma 3,1 --widths 2,2,2 --samples 10 --noise 8",
    },
    Term {
        name: "free energy",
        also: &["F", "F − min F"],
        symbol: "F = nL/s² + λ log n − (m − 1) log log n",
        sentence: "What a Bayesian comparison of ranks weighs, to leading orders: fit against \
            degeneracy. A heuristic below the true rank.",
        page: "learning.md#the-ladder-of-ranks",
        section: "The ladder of ranks",
        command: "linscape learning --sigma 3,1 --widths 2,2,2 --samples 10 --noise 8",
    },
    Term {
        name: "learned part",
        also: &[],
        symbol: "",
        sentence: "With weight decay: how much of a singular value the end-to-end map has, which \
            decay keeps below one.",
        page: "theory.md#one-mode",
        section: "Weight decay: one mode",
        command: "linscape report --sigma 3,2 --widths 2,2,2,2 --decay 1/2",
    },
];
