//! Statements of the theory of weight decay: expected numbers, referees of completeness, and the
//! second road, dense matrices that know nothing of words.

mod blind_search;
mod dense;
mod expected_numbers;
mod graph_of_moves;
mod order_of_values;
mod problems;
mod referees;
mod second_road;
mod vanishing_decay;
