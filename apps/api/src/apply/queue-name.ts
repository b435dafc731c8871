/** Queue of runs, one job a run. */
export const runQueue = 'run';
