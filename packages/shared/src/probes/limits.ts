/** Probes of one workload: each of them is made several times in every run. */
export const mostProbes = 10;
