import { createCipheriv, createDecipheriv } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Decision } from '@rolewright/shared/iam/request.ts';
import type { CallContext, Requirement } from '../services/service.ts';
import type { AccountState, World } from '../state/world.ts';
import { requestContext } from './request-context.ts';

declare module '../state/world.ts' {
  interface AccountState {
    /** Key of the account's encoded messages; made when the first is. */
    messageKey?: { body: string };
  }
}

const cipher = 'aes-256-gcm';

/** What DecodeAuthorizationMessage tells of a denied call. Source: STS API_DecodeAuthorizationMessage. */
export function denialText(context: CallContext, requirement: Requirement, { verdict, decidedBy }: Decision): string {
  const { principal } = context;
  const matched =
    verdict === 'explicitDeny' ? [{ statementId: decidedBy.statement ?? '', effect: 'DENY', sourcePolicyId: decidedBy.policy }] : [];
  const conditions = Object.entries(requestContext(context, requirement)).map(([key, value]) => ({
    key,
    values: { items: [value].flat().map((text) => ({ value: text })) },
  }));
  return JSON.stringify({
    allowed: false,
    explicitDeny: verdict === 'explicitDeny',
    matchedStatements: { items: matched },
    failures: { items: [] },
    context: {
      principal: { id: principal.userId, arn: principal.arn },
      action: requirement.action,
      resource: requirement.resource,
      conditions: { items: conditions },
    },
  });
}

/** Text → a message that only the account can decode again. */
export function encodeMessage(world: World, account: AccountState, text: string): string {
  account.messageKey ??= { body: world.random(32).toString('base64') };
  const nonce = world.random(12);
  const sealing = createCipheriv(cipher, keyOf(account), nonce);
  const sealed = [sealing.update(deflateRawSync(text)), sealing.final()];
  return Buffer.concat([nonce, sealing.getAuthTag(), ...sealed]).toString('base64url');
}

/** The text of a message, or null where the account did not encode it. */
export function decodeMessage(account: AccountState, message: string): string | null {
  const bytes = Buffer.from(message, 'base64url');
  if (account.messageKey === undefined || bytes.length < 29) return null;
  try {
    const opening = createDecipheriv(cipher, keyOf(account), bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28));
    return inflateRawSync(Buffer.concat([opening.update(bytes.subarray(28)), opening.final()])).toString('utf8');
  } catch {
    return null;
  }
}

const keyOf = ({ messageKey }: AccountState): Buffer => Buffer.from(messageKey?.body ?? '', 'base64');
