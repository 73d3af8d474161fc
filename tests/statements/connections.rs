//! `docs/theory.md`, "Connections", one at a time: which there are, what they lose, the exact
//! eigenvector of a swap and its rate, the power of the descent along a learn, the losses along
//! orbits as line integrals of the gradient.

use crate::brute_force::{Columns, flattened, moved};
use crate::random_networks::{Network, cases, close, families, network, same};
use linscape_critical::{EscapeOrder, PointType, SingularSubset};
use linscape_network::CriticalPoint;
use linscape_quotient::{Connection, ConnectionKind, ConnectionScope, outgoing};
use linscape_strata::BalancedClassification;
use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A connection seen from the balanced point where it starts, in that point's hidden coordinates.
struct Departure<'n> {
    network: &'n Network,
    start: Vec<DMatrix<f64>>,
    connection: Connection,
    subset: SingularSubset,
}

impl<'n> Departure<'n> {
    /// Every departure from every family.
    fn all(network: &'n Network) -> Vec<Self> {
        let mut departures = Vec::new();
        for subset in families(&network.problem) {
            let point = CriticalPoint::balanced(&network.target, &subset);
            let start = point.weights.matrices().to_vec();
            for connection in outgoing(&network.problem, &subset, ConnectionScope::All) {
                let (subset, start) = (subset.clone(), start.clone());
                departures.push(Self { network, start, connection, subset });
            }
        }
        departures
    }

    fn sigma(&self, mode: usize) -> f64 {
        self.network.problem.spectrum().singular_values()[mode - 1]
    }

    /// Hidden coordinate at work: that of the mode dropped, or the first free one.
    fn slot(&self) -> usize {
        let multiplicities = self.network.problem.spectrum().multiplicities();
        let learned = self.subset.indices(multiplicities);
        let dropped = self.connection.dropped;
        dropped.map_or(learned.len(), |mode| {
            learned.iter().position(|&k| k == mode).expect("a dropped mode was learned")
        })
    }

    /// Singular vectors turned by `angle` from the mode dropped to the mode learned, on one side.
    fn turned(&self, basis: &DMatrix<f64>, angle: f64) -> DVector<f64> {
        let to = basis.column(self.connection.learned - 1).into_owned();
        match self.connection.dropped {
            Some(from) => angle.cos() * basis.column(from - 1) + angle.sin() * to,
            None => to,
        }
    }

    /// The weights with slot amplitude `a` in every layer, its outer vectors turned by `angle`.
    fn at(&self, a: f64, angle: f64) -> Vec<DMatrix<f64>> {
        let (slot, depth) = (self.slot(), self.start.len());
        let v = self.turned(&self.network.target.bases().right, angle);
        let u = self.turned(&self.network.target.bases().left, angle);
        let mut weights = self.start.clone();
        weights[0].set_row(slot, &(a * v.transpose()));
        weights[depth - 1].set_column(slot, &(a * u));
        weights[1..depth - 1].iter_mut().for_each(|matrix| matrix[(slot, slot)] = a);
        weights
    }

    fn columns(&self) -> Columns {
        Columns::white(&self.network.sigma())
    }

    fn describe(&self) -> String {
        format!("{:?} from {:?} at {:?}", self.connection, self.subset, self.start)
    }

    /// `−∫⟨∇L, dW⟩` along a path of weights, `t` from 0 to 1, by Simpson's rule.
    fn line_integral(&self, path: impl Fn(f64) -> Vec<DMatrix<f64>>) -> f64 {
        const STEPS: usize = 400;
        let columns = self.columns();
        let width = 1.0 / STEPS as f64;
        let integrand = |at: usize| {
            let t = at as f64 * width;
            // Central difference of the path, good to ten digits.
            let step = 1e-4;
            let at = |offset: f64| flattened(&path(t + offset));
            let near = (at(step) - at(-step)) / (2.0 * step);
            let far = (at(2.0 * step) - at(-2.0 * step)) / (4.0 * step);
            -columns.gradient(&path(t)).dot(&((4.0 * near - far) / 3.0))
        };
        let weighted = (0..=STEPS).map(|at| match at {
            0 | STEPS => integrand(at),
            _ if at % 2 == 1 => 4.0 * integrand(at),
            _ => 2.0 * integrand(at),
        });
        weighted.sum::<f64>() * width / 3.0
    }
}

/// The amplitude in each layer of a mode of this size.
fn amplitude(sigma: f64, depth: usize) -> f64 {
    sigma.powf(1.0 / depth as f64)
}

proptest! {
    #![proptest_config(cases(100))]

    // "Connections": learn any unlearned mode when |J| < r_max, swap for any larger one.
    #[test]
    fn connections_learn_into_free_slots_and_swap_for_larger_values(case in network(2..=4)) {
        let spectrum = case.problem.spectrum();
        let all = families(&case.problem);
        for subset in &all {
            let found = outgoing(&case.problem, subset, ConnectionScope::All);
            let ends = found.iter().map(|connection| connection.kind.apply(subset));
            let ends: BTreeSet<_> = ends.collect();
            prop_assert_eq!(ends.len(), found.len(), "no two end in one family");
            // By brute force: families with one more mode, or one other and larger one.
            let expected = all.iter().filter(|other| {
                let change = other.counts().iter().zip(subset.counts());
                let change: Vec<(usize, bool)> = change
                    .enumerate()
                    .filter(|(_, (to, from))| to.abs_diff(**from) == 1)
                    .map(|(class, (to, from))| (class, to > from))
                    .collect();
                let moved: usize =
                    other.counts().iter().zip(subset.counts()).map(|(a, b)| a.abs_diff(*b)).sum();
                match change[..] {
                    [(_, true)] => moved == 1,
                    // Classes are in decreasing order of their values.
                    [(_, true), (_, false)] => moved == 2,
                    _ => false,
                }
            });
            prop_assert_eq!(ends, expected.cloned().collect::<BTreeSet<_>>());
            for connection in found {
                let learned = spectrum.singular_values()[connection.learned - 1];
                let dropped = connection.dropped.map(|k| spectrum.singular_values()[k - 1]);
                prop_assert!(dropped.is_none_or(|dropped| dropped < learned));
            }
        }
    }

    // "Connections": ½σ_l² or ½(σ_l² − σ_k²), and this is the difference of the critical values.
    #[test]
    fn loss_drop_is_the_difference_of_the_two_critical_values(case in network(2..=5)) {
        for departure in Departure::all(&case) {
            let connection = &departure.connection;
            let end = connection.kind.apply(&departure.subset);
            let drop = case.problem.loss(&departure.subset) - case.problem.loss(&end);
            prop_assert!(same(connection.loss_drop, drop), "{}", departure.describe());
            prop_assert!(drop > 0.0);
            let squared = |mode: usize| departure.sigma(mode).powi(2);
            let kept = connection.dropped.map_or(0.0, squared);
            prop_assert!(same(drop, 0.5 * (squared(connection.learned) - kept)));
        }
    }

    // "Connections": (e v_lᵀ, 0, …, 0, u_l eᵀ)/√2 is an exact eigenvector with eigenvalue minus the
    // rate σ_k^{(h−2)/h}(σ_l − σ_k); with h = 2 so it is for learning, at rate σ_l.
    #[test]
    fn connections_of_order_two_leave_along_an_exact_eigenvector_at_the_stated_rate(
        case in network(2..=5),
    ) {
        for departure in Departure::all(&case) {
            let (connection, depth) = (&departure.connection, departure.start.len());
            let learn = connection.dropped.is_none();
            prop_assert_eq!(connection.rate.is_some(), !learn || depth == 2);
            let order = if learn { depth } else { 2 };
            prop_assert_eq!(connection.escape_order, EscapeOrder::new(order));
            let Some(rate) = connection.rate else { continue };
            let mode = connection.learned - 1;
            let mut direction: Vec<_> =
                departure.start.iter().map(|w| DMatrix::zeros(w.nrows(), w.ncols())).collect();
            let half = std::f64::consts::FRAC_1_SQRT_2;
            let slot = departure.slot();
            direction[0].set_row(slot, &(half * case.target.bases().right.column(mode).transpose()));
            direction[depth - 1].set_column(slot, &(half * case.target.bases().left.column(mode)));
            let along = flattened(&direction);
            let hessian = departure.columns().hessian(&departure.start);
            let error = (&hessian * &along + rate * &along).norm();
            prop_assert!(error < 1e-11 * (1.0 + hessian.norm()), "{}", departure.describe());
            // The second-order decrease of the loss itself: −½ rate ε² + O(ε⁴).
            let columns = departure.columns();
            let loss = |step: f64| columns.loss(&moved(&departure.start, step, &direction));
            let decrease = (loss(0.0) - 0.5 * (loss(1e-3) + loss(-1e-3))) / 1e-6;
            let error = (decrease - 0.5 * rate).abs();
            prop_assert!(error < 1e-4 * (1.0 + rate), "{}", departure.describe());
        }
    }

    // "Connections": one mode grows from zero. L(a) = L_J − σ_l a^h + ½ a^{2h}, so the loss falls
    // with the power h, and −∇L on this curve is a^{h−1}(σ_l − a^h) in every layer, nothing else.
    #[test]
    fn learned_mode_grows_along_its_own_curve_and_the_loss_falls_with_the_power_of_the_depth(
        case in network(2..=5),
    ) {
        for departure in Departure::all(&case).iter().filter(|d| d.connection.dropped.is_none()) {
            let depth = departure.start.len();
            let power: i32 = depth.try_into().expect("small");
            let sigma = departure.sigma(departure.connection.learned);
            let here = case.problem.loss(&departure.subset);
            let columns = departure.columns();
            for a in [0.05_f64, 0.3, 0.9] {
                let weights = departure.at(a, 0.0);
                let grown = a.powi(power);
                let change = columns.loss(&weights) - here;
                let stated = grown * (0.5 * grown - sigma);
                prop_assert!(close(change, stated, here), "{}", departure.describe());
                let velocity = -columns.gradient(&weights);
                let tangent = flattened(&departure.at(a + 1.0, 0.0)) - flattened(&weights);
                let speed = a.powi(power - 1) * (sigma - grown);
                prop_assert!((velocity - speed * tangent).norm() < 1e-10 * (1.0 + here));
            }
            let fall = |a: f64| here - columns.loss(&departure.at(a, 0.0));
            // Halving the amplitude: the exponent is h up to O(a^h).
            let exponent = (fall(0.2) / fall(0.1)).log2();
            let error = (exponent - depth as f64).abs();
            prop_assert!(error < 0.1, "{exponent}: {}", departure.describe());
        }
    }

    // "Connections": h ≥ 3, "the Hessian sees nothing" of a mode that grows.
    #[test]
    fn hessian_sees_nothing_of_a_mode_that_a_deep_network_may_learn(case in network(3..=5)) {
        for departure in Departure::all(&case).iter().filter(|d| d.connection.dropped.is_none()) {
            let tangent = flattened(&departure.at(1.0, 0.0)) - flattened(&departure.start);
            let image = departure.columns().hessian(&departure.start) * tangent;
            prop_assert!(image.norm() < 1e-10, "{}", departure.describe());
        }
    }

    // "Connections": the rate of a family is the largest over its connections; saddles with none of
    // order 2 are nonstrict, and only global minima have no connection.
    #[test]
    fn families_leave_at_the_rate_of_their_fastest_connection(case in network(2..=5)) {
        for subset in families(&case.problem) {
            let point = BalancedClassification::new(&case.problem, &subset);
            let out = outgoing(&case.problem, &subset, ConnectionScope::All);
            let fastest = out.iter().filter_map(|connection| connection.rate).reduce(f64::max);
            prop_assert_eq!(point.rate, fastest, "{:?}", subset);
            let steepest = out.iter().map(|connection| connection.escape_order).min();
            prop_assert_eq!(point.escape_order, steepest, "{:?}", subset);
            prop_assert_eq!(out.is_empty(), point.point_type == PointType::GlobalMinimum);
        }
    }
}

proptest! {
    #![proptest_config(cases(12))]

    // "Connections": the loss lost along any path from one balanced point to the other is the
    // stated drop: −∫⟨∇L, dW⟩, with the gradient by brute force.
    #[test]
    fn gradient_integrated_along_a_connection_is_its_loss_drop(case in network(2..=3)) {
        for departure in Departure::all(&case) {
            let depth = departure.start.len();
            let kept = departure.connection.dropped.map_or(0.0, |k| departure.sigma(k));
            let from = amplitude(kept, depth);
            let to = amplitude(departure.sigma(departure.connection.learned), depth);
            let angle = match departure.connection.kind {
                ConnectionKind::Learn { .. } => 0.0,
                ConnectionKind::Swap { .. } => std::f64::consts::FRAC_PI_2,
            };
            let path = |t: f64| departure.at(from + t * (to - from), t * angle);
            let lost = departure.line_integral(path);
            let stated = departure.connection.loss_drop;
            let error = (lost - stated).abs();
            prop_assert!(error < 1e-6 * (1.0 + stated), "{lost}: {}", departure.describe());
        }
    }
}
