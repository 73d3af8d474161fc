//! `linscape represent`.

use crate::answer::{linscape, root};
use crate::folder::Folder;
use linscape_formats::parse_npz;
use linscape_network::Weights;
use nalgebra::DMatrix;
use std::path::Path;

fn read(path: &Path, depth: usize) -> Weights {
    let bytes = std::fs::read(path).expect("written");
    let matrix = |layer: usize| parse_npz(&bytes, Some(&format!("W{layer}"))).expect("W");
    Weights::new((1..=depth).map(matrix).collect()).expect("chain")
}

/// Runs `represent` and returns what it says of the point.
fn represent(options: &str, path: &Path) -> String {
    let answer = linscape(&format!("represent {options} -o {}", path.display()));
    assert_eq!((answer.code, answer.stdout.as_str()), (Some(0), ""), "{}", answer.stderr);
    answer.stderr
}

#[test]
fn the_balanced_point_of_a_spectrum_is_diagonal() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("W.npz");
    let said = represent("--sigma 8,1 --widths 2,2,2,2 --subset 1", &path);
    assert_eq!(said, "{1}: balanced point\n");
    let weights = read(&path, 3);
    for matrix in weights.matrices() {
        assert!((matrix - DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 0.0, 0.0])).amax() < 1e-12);
    }
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_one_other_weights() {
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = |name: &str, seed: &str, extension: &str| {
        let path = folder.path().join(format!("{name}.{extension}"));
        let family = "--sigma 3,2,1 --widths 3,3,3,3 --subset 1";
        let said = represent(&format!("{family} --stratum random --seed {seed}"), &path);
        assert!(said.contains(&format!("seed {seed}")), "{said}");
        std::fs::read(path).expect("written")
    };
    for extension in ["npz", "safetensors"] {
        assert_eq!(bytes("a", "7", extension), bytes("b", "7", extension));
        assert_ne!(bytes("a", "7", extension), bytes("c", "8", extension));
    }
}

#[test]
fn weights_in_the_datas_own_coordinates_are_critical_for_the_data() {
    let file = |name: &str| root().join("fixtures").join(name);
    let (inputs, targets) = (file("deficient-inputs.csv"), file("deficient-targets.csv"));
    let data = format!("--inputs {} --targets {}", inputs.display(), targets.display());
    let inputs = linscape_formats::read_matrix(&inputs).expect("fixture");
    let targets = linscape_formats::read_matrix(&targets).expect("fixture");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("W.npz");
    for stratum in ["", "--stratum random --seed 3"] {
        represent(&format!("{data} --hidden 3,3 --subset 1 {stratum}"), &path);
        let weights = read(&path, 3);
        assert_eq!(weights.widths(), [5, 3, 3, 3]);
        // ½‖Y − WX‖² with σ² = 108, 60, 48 and κ = 6: learning the first mode leaves ½·108 + 6.
        let residual = targets.transpose() - weights.product() * inputs.transpose();
        assert!((0.5 * residual.norm_squared() - 60.0).abs() < 1e-9);
        for layer in 1..=3 {
            let before = weights.partial_product(layer - 1, 1) * inputs.transpose();
            let after = weights.partial_product(3, layer + 1);
            let gradient = after.transpose() * &residual * before.transpose();
            assert!(gradient.amax() < 1e-9 * residual.norm() * inputs.norm().powi(2));
        }
    }
}

#[test]
fn strata_of_other_families_and_files_of_other_kinds_are_refused() {
    let family = "represent --sigma 3,2,1 --widths 3,3,3,3 --subset 1";
    let case = |options: &str| format!("{family} {options}");
    let cases = [
        (case("--stratum p0-3.b1-1x2,2-2x2 -o W.npz"), "--stratum p0-3.b1-1x2,2-2x2"),
        (case("--stratum q1 -o W.npz"), "--stratum q1"),
        (case("-o W.pt"), ".npz or .safetensors"),
        (case("-o -"), "name it with -o W.npz or -o W.safetensors"),
        (case("-o no/such/folder/W.npz"), "does not exist"),
    ];
    for (line, fragment) in &cases {
        Folder::with(&[]).refuses(2, &[(line, &[fragment])]);
    }
}

#[test]
fn a_document_holds_no_bases_and_that_is_said() {
    let dump = linscape("dump --sigma 2,1 --widths 2,2,2").text();
    let folder = Folder::with(&[("dump.json", &dump)]);
    let line = "represent --problem dump.json --subset 1 -o W.npz";
    folder.refuses(2, &[(line, &["singular bases", "--sigma"])]);
}
