//! Further ways to state a problem: saved with its data, by moments, with weights, by roots.

use crate::answer::{is_close, linscape, linscape_in, root};
use std::fs;

const LINNERUD: &str =
    "--inputs fixtures/linnerud-exercise.csv --targets fixtures/linnerud-physiological.csv";

#[test]
fn a_saved_problem_gives_the_same_bytes_in_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let saved = path("P.npz");
    let sources = [
        &format!("{LINNERUD} --center --hidden 3,3 --loss mean"),
        &format!("{LINNERUD} --hidden 2,2 --biases last"),
        "--target fixtures/target-321.csv --hidden 3,3",
        "--sigma 2*sqrt(3),3,0 --widths 4,3,3",
        "--sigma 3,2 --widths 2,2,2,2 --decay 1/2",
    ];
    for source in sources {
        let said = linscape(&format!("problem {source} -o {saved}")).stderr;
        assert!(said.contains("state it by --problem"), "{said}");
        let both = |command: &str| {
            let stated = linscape(&format!("{command} {source}"));
            let again = linscape(&format!("{command} --problem {saved}"));
            assert_eq!(
                (again.code, again.stdout),
                (stated.code, stated.stdout),
                "{command} {source}"
            );
        };
        for command in ["report", "dump", "values --all --json", "spectrum --subset 1"] {
            both(command);
        }
        for (problem, weights) in [(source, "W1.npz"), (&*format!("--problem {saved}"), "W2.npz")] {
            let written = linscape(&format!("represent {problem} --subset 1 -o {}", path(weights)));
            assert_eq!(written.code, Some(0), "{}", written.stderr);
        }
        assert_eq!(
            fs::read(path("W1.npz")).unwrap(),
            fs::read(path("W2.npz")).unwrap(),
            "{source}"
        );
        both(&format!("classify --weights {}", path("W1.npz")));
    }
}

#[test]
fn weights_with_biases_find_the_data_in_a_saved_problem() {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("P.npz").display().to_string();
    let source = format!("{LINNERUD} --hidden 2,2");
    linscape(&format!("problem {source} -o {saved}"));
    let weights = "classify --weights fixtures/linnerud-biases.safetensors";
    let stated = linscape(&format!("{weights} {source}"));
    let again = linscape(&format!("{weights} --problem {saved}"));
    assert_eq!(again.stdout, stated.stdout);
    assert!(again.stdout.contains("offset"), "{}", again.stdout);
    // Other thresholds are for data to judge.
    let coarse = linscape(&format!("report --problem {saved} --tolerance 1e-2")).text();
    let direct = linscape(&format!("report {source} --tolerance 1e-2")).text();
    assert_eq!(coarse, direct);
}

#[test]
fn what_is_no_saved_problem_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    linscape(&format!("represent --sigma 2,1 --widths 2,2,2 --subset 1 -o {}", path("W.npz")));
    let refused = linscape(&format!("report --problem {}", path("W.npz"))).refusal(2);
    assert!(refused.contains("problem.json is not in it"), "{refused}");
    let refused =
        linscape(&format!("problem --sigma 1 --widths 1,1 -o {}", path("P.json"))).refusal(2);
    assert!(refused.contains("is written as .npz"), "{refused}");
    linscape(&format!("problem --target fixtures/target-321.csv --hidden 3 -o {}", path("P.npz")));
    let refused =
        linscape(&format!("report --problem {} --tolerance 0.1", path("P.npz"))).refusal(2);
    assert!(refused.contains("--tolerance"), "{refused}");
    assert!(!folder.path().join("P.json").exists());
}

/// x = (1, 0), (1, 2), (0, 2), and y = x_1 + noise (0, 1, 0).
fn write_data(folder: &std::path::Path) {
    let files = [
        ("x.csv", "a,b\n1,0\n1,2\n0,2\n"),
        ("y.csv", "y\n1\n2\n0\n"),
        ("xx.csv", "a,b\n2,2\n2,8\n"),
        ("yx.csv", "a,b\n3,4\n"),
        ("yy.csv", "y\n5\n"),
        ("w.csv", "w\n1\n2\n1\n"),
        ("x2.csv", "a,b\n1,0\n1,2\n1,2\n0,2\n"),
        ("y2.csv", "y\n1\n2\n2\n0\n"),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

#[test]
fn moments_state_what_their_samples_do() {
    let folder = tempfile::tempdir().unwrap();
    write_data(folder.path());
    let dump = |source: &str| linscape_in(folder.path(), &format!("dump --hidden 2 {source}"));
    let data = dump("--inputs x.csv --targets y.csv").json();
    let moments = "--input-moment xx.csv --cross-moment yx.csv";
    let given = dump(&format!("{moments} --output-moment yy.csv")).json();
    // Σ² = (3, 4) [2 2; 2 8]⁻¹ (3, 4)ᵀ = (9·8 − 2·3·4·2 + 16·2)/12 = 14/3; κ = ½(5 − 14/3).
    assert!(is_close(&given["problem"]["singular_values"][0], (14.0_f64 / 3.0).sqrt()));
    assert!((given["problem"]["loss_offset"].as_f64().unwrap() - 1.0 / 6.0).abs() < 1e-12);
    for (found, right) in
        given["families"].as_array().unwrap().iter().zip(data["families"].as_array().unwrap())
    {
        assert_eq!((&found["type"], &found["index"]), (&right["type"], &right["index"]));
        assert!(is_close(&found["loss"], right["loss"].as_f64().unwrap()));
    }
    let answer = dump(moments);
    assert!(
        answer.stderr.contains("without --output-moment losses start at κ = 0"),
        "{}",
        answer.stderr
    );
    assert!(answer.stderr.contains("moments square the condition number"), "{}", answer.stderr);
    assert_eq!(answer.json()["problem"]["loss_offset"], 0.0);
    let mean =
        dump(&format!("{moments} --output-moment yy.csv --moment-samples 3 --loss mean")).json();
    let alias = dump(&format!("{moments} --output-moment yy.csv --samples 3 --loss mean")).json();
    assert_eq!(alias["families"], mean["families"]);
    let direct = dump("--inputs x.csv --targets y.csv --loss mean").json();
    assert!(is_close(
        &mean["families"][1]["loss"],
        direct["families"][1]["loss"].as_f64().unwrap()
    ));
}

#[test]
fn a_sample_of_weight_two_counts_twice() {
    let folder = tempfile::tempdir().unwrap();
    write_data(folder.path());
    for options in [
        "--hidden 2 --loss half-mean",
        "--hidden 2 --center",
        "--hidden 2 --biases last --loss mean",
    ] {
        let dump =
            |data: &str| linscape_in(folder.path(), &format!("dump {options} {data}")).json();
        let weighted = dump("--inputs x.csv --targets y.csv --sample-weights w.csv");
        let repeated = dump("--inputs x2.csv --targets y2.csv");
        let losses =
            |document: &serde_json::Value| document["families"].as_array().unwrap().clone();
        for (found, right) in losses(&weighted).iter().zip(&losses(&repeated)) {
            assert!(is_close(&found["loss"], right["loss"].as_f64().unwrap()), "{options}");
        }
        assert_eq!(weighted["problem"]["total_weight"], 4.0);
        assert_eq!(weighted["problem"]["samples"], 3);
    }
}

#[test]
fn roots_are_exact_where_their_squares_are() {
    // ½·12 = ½(5 + 7): a tie that doubles do not see.
    let report = linscape("dump --sigma 2*sqrt(3),sqrt(5),sqrt(7) --widths 3,3,3").json();
    assert_eq!(
        report["problem"]["exact_singular_values"],
        serde_json::json!(["2*sqrt(3)", "sqrt(7)", "sqrt(5)"])
    );
    let tied: Vec<_> =
        report["families"].as_array().unwrap().iter().filter(|f| f["exact_loss"] == "6").collect();
    assert_eq!(tied.len(), 2);
    assert_eq!(tied[0]["fiber"], tied[1]["fiber"]);
    // The fold of depth 2 is at σ = λ: √7 on it exactly.
    let decayed = linscape("report --sigma sqrt(7),1 --widths 2,2,2 --decay 7,1").text();
    assert!(decayed.contains("sqrt(7)"), "{decayed}");
}

#[test]
fn the_mean_of_a_target_is_over_its_entries() {
    let dump = linscape("dump --target fixtures/target-321.csv --hidden 3 --loss mean").json();
    // ∅: (9 + 4 + 1)/9.
    let worst = dump["families"].as_array().unwrap().last().unwrap();
    assert!(is_close(&worst["loss"], 14.0 / 9.0));
    linscape("dump --target fixtures/target-321.csv --hidden 3 --loss half-mean").refusal(2);
}

#[test]
fn dropped_columns_are_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.csv"), "age,still,size,copy\n1,0,2,1\n4,0,1,4\n3,0,7,3\n")
        .unwrap();
    fs::write(folder.path().join("y.csv"), "1\n0\n2\n").unwrap();
    let report = linscape_in(
        folder.path(),
        "report --inputs x.csv --targets y.csv --hidden 2 --samples-in rows",
    );
    let report = report.text();
    assert!(
        report.contains("(zero columns 2 (still); equal columns 4 (copy) = 1 (age))"),
        "{report}"
    );
}

#[test]
fn options_that_state_nothing_are_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    write_data(folder.path());
    let cases = [
        ("--input-moment xx.csv --hidden 2", "--cross-moment"),
        ("--cross-moment yx.csv --hidden 2", "--input-moment"),
        ("--input-moment x.csv --cross-moment yx.csv --hidden 2", "it is square"),
        ("--input-moment xx.csv --cross-moment yy.csv --hidden 2", "Σ_yx is d_h × d_0"),
        ("--input-moment xx.csv --cross-moment yx.csv --hidden 2 --center", "needs means"),
        ("--input-moment xx.csv --cross-moment yx.csv --hidden 2 --biases last", "needs means"),
        ("--input-moment xx.csv --cross-moment yx.csv --hidden 2 --loss mean", "--moment-samples"),
        (
            "--input-moment xx.csv --cross-moment yx.csv --hidden 2 --moment-samples 0",
            "not a number of samples",
        ),
        (
            "--input-moment xx.csv --cross-moment yx.csv --hidden 2 --columns 1",
            "rows and columns of the moments",
        ),
        ("--inputs x.csv --targets y.csv --hidden 2 --sample-weights x.csv", "one number a sample"),
        (
            "--inputs x.csv --targets y.csv --hidden 2 --sample-weights y2.csv",
            "3 in a row or a column",
        ),
        ("--sigma 1 --widths 1,1 --sample-weights w.csv", "--sample-weights goes with --inputs"),
        ("--sigma sqrt(-2) --widths 1,1", "root of a negative number"),
        ("--sigma sqrt(x) --widths 1,1", "is not a number"),
        ("--inputs x.parquet --targets y.csv --hidden 2", "pandas.read_parquet"),
    ];
    for (options, expected) in cases {
        let refused = linscape_in(folder.path(), &format!("report {options}")).refusal(2);
        assert!(refused.contains(expected), "{options}: {refused}");
    }
    assert!(root().join("fixtures").exists());
}

#[test]
fn a_problem_on_standard_output_is_the_file_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("P.npz");
    let line = format!("problem --sigma 3,2 --widths 2,2,2 -o {}", file.display());
    assert_eq!(linscape(&line).code, Some(0));
    let piped = assert_cmd::Command::new(crate::answer::PROGRAM)
        .args(["problem", "--sigma", "3,2", "--widths", "2,2,2"])
        .output()
        .unwrap();
    assert_eq!(piped.stdout, fs::read(file).unwrap());
}
