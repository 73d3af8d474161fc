//! `report --format`: tables to paste.

use crate::answer::linscape;
use crate::folder::Folder;

const PROBLEM: &str = "--sigma 5,4,3 --widths 3,3,3,3";

#[test]
fn every_format_has_one_row_a_family_with_its_own_value() {
    let row = |format: &str, row: &str| {
        let table = linscape(&format!("report {PROBLEM} --format {format}")).text();
        assert!(table.contains(row), "{format}: {table}");
        table
    };
    let markdown = row("markdown", "|     3 | 12.5 | {1}     |    1 | nonstrict saddle |");
    let columns: Vec<usize> = markdown
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(|line| line.chars().count())
        .collect();
    assert_eq!(columns.len(), 10);
    assert!(columns.iter().all(|width| *width == columns[0]));
    let html = row("html", "<td>{1}</td>");
    assert_eq!((html.matches("<tr>").count(), html.matches("</tr>").count()), (9, 9));
    let latex = row("latex", r"3 & 12.5 & $\{1\}$ & 1 & nonstrict saddle & 0 & 22 & 5 & 3 & -- \\");
    assert_eq!(latex.matches(r"\\").count() - latex.matches(r"\\usepackage").count(), 9);
    assert_eq!(latex.matches('&').count(), 9 * 9);
    for open in ["table", "tabular"] {
        assert!(
            latex.contains(&format!("\\begin{{{open}}}"))
                && latex.contains(&format!("\\end{{{open}}}"))
        );
    }
}

#[test]
fn an_excerpt_says_that_it_is_one() {
    for format in ["markdown", "html", "latex"] {
        let table = linscape(&format!("report {PROBLEM} --limit 2 --format {format}")).text();
        assert!(table.contains("4 of 8 families: the lowest, and the greedy path."), "{format}");
    }
}

#[test]
fn a_table_to_paste_goes_without_check_and_json() {
    for option in ["--check", "--json", "--dynamics"] {
        let refusal = linscape(&format!("report {PROBLEM} --format latex {option}")).refusal(2);
        assert!(refusal.contains("--format"), "{refusal}");
    }
}

#[test]
fn the_name_of_the_output_decides() {
    let folder = Folder::with(&[]);
    for (name, beginning) in [
        (
            "r.csv",
            "value,loss,learned,rank,type,index,nullity,coindex,escape_order,rate\n0,0,\"{1,2,3}\",",
        ),
        ("r.md", "Critical points of"),
        ("r.html", "<table>"),
        ("r.tex", "% \\usepackage{booktabs}"),
        ("r.json", "{\n  \"schema\": \"linscape.landscape/1\""),
        ("r.txt", "Loss landscape of"),
    ] {
        assert_eq!(folder.run(&format!("report {PROBLEM} -o {name}")).text(), "");
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.starts_with(beginning), "{name}: {text}");
    }
    folder.run(&format!("graph {PROBLEM} -o g.graphml")).text();
    let graph = std::fs::read_to_string(folder.path().join("g.graphml")).unwrap();
    assert!(graph.contains("<graphml"), "{graph}");
    let refusal = folder.run(&format!("report {PROBLEM} --format html -o r.csv")).refusal(2);
    assert!(refusal.contains("r.csv"), "{refusal}");
    let refusal = folder.run(&format!("graph {PROBLEM}")).refusal(2);
    assert!(refusal.contains("--format"), "{refusal}");
}
