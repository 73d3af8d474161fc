#!/bin/bash
# The Python wheel, built once and tested in a fresh virtual environment.
#
#     scripts/test_python.sh [PYTHON]
#
# It is compared with a binary built without LAPACK, as the wheel is: then floating numbers agree to
# the last digit.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-/usr/bin/python3}
target=${CARGO_TARGET_DIR:-target}
environment=$target/python-env
export LINSCAPE_BINARY=$PWD/$target/python-binary/linscape
[[ $target = /* ]] && LINSCAPE_BINARY=$target/python-binary/linscape

# The same features as the tests without LAPACK, so that nothing is built for this alone.
cargo build --workspace --bins --no-default-features --locked
mkdir -p "$(dirname "$LINSCAPE_BINARY")"
cp "$target/debug/linscape" "$LINSCAPE_BINARY"

rm -rf "$environment" "$target/wheels"
"$python" -m venv "$environment"
run=$environment/bin
"$run/pip" install --quiet --disable-pip-version-check -r crates/linscape-python/tests/requirements.txt
"$run/maturin" build --profile dev --locked -m crates/linscape-python/Cargo.toml -o "$target/wheels"
"$run/pip" install --quiet --disable-pip-version-check --no-deps "$target"/wheels/linscape-*.whl

scripts/check_wheel.sh "$target"/wheels/linscape-*.whl "$python"

"$run/python" -m pytest -q crates/linscape-python/tests
package=$("$run/python" -c 'import linscape, pathlib; print(pathlib.Path(linscape.__file__).parent)')
"$run/python" -m pytest -q --doctest-modules "$package" \
    --doctest-glob='*.md' README.md docs/python.md docs/sweeps.md crates/linscape-python/README.md
