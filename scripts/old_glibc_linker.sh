#!/bin/sh
# A linker whose libraries run on systems as old as glibc 2.17: Zig's C compiler, which has the symbols of every glibc. Cargo takes
# it by CARGO_TARGET_…_LINKER (scripts/test_python.sh, docs/release.md), so that what was compiled is not compiled again.
# `maturin` and `ziglang` of one environment of Python are first on PATH.
exec maturin zig cc -- -target "$(uname -m)-linux-gnu.2.17" "$@"
