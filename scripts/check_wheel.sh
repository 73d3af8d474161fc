#!/bin/bash
# A wheel needs no Rust: it is manylinux, brings its licences and no library but its own, and installs and runs where there is no cargo.
#
#     scripts/check_wheel.sh WHEEL [PYTHON]
set -euo pipefail
wheel=$(realpath "$1")
python=${2:-/usr/bin/python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

[[ $(basename "$wheel") =~ -abi3-(.*\.)?manylinux_2_[0-9]+_ ]] || { echo "$(basename "$wheel") is no manylinux wheel"; exit 1; }
# Nothing of the machine but libc and what comes with it.
"$python" -m zipfile -e "$wheel" unpacked
needed=$(readelf -d unpacked/linscape/_linscape.abi3.so | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')
foreign=$(grep -vE '^(libc|libm|libpthread|libdl|librt|libgcc_s|ld-linux.*)\.so' <<<"$needed" || true)
[[ -z $foreign ]] || { echo "the wheel needs $foreign"; exit 1; }

# The texts of the licences that it is under, and of the letters in its pictures.
for licence in APACHE FONTS MIT; do
    [[ -s $(echo unpacked/linscape-*.dist-info/licenses/LICENSE-$licence) ]] || { echo "the wheel has no LICENSE-$licence"; exit 1; }
done

# Without the variables of the shell but pip's, and with an empty PATH: there is no cargo, and no package of the machine.
mkdir empty
clean=(/usr/bin/env -i "HOME=$scratch" "PATH=$scratch/empty")
for variable in "${!PIP_@}"; do clean+=("$variable=${!variable}"); done
"${clean[@]}" "$python" -m venv fresh
"${clean[@]}" fresh/bin/pip install --quiet --disable-pip-version-check --only-binary :all: "$wheel"
"${clean[@]}" fresh/bin/python - <<'PYTHON'
from linscape import Problem
problem = Problem([3, 3, 3, 3], sigma=[3, 2, 1])
landscape = problem.landscape()
assert [family.loss for family in landscape.families] == [0, 0.5, 2, 2.5, 4.5, 5, 6.5, 7]
assert problem.classify(problem.represent([1])).subset == (1,)
assert landscape.to_png().startswith(b"\x89PNG") and landscape.to_pdf().startswith(b"%PDF-")
PYTHON
echo "$(basename "$wheel"): $(du -h "$wheel" | cut -f1), needs $(tr '\n' ' ' <<<"$needed")and installs without cargo"
