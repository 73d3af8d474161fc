#!/bin/sh
# Feeds arbitrary bytes to the readers: scripts/fuzz.sh [SECONDS [TARGET...]]
# Each target runs for SECONDS (600) from the files of fixtures/corpus/TARGET; what it finds
# on the way stays in fuzz/corpus/TARGET, and a file that stops it in fuzz/artifacts/TARGET.
# Needs `cargo install cargo-fuzz` and a C++ compiler. Nightly compiler flags are unlocked on the
# stable toolchain, and no sanitizer is used: the readers hold no unsafe code.
set -eu
cd "$(dirname "$0")/../fuzz"
seconds=${1:-600}
[ $# -eq 0 ] || shift
export RUSTC_BOOTSTRAP=1
[ $# -gt 0 ] || set -- $(cargo fuzz list)
for target in "$@"; do
    mkdir -p "corpus/$target"
    cargo fuzz run --sanitizer none "$target" "corpus/$target" "../fixtures/corpus/$target" -- \
        -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1
done
