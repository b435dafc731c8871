/**
 * Keys and what they are called in AWS → names of one file, no two alike, letters' case aside: as `named` makes them, and with a number behind
 * where that is taken. IAM tells `a-b` from `a_b`; logical ids and labels do not, and of two resources under one name only one would be made.
 * `taken`: names that stand for something else.
 */
export function uniqueNames<K>(
  wanted: Iterable<readonly [key: K, name: string]>,
  named: (name: string) => string,
  taken: (name: string) => boolean = () => false,
): Map<K, string> {
  const names = new Map<K, string>();
  const used = new Set<string>();
  for (const [key, name] of wanted) {
    const called = named(name) === '' ? 'other' : name;
    let free = named(called);
    for (let number = 2; taken(free) || used.has(free.toLowerCase()); number += 1) free = named(`${called} ${number}`);
    used.add(free.toLowerCase());
    names.set(key, free);
  }
  return names;
}
