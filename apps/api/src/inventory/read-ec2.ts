import {
  type DocumentKey,
  documentKeyOf,
  type Ec2Facts,
  type InstanceFacts,
  type LaunchFacts,
} from '@rolewright/shared/inventory/ec2/facts.ts';
import { ec2SourcesOf, instancesToAsk } from '@rolewright/shared/inventory/ec2/sources.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { LaunchConfigurationReading, LaunchTemplateVersionReading, ProfileAssociationReading } from '../aws/ec2-port.ts';
import type { AwsPort } from '../aws/port.ts';
import { gapReason } from './coverage-book.ts';
import { DocumentReader } from './document-reader.ts';
import type { ScanSession } from './scan-session.ts';

/** What a scan saw of EC2 and Auto Scaling in a Region, and its reader of user data, which goes on with the history. */
export interface RegionEc2 {
  region: string;
  facts: Ec2Facts;
  documents: DocumentReader;
}

type Service = 'ec2' | 'autoscaling';

/**
 * Reads instances, groups, launch templates and launch configurations of a Region, and the user data of what is in use: launch configurations
 * and template versions first, whose answers carry it, then instances that nothing else tells of (D-83). Refusals go into the coverage.
 */
export async function readEc2(session: ScanSession, region: string): Promise<RegionEc2> {
  const port = await session.port(region);
  const documents = await DocumentReader.open(session, region);
  const list = <T>(service: Service, what: string, isAll: boolean, pages: () => AsyncIterable<T[]>) =>
    listed(session, { region, service, what, isAll }, pages);
  const instances = await list('ec2', 'instances', true, () => port.read.instances());
  if (instances !== null && instances.length > 0) await addAssociations(session, port, instances);
  const groups = await list('autoscaling', 'groups', true, () => port.read.autoScalingGroups());
  const configurations = await list('autoscaling', 'launch configurations', false, () => port.read.launchConfigurations());
  const templates = await list('ec2', 'launch templates', false, () => port.read.launchTemplates());
  await takeConfigurations(documents, configurations ?? []);
  const facts: Ec2Facts = { instances, groups, templates, launchConfigurations: configurations?.map(({ name }) => name) ?? null };
  const count = (groups?.length ?? 0) + (configurations?.length ?? 0);
  session.book.count(region, 'autoscaling', count, count);
  const sources = ec2SourcesOf(facts);
  await readVersionsInUse(
    session,
    port,
    documents,
    sources.filter(({ kind }) => kind !== 'launch-template').flatMap((one) => one.documents),
  );
  await documents.askInstances(instancesToAsk(sources));
  await documents.noteSeen();
  return { region, facts, documents };
}

/** All versions of all templates: what is old may still hold a key, and can be launched again (D-70). */
export async function readTemplateVersions(session: ScanSession, { region, facts, documents }: RegionEc2): Promise<void> {
  const port = await session.port(region);
  for (const { id, name } of facts.templates ?? []) {
    const where = { region, service: 'ec2' as const, what: `versions of launch template ${name}`, isAll: false };
    const versions = await listed(session, where, () => port.read.launchTemplateVersions(id));
    await takeVersions(documents, versions ?? []);
  }
  await documents.noteSeen();
}

async function readVersionsInUse(session: ScanSession, port: AwsPort, documents: DocumentReader, keys: DocumentKey[]): Promise<void> {
  const wanted = new Map(keys.filter((key) => key.source === 'launch-template-version').map((key) => [documentKeyOf(key), key]));
  const byTemplate = Map.groupBy(
    [...wanted.values()].filter((key) => !documents.isKnown(key)),
    ({ id }) => id,
  );
  for (const [id, versions] of byTemplate) {
    const where = { region: documents.region, service: 'ec2' as const, what: `versions in use of launch template ${id}`, isAll: false };
    const numbers = versions.map(({ version }) => version).slice(0, 200);
    await takeVersions(documents, (await listed(session, where, () => port.read.launchTemplateVersions(id, numbers))) ?? []);
  }
}

/** Takes in what launch configurations hold. */
export const takeConfigurations = (documents: DocumentReader, configurations: readonly LaunchConfigurationReading[]): Promise<void> =>
  documents.take(
    configurations.map(({ name, userData, ...launch }) => ({
      key: { source: 'launch-configuration' as const, id: name, version: 0 },
      ...{ name, launch: launchOf(launch), userData, stamp: '' },
    })),
  );

/** Takes in what versions of launch templates hold. */
export const takeVersions = (documents: DocumentReader, versions: readonly LaunchTemplateVersionReading[]): Promise<void> =>
  documents.take(
    versions.map(({ templateId, templateName, version, userData, ...launch }) => ({
      key: { source: 'launch-template-version' as const, id: templateId, version },
      ...{ name: templateName, launch: launchOf(launch), userData, stamp: '' },
    })),
  );

const launchOf = ({ imageId, profile, metadata }: LaunchFacts): LaunchFacts => ({ imageId, profile, metadata });

/** How the profile of each instance is associated; without an answer it is not said. */
async function addAssociations(session: ScanSession, port: AwsPort, instances: InstanceFacts[]): Promise<void> {
  const where = { region: port.region, service: 'ec2' as const, what: 'associations of instance profiles', isAll: false };
  noteAssociations(instances, (await listed(session, where, () => port.read.profileAssociations())) ?? []);
}

/** Gives each instance the state of its profile's association. While one is replaced, the old one is shown beside the new. */
export function noteAssociations(instances: readonly InstanceFacts[], associations: readonly ProfileAssociationReading[]): void {
  const open = associations.filter(({ state }) => state !== 'disassociated');
  const states = new Map(open.toSorted(goingFirst).map((one) => [one.instanceId, one.state]));
  for (const instance of instances) instance.profileState = states.get(instance.instanceId) ?? null;
}

const goingFirst = (one: ProfileAssociationReading, other: ProfileAssociationReading): number =>
  Number(other.state === 'disassociating') - Number(one.state === 'disassociating');

interface Where {
  region: string;
  service: Service;
  what: string;
  /** Without this nothing of the service is known. */
  isAll: boolean;
}

/** All pages of a listing; null when AWS refused, which the coverage then says. */
async function listed<T>(
  session: ScanSession,
  { region, service, what, isAll }: Where,
  pages: () => AsyncIterable<T[]>,
): Promise<T[] | null> {
  const all: T[] = [];
  try {
    for await (const page of pages()) {
      session.checkStop();
      all.push(...page);
    }
    return all;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (isAll) session.book.fail(region, service, gapReason(error), what);
    else session.book.gap(region, service, gapReason(error), what);
    return null;
  }
}
