/**
 * How wide a line of a policy reaches, for an order of lists and nothing else: what is taken of AWS's actions times what is taken of the
 * resources, halved by a condition. `*` on `*` is 10,000; `s3:*` on `*` is 1,000; one action on one object is 1 (E8).
 */
export function blastOf({ action, resource, condition }: { action: string; resource: string; condition: string | null }): number {
  const whole = widthOfActions(action) * widthOfResources(resource);
  return condition === null ? whole : whole / 2;
}

function widthOfActions(action: string): number {
  if (action.startsWith('all but ') || /^\*+(:\*+)?$/.test(action)) return 100;
  // Whoever manages identities can give itself the rest.
  if (/^iam:\*+$/i.test(action)) return 90;
  if (/^[^:]+:\*+$/.test(action)) return 10;
  return /[*?]/.test(action) ? 4 : 1;
}

function widthOfResources(resource: string): number {
  if (resource.startsWith('all but ') || /^\*+$/.test(resource)) return 100;
  const [, , , , , ...rest] = resource.split(':');
  const name = rest.join(':');
  if (/^\*+(\/\*+)?$/.test(name) || name === '') return 80;
  return /[*?]/.test(name) ? 5 : 1;
}
