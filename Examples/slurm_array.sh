#!/bin/sh
#SBATCH --job-name=stem5d
#SBATCH --array=0-15
#SBATCH --cpus-per-task=4
#SBATCH --mem=4G
#SBATCH --time=01:00:00
# One analysis on many machines: each task of a Slurm array analyses its share of the scan rows, and a last job joins them.
#
#   job=$(sbatch --parsable slurm_array.sh series.emd results --mask beamstop.png)
#   sbatch --dependency=afterok:$job --wrap 'stem5d merge results/part_* -o results/whole'
#
# Options after the directory are those of stem5d analyze. The results are those of one run, to the last bit (nodes of one generation), for any
# number of tasks.
set -eu
series=$1
results=$2
shift 2

# columns and rows of the scan
set -- "$(stem5d info --json "$series" | python3 -c '
import json, sys
scan = [axis["size"] for axis in json.load(sys.stdin)["axes"][2:-1]]
print(scan[0], scan[1] if len(scan) > 1 else 1)')" "$@"
columns=${1% *}
rows=${1#* }
shift

first=$((SLURM_ARRAY_TASK_ID * rows / SLURM_ARRAY_TASK_COUNT))
end=$(((SLURM_ARRAY_TASK_ID + 1) * rows / SLURM_ARRAY_TASK_COUNT))
if [ "$end" -gt "$first" ]; then
  exec stem5d analyze "$series" -o "$results/part_$SLURM_ARRAY_TASK_ID" --partial \
    --scan-region 0 "$first" "$columns" $((end - first)) --threads "$SLURM_CPUS_PER_TASK" --memory 3GB "$@"
fi
