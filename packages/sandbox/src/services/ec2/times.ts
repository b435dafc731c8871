/** How long things take in EC2, in milliseconds at time scale 1: shorter than on AWS, so that a roll-out can be watched. */
export const times = {
  /** From RunInstances or StartInstances until it runs. */
  boot: 4_000,
  stop: 4_000,
  terminate: 3_000,
  /** Until an association of an instance profile is associated or disassociated. */
  associate: 2_000,
} as const;

/** A terminated instance is shown for an hour, whatever the time scale is. */
export const terminatedStaysVisible = 3_600_000;

/** A disassociated association is shown for a minute more. */
export const disassociatedStaysVisible = 60_000;

/** The metadata service gives the same credentials for an hour, and they are good for six (IAM: credentials rotate automatically). */
export const rotateEvery = 3_600_000;

/** `2026-11-24 08:00:00 GMT`, as a state transition reason has it. */
export const reasonTime = (now: Date): string => now.toISOString().replace('T', ' ').replace(/\..*/, ' GMT');
