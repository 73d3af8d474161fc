//! Options that state no problem, or no output.

use crate::answer::linscape;
use crate::folder::Folder;

#[test]
fn a_problem_has_exactly_one_source() {
    let folder = Folder::with(&[("two.csv", "1,2\n3,4\n")]);
    folder.refuses(
        2,
        &[
            ("dump", &["--sigma, --target, --inputs, --input-moment or --problem"]),
            ("values --all --widths 2,2", &["no problem"]),
            ("dump --sigma 1 --target two.csv --widths 2,2", &["--sigma and --target"]),
            ("dump --target two.csv --inputs two.csv --hidden 2", &["--target and --inputs"]),
            (
                "dump --inputs two.csv --hidden 2",
                &["--targets FILE, --labels FILE or --autoencode"],
            ),
            ("dump --inputs two.csv --targets two.csv --autoencode --hidden 2", &["not both"]),
            ("dump --inputs two.csv --targets two.csv --labels two.csv --hidden 2", &["not both"]),
            ("dump --targets two.csv --hidden 2", &["--targets goes with --inputs"]),
            ("dump --labels two.csv --hidden 2", &["--labels goes with --inputs"]),
            ("dump --autoencode --hidden 2", &["--autoencode goes with --inputs"]),
            ("dump --sigma 1 --widths 1,1 --autoencode", &["--autoencode goes with --inputs"]),
            ("dump --sigma 1 --widths 1,1 --center", &["--center goes with --inputs"]),
        ],
    );
}

#[test]
fn singular_values_are_nonnegative_numbers_and_not_too_many() {
    let folder = Folder::with(&[]);
    folder.refuses(
        2,
        &[
            ("dump --sigma 2,-1 --widths 2,2,2", &["--sigma", "-1 is negative"]),
            ("dump --sigma -1/2 --widths 2,2,2", &["--sigma", "-1/2 is negative"]),
            ("dump --sigma 3,2,1 --widths 3,2,2", &["3 singular values", "2×3"]),
            ("dump --sigma 1,0,0 --widths 2,2,2", &["3 singular values"]),
            ("dump --sigma 1,,2 --widths 3,3", &["--sigma", "'' is not a number"]),
            ("dump --sigma one --widths 3,3", &["--sigma", "'one' is not a number"]),
            ("dump --sigma nan --widths 3,3", &["--sigma", "'nan'"]),
            ("dump --sigma inf --widths 3,3", &["--sigma", "'inf'"]),
            ("dump --sigma 1/0 --widths 3,3", &["--sigma", "divides by zero"]),
            ("dump --sigma 1/2/3 --widths 3,3", &["--sigma", "'1/2/3'"]),
            ("dump --sigma 1e99999 --widths 3,3", &["--sigma", "exponent"]),
            ("dump --sigma 1e99999999999 --widths 3,3", &["--sigma", "exponent"]),
            ("dump --sigma 1e200 --widths 3,3", &["--sigma", "rescale"]),
        ],
    );
}

#[test]
fn widths_are_positive_whole_numbers_of_at_least_one_layer() {
    let folder = Folder::with(&[("two.csv", "1,2\n3,4\n")]);
    folder.refuses(
        2,
        &[
            ("dump --sigma 1", &["--sigma needs --widths"]),
            ("dump --sigma 1 --hidden 2", &["--hidden", "--widths"]),
            ("dump --sigma 1 --widths 2,0,2", &["--widths 2,0,2", "d_1 is 0"]),
            ("dump --sigma 1 --widths 0,2", &["d_0 is 0"]),
            ("dump --sigma 1 --widths 2", &["--widths 2", "depth 1", "got 1"]),
            ("dump --sigma 1 --widths ''", &["--widths", "not a width"]),
            ("dump --sigma 1 --widths 2,,2", &["'' is not a width"]),
            ("dump --sigma 1 --widths 2,2,", &["'' is not a width"]),
            ("dump --sigma 1 --widths 2,-2", &["'-2' is not a width"]),
            ("dump --sigma 1 --widths -2,2", &["'-2' is not a width"]),
            ("dump --sigma 1 --widths 2.5,2", &["'2.5' is not a width"]),
            ("dump --sigma 1 --widths two,2", &["'two' is not a width"]),
            ("dump --sigma 1 --widths 99999999999999999999,2", &["is not a width"]),
            ("dump --sigma 1 --widths 9999999999,9999999999", &["more parameters"]),
            ("dump --target two.csv", &["--hidden", "--widths 2,…,2"]),
            ("dump --target two.csv --hidden 2 --widths 2,2,2", &["not both"]),
            ("dump --target two.csv --hidden 2,0", &["--hidden 2,0", "d_2 is 0"]),
            ("dump --target two.csv --hidden x", &["--hidden", "'x' is not a width"]),
        ],
    );
}

#[test]
fn widths_beyond_memory_and_arithmetic_are_refused() {
    for (widths, layer) in [
        ("1000000000000,1,1000000000000", "d_0 is 1000000000000"),
        ("2,1048577,2", "d_1 is 1048577"),
    ] {
        let stated = format!(r#"{{"problem": {{"widths": [{widths}], "singular_values": [1]}}}}"#);
        let folder = Folder::with(&[("wide.json", &stated)]);
        for command in ["report", "dump", "graph --format dot", "values --all"] {
            let fragments: &[&str] = &[layer, "at most 1048576"];
            let typed = format!("{command} --sigma 1 --widths {widths}");
            let stored = format!("{command} --problem wide.json");
            folder.refuses(2, &[(&typed, fragments), (&stored, fragments)]);
        }
    }
    for widths in ["2,1048576,2", "1048576,1,2,1048576"] {
        linscape(&format!("dump --sigma 1 --widths {widths}")).json();
    }
}

#[test]
fn losses_tolerances_and_threads_are_checked() {
    let folder = Folder::with(&[("two.csv", "1,2\n3,4\n")]);
    folder.refuses(
        2,
        &[
            (
                "dump --sigma 1 --widths 1,1 --loss total",
                &["--loss", "half-sum, half-mean, mean, sum"],
            ),
            ("dump --sigma 1 --widths 1,1 --loss half-mean", &["--loss", "samples"]),
            ("dump --target two.csv --hidden 2 --loss half-mean", &["--loss", "samples"]),
            ("dump --target two.csv --hidden 2 --tolerance 1", &["--tolerance 1", "[0, 1)"]),
            ("dump --target two.csv --hidden 2 --tolerance -1e-9", &["--tolerance -1e-9"]),
            ("dump --target two.csv --hidden 2 --tolerance nan", &["--tolerance nan"]),
            ("dump --target two.csv --hidden 2 --tolerance inf", &["--tolerance inf"]),
            ("dump --target two.csv --hidden 2 --tolerance small", &["--tolerance", "'small'"]),
            ("dump --target two.csv --hidden 2 --tolerance ''", &["--tolerance", "''"]),
            ("dump --sigma 1 --widths 1,1 --threads 100000", &["--threads 100000", "1024"]),
            ("dump --sigma 1 --widths 1,1 --blas-threads 100000", &["--blas-threads 100000"]),
        ],
    );
}

#[test]
fn outputs_that_cannot_be_written_are_refused() {
    let folder = Folder::with(&[]);
    folder.refuses(
        2,
        &[
            (
                "dump --sigma 1 --widths 1,1 -o missing/out.json",
                &["missing/out.json", "does not exist"],
            ),
            ("report --sigma 1 --widths 1,1 -o missing/out", &["missing/out", "does not exist"]),
            ("values --all --sigma 1 --widths 1,1 -o missing/out.csv", &["missing/out.csv"]),
            ("graph --format dot --sigma 1 --widths 1,1 -o missing/out.dot", &["missing/out.dot"]),
            ("dump --sigma 1 --widths 1,1 -o .", &["is a directory"]),
            ("dump --sigma 1 --widths 1,1 -o kept.json/out", &["kept.json"]),
            ("values --all --sigma 1 --widths 1,1 -o out.txt", &["out.txt", ".csv, .json or .npz"]),
            ("values --all --sigma 1 --widths 1,1 -o out", &["out: ", ".csv, .json or .npz"]),
            ("values --all --json --sigma 1 --widths 1,1 -o out.csv", &["--json", "out.csv"]),
        ],
    );
}

/// What the parser of options refuses, in its own words and lines.
#[test]
fn options_are_never_abbreviated_and_counts_are_positive() {
    let cases = [
        ("dump --sigma 1 --width 1,1", "--width"),
        ("dump --sig 1 --widths 1,1", "--sig"),
        ("dump --sigma 1 --widths 1,1 --out x.json", "--out"),
        ("dump --sigma 1 --widths 1,1 --lim 1", "--lim"),
        ("graph --form dot --sigma 1 --widths 1,1", "--form"),
        ("values --low 1 --sigma 1 --widths 1,1", "--low"),
        ("rep --sigma 1 --widths 1,1", "rep"),
        ("dump --sigma 1 --widths 1,1 extra", "extra"),
        ("dump --sigma 1 --sigma 1 --widths 1,1", "--sigma"),
        ("dump --sigma 1 --widths 1,1 --limit 0", "--limit"),
        ("dump --sigma 1 --widths 1,1 --limit -1", "-1"),
        ("values --lowest 0 --sigma 1 --widths 1,1", "--lowest"),
        ("values --highest 0 --sigma 1 --widths 1,1", "--highest"),
        ("values --lowest 99999999999999999999 --sigma 1 --widths 1,1", "--lowest"),
        ("values --lowest x --sigma 1 --widths 1,1", "--lowest"),
        ("values --sigma 1 --widths 1,1", "--lowest <K>|--highest <K>|--all"),
        ("values --all --lowest 1 --sigma 1 --widths 1,1", "--lowest"),
        ("graph --format png --sigma 1 --widths 1,1", "dot, graphml, gexf, cytoscape"),
        ("graph --format dot --nodes edges --sigma 1 --widths 1,1", "fibers, families"),
        ("report --check --json --sigma 1 --widths 1,1", "--check"),
        ("dump --sigma 1 --widths 1,1 --threads 0", "--threads"),
        ("dump --sigma 1 --widths 1,1 --blas-threads 0", "--blas-threads"),
        ("completions", "<SHELL>"),
        ("completions tcsh", "bash, elvish, fish, powershell, zsh"),
    ];
    let folder = Folder::with(&[]);
    let before = folder.contents();
    for (line, expected) in cases {
        let answer = folder.run(line);
        assert_eq!((answer.code, answer.stdout.as_str()), (Some(2), ""), "{line}");
        assert!(answer.stderr.starts_with("error: "), "{line}: {}", answer.stderr);
        assert!(answer.stderr.contains(expected), "{line}: {}", answer.stderr);
    }
    assert_eq!(folder.contents(), before);
}
