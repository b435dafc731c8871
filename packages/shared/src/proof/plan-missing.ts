import type { KnownPrincipal } from '../iam/known-principal.ts';
import { freeSid, withStatements } from '../iam/trust-statements.ts';
import type { PolicyEdit } from '../plan/policy-change.ts';
import { freeName } from '../roles/fix-permissions.ts';
import { savable } from '../roles/fix-trust.ts';
import { noProposal, type Proposed, propose } from '../roles/proposal.ts';
import type { Sides } from './diagnose.ts';
import type { DeniedCall, Diagnosis, MissingHalf } from './diagnosis.ts';
import { idsAskedBy } from './ids-asked-by.ts';

/** The missing halves of a denied call as edits: a statement more in the trust policy, a new inline policy of the caller; or why not. */
export function planMissing(
  { action, resource }: DeniedCall,
  { caller, role }: Sides,
  { verdict, missing, afterwards }: Pick<Diagnosis, 'verdict' | 'missing' | 'afterwards'>,
): Proposed {
  if (verdict === 'allowed') return noProposal('the scanned policies allow the call');
  if (verdict === 'unknown') return noProposal('what is missing is not known');
  if (missing.some(({ half }) => half === 'deny'))
    return noProposal('a statement denies it, which has to be narrowed by whoever knows why it is there');
  if (missing.some(({ half }) => half === 'boundary')) return noProposal('the permissions boundary is for whoever set it to change');
  if (afterwards === 'denied') return noProposal('these changes would not be enough');
  const kept = [caller, role].find((one) => one?.path.startsWith('/aws-service-role/') && missing.some(({ owner }) => owner === one.arn));
  if (kept) return noProposal(`AWS keeps ${kept.name} for its service, and nobody else can change it`);
  if (role !== null && missing.some(({ half }) => half === 'trust') && idsAskedBy(role).length > 1) {
    return noProposal(
      `${role.name} asks its other callers for an external id, and which one ${caller.name} is to have is for a person to say`,
    );
  }
  const edits = missing.flatMap((one) => editOf(one, caller, role));
  const notes = afterwards === 'unknown' ? ['Whether the call is allowed then is not known: something that it hangs on was not read.'] : [];
  return savable(propose(`Let ${caller.name} call ${action} on ${role?.name ?? resource}`, edits, notes));
}

function editOf({ half, statement }: MissingHalf, caller: KnownPrincipal, role: KnownPrincipal | null): PolicyEdit[] {
  if (statement === null) return [];
  if (half === 'trust') {
    if (role?.trust == null) return [];
    const named = { Sid: freeSid(role.trust, `Allow${caller.name}`), ...statement };
    return [{ kind: 'trust', roleArn: role.arn, document: withStatements(role.trust, [named]) }];
  }
  const policyName = freeName(caller, `Allow${String(statement.Action).split(':')[1] ?? ''}`);
  return [{ kind: 'inline-policy', principalArn: caller.arn, policyName, document: { Version: '2012-10-17', Statement: [statement] } }];
}
