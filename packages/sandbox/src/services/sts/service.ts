import { withLimits } from '../iam/model-limits.ts';
import type { Service } from '../service.ts';
import { assumeRoleHandlers, assumeRoleRequirements } from './assume-role.ts';
import { decodeHandlers, decodeRequirements } from './decode.ts';
import { identityHandlers, identityRequirements } from './identity.ts';
import modelLimits from './limits.json' with { type: 'json' };

type Sts = typeof import('@aws-sdk/client-sts');

/** STS. Regional: in a Region that the account has not enabled it does not answer (D-87). */
export const stsService: Service<Sts> = {
  signingName: 'sts',
  global: false,
  ...withLimits<Sts>(
    modelLimits,
    { ...assumeRoleHandlers, ...identityHandlers, ...decodeHandlers },
    { ...assumeRoleRequirements, ...identityRequirements, ...decodeRequirements },
  ),
  limits: {
    AssumeRole:
      'MFA (SerialNumber, TokenCode) and ProvidedContexts are not looked at. AssumeRoleWithSAML and AssumeRoleWithWebIdentity are not there.',
    DecodeAuthorizationMessage: 'Of what EC2 encoded in its denials, and of what GET /_sandbox/denials gave out.',
    GetSessionToken: 'MFA is not looked at.',
    GetAccessKeyInfo: 'Ids of keys that the sandbox does not know are decoded where their format carries the account.',
  },
};
