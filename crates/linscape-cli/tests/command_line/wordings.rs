//! Words of tables and messages: nouns go with their numbers, numbers that differ look different, and no message
//! blames an option that nobody gave.

use crate::answer::linscape;
use crate::folder::Folder;

#[test]
fn nouns_go_with_their_numbers() {
    let one = linscape("report --sigma 1 --widths 1,1,1").text();
    assert!(one.contains("depth 2, 2 parameters, at most 1 mode learned"), "{one}");
    assert!(one.contains("1 strict saddle, 0 nonstrict saddles"), "{one}");
    let single = linscape("report --sigma 1 --widths 1,1").text();
    assert!(single.contains("depth 1, 1 parameter, at most 1 mode learned"), "{single}");
    assert!(single.contains("1 critical value\n"), "{single}");
    let strata = linscape("strata --sigma 1 --widths 1,1,1 --subset 1").text();
    assert!(strata.contains("\n1 stratum listed."), "{strata}");
    let folder = Folder::with(&[("x.csv", "2\n"), ("y.csv", "1\n")]);
    let data = folder.run("report --inputs x.csv --targets y.csv --hidden 1").text();
    assert!(data.contains("1 sample, inputs of rank 1 in 1 dimension"), "{data}");
}

#[test]
fn critical_values_that_differ_are_written_differently() {
    let lines = [
        "report --sigma 1.0000001,1 --widths 2,2,2",
        "values --all --sigma 1.0000001,1 --widths 2,2,2",
        "report --sigma 1.0000001,1 --widths 2,2,2 --format markdown",
        "graph --sigma 1.0000001,1 --widths 2,2,2 --format dot",
    ];
    for line in lines {
        let text = linscape(line).text();
        assert!(text.contains("0.5000001"), "{line}: {text}");
    }
    // Beyond doubles.
    let text = linscape("report --sigma 1.00000000000000000001,1 --widths 2,2,2").text();
    assert!(text.contains(" 0.50000000000000000001 "), "{text}");
    let folder = Folder::with(&[]);
    let drawn = "plot barriers --sigma 4,3.9999999,2 --widths 3,3,3,3 --decay 1 -o b.svg";
    assert_eq!(folder.run(drawn).code, Some(0));
    let svg = std::fs::read_to_string(folder.path().join("b.svg")).unwrap();
    let mut ticks: Vec<&str> = svg
        .lines()
        .filter_map(|line| line.split_once("class=\"tick end\""))
        .map(|(_, rest)| rest.split_once('>').unwrap().1)
        .collect();
    let all = ticks.len();
    ticks.dedup();
    assert_eq!(ticks.len(), all, "{ticks:?}");
}

#[test]
fn exact_numbers_are_as_short_as_they_can_be() {
    let text = linscape("report --sigma 1e100,100000.5,1/2 --widths 3,3,3").text();
    assert!(text.contains("σ = 1e100, 100000.5, 1/2\n"), "{text}");
    let json = linscape("dump --sigma 100000.5 --widths 1,1").json();
    assert_eq!(json["problem"]["exact_singular_values"][0], "200001/2");
}

#[test]
fn a_message_names_what_was_given_and_what_to_do() {
    let folder = Folder::with(&[("x.csv", "1,2.5\n2,1\n-1,0.5\n3,1\n")]);
    let made = [
        "represent --sigma 3,2 --widths 2,2,2 --subset 1 --biases last -o B.npz",
        "represent --sigma 3,2 --widths 2,2,2 --subset 1 -o W.npz",
        "dump --sigma 3,2 --widths 2,2,2 -o p.json",
        "problem --sigma 3,2 --widths 2,2,2 --biases none -o P.npz",
    ];
    for line in made {
        assert_eq!(folder.run(line).code, Some(0), "{line}");
    }
    let sigma = "--sigma 3,2 --widths 2,2,2";
    let own = "--inputs x.csv --autoencode --hidden 2";
    let refused: [(String, &[&str]); 16] = [
        (format!("classify {sigma} --biases none --weights B.npz"), &["--biases none was stated"]),
        ("classify --problem P.npz --weights B.npz".to_owned(), &["what --problem states"]),
        (format!("trace {sigma} B.npz W.npz --json"), &["the weights before have --biases last"]),
        (format!("verify {sigma} --exact --decay 1"), &["--exact does not go with --decay"]),
        (
            format!("classify {sigma} --exact --decay 1 --weights W.npz"),
            &["--exact does not go with --decay"],
        ),
        (format!("report {sigma} --decay 1 -o r.csv"), &["r.csv", "name it .txt or .json"]),
        (format!("report {sigma} --decay 1 --format csv"), &["--format does not go with --decay"]),
        (format!("plot surface {sigma} --modes 1,4 -o s.svg"), &["--modes", "there is no mode 4"]),
        (format!("plot surface {sigma} --learned 1 -o s.svg"), &["--learned", "named twice"]),
        ("report --sigma 3,2,1 --widths 2,2,2".to_owned(), &["--sigma and --widths"]),
        (format!("report {own} --delimiter x"), &["--delimiter 'x'"]),
        (format!("report {own} --delimiter ;"), &["separated by ','", "--delimiter ','"]),
        (format!("report {sigma} --tolerance 0.1"), &["--tolerance goes without exact"]),
        (
            format!("strata {sigma} --subset 1 --decay-on whitened"),
            &["--decay-on goes with --decay"],
        ),
        (format!("learning {sigma} --noise 2"), &["--noise goes with --samples"]),
        (format!("verify {sigma} --decay 1 --components"), &["--components does not go with"]),
    ];
    for (line, fragments) in refused {
        let message = folder.run(&line).refusal(2);
        for fragment in fragments {
            assert!(message.contains(fragment), "{line}: {message}");
        }
    }
}
