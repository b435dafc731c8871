import { decodeMessage } from '../../auth/encoded-denial.ts';
import type { CheckedHandlers, CheckedRequirements } from '../iam/model-limits.ts';
import { AwsFault } from '../service.ts';

type Sts = typeof import('@aws-sdk/client-sts');

export const decodeHandlers: CheckedHandlers<Sts> = {
  /** Of the caller's own account alone: what another account encoded is invalid there. */
  DecodeAuthorizationMessage({ EncodedMessage }, { account }) {
    const text = decodeMessage(account, EncodedMessage);
    if (text === null) throw new AwsFault('InvalidAuthorizationMessageException', 'Invalid EncodedMessage', 400);
    return { DecodedMessage: text };
  },
};

export const decodeRequirements: CheckedRequirements<Sts> = {
  DecodeAuthorizationMessage: () => [{ action: 'sts:DecodeAuthorizationMessage', resource: '*' }],
};
