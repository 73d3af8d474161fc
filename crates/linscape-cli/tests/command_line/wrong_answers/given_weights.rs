//! Weights in whole numbers and in half precision.

use crate::answer::{linscape_in, root};
use linscape_formats::{WeightsFormat, write_weights};
use linscape_network::Weights;
use nalgebra::DMatrix;
use serde_json::Value;
use std::path::Path;

fn written(folder: &Path, layers: &[(usize, usize, &[f64])], target: &str) {
    let matrix = |&(rows, columns, entries): &(usize, usize, &[f64])| {
        DMatrix::from_row_slice(rows, columns, entries)
    };
    let weights = Weights::new(layers.iter().map(matrix).collect()).unwrap();
    let mut bytes = Vec::new();
    write_weights(&mut bytes, &weights, WeightsFormat::Npz).unwrap();
    std::fs::write(folder.join("w.npz"), bytes).unwrap();
    std::fs::write(folder.join("s.csv"), target).unwrap();
}

fn classified(folder: &Path, problem: &str) -> Value {
    let answer = linscape_in(folder, &format!("classify {problem} --weights w.npz --json"));
    assert_eq!((answer.code, answer.stderr.as_str()), (Some(0), ""), "{}", answer.stdout);
    serde_json::from_str(answer.stdout.lines().next().unwrap()).unwrap()
}

fn assert_is(found: &Value, point: &str, inertia: [u64; 3], dimension: u64) {
    assert_eq!(found["type"], point, "{found}");
    assert_eq!(["index", "nullity", "coindex"].map(|name| found[name].as_u64().unwrap()), inertia);
    assert_eq!(found["dimension"].as_u64(), Some(dimension));
    assert_ne!(found["agree"], false);
}

#[test]
fn unresolved_eigenvalues_of_ill_conditioned_whole_numbers_contradict_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = [-1., 0., 0., 0., 0., 0., 0., 0.];
    let last = [58., 8., 671., 0., 1., 84., 59., 9., 755., 0., 0., 0.];
    let layers: [(usize, usize, &[f64]); 3] = [(4, 2, &first), (3, 4, &[0.0; 12]), (4, 3, &last)];
    written(folder.path(), &layers, "0,0\n0,0\n0,0\n0,0\n");
    let found = classified(folder.path(), "--target s.csv --widths 2,4,3,4");
    assert_is(&found, "global_minimum", [0, 29, 3], 17);
}

#[test]
fn small_whole_numbers_below_an_error_bar_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let last = [0., 0., 0., 0., 0., 0., -1., 0., 0., 1., 0., 0.];
    let layers: [(usize, usize, &[f64]); 3] =
        [(1, 3, &[-1., 1., 0.]), (3, 1, &[0.0; 3]), (4, 3, &last)];
    // σ = 2³⁸, 2³⁴, 1.
    let target = "274877906944,0,0\n0,17179869184,0\n0,0,1\n0,0,0\n";
    written(folder.path(), &layers, target);
    let found = classified(folder.path(), "--target s.csv --widths 3,1,3,4");
    assert_is(&found, "strict_saddle", [3, 12, 3], 8);
}

#[test]
fn half_precision_is_known_on_the_second_road_too() {
    let folder = root().join("fixtures/half-precision");
    let problem = "--inputs x.npy --targets y.npy --center --hidden 3,1 --loss half-mean";
    let found = classified(&folder, problem);
    assert_is(&found, "strict_saddle", [3, 16, 3], 10);
    assert!((found["loss"].as_f64().unwrap() - 9.5).abs() <= found["loss_error"].as_f64().unwrap());
}

#[test]
fn the_nearest_family_among_equal_singular_values_is_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let layers: [(usize, usize, &[f64]); 2] =
        [(2, 2, &[1., 0., 0., 1.]), (2, 2, &[0., -3., -3., -1.])];
    written(folder.path(), &layers, "2,0\n0,2\n");
    let found = classified(folder.path(), "--sigma 2,2 --widths 2,2,2");
    let near = &found["near"];
    assert_eq!(near["subset"].to_string(), "[1]");
    // W − 2P with the projector onto the eigenvector of (√37 − 1)/2: ‖W‖² − 4(√37 − 1)/2 + 4.
    let distance = (19.0 - 2.0 * (37_f64.sqrt() - 1.0) + 4.0).sqrt();
    assert!((near["distance"].as_f64().unwrap() - distance).abs() < 1e-12, "{near}");
    assert_eq!(found["nearest"]["distance_to_product"], near["distance"]);
}

/// Errors of half precision are bounds: 270 times the bound is no zero.
#[test]
fn data_in_half_precision_decide_their_critical_points() {
    const ENTRIES: [u16; 16] = [
        12294, 45114, 14624, 11959, 47177, 13769, 15671, 15252, 47521, 48400, 47356, 10570, 49318,
        45824, 48380, 47580,
    ];
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), &[(1, 2, &[0.0; 2]), (2, 1, &[0.0; 2])], "");
    let header = "{'descr': '<f2', 'fortran_order': False, 'shape': (8, 2), }\n";
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    let data: Vec<u8> = ENTRIES.iter().flat_map(|entry| entry.to_le_bytes()).collect();
    let bytes = [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), &data].concat();
    std::fs::write(folder.path().join("h.npy"), bytes).unwrap();
    let problem = "--inputs h.npy --autoencode --hidden 1";
    let found = classified(folder.path(), problem);
    assert_is(&found, "strict_saddle", [2, 0, 2], 0);
    assert_eq!(found["agree"], true);
    for (subset, point) in [("1", "global_minimum"), ("2", "strict_saddle")] {
        linscape_in(folder.path(), &format!("represent {problem} --subset {subset} -o w.npz"));
        let found = classified(folder.path(), problem);
        assert_eq!((&found["type"], &found["agree"]), (&point.into(), &true.into()), "{found}");
    }
}
