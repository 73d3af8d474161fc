//! Questions that were once answered wrongly, each with its right answer.

mod bounds;
mod exact_numbers;
mod given_weights;
mod scale;
