/** Characters that AWS takes in a name, and how many of them. A launch configuration's name may hold more, none of which is needed. */
const limits = {
  template: { other: /[^a-zA-Z0-9().\-/_]+/g, most: 128 },
  configuration: { other: /[^a-zA-Z0-9().\-/_]+/g, most: 255 },
};

/**
 * A name for what a plan makes: that of what it is made from, with an end of the plan's own so that it is free and is found again (D-22). `place`:
 * its place among several that the plan makes, from 1.
 */
export function nameOfOwn(name: string, planId: string, kind: keyof typeof limits, place = 1): string {
  const { other, most } = limits[kind];
  const end = `-${planId.replaceAll(/[^a-zA-Z0-9]/g, '').slice(-8)}${place > 1 ? `-${place}` : ''}`;
  return `${name.replaceAll(other, '-').slice(0, most - end.length)}${end}`;
}
