#!/bin/sh
# Sets everything up and runs all tests: format, the release build with every test, and the quick tests once more under
# the address and undefined-behaviour sanitizers. Stops at the first failure.
#
# Tests on data from outside the project look in $STEM5D_TEST_DATA, else in ../shared/data beside the sources, and are
# skipped where it is absent.
set -eu
cd "$(dirname "$0")/.."

step()
{
  printf '\n=== %s\n' "$*"
}

# build_and_test PRESET: configures, builds and tests.
build_and_test()
{
  step "Configure: $1"
  cmake --preset "$1"
  step "Build: $1"
  cmake --build --preset "$1" --parallel "$(nproc)"
  step "Test: $1"
  ctest --preset "$1"
}

step "Packages"
Utilities/InstallDependencies.sh
step "Format"
sources=$(git ls-files '*.h' '*.hxx' '*.cxx')
# shellcheck disable=SC2086 # a list of words
clang-format-14 --dry-run -Werror $sources
echo "All sources are formatted."
build_and_test release
build_and_test sanitize
step "All tests passed"
