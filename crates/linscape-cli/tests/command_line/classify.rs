//! `linscape classify`, as a user runs it.

mod bad_files;
mod checkpoints;
mod near_enough;
mod run;

use linscape_formats::{WeightsFormat, write_weights};
use linscape_network::Weights;
use nalgebra::DMatrix;
use run::{classified, fixture, linscape, represent};

const PROBLEM: [&str; 4] = ["--sigma", "3,2,1", "--widths", "3,3,3,3"];

#[test]
fn what_represent_writes_is_what_classify_names() {
    let folder = tempfile::tempdir().expect("folder");
    let mut named = 0;
    for extension in ["npz", "safetensors"] {
        for (subset, stratum) in [
            ("", "p0-2,0-3x2.b1-1x2,2-3"),
            ("1", "p0-2,0-3.b1-1,1-2"),
            ("1", "p0-2,0-3.b1-1x2,2-2"),
        ] {
            let path = folder.path().join(format!("W.{extension}"));
            if !represent(&PROBLEM, subset, stratum, &path) {
                continue;
            }
            let found = &classified(&PROBLEM, &[&path], &[])[0];
            assert_eq!(found["stratum"]["id"], stratum);
            assert_eq!((&found["critical"], &found["agree"]), (&true.into(), &true.into()));
            assert_eq!(found["layers"].as_array().map(Vec::len), Some(3));
            named += 1;
        }
    }
    assert!(named >= 2, "{named}");
}

#[test]
fn data_with_idle_input_directions_are_classified_in_their_own_coordinates() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("W.npz");
    let (inputs, targets) = (fixture("deficient-inputs.csv"), fixture("deficient-targets.csv"));
    let problem = ["--inputs", &inputs, "--targets", &targets, "--hidden", "3,3"];
    assert!(represent(&problem, "1", "random", &path));
    let found = &classified(&problem, &[&path], &["--loss", "mean"])[0];
    assert_eq!(found["subset"], serde_json::json!([1]));
    assert_eq!(found["agree"], true);
    let count = |name: &str| found[name].as_u64().expect("a count");
    let widths = linscape_formats::read_matrix(inputs.as_ref()).expect("inputs").ncols() as u64;
    let outputs = linscape_formats::read_matrix(targets.as_ref()).expect("targets").ncols() as u64;
    // Idle directions are counted: the three numbers add up to all parameters.
    let parameters = 3 * widths + 9 + 3 * outputs;
    assert_eq!(count("index") + count("nullity") + count("coindex"), parameters);
    // A value of the data's own coordinates: 2/λ_max is that of the user's training.
    assert!(found["hessian"]["step_limit"].as_f64().is_some_and(|limit| limit > 0.0));
}

#[test]
fn several_files_are_answered_in_order() {
    let folder = tempfile::tempdir().expect("folder");
    let paths = ["b.npz", "a.npz"].map(|name| folder.path().join(name));
    assert!(represent(&PROBLEM, "1", "", &paths[0]) && represent(&PROBLEM, "1,2,3", "", &paths[1]));
    let found = classified(&PROBLEM, &[&paths[0], &paths[1]], &[]);
    assert!(found[0]["file"].as_str().is_some_and(|file| file.ends_with("b.npz")));
    assert_eq!(
        (&found[0]["type"], &found[1]["type"]),
        (&"nonstrict_saddle".into(), &"global_minimum".into())
    );
}

/// The balanced point of {1} at σ = (8, 1), widths 2,2,2,2, moved.
fn near_saddle(by: f64) -> Weights {
    let layer = DMatrix::from_row_slice(2, 2, &[2.0 + by, by, -by, by]);
    Weights::new(vec![layer; 3]).expect("chain")
}

const NEAR: [&str; 4] = ["--sigma", "8,1", "--widths", "2,2,2,2"];

#[test]
fn weights_near_a_saddle_are_moved_onto_it() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("W.npz");
    let mut bytes = Vec::new();
    write_weights(&mut bytes, &near_saddle(1e-5), WeightsFormat::Npz).expect("memory");
    std::fs::write(&path, bytes).expect("written");
    let given = &classified(&NEAR, &[&path], &[])[0];
    assert_eq!((&given["critical"], &given["type"]), (&false.into(), &"not_critical".into()));
    assert_eq!(given["nearest"]["subset"], serde_json::json!([1]));
    let refined = &classified(&NEAR, &[&path], &["--refine"])[0];
    assert_eq!(refined["type"], "nonstrict_saddle");
    assert_eq!(refined["agree"], true);
    let moved = refined["refined"]["moved"].as_f64().expect("moved");
    assert!((1e-6..1e-4).contains(&moved), "{moved}");
}

#[test]
fn directions_of_descent_are_written_and_checked() {
    let folder = tempfile::tempdir().expect("folder");
    let (path, directions) = (folder.path().join("W.npz"), folder.path().join("D.npz"));
    let option = directions.to_str().expect("text").to_owned();
    let mut checked = 0;
    for subset in ["1,2", "2"] {
        assert!(represent(&PROBLEM, subset, "", &path));
        let found = &classified(&PROBLEM, &[&path], &["--directions", &option])[0];
        for direction in found["directions"].as_array().expect("directions") {
            assert_eq!(direction["descends"], true);
            checked += 1;
        }
        let bytes = std::fs::read(&directions).expect("written");
        let first = linscape_formats::parse_npz(&bytes, Some("direction1_W1")).expect("a matrix");
        assert_eq!(first.shape(), (3, 3));
    }
    assert!(checked >= 2);
}

#[test]
fn the_order_of_layers_is_printed_in_the_block() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("W.npz");
    assert!(represent(&PROBLEM, "1", "", &path));
    let output = linscape()
        .arg("classify")
        .args(PROBLEM)
        .arg("--weights")
        .arg(&path)
        .args(["--layers", "W1,W2,W3", "--hessian", "skip"])
        .output()
        .expect("runs");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("W1 → W2 → W3") && text.contains("skipped"), "{text}");
}

#[test]
fn lanczos_counts_the_index_and_agrees_with_the_dense_hessian() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("W.npz");
    assert!(represent(&PROBLEM, "2,3", "", &path));
    let dense = &classified(&PROBLEM, &[&path], &["--hessian", "dense"])[0];
    for seed in ["0", "3"] {
        let options = &["--hessian", "lanczos", "--seed", seed];
        let found = &classified(&PROBLEM, &[&path], options)[0];
        let hessian = &found["hessian"];
        assert_eq!((&hessian["method"], &found["agree"]), (&"lanczos".into(), &true.into()));
        assert_eq!(
            (&hessian["counted"]["negative"], &hessian["inertia"]),
            (&2.into(), &serde_json::Value::Null)
        );
        assert_eq!(
            (&hessian["counted"]["negative_is_all"], &hessian["complete"]),
            (&true.into(), &true.into())
        );
        assert_eq!(hessian["iteration"]["status"], "converged");
        for end in ["smallest", "largest", "step_limit"] {
            let number =
                |value: &serde_json::Value| value["hessian"][end].as_f64().expect("a number");
            assert!((number(found) - number(dense)).abs() < 1e-9, "{end}");
        }
        assert!(hessian["residual"].as_f64().is_some_and(|residual| residual < 1e-9));
    }
    assert_eq!(dense["hessian"]["iteration"], serde_json::Value::Null);
}

#[test]
fn the_low_end_on_raw_pixels_is_given_where_lanczos_tells_it_from_zero() {
    let folder = tempfile::tempdir().expect("folder");
    let (pixels, labels) = (fixture("digits-pixels.npy"), fixture("digits-labels.csv"));
    let problem = ["--inputs", &pixels, "--labels", &labels, "--hidden", "12,12"];
    let at = |subset: &str, method: &str| {
        let path = folder.path().join(format!("W{subset}.npz"));
        assert!(represent(&problem, subset, "", &path));
        classified(&problem, &[&path], &["--hessian", method]).remove(0)["hessian"].take()
    };
    // A strict saddle: the largest eigenvalue is 10⁷ times the depth of the smallest.
    let (dense, lanczos) = (at("3", "dense"), at("3", "lanczos"));
    let number = |of: &serde_json::Value, name: &str| of[name].as_f64().expect("a number");
    let error = (number(&lanczos, "smallest") - number(&dense, "smallest")).abs();
    assert!(error <= number(&lanczos, "residual"), "{error} {lanczos}");
    assert!(number(&lanczos, "smallest") < -1.0 && number(&lanczos, "largest") > 1e7);
    // No negative eigenvalue in whitened coordinates, and so none here.
    let flat = at("1,2", "lanczos");
    assert_eq!((&flat["smallest"], &flat["counted"]["negative"]), (&().into(), &0.into()));
    assert_eq!(flat["counted"]["negative_is_all"], true);
}

/// Gradient descent on the mean squared error as PyTorch has it, from weights beside a global
/// minimum: how far the loss is above the minimum after some steps.
fn trained(inputs: &DMatrix<f64>, targets: &DMatrix<f64>, start: &Weights, step: f64) -> f64 {
    let scale = 2.0 / targets.len() as f64;
    let [mut first, mut second] = [0, 1].map(|layer| start.matrices()[layer].clone());
    first[(0, 0)] += 1e-6;
    let loss = |first: &DMatrix<f64>, second: &DMatrix<f64>| {
        (inputs * first.transpose() * second.transpose() - targets).norm_squared() * scale / 2.0
    };
    let least = loss(&start.matrices()[0], &start.matrices()[1]);
    for _ in 0..400 {
        let hidden = inputs * first.transpose();
        let error = (&hidden * second.transpose() - targets) * scale;
        let of_second = error.transpose() * &hidden;
        let of_first = (error * &second).transpose() * inputs;
        first -= of_first * step;
        second -= of_second * step;
    }
    loss(&first, &second) - least
}

#[test]
fn the_step_limit_of_the_mean_loss_is_where_gradient_descent_begins_to_diverge() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("W.npz");
    let (inputs, targets) = (fixture("deficient-inputs.csv"), fixture("deficient-targets.csv"));
    let problem = ["--inputs", &inputs, "--targets", &targets, "--hidden", "3"];
    assert!(represent(&problem, "1,2,3", "", &path));
    let start = linscape_formats::read_weights(&path, None, false).expect("written").weights;
    let read = |path: &str| linscape_formats::read_matrix(path.as_ref()).expect("numbers");
    let (x, y) = (read(&inputs), read(&targets));
    let mut limits = Vec::new();
    for loss in ["mean", "half-mean", "half-sum"] {
        let found = &classified(&problem, &[&path], &["--loss", loss])[0];
        limits.push(found["hessian"]["step_limit"].as_f64().expect("a limit"));
    }
    assert!(trained(&x, &y, &start, 0.97 * limits[0]) < 1e-9);
    assert!(trained(&x, &y, &start, 1.03 * limits[0]) > 1e-6);
    // 12 samples, 3 outputs: the mean is 2/36 of the half sum, the half mean 1/12.
    assert!(
        (limits[0] / limits[2] - 18.0).abs() < 1e-9 && (limits[1] / limits[2] - 12.0).abs() < 1e-9
    );
}
