#!/bin/bash
# One study as an array job: every task runs one part, the last command puts the parts together.
#
#   sbatch --array=1-32 --cpus-per-task=4 cluster/slurm.sh experiments/e0_placement.toml runs/e0
#   reportsto study merge experiments/e0_placement.toml --out runs/e0      # when all tasks have ended
#
# A task that was killed is submitted again as it was (--array=7): what it had finished is kept and not run twice.
# The folder must be one all nodes see. Every part has a journal of its own, so no file has two writers.
#SBATCH --job-name=reportsto
#SBATCH --time=04:00:00
#SBATCH --mem=4G
set -eu
study=$1
out=$2
# Compiled code is kept where this task may write; the first task of a node compiles for half a minute.
export REPORTSTO_CACHE="${REPORTSTO_CACHE:-${TMPDIR:-/tmp}/reportsto-$(id -u)}"
exec reportsto study run "$study" --out "$out" --yes \
  --shard "${SLURM_ARRAY_TASK_ID:?run it with sbatch --array}/${SLURM_ARRAY_TASK_COUNT:?}" \
  --workers "${SLURM_CPUS_PER_TASK:-1}"
