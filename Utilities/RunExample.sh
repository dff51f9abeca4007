#!/bin/sh
# Sets everything up and runs the main job: simulates the series of a metallic glass with known dynamics and analyses
# it, then a small temperature series of it, and analyses the measured series colloid_5d.emd if it is in $STEM5D_TEST_DATA or in ../shared/data beside the
# sources.
set -eu
cd "$(dirname "$0")/.."

step()
{
  printf '\n=== %s\n' "$*"
}

step "Packages"
Utilities/InstallDependencies.sh
step "Build"
cmake --preset release -B build/example -D STEM5D_BUILD_TESTING=OFF
cmake --build build/example --parallel "$(nproc)"
stem5d=build/example/bin/stem5d

step "Simulated series: Zr50Cu40Al10"
mkdir -p results/example
$stem5d simulate --preset zr50cu40al10 --scan 48 16 --seed 1 -o results/example/series.emd \
  --write-mask results/example/beamstop.png
$stem5d analyze results/example/series.emd --mask results/example/beamstop.png -o results/example/analysis
analyses="results/example/analysis"

measured="${STEM5D_TEST_DATA:-../shared/data}/colloid_5d.emd"
if [ -e "$measured" ]; then
  step "Measured series: Brownian colloids"
  $stem5d analyze "$measured" --dynamics-annulus 2.6 3.4 --structure-annulus 2.6 3.4 --time-bin 1 --blur 0 \
    --delays 1 100 --variance pooled --tau-bounds 0.01 50 -o results/colloid
  analyses="$analyses results/colloid"
fi

step "Simulated temperature series: 633 to 673 K"
$stem5d study --example results/study --scan 120 6
$stem5d study results/study/STUDY.json -o results/study

step "Results"
echo "results/study: report.html, figures, tables and summary.json of the temperature series"
for analysis in $analyses; do
  echo "$analysis: maps in maps/, pictures in figures/, curves in curves.h5, numbers in summary.json"
done
