/** Time, injected: the wall clock when running, a clock that tests move when testing. */
export interface Clock {
  now(): Date;
  /** Runs `work` once, `milliseconds` (already scaled) from now. Returns a function that cancels it. */
  after(milliseconds: number, work: () => void): () => void;
}
