import { roleNameOf } from '../../aws/arn.ts';
import { maskKeyId } from '../../aws/key-id.ts';
import { isCredentialVariable } from '../../aws/task-definition.ts';
import { legacyNote, withWinner } from '../chain.ts';
import type { ChainLink } from '../chain-link.ts';
import type { MetadataOptions } from './facts.ts';
import { keyKinds } from './state.ts';
import type { UserDataFinding } from './user-data.ts';

/** What the chain of an instance is made from. */
export interface InstanceChainFacts {
  /** Of the user data in use. */
  findings: UserDataFinding[];
  /** Some user data was not read. */
  isUnread: boolean;
  profileName: string | null;
  roleArn: string | null;
  /** Why the role is not known; null where it is. */
  roleUnread: string | null;
  metadata: MetadataOptions;
  ownerOf: (keyId: string) => string | null;
}

type Link = Omit<ChainLink, 'wins'>;

/** The credential chain of a process that user data starts (D-01, D-66): environment, profile, then the instance's role by way of IMDS. */
export function instanceChain(facts: InstanceChainFacts): ChainLink[] {
  return withWinner([environmentLink(facts), profileLink(facts), roleLink(facts)]);
}

/** The chain once the keys are out of user data and off the instance; without a role, with the one that is yet to be made. */
export function instanceChainAfter(facts: InstanceChainFacts): ChainLink[] {
  const links = instanceChain({ ...facts, findings: [], isUnread: false, roleArn: facts.roleArn ?? 'role', roleUnread: null });
  if (facts.roleArn !== null) return links;
  return links.map((one) => (one.link === 'instance-role' ? { ...one, says: `The new role, by way of ${imds(facts.metadata)}` } : one));
}

/** Where configuration files have them, names are in small letters: then a file is read, not the environment. */
const inFiles = ({ variable }: UserDataFinding): boolean => variable !== null && /^aws_[a-z_]+$/.test(variable);

function environmentLink({ findings, isUnread, ownerOf }: InstanceChainFacts): Link {
  const link = 'environment' as const;
  const pair = findings.filter((one) => ['static-key', 'expired-temporary'].includes(one.kind) && !inFiles(one));
  const [first] = pair;
  if (first !== undefined) {
    const keyId = pair.find((one) => one.keyId !== null)?.keyId ?? null;
    const owner = keyId === null ? null : ownerOf(keyId);
    const who = keyId === null ? 'A key whose id is not in sight' : `${maskKeyId(keyId)}${owner === null ? '' : ` of ${owner}`}`;
    const names = pair.flatMap(({ variable }) => (variable !== null && isCredentialVariable(variable) ? [variable] : []));
    return { link, answers: 'yes', says: `${who}, set by user data${legacyNote([...new Set(names)])}` };
  }
  const half = findings.find(({ kind }) => kind === 'half-pair');
  if (half) return { link, answers: 'no', says: `Only ${half.variable}: the Python SDK stops here with an error, others go on` };
  const custom = findings.find(({ kind }) => kind === 'custom-name-key');
  if (custom)
    return { link, answers: 'unknown', says: `The application hands ${custom.variable ?? 'a key'} to its SDK itself, before any link` };
  if (isUnread) return { link, answers: 'unknown', says: 'User data that could not be read' };
  return { link, answers: 'no', says: 'No key in user data; what the image and running processes have is not visible here' };
}

function profileLink({ findings, ownerOf }: InstanceChainFacts): Link {
  const link = 'profile' as const;
  const filed = findings.filter((one) => keyKinds.has(one.kind) && inFiles(one));
  if (filed.length === 0) return { link, answers: 'no', says: 'No file with keys in user data; files of the image are not visible here' };
  const keyId = filed.find((one) => one.keyId !== null)?.keyId ?? null;
  const owner = keyId === null ? null : ownerOf(keyId);
  return {
    link,
    answers: 'yes',
    says: `${keyId === null ? 'A key' : maskKeyId(keyId)}${owner === null ? '' : ` of ${owner}`}, in a file that user data writes`,
  };
}

function roleLink({ roleArn, roleUnread, profileName, metadata }: InstanceChainFacts): Link {
  const link = 'instance-role' as const;
  if (metadata.endpoint === 'disabled')
    return { link, answers: 'no', says: 'The metadata service is turned off, so that no role is reached' };
  if (roleArn !== null) {
    const by = profileName === null ? '' : ` in instance profile ${profileName}`;
    return { link, answers: 'yes', says: `${roleNameOf(roleArn) ?? roleArn}${by}, by way of ${imds(metadata)}` };
  }
  if (roleUnread !== null) return { link, answers: 'unknown', says: `Which role the profile holds is not known: ${roleUnread}` };
  if (profileName !== null) return { link, answers: 'no', says: `Instance profile ${profileName} holds no role` };
  return { link, answers: 'no', says: 'No instance profile' };
}

/** IMDS as it is set (D-78). */
function imds({ tokens, hopLimit }: MetadataOptions): string {
  const version = tokens === 'required' ? 'IMDSv2 alone' : tokens === 'optional' ? 'IMDSv1 or v2' : 'the metadata service';
  if (hopLimit === null) return version;
  return `${version}, hop limit ${hopLimit}${hopLimit === 1 ? ': containers in a bridge network do not reach it' : ''}`;
}
