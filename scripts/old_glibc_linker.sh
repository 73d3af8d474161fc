#!/bin/sh
# A linker whose libraries run on systems as old as glibc 2.17: Zig's C compiler, which has the symbols of every glibc
# (docs/release.md).
# `maturin` and `ziglang` of one environment of Python are first on PATH.
exec maturin zig cc -- -target "$(uname -m)-linux-gnu.2.17" "$@"
