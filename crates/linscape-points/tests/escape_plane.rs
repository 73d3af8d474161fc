//! Planes along which nonstrict saddles are left, held against the loss of the weights themselves.

use linscape_critical::{Architecture, PointType, Problem, RandomStream, Spectrum, Tolerance};
use linscape_network::{Target, Weights};
use linscape_points::{
    DescentDirection, EscapeAxes, EscapePlane, EscapePlaneError, PlaneLoss, random_point,
};
use linscape_strata::{FamilyShape, ListedStratum, Strata, StrataFilter, Stratum};
use nalgebra::DMatrix;

fn target(widths: &[usize], spectrum: Spectrum) -> Target {
    let network = Architecture::new(widths.to_vec()).expect("widths");
    Target::standard(&Problem::from_spectrum(network, spectrum).expect("a problem"))
}

fn moved(weights: &Weights, change: &[DMatrix<f64>], by: f64) -> Weights {
    let layers = weights.matrices().iter().zip(change);
    Weights::new(layers.map(|(matrix, change)| matrix + change * by).collect()).expect("they chain")
}

#[test]
fn the_polynomial_is_the_loss_and_begins_with_the_order_of_escape() {
    let networks = [&[3, 4, 3, 3][..], &[2, 3, 2, 3, 3, 2], &[2, 4, 4, 2]];
    let checked =
        networks.map(|widths| check_planes(&target(widths, Spectrum::exact_integers(&[2, 1]))));
    assert!(checked.iter().sum::<usize>() >= 6, "{checked:?} planes");
}

/// Every escape direction at random points of nonstrict strata; how many there were.
fn check_planes(target: &Target) -> usize {
    let problem = target.problem();
    let mut stream = RandomStream::new(0, "escape planes");
    let mut planes = 0;
    for learned in [vec![], vec![1]] {
        let family = problem.subset(&learned).expect("a family");
        let shape = FamilyShape::new(problem, &family);
        let filter = StrataFilter {
            point_type: Some(PointType::NonstrictSaddle),
            ..StrataFilter::default()
        };
        for listed in Strata::matching(&shape, filter).take(12) {
            let weights =
                random_point(target, &family, &listed.stratum, &mut stream).expect("a point");
            let ways = DescentDirection::all(target, &weights, (&family, &listed), 0, &());
            for way in ways.expect("directions") {
                let zeros: Vec<DMatrix<f64>> = way.layers.iter().map(|layer| layer * 0.0).collect();
                let bend = way.bend.as_ref().unwrap_or(&zeros);
                let loss = PlaneLoss::new(target, &weights, &way.layers, bend);
                for (s, t) in [(0.3, 0.0), (-0.7, 0.4), (1.1, -0.9)] {
                    let there = moved(&moved(&weights, &way.layers, s), bend, t);
                    let expected = 0.5 * (target.matrix() - there.product()).norm_squared();
                    assert!((loss.at(s, t) - expected).abs() < 1e-12 * (1.0 + expected));
                    let [by_s, _] = loss.gradient(s, t);
                    let slope = (loss.at(s + 1e-5, t) - loss.at(s - 1e-5, t)) / 2e-5;
                    assert!((by_s - slope).abs() < 1e-5 * (1.0 + slope.abs()));
                }
                // Along the direction the loss changes first in the degree of the path, unless the bend has a share.
                let order = way.path.as_ref().map_or(0, |path| path.order().degree());
                for degree in 1..order.min(7) {
                    if way.bend.is_none() {
                        assert!(loss.coefficient(degree, 0).abs() < 1e-12, "{way:?}");
                    }
                }
                if way.bend.is_none() {
                    assert!(loss.coefficient(order, 0) < -1e-9, "order {order}");
                }
                planes += 1;
            }
        }
    }
    planes
}

#[test]
fn planes_are_those_of_nonstrict_saddles_at_any_scale() {
    for scale in [1e-120, 1.0, 1e120] {
        let spectrum =
            Spectrum::from_floats(&[3.0 * scale, scale], &mut Tolerance::from_round_off(3))
                .expect("a spectrum");
        let (target, units) = target(&[2, 2, 2, 2], spectrum).in_natural_units();
        let problem = target.problem();
        let at = |learned: &[usize]| {
            let family = problem.subset(learned).expect("a family");
            let shape = FamilyShape::new(problem, &family);
            let stratum = Stratum::balanced(&shape);
            let profile = stratum.profile(&shape);
            let weights = linscape_network::CriticalPoint::balanced(&target, &family).weights;
            let listed = ListedStratum { stratum, profile };
            EscapePlane::new((&target, units), &weights, (&family, &listed), &[1])
        };
        let plane = at(&[]).expect("a plane");
        assert_eq!((plane.axes, plane.order.degree()), (EscapeAxes::Links, 3));
        assert!(plane.is_invariant);
        // All three layers grow to σ_1^{1/3}, and only σ_2² is left.
        let amplitude = (3.0 * scale).cbrt();
        assert!((plane.reach / (3_f64.sqrt() * amplitude) - 1.0).abs() < 0.01);
        let [s, t] = plane.direction.map(|part| part * 3_f64.sqrt() * amplitude);
        assert!((plane.loss(s, t) / (0.5 * scale * scale) - 1.0).abs() < 1e-9);
        assert!(matches!(at(&[1, 2]), Err(EscapePlaneError::NotNonstrict { .. })));
    }
}
