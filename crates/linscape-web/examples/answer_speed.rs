//! Answers questions on this machine as the module does in Node: lines of JSON in, milliseconds of each out.
//!
//! `scripts/benchmark_web.py` compares both in one run.

#![allow(clippy::print_stdout, reason = "a program that measures")]

use std::io::{self, BufRead};
use std::time::Instant;

fn main() -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let question = line?;
        let start = Instant::now();
        let answer = linscape_web::answer(&question, &());
        let milliseconds = 1e3 * start.elapsed().as_secs_f64();
        println!("{milliseconds} {} {}", answer.code, answer.document.len());
    }
    Ok(())
}
