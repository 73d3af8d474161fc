//! All eigenvalues piece by piece, as `classify`, `spectrum` and `plot spectrum` give them.

use crate::spectrum::{balanced, json, rows, run};
use serde_json::Value;

/// 4,440 weights, of which a plateau uses few.
const WIDE: &str = "--sigma 9,8,5,5,3,0 --widths 30,60,40,6";

/// The same plateau in a network that the dense road is done with soon, whoever decomposes.
const NARROW: &str = "--sigma 9,8,5,5,3,0 --widths 10,14,12,6";

#[test]
fn beyond_the_dense_limit_a_plateau_has_its_whole_spectrum() {
    let folder = balanced(WIDE, "1,3");
    let line = format!("spectrum {WIDE} --weights W.npz --json");
    let found = json(folder.path(), &line);
    let closed = rows(&json(folder.path(), &format!("spectrum {WIDE} --subset 1,3 --json")));
    assert_eq!((&found["method"], &found["iteration"]), (&"low_rank".into(), &Value::Null));
    assert!(found["bound"].as_f64().unwrap() < 1e-9 && found["core_order"].as_u64().unwrap() < 40);
    let found = rows(&found);
    assert_eq!(found.len(), closed.len());
    for ((value, times), (exact, exact_times)) in found.iter().zip(&closed) {
        assert!((value - exact).abs() < 1e-11 && times == exact_times, "{value} × {times}");
    }
    let total: u64 = found.iter().map(|row| row.1).sum();
    assert_eq!(total, 30 * 60 + 60 * 40 + 40 * 6);
    let table = String::from_utf8(run(folder.path(), &line.replace(" --json", "")).stdout).unwrap();
    assert!(table.contains("low rank, all eigenvalues from a core of order"), "{table}");
}

#[test]
fn classify_checks_every_sign_of_a_plateau() {
    let folder = balanced(NARROW, "1,3");
    let line = format!("classify {NARROW} --weights W.npz --json");
    let found = json(folder.path(), &format!("{line} --dense-limit 100"));
    let hessian = &found["hessian"];
    assert_eq!((&hessian["method"], &found["agree"]), (&"low_rank".into(), &true.into()));
    let counts = [&found["index"], &found["nullity"], &found["coindex"]];
    let inertia = hessian["inertia"].as_array().unwrap();
    assert!(counts.into_iter().eq(inertia), "{found}");
    let dense = json(folder.path(), &format!("{line} --hessian dense"));
    assert_eq!(dense["hessian"]["inertia"], hessian["inertia"]);
    for end in ["smallest", "largest"] {
        let difference = dense["hessian"][end].as_f64().unwrap() - hessian[end].as_f64().unwrap();
        assert!(difference.abs() < 1e-11, "{end}");
    }
}

#[test]
fn on_raw_inputs_the_hidden_layers_are_taken_apart() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
    let problem = format!(
        "--inputs {root}/linnerud-exercise.csv --targets {root}/linnerud-physiological.csv \
         --center --hidden 12,14"
    );
    let folder = balanced(&problem, "1");
    let line = format!("classify {problem} --weights W.npz --json");
    let found = json(folder.path(), &format!("{line} --dense-limit 100"));
    assert_eq!((&found["hessian"]["method"], &found["agree"]), (&"low_rank".into(), &true.into()));
    let dense = json(folder.path(), &format!("{line} --hessian dense"));
    assert_eq!(dense["hessian"]["inertia"], found["hessian"]["inertia"]);
    for end in ["smallest", "largest"] {
        let [left, right] = [&dense, &found].map(|of| of["hessian"][end].as_f64().unwrap());
        let scale = dense["hessian"]["largest"].as_f64().unwrap();
        assert!((left - right).abs() < 1e-10 * scale, "{end}: {left} {right}");
    }
}

#[test]
fn a_core_beyond_the_limit_is_iterated_on_and_all_beside_it_is_exact() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures");
    let problem = format!(
        "--inputs {root}/digits-pixels.npy --labels {root}/digits-labels.csv --center --hidden 20,20"
    );
    let folder = balanced(&problem, "2,3");
    let line = format!("spectrum {problem} --weights W.npz --json");
    let all = json(folder.path(), &format!("{line} --hessian low-rank"));
    let found = json(
        folder.path(),
        &format!("{line} --hessian low-rank --dense-limit 100 --ends 5 --vectors V.npz"),
    );
    assert_eq!(
        (&all["iteration"], &found["iteration"]["status"]),
        (&Value::Null, &"converged".into())
    );
    assert!(found["core_order"].as_u64() > Some(100) && found["core_order"] == all["core_order"]);
    let (all, listed) = (rows(&all), rows(&found));
    let scale = all[all.len() - 1].0;
    let copies = |value: f64| -> u64 {
        let same = all.iter().filter(|row| (row.0 - value).abs() < 1e-9 * scale);
        same.map(|row| row.1).sum()
    };
    let mut complete = 0;
    for (row, (value, times)) in found["rows"].as_array().unwrap().iter().zip(&listed) {
        let is_complete = row["complete"] == Value::Bool(true);
        assert!(
            if is_complete { *times == copies(*value) } else { *times <= copies(*value) },
            "{row}"
        );
        complete += usize::from(is_complete);
    }
    // Both negative ones, and four of the largest.
    assert!(complete >= 6, "{complete} rows are proved");
    assert!((listed[0].0 - all[0].0).abs() < 1e-9 * scale);
    assert!((listed[listed.len() - 1].0 - scale).abs() < 1e-9 * scale);
    let archive = std::fs::read(folder.path().join("V.npz")).unwrap();
    let residuals = linscape_formats::parse_npz(&archive, Some("residuals")).unwrap();
    assert!(residuals.len() == 10 && residuals.amax() < 1e-8 * scale, "{}", residuals.amax());
    let classified = format!("classify {problem} --weights W.npz --json --hessian low-rank");
    let [whole, large] = ["", " --dense-limit 100"]
        .map(|limit| json(folder.path(), &format!("{classified}{limit}")));
    assert_eq!((&large["agree"], &whole["agree"]), (&true.into(), &true.into()));
    let [a, b] = [&whole, &large].map(|of| of["hessian"]["largest"].as_f64().unwrap());
    assert!((a - b).abs() < 1e-8 * scale, "{a} {b}");
    // The smallest, 3·10⁻⁷ of the largest, is given where it converged.
    if let Some(b) = large["hessian"]["smallest"].as_f64() {
        let a = whole["hessian"]["smallest"].as_f64().unwrap();
        assert!((a - b).abs() < 1e-8 * scale, "{a} {b}");
    }
    assert_eq!(large["hessian"]["iteration"]["status"], "converged");
}

#[test]
fn the_road_may_be_stated_and_full_rank_is_said() {
    let problem = "--sigma 3,2,1 --widths 3,3,3,3";
    let folder = balanced(problem, "1");
    let line = format!("spectrum {problem} --weights W.npz --json --hessian");
    for (road, method) in [("dense", "dense"), ("low-rank", "low_rank"), ("lanczos", "lanczos")] {
        let found = json(folder.path(), &format!("{line} {road}"));
        assert_eq!(found["method"], method);
        // h σ_1^{2(h−1)/h}.
        let exact = 3.0 * 3_f64.powf(4.0 / 3.0);
        assert!((found["largest"].as_f64().unwrap() - exact).abs() < 1e-8);
    }
    // A stratum that uses everything, and a gap nowhere.
    let random = format!("represent {problem} --subset 1,2,3 --stratum random -o R.npz");
    assert!(run(folder.path(), &random).status.success());
    let full = format!("classify {problem} --weights R.npz --hessian low-rank --dense-limit 5");
    let refused = run(folder.path(), &full);
    let message = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{message}");
    assert!(message.contains("not of low rank") && message.contains("beyond 5"), "{message}");
}

#[test]
fn eigenvectors_of_the_outermost_are_written_on_request() {
    let folder = balanced(WIDE, "1,3");
    let line = format!("spectrum {WIDE} --weights W.npz --ends 4 --vectors V.npz");
    assert!(run(folder.path(), &line).status.success());
    let archive = std::fs::read(folder.path().join("V.npz")).unwrap();
    let array = |name| linscape_formats::parse_npz(&archive, Some(name)).unwrap();
    let vectors = array("vectors");
    assert_eq!(vectors.shape(), (8, 4440));
    let unit = nalgebra::DMatrix::<f64>::identity(8, 8);
    assert!((&vectors * vectors.transpose() - unit).amax() < 1e-12);
    assert!(array("residuals").amax() < 1e-11);
}

#[test]
fn the_spectrum_is_drawn_as_counts_and_as_a_density() {
    let folder = balanced(WIDE, "1,3");
    let line = format!("plot spectrum {WIDE} --weights W.npz");
    let text = |line: &str| String::from_utf8(run(folder.path(), line).stdout).unwrap();
    let found = json(folder.path(), &format!("classify {WIDE} --weights W.npz --json"));
    let cumulative = text(&line);
    assert!(cumulative.contains(&format!("{} negative", found["index"])), "{cumulative}");
    assert!(cumulative.contains(&format!("{} positive", found["coindex"])), "{cumulative}");
    let density = text(&format!("{line} --curve density"));
    assert!(density.contains("Density of Hessian eigenvalues"));
}

#[test]
fn what_a_large_core_hides_is_shaded_and_counted() {
    let folder = balanced(WIDE, "1,3");
    let line = format!("plot spectrum {WIDE} --weights W.npz");
    let text = |line: &str| String::from_utf8(run(folder.path(), line).stdout).unwrap();
    let whole = text(&line);
    assert!(!whole.contains("class=\"unknown\"") && !whole.contains("≥"));
    for curve in ["cumulative", "density"] {
        let part = text(&format!("{line} --curve {curve} --dense-limit 2"));
        assert!(part.contains("class=\"unknown\"") && part.contains(" more, "), "{curve}: {part}");
        assert!(!part.contains("≥") || curve == "cumulative");
    }
    let part = text(&format!("{line} --dense-limit 2"));
    assert!(part.contains("≥ ") && part.contains(" negative"), "{part}");
}

#[test]
fn what_truncation_is_worth_is_said_in_the_units_of_the_problem() {
    let scaled = "--sigma 3e15,2e15,1e15 --widths 3,60,60,3";
    let folder = balanced(scaled, "1,2");
    let checked = json(
        folder.path(),
        &format!("classify {scaled} --weights W.npz --hessian low-rank --json"),
    );
    let listed = json(
        folder.path(),
        &format!("spectrum {scaled} --weights W.npz --hessian low-rank --json"),
    );
    let bound = checked["hessian"]["bound"].as_f64().unwrap();
    assert!((bound / listed["bound"].as_f64().unwrap() - 1.0).abs() < 1e-6, "{bound}");
    // Beside the largest, 1.3e21, it is rounding.
    assert!(bound > 1e4 && bound < 1e10);
}

#[test]
fn pieces_know_the_loss_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.csv"), "1,2,0\n0,1,1\n2,0,1\n1,1,4\n0,3,1\n").unwrap();
    std::fs::write(folder.path().join("y.csv"), "1,0\n2,1\n0,4\n1,1\n5,2\n").unwrap();
    let data = "--inputs x.csv --targets y.csv --hidden 9,9 --header no --index-column none";
    let drawn = run(folder.path(), &format!("represent {data} --subset 1 -o W.npz"));
    assert!(drawn.status.success(), "{drawn:?}");
    for loss in ["half-sum", "mean", "sum"] {
        let line =
            |road| format!("spectrum {data} --loss {loss} --weights W.npz --hessian {road} --json");
        let [dense, low] = ["dense", "low-rank"].map(|road| json(folder.path(), &line(road)));
        assert_eq!(low["method"], "low_rank", "{low}");
        for end in ["largest", "step_limit"] {
            let [dense, low] = [&dense, &low].map(|found| found[end].as_f64().unwrap());
            assert!((low - dense).abs() < 1e-9 * dense.abs(), "{loss} {end}: {low} for {dense}");
        }
    }
}

#[test]
fn eigenvalues_far_below_the_largest_keep_their_signs() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.csv"), "1,2e5,0\n0,-3e5,1\n2,1e5,1\n1,2e5,4\n0,4e5,1\n")
        .unwrap();
    std::fs::write(folder.path().join("y.csv"), "1,0\n2,1\n0,4\n1,1\n5,2\n").unwrap();
    let data = "--inputs x.csv --targets y.csv --hidden 3 --header no --index-column none";
    assert!(run(folder.path(), &format!("represent {data} --subset 2 -o W.npz")).status.success());
    let found = json(folder.path(), &format!("classify {data} --weights W.npz --json"));
    assert!(found["index"].as_u64().unwrap() > 0 && found["agree"] == true, "{found}");
    let listed = json(folder.path(), &format!("spectrum {data} --weights W.npz --json"));
    let counted = |is: &dyn Fn(f64) -> bool| -> u64 {
        rows(&listed).iter().filter(|row| is(row.0)).map(|row| row.1).sum()
    };
    let rounding = 1e-13 * listed["largest"].as_f64().unwrap();
    assert_eq!(found["index"], counted(&|value| value < -rounding));
    assert_eq!(found["coindex"], counted(&|value| value > rounding));
    let drawn = run(folder.path(), &format!("plot spectrum {data} --weights W.npz"));
    let drawn = String::from_utf8(drawn.stdout).unwrap();
    assert!(drawn.contains(&format!(">{} negative", found["index"])), "{drawn}");
    assert!(drawn.contains(&format!(">{} positive", found["coindex"])), "{drawn}");
}
