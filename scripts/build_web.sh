#!/bin/bash
# Build the WebAssembly module of crates/linscape-web and put it beside the binaries: scripts/build_web.sh [DIRECTORY]
#
# With rustup's target (rustup target add wasm32-unknown-unknown) or, on Debian, with the compiler that Debian
# keeps for browsers and its sources (rustc-web cargo-web rust-web-src lld): then the standard library is built too.
set -euo pipefail
cd "$(dirname "$0")/.."
target=wasm32-unknown-unknown
folder=${CARGO_TARGET_DIR:-target}
# A directory of its own, so that no other build waits for this one.
asked=(build --package linscape-web --profile web --target "$target" --target-dir "$folder/web" --locked)

if ls "$(rustc --print sysroot)/lib/rustlib/$target/lib/"libstd-*.rlib >/dev/null 2>&1; then
    cargo "${asked[@]}"
elif [[ -x /usr/bin/cargo && -d $(/usr/bin/rustc --print sysroot 2>/dev/null)/lib/rustlib/src ]] && command -v wasm-ld >/dev/null; then
    PATH=/usr/bin:$PATH RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Clinker-flavor=wasm-ld \
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld /usr/bin/cargo "${asked[@]}" -Z build-std=std,panic_abort
else
    echo "no compiler for $target: rustup target add $target, or on Debian:" \
        "apt-get install rustc-web cargo-web rust-web-src lld" >&2
    exit 2
fi
module=$folder/web/$target/web/linscape_web.wasm
for place in "$folder/debug" "$folder/release" "${@:1:1}"; do
    if [[ -d $place ]]; then cp "$module" "$place/"; fi
done
echo "$module: $(stat -c %s "$module") bytes"
