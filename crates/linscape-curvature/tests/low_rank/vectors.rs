//! Eigenvectors of pieces.

use super::networks::Network;
use linscape_critical::RandomStream;
use linscape_curvature::{LowRankOptions, Piece, SymmetricOperator};
use nalgebra::DMatrix;

#[test]
fn vectors_of_all_pieces_and_copies_are_orthonormal_eigenvectors() {
    let mut stream = RandomStream::new(1, "piece vectors");
    let (mut kinds, mut checked) = ([0; 6], 0);
    for depth in 1..=4 {
        for round in 0..120 {
            let mut network = Network::random(&mut stream, depth);
            if round % 2 == 1 {
                network = network.with_biases(&mut stream);
            }
            let reduced = network.reduced(LowRankOptions::default()).expect("small");
            let spectrum = reduced.spectrum().expect("finite");
            let mut wanted = Vec::new();
            let mut values = Vec::new();
            for level in spectrum.levels.iter().filter(|level| level.piece != Piece::Flat) {
                for copy in 0..level.multiplicity {
                    wanted.push((level.piece, copy));
                    values.push(level.value);
                }
            }
            let found = reduced.vectors(&wanted).expect("finite");
            let order = network.order();
            let mut vectors = DMatrix::zeros(order, wanted.len());
            for (at, layers) in found.iter().enumerate() {
                let layers = layers.as_ref().unwrap_or_else(|| panic!("{:?}", wanted[at]));
                let flat = layers.iter().flat_map(|layer| layer.iter().copied());
                vectors.column_mut(at).copy_from_slice(&flat.collect::<Vec<_>>());
            }
            let unit = DMatrix::identity(wanted.len(), wanted.len());
            assert!((vectors.tr_mul(&vectors) - unit).amax() < 1e-11, "{depth}");
            let images = network.hessian().apply(&vectors);
            for (at, value) in values.iter().enumerate() {
                let left = images.column(at) - *value * vectors.column(at);
                let scale = spectrum.norm.max(1e-300);
                assert!(left.norm() < 1e-11 * scale, "{:?}: {:e}", wanted[at], left.norm());
                kinds[kind(wanted[at].0)] += 1;
            }
            checked += 1;
        }
    }
    assert_eq!(checked, 480);
    assert!(kinds.iter().all(|&count| count > 20), "{kinds:?}");
}

fn kind(piece: Piece) -> usize {
    match piece {
        Piece::Core { .. } => 0,
        Piece::Outer { .. } => 1,
        Piece::Input { .. } => 2,
        Piece::Output { .. } => 3,
        Piece::Hidden { .. } => 4,
        Piece::Linear { .. } | Piece::Flat => 5,
    }
}

#[test]
fn what_is_flat_or_not_there_has_no_vector() {
    let network = Network::random(&mut RandomStream::new(2, "piece vectors"), 2);
    let reduced = network.reduced(LowRankOptions::default()).expect("small");
    let absent = [
        (Piece::Flat, 0),
        (Piece::Core { at: 10_000 }, 0),
        (Piece::Outer { mode: 99, at: 0 }, 0),
        (Piece::Hidden { layer: 7, mode: 0, is_positive: true }, 0),
    ];
    let found = reduced.vectors(&absent).expect("finite");
    assert!(found.iter().all(Option::is_none));
}
