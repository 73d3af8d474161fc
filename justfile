# Shorthands only: every recipe is one line that can be typed without just.

# All tests and doctests, as in the README.
test:
    cargo test --workspace --locked

# The tests with nalgebra's own decompositions, without LAPACK.
test-pure:
    cargo test --workspace --no-default-features --locked

# Does it compile? The fastest answer.
check:
    cargo check --workspace --all-targets --locked

# Formatting and clippy, as the gate sees them.
lint:
    cargo fmt --all --check && cargo clippy --workspace --all-targets --locked -- -D warnings

# The libraries' pages, warnings refused.
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

# The Python wheel and its tests, in an environment under target/.
python:
    scripts/test_python.sh

# Ratios to NumPy as Markdown for docs/benchmarks.md; wants an idle machine.
bench:
    cargo build --release --locked && /usr/bin/python3 scripts/benchmark.py

# Ten minutes of fuzzing each reader.
fuzz:
    scripts/fuzz.sh

# Write fixtures/ again (the same bytes) and print the spectra.
fixtures:
    /usr/bin/python3 scripts/make_fixtures.py

# The WebAssembly module of the playground, beside the binaries.
web:
    scripts/build_web.sh

# The whole gate.
ci:
    .ci/run
