import { profileVariables } from '../aws/task-definition.ts';
import { type Variable, variablesOf } from '../findings/environment.ts';
import type { PlanSnapshot } from '../plan/snapshot.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

type Document = Record<string, unknown>;

/** What the variables of the chosen containers say about whether a role can take the key's place at all. */
export function irreplaceableClaims({ taskDefinition }: PlanSnapshot, containers: string[]): Claim[] {
  if (taskDefinition.state !== 'known') {
    const claim = 'A role can do what the key does';
    return [unknown('role-can-replace', claim, ['The task definition could not be read.'], 'Scan again, then make the plan anew.')];
  }
  const variables = variablesIn(taskDefinition.value.document, containers);
  return [roleCanReplace(variables), profilesClaim(variables)];
}

interface Placed {
  container: string;
  variable: Variable;
}

/** Amazon SES over SMTP: the user name is a key id, the password is made from its secret, and no session token goes with them (D-17). */
const sesHost = /email-smtp\.[a-z0-9-]+\.amazonaws\.com/;
const mailName = /smtp|mail/i;
const keyIdNames = ['AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY'];
const endpointName = /(^AWS_ENDPOINT_URL|(^|_)(S3|MINIO|STORAGE|AWS)_?(ENDPOINT|HOST|URL))/i;

/** D-17: some uses of a key no role can take over; the ones that the environment shows are named. */
function roleCanReplace(variables: Placed[]): Claim {
  const claim = 'A role can do what the key does';
  const mail = variables.filter(
    ({ variable }) => sesHost.test(variable.plain ?? '') || (variable.keyId !== null && mailName.test(variable.name)),
  );
  if (mail.length > 0) {
    return fail(
      'role-can-replace',
      claim,
      mail.map(
        ({ container, variable }) =>
          `${container}: ${variable.name} speaks SMTP to Amazon SES, whose password is made from a key of a user.`,
      ),
      'SMTP takes no session token. Let the application call the API of Amazon SES, or give it SMTP credentials of a user of their own, first.',
    );
  }
  const foreign = variables.filter(({ variable }) => keyIdNames.includes(variable.name) && variable.isSet && variable.keyId === null);
  if (foreign.length > 0) {
    const store = variables.find(({ variable }) => endpointName.test(variable.name) && isElsewhere(variable.plain));
    const evidence = foreign.map(({ container, variable }) => `${container}: ${variable.name} has not the form of a key id of AWS.`);
    if (store !== undefined) {
      evidence.push(`${store.container}: ${store.variable.name} names ${store.variable.plain}, which is not AWS.`);
      return fail('role-can-replace', claim, evidence, 'It opens a store that is not AWS’s: no role of AWS replaces it.');
    }
    return unknown('role-can-replace', claim, evidence, 'Find out what it opens: a key of another system is not replaced by a role.');
  }
  return pass('role-can-replace', claim, [
    'No SMTP of Amazon SES and no endpoint of another store in the environment.',
    'Not visible here: URLs signed for longer than a session lasts, sts:GetSessionToken and sts:GetFederationToken; a role can make none of them.',
  ]);
}

/** D-05: what a profile or file holds decides, and only a look into the image or volume tells. */
function profilesClaim(variables: Placed[]): Claim {
  const claim = 'No profile or credentials file comes before the role';
  const named = variables.filter(({ variable }) => variable.isSet && profileVariables.some((name) => name === variable.name));
  if (named.length === 0)
    return pass('no-profile', claim, ['No variable names a profile or a file; the image’s own files are not visible.']);
  return unknown(
    'no-profile',
    claim,
    named.map(({ container, variable }) => `${container}: ${variable.name} points into the image or a volume; it is kept.`),
    'Look there: static keys must go, a role to assume may stay, and a profile that does not exist stops the Python SDK.',
  );
}

const isElsewhere = (value: string | null): boolean => value !== null && value !== '' && !/amazonaws\.(com|eu)/.test(value);

function variablesIn(document: Document, containers: string[]): Placed[] {
  const all = Array.isArray(document.containerDefinitions) ? (document.containerDefinitions as Document[]) : [];
  return all
    .filter((one) => containers.includes(String(one.name)))
    .flatMap((one) => variablesOf(one.environment, 'environment').map((variable) => ({ container: String(one.name), variable })));
}
