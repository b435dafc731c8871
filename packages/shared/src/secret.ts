/**
 * A value that must not be printed. JSON, template strings, String() and Node's `util.inspect` all give `[redacted]`;
 * only `reveal()` gives the value, so a search for `.reveal(` finds every place where a secret leaves its wrapper.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Hand it straight to the one call that needs it; never to a log, a row, an answer or an error. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  // A template string asks for a string, arithmetic for a number: neither may see the value.
  [Symbol.toPrimitive](): string {
    return redacted;
  }

  // Node looks this symbol up by its registered name, so the package needs no Node types.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return redacted;
  }
}

const redacted = '[redacted]';
