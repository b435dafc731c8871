import type { MetadataOptions } from './facts.ts';
import type { Ec2Source } from './sources.ts';

/** What the notes on a workload are made from. */
export interface NoteFacts {
  keyIds: string[];
  /** Users of the keys; null where one is not known. */
  owners: (string | null)[];
  isKeyed: boolean;
  metadata: MetadataOptions;
  managedBy: string | null;
  sharesTemplate: string[];
}

/** What whoever changes a workload of EC2 has to know of it, a sentence each (D14, D-66, D-67, D-73, D-77 to D-79). */
export function instanceNotes(source: Ec2Source, facts: NoteFacts): string[] {
  const { instances, kind, template, launchConfigurationName } = source;
  const running = instances.filter((one) => one.state === 'running').length;
  const stopped = instances.filter((one) => one.state === 'stopped').length;
  const notes: string[] = [];
  if (facts.isKeyed && running > 0)
    notes.push(
      kind === 'instance'
        ? 'Running processes keep the key that they began with until they are started again; so do files that user data wrote.'
        : 'Running processes keep the key that they began with until their instance is replaced.',
    );
  if (stopped > 0)
    notes.push(
      `${stopped === 1 && instances.length === 1 ? 'It is stopped' : `${stopped} of ${instances.length} instances are stopped`}: user data can be changed as it is, and is not run again by a start.`,
    );
  if (kind === 'instance' && facts.isKeyed && stopped === 0) notes.push('Its user data can be changed only while it is stopped.');
  if (template !== null && kind === 'auto-scaling-group' && !/^\d+$/.test(template.version))
    notes.push(`It launches ${template.version} of ${template.name}: a new version acts at once, wherever it is referred to like this.`);
  if (facts.sharesTemplate.length > 0)
    notes.push(
      `${template?.name ?? 'Its launch template'} is launched from by ${facts.sharesTemplate.join(', ')} too: what changes in it changes there.`,
    );
  if (launchConfigurationName !== null)
    notes.push('Launch configurations cannot be changed, and newer accounts cannot create any: a launch template takes their place.');
  if (facts.managedBy !== null) notes.push(`${facts.managedBy} owns it: change it there.`);
  if (facts.keyIds.length > 1 && new Set(facts.owners).size > 1)
    notes.push(
      'Keys of several users on one host: one role for all of them would be too wide. Let each application assume a role of its own from the instance’s role.',
    );
  if (facts.metadata.tokens === 'optional')
    notes.push(
      'The metadata service answers without a token (IMDSv1). Once a role is there, requiring tokens protects it; see first that nothing asks without.',
    );
  if (facts.metadata.hopLimit === 1 && facts.isKeyed)
    notes.push('Hop limit 1: what runs in containers on a bridge network does not reach the role; it takes a limit of 2.');
  if (instances.some((one) => one.isWindows))
    notes.push('It runs Windows: what user data set for the machine stays in its registry until it is taken out there.');
  return notes;
}
