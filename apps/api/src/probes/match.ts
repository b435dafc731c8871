import { runInNewContext } from 'node:vm';

const mostMilliseconds = 200;

/** What a pattern of the operator's catches in a body: its first group or the whole; null: no match; `undecided`: it took too long, as some patterns do. */
export function matchIn(pattern: string, body: string): { caught: string } | null | 'undecided' {
  try {
    // In a context of its own only because that is what can be stopped; nothing but the two texts gets in.
    const found: unknown = runInNewContext(
      '(() => { const found = new RegExp(pattern, "u").exec(body); return found === null ? null : String(found[1] ?? found[0]); })()',
      { pattern, body },
      { timeout: mostMilliseconds },
    );
    return typeof found === 'string' ? { caught: found } : null;
  } catch {
    return 'undecided';
  }
}
