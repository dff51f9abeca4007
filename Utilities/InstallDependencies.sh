#!/bin/sh
# Installs the Debian packages that building, testing and running STEM5D needs: the one list of them.
# Packages that are there already are left alone; if none is missing, no network is used.
set -eu

# The program and its libraries
packages="cmake g++ ninja-build
  libboost-dev libcairo2-dev libceres-dev libcli11-dev libdeflate-dev libeigen3-dev libfftw3-dev libhdf5-dev
  libinsighttoolkit5-dev liblz4-dev librandom123-dev libssl-dev libvtk9-dev libx11-dev nlohmann-json3-dev pkg-config xvfb
  zlib1g-dev"
# Tests, examples and benchmarks
packages="$packages
  bitshuffle clang-format-14 git hdf5-filter-plugin libbenchmark-dev libgmock-dev libgtest-dev python3 python3-h5py
  python3-jsonschema python3-matplotlib python3-numpy python3-scipy"

missing=""
for package in $packages; do
  if ! dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed; then
    missing="$missing $package"
  fi
done
if [ -z "$missing" ]; then
  echo "All Debian packages are installed."
  exit 0
fi

as_root=""
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing; install them as root:$missing" >&2
    exit 1
  fi
  as_root="sudo"
fi
echo "Installing the Debian packages:$missing"
$as_root apt-get update
# shellcheck disable=SC2086 # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing
