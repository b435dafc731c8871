/** Thrown out of a start that was told to stop. */
export class Interrupted extends Error {}

/**
 * What has been started, to be stopped in the opposite order. A signal in the middle of a start lets the piece that is being started come up,
 * so that it can be stopped like the others: a database left half started would live on by itself.
 */
export class Lifetime {
  readonly #stops: (() => unknown)[] = [];
  #isInterrupted = false;
  #isStarted = false;

  /** Starts one piece and remembers how it is stopped. Throws Interrupted when a signal came meanwhile. */
  async begin<T>(start: () => T | Promise<T>, stop: (started: T) => unknown): Promise<T> {
    const started = await start();
    this.#stops.push(() => stop(started));
    if (this.#isInterrupted) throw new Interrupted();
    return started;
  }

  /** Everything is up: from now on a signal stops it at once. */
  started(): void {
    this.#isStarted = true;
    if (this.#isInterrupted) throw new Interrupted();
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) {
      try {
        await stop();
      } catch (error) {
        console.error(`While stopping: ${(error as Error).message}`);
      }
    }
  }

  /** Ctrl-C, `kill`, and the terminal's window being closed. A second signal ends a start that hangs. */
  stopOnSignals(say: (sentence: string) => void): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (this.#isInterrupted) return this.#isStarted ? undefined : process.exit(1);
        this.#isInterrupted = true;
        say('Stopping …');
        if (this.#isStarted) this.stop().then(() => process.exit(0));
      });
    }
  }
}
