import type { Ec2Facts, InstanceFacts } from '@rolewright/shared/inventory/ec2/facts.ts';
import { ec2SourcesOf, instancesToAsk } from '@rolewright/shared/inventory/ec2/sources.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import type { DocumentReader } from './document-reader.ts';
import { noteAssociations, takeConfigurations, takeVersions } from './read-ec2.ts';

/** So many instances are asked for in one call: the most values that EC2 takes in a filter. */
const mostValues = 200;

/** What one workload is and launches from, read again. */
export interface ReadAgain {
  facts: Ec2Facts;
  /** Ids of templates and names of launch configurations that were read: all that is known of their findings is in this reading. */
  documentIds: string[];
}

/**
 * Reads a workload of EC2 again with few calls: itself, its instances and their profiles, and what it launches from, now and before, since a run
 * that moves a group leaves behind what still holds the key. Throws AwsError where it is refused: half a reading would take findings away.
 */
export async function readEc2Again(port: AwsPort, documents: DocumentReader, before: Workload): Promise<ReadAgain> {
  const { kind, name, ec2 } = before;
  const groups = kind === 'auto-scaling-group' ? await whole(port.read.autoScalingGroups([name])) : [];
  const members = groups.flatMap((one) => one.members);
  const ids = kind === 'instance' ? (ec2?.instanceIds ?? []) : members.map(({ instanceId }) => instanceId);
  const instances = await readInstances(port, ids);
  const named = [
    ...[ec2?.launchTemplate, ...(ec2?.mixedInstancesPolicy?.overrides ?? [])],
    ...groups.flatMap(({ launchTemplate, mixedInstancesPolicy: mixed }) => [
      launchTemplate,
      mixed?.launchTemplate,
      ...(mixed?.overrides ?? []),
    ]),
    ...members.map((one) => one.launchTemplate),
  ];
  const templateIds = distinct(named.map((one) => one?.id));
  const configurationNames = distinct(
    [{ launchConfigurationName: ec2?.launchConfigurationName }, ...groups, ...members].map((one) => one.launchConfigurationName),
  );
  const templates = (await Promise.all(templateIds.map((id) => ifThere(port.read.launchTemplates([id]))))).flat();
  for (const { id } of templates) await takeVersions(documents, await whole(port.read.launchTemplateVersions(id)));
  const configurations = configurationNames.length === 0 ? [] : await whole(port.read.launchConfigurations(configurationNames));
  await takeConfigurations(documents, configurations);
  const facts = { instances, groups, templates, launchConfigurations: configurations.map((one) => one.name) };
  // A stopped instance's user data changes without any mark on the instance (D-67), and the run may just have changed it.
  await documents.askInstances(instancesToAsk(ec2SourcesOf(facts)), kind === 'instance');
  await documents.noteSeen();
  return { facts, documentIds: [...templateIds, ...configurationNames, ...(kind === 'instance' ? ids : [])] };
}

async function readInstances(port: AwsPort, ids: readonly string[]): Promise<InstanceFacts[]> {
  const instances: InstanceFacts[] = [];
  for (let start = 0; start < ids.length; start += mostValues) {
    const some = ids.slice(start, start + mostValues);
    const found = await whole(port.read.instances(some));
    noteAssociations(found, await whole(port.read.profileAssociations(some)));
    instances.push(...found);
  }
  return instances;
}

async function whole<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** EC2 refuses a template that is gone; there are none of it then. */
async function ifThere<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  try {
    return await whole(pages);
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'not-found') return [];
    throw error;
  }
}

const distinct = (texts: readonly (string | null | undefined)[]): string[] =>
  [...new Set(texts.filter((one) => one != null && one !== ''))] as string[];
