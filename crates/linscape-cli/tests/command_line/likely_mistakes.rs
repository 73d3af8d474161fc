//! Where a person is likely to have meant something, the error says what; and what the outputs print is taken.

use crate::answer::linscape;
use crate::folder::Folder;

const PROBLEM: &str = "--sigma 3,2,1 --widths 3,3,3";

#[test]
fn errors_of_the_parser_say_what_was_meant() {
    let cases = [
        (
            "report --sigma 3 2 1 --widths 3,3,3".to_owned(),
            "one word, with commas and no spaces: 3,2,1",
        ),
        (format!("plot {PROBLEM}"), "name the picture after plot: values, spectrum,"),
        (format!("plot landscape {PROBLEM}"), "name the picture after plot: values, spectrum,"),
        (
            format!("graph {PROBLEM} --format png"),
            "a picture is written as its name says: -o graph.png",
        ),
        (
            format!("verify {PROBLEM} --samples 0"),
            "'--samples <K>': a whole number from 1 on is meant",
        ),
        (format!("report {PROBLEM} --limit many"), "'--limit <K>': a whole number is meant"),
        (format!("report {PROBLEM} --threads 0"), "a whole number from 1 on is meant"),
        (
            format!("represent {PROBLEM} --subset 1"),
            "weights are a file: name it with -o W.npz or -o W.safetensors",
        ),
        (
            "glossary saddel".to_owned(),
            "no word of the glossary (nonstrict saddle, strict saddle?)",
        ),
    ];
    for (line, meant) in &cases {
        let answer = linscape(line);
        assert_eq!((answer.code, answer.stdout.as_str()), (Some(2), ""), "{line}");
        assert!(answer.stderr.contains(meant), "{line}: {}", answer.stderr);
    }
    let negative = linscape(&format!("values {PROBLEM} --lowest -1")).stderr;
    assert!(negative.contains("'-1'") && !negative.contains("commas"), "{negative}");
    // What the parser knows better itself it says alone.
    let similar = linscape(&format!("reprot {PROBLEM}")).stderr;
    assert!(similar.contains("'report'") && !similar.contains("picture"), "{similar}");
}

#[test]
fn a_subset_is_taken_as_it_is_printed() {
    let count = |subset: &str| {
        let line = format!("explain --sigma 6,5,4,3,2,1 --widths 6,6,6 --subset {subset}");
        linscape(&line).text()
    };
    assert_eq!(count("{1-4,6}"), count("1,2,3,4,6"));
    assert_eq!(count("∅"), count("{}"));
    let folder = Folder::with(&[]);
    let near = folder.run(&format!("flow {PROBLEM} --init near:{{1-2}} --until 1 -o near.json"));
    assert_eq!(near.code, Some(0), "{}", near.stderr);
    let reversed = linscape(&format!("explain {PROBLEM} --subset 3-1")).refusal(2);
    assert!(reversed.contains("'3-1' is not an index") && reversed.contains("1-3"), "{reversed}");
}
