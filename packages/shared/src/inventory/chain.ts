import { roleNameOf } from '../aws/arn.ts';
import { maskKeyId } from '../aws/key-id.ts';
import { isCredentialVariable, profileVariables } from '../aws/task-definition.ts';
import { effective, type Variable } from '../findings/environment.ts';
import type { ChainLink } from './chain-link.ts';

/** What the chain of one container is made from. */
export interface ChainFacts {
  /** Environment, secrets and overrides, in the order in which they cover each other. */
  layers: Variable[][];
  environmentFiles: number;
  taskRoleArn: string | null;
  /** requiresCompatibilities of the task definition; empty when it says nothing. */
  compatibilities: string[];
  /** "of limbo-bot", for the key of the environment, or null. */
  ownerOf: (keyId: string) => string | null;
}

const keyIdNames = ['AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY'];
const secretNames = ['AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_KEY'];
const profileNames: string[] = [...profileVariables, 'AWS_CREDENTIAL_FILE', 'BOTO_CONFIG'];

/**
 * The credential chain as SDKs walk it for a container (D-01): environment, profile, web identity, container role, instance role; the first
 * that answers wins. What cannot be seen by API is "unknown" and never wins.
 */
export function chainOf(facts: ChainFacts): ChainLink[] {
  const seen = effective(...facts.layers);
  const set = (names: string[]) => names.map((name) => seen.find((one) => one.name === name && one.isSet)).find((one) => one !== undefined);
  const links: Omit<ChainLink, 'wins'>[] = [
    environmentLink(set(keyIdNames), set(secretNames), set(['AWS_PROFILE']), facts),
    profileLink(seen.filter((one) => profileNames.includes(one.name) && one.isSet)),
    webIdentityLink(set(['AWS_WEB_IDENTITY_TOKEN_FILE'])),
    facts.taskRoleArn === null
      ? { link: 'container-role', answers: 'no', says: 'No task role is set.' }
      : { link: 'container-role', answers: 'yes', says: roleNameOf(facts.taskRoleArn) ?? facts.taskRoleArn },
    instanceLink(facts.compatibilities),
  ];
  return withWinner(links);
}

/** Marks the first link that answers, and says of those behind it that they are shadowed. */
export function withWinner(links: readonly Omit<ChainLink, 'wins'>[]): ChainLink[] {
  const winner = links.findIndex((one) => one.answers === 'yes');
  return links.map((one, index) => {
    const isShadowed = winner !== -1 && index > winner && one.answers === 'yes';
    return { ...one, wins: index === winner, says: isShadowed ? `${one.says}, shadowed by the ${links[winner]?.link}` : one.says };
  });
}

/** The chain once D-04's variables are gone and `taskRoleArn` is set; null stands for the role that the plan will make. */
export function chainAfterMove(facts: ChainFacts): ChainLink[] {
  const layers = facts.layers.map((layer) => layer.filter((one) => !isCredentialVariable(one.name)));
  const links = chainOf({ ...facts, layers, taskRoleArn: facts.taskRoleArn ?? 'role' });
  if (facts.taskRoleArn !== null) return links;
  return links.map((one) => (one.link === 'container-role' ? { ...one, says: 'The new task role' } : one));
}

function environmentLink(
  id: Variable | undefined,
  secret: Variable | undefined,
  profile: Variable | undefined,
  facts: ChainFacts,
): Omit<ChainLink, 'wins'> {
  const link = 'environment' as const;
  if (id !== undefined && secret !== undefined) {
    if (id.place === 'secrets' || secret.place === 'secrets') {
      return { link, answers: 'yes', says: `${id.name} and ${secret.name}, in part from a secret whose value is not read` };
    }
    const owner = id.keyId === null ? null : facts.ownerOf(id.keyId);
    const who = id.keyId === null ? 'A key that is not of AWS’ form' : `${maskKeyId(id.keyId)}${owner === null ? '' : ` of ${owner}`}`;
    const flips = profile === undefined ? '' : '; the JavaScript SDK skips it because AWS_PROFILE is set';
    return { link, answers: 'yes', says: `${who}${legacyNote([id.name, secret.name])}${flips}` };
  }
  const half = id ?? secret;
  if (half !== undefined) {
    return { link, answers: 'no', says: `Only ${half.name}: the Python SDK stops here with an error, others go on` };
  }
  if (facts.environmentFiles > 0) return { link, answers: 'unknown', says: 'Environment files are not inspected' };
  return { link, answers: 'no', says: 'No pair in the environment; variables of the image are not visible here' };
}

/** D-01, D-04: names that only some SDKs read; for the others the chain goes on. */
export function legacyNote(names: readonly string[]): string {
  const legacy = names.filter((name) => name === 'AWS_ACCESS_KEY' || name === 'AWS_SECRET_KEY');
  if (legacy.length === 0) return '';
  return `; only the Go SDK and Java 1 read ${legacy.join(' and ')}, every other SDK goes on to the next link`;
}

function profileLink(variables: Variable[]): Omit<ChainLink, 'wins'> {
  const link = 'profile' as const;
  if (variables.length === 0) return { link, answers: 'no', says: 'No variable names a profile; files of the image are not visible here' };
  return {
    link,
    answers: 'unknown',
    says: `${variables.map((one) => one.name).join(', ')} point${variables.length > 1 ? '' : 's'} into the image or a volume`,
  };
}

function webIdentityLink(variable: Variable | undefined): Omit<ChainLink, 'wins'> {
  const link = 'web-identity' as const;
  if (variable === undefined) return { link, answers: 'no', says: 'No web identity token file' };
  return { link, answers: 'unknown', says: 'AWS_WEB_IDENTITY_TOKEN_FILE is set; whether the file exists is not visible here' };
}

function instanceLink(compatibilities: string[]): Omit<ChainLink, 'wins'> {
  const link = 'instance-role' as const;
  if (compatibilities.length > 0 && compatibilities.every((one) => one === 'FARGATE')) {
    return { link, answers: 'no', says: 'Fargate tasks have no instance role' };
  }
  return { link, answers: 'unknown', says: 'The host’s role, where the host lets tasks reach it' };
}
