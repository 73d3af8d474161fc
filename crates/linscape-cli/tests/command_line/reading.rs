//! Files as people save them: what is taken for something else than data is said, what is in doubt is
//! refused, and precision is that of what was stored.

use crate::folder::Folder;
use serde_json::Value;
use std::fs;

/// Rows in general position.
const ROWS: [[f64; 2]; 5] = [[1.5, 2.25], [0.5, -1.0], [3.25, 0.75], [-2.5, 1.25], [0.25, 4.5]];

/// A csv text of rows, with a first cell if `index` gives one.
fn table(header: &str, index: impl Fn(usize) -> String) -> String {
    let row = |(at, row): (usize, &[f64; 2])| format!("{}{:?},{:?}\n", index(at), row[0], row[1]);
    format!("{header}{}", ROWS.iter().enumerate().map(row).collect::<String>())
}

/// The loss offset and widths of the same problem however it was saved.
fn problem(folder: &Folder, options: &str) -> Value {
    let line = format!("dump --autoencode --hidden 1 {options}");
    folder.run(&line).json()["problem"].clone()
}

#[test]
fn headers_and_indices_of_pandas_and_r_are_left_out_and_said() {
    let files = [
        ("plain.csv", table("", |_| String::new())),
        ("header.csv", table("height,width\n", |_| String::new())),
        ("pandas.csv", table(",0,1\n", |at| format!("{at},"))),
        ("named.csv", table(",height,width\n", |at| format!("{at},"))),
        ("r.csv", table("\"\",\"a\",\"b\"\n", |at| format!("\"{}\",", at + 1))),
        ("dates.csv", table(",a,b\n", |at| format!("2026-01-0{},", at + 1))),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = Folder::with(&files);
    let plain = problem(&folder, "--inputs plain.csv");
    assert_eq!(plain["widths"], serde_json::json!([2, 1, 2]));
    assert!(plain["source"].get("notes").is_none());
    for (name, notes) in
        [("header.csv", 1), ("pandas.csv", 2), ("named.csv", 2), ("r.csv", 2), ("dates.csv", 2)]
    {
        let answer = folder.run(&format!("dump --autoencode --hidden 1 --inputs {name}"));
        assert_eq!(answer.stderr.lines().count(), notes, "{name}: {}", answer.stderr);
        assert!(answer.stderr.starts_with(&format!("linscape: note: {name}: line 1 is taken")));
        let read = answer.json()["problem"].clone();
        for field in ["widths", "samples", "singular_values", "loss_offset"] {
            assert_eq!(read[field], plain[field], "{name} {field}");
        }
        assert_eq!(read["source"]["notes"].as_array().unwrap().len(), notes);
    }
}

#[test]
fn thirteen_bad_cells_never_vanish_as_a_header() {
    let bad = [
        "3,",
        "NA,0",
        "3%,0",
        "\"1,234.5\",0",
        "−3,0",
        "N/A,0",
        "null,0",
        "?,0",
        "$3,0",
        "1.2.3,0",
        "3kg,0",
        "a,0",
        "1e,0",
    ];
    for cell in bad {
        let folder = Folder::with(&[("x.csv", &table(&format!("{cell}\n"), |_| String::new()))]);
        let line = "report --inputs x.csv --autoencode --hidden 1";
        folder.refuses(2, &[(line, &["x.csv: line 1 is neither", "--header yes"])]);
        folder.refuses(2, &[(&format!("{line} --header no"), &["x.csv: line 1, column"])]);
        let read = problem(&folder, "--inputs x.csv --header yes");
        assert_eq!(read["samples"], 5, "{cell}");
    }
}

#[test]
fn what_may_be_names_or_an_index_is_refused_with_the_option_that_decides() {
    let folder = Folder::with(&[
        ("years.csv", &table("2019,2020\n", |_| String::new())),
        ("index.csv", &table("", |at| format!("{at},"))),
        ("id.csv", &table("id,a,b\n", |at| format!("{},", 7 * at + 2))),
        ("x.txt.csv", "1;2\n3;4\n"),
    ]);
    let line = |file: &str| format!("report --autoencode --hidden 1 --inputs {file}");
    folder.refuses(
        2,
        &[
            (&line("years.csv"), &["line 1 (2019, 2020)", "--header no", "--header yes"]),
            (&line("index.csv"), &["column 1", "counts the rows", "--index-column none"]),
            (&line("id.csv"), &["column 1 (\"id\")", "--index-column 1"]),
            (&line("x.txt.csv"), &["separated by ';'", "--delimiter ';'"]),
            (&format!("{} --columns c", line("id.csv")), &["--columns names \"c\""]),
        ],
    );
    assert_eq!(problem(&folder, "--inputs years.csv --header yes")["samples"], 5);
    assert_eq!(problem(&folder, "--inputs years.csv --header no")["samples"], 6);
    let plain = problem(&folder, "--inputs index.csv --index-column 1");
    assert_eq!(plain["widths"], serde_json::json!([2, 1, 2]));
    for options in ["--inputs id.csv --drop id", "--inputs id.csv --columns a,b"] {
        let read = problem(&folder, &format!("{options} --index-column none"));
        assert_eq!(read["singular_values"], plain["singular_values"]);
    }
    assert_eq!(problem(&folder, "--inputs x.txt.csv --delimiter ;")["samples"], 2);
}

#[test]
fn samples_in_columns_are_asked_about() {
    let folder = Folder::with(&[("wide.csv", "1,2,3,5\n2,-1,0.5,1\n")]);
    let wide = folder.run("dump --inputs wide.csv --autoencode --hidden 1");
    assert!(wide.stderr.contains("2 samples of 4 features"), "{}", wide.stderr);
    assert!(wide.stderr.contains("--samples-in columns"), "{}", wide.stderr);
    let columns = folder.run("dump --inputs wide.csv --autoencode --hidden 1 --samples-in columns");
    assert_eq!(columns.stderr, "");
    assert_eq!(columns.json()["problem"]["widths"], serde_json::json!([2, 1, 2]));
    let rows = folder.run("dump --inputs wide.csv --autoencode --hidden 1 --samples-in rows");
    assert_eq!(rows.stderr, "");
}

#[test]
fn six_digits_have_the_rank_that_was_meant() {
    // The third column is 0.3·a + 0.7·b, written with six digits.
    let column = |a: f64, b: f64| format!("{:.5e}", 0.3 * a + 0.7 * b);
    let row = |row: usize| {
        let (a, b) = ((1.3 * row as f64).sin(), (0.7 * row as f64 + 0.4).cos());
        format!("{a:.5e},{b:.5e},{}\n", column(a, b))
    };
    let text: String = (0..40).map(row).collect();
    let folder = Folder::with(&[("x.csv", &text), ("short.csv", "0.1,0.3\n0.7,2.1\n")]);
    assert_eq!(problem(&folder, "--inputs x.csv")["input_rank"], 2);
    let short = folder.run("dump --target short.csv --hidden 2").json();
    assert_eq!(short["problem"]["rank"], 1);
}

#[test]
fn an_empty_variable_is_not_taken_for_zero() {
    let folder = Folder::with(&[]);
    folder.refuses(2, &[("report --sigma '' --widths 2,2,2", &["--sigma is empty", "--sigma 0"])]);
}

#[test]
fn documents_with_a_mark_or_in_two_byte_letters_are_read() {
    let folder = Folder::with(&[]);
    let text = "\u{feff}{\"problem\": {\"widths\": [2, 2, 2], \"singular_values\": [2, 1]}}";
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [text.as_bytes(), &utf16] {
        fs::write(folder.path().join("p.json"), bytes).unwrap();
        assert_eq!(folder.run("dump --problem p.json").json()["problem"]["rank"], 2);
    }
    fs::write(folder.path().join("p.json"), "{\"problem\": 3}").unwrap();
    let told = folder.run("dump --problem p.json").refusal(2);
    assert!(told.contains("expected an object") && !told.contains("struct"), "{told}");
}

#[test]
fn standard_input_is_a_file_that_is_read_once() {
    let run = |arguments: &[&str], input: &[u8]| {
        let mut command = assert_cmd::Command::cargo_bin("linscape").expect("the binary");
        command.args(arguments).write_stdin(input).output().expect("runs")
    };
    let values = ["values", "--all", "--hidden", "2", "--target", "-"];
    let array =
        fs::read(format!("{}/../../fixtures/corpus/npy/numpy_f4.npy", env!("CARGO_MANIFEST_DIR")));
    for input in [&b"3,0\n0,1\n"[..], &array.expect("a fixture")] {
        let output = run(&values, input);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let output =
        run(&["report", "--inputs", "-", "--targets", "-", "--hidden", "2"], b"3,0\n0,1\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(said.contains("-: cannot be read: standard input was read already"), "{said}");
    let document = run(&["dump", "--sigma", "2,1", "--widths", "2,2,2"], b"").stdout;
    assert_eq!(run(&["dump", "--problem", "-"], &document).stdout, document);
}
