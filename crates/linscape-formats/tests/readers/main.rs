//! The readers of matrices and labels, on files as numpy writes them and on damaged ones.

#![expect(clippy::unwrap_used, reason = "a test without its files cannot go on")]

mod matrix_file;
mod npy;
mod npy_bytes;
mod npz;
mod objects;
mod round_trips;
mod runs;
mod torch;
mod torch_damaged;
