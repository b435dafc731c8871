import { onUser } from './entity-requirements.ts';
import { noSuchEntity } from './faults.ts';
import { requireUser, requireUserOrCaller } from './find.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

/** What a user may have besides keys (D-63). The sandbox makes none of it, so the lists are empty, of users that exist. */
export const otherCredentialHandlers: IamHandlers = {
  GetLoginProfile({ UserName }, context) {
    const { name } = requireUserOrCaller(context, UserName);
    throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
  },
  ListMFADevices({ UserName }, context) {
    requireUserOrCaller(context, UserName);
    return { MFADevices: [], IsTruncated: false };
  },
  ListSigningCertificates({ UserName }, context) {
    requireUserOrCaller(context, UserName);
    return { Certificates: [], IsTruncated: false };
  },
  ListSSHPublicKeys({ UserName }, context) {
    requireUserOrCaller(context, UserName);
    return { SSHPublicKeys: [], IsTruncated: false };
  },
  ListServiceSpecificCredentials({ UserName }, context) {
    if (UserName !== undefined) requireUser(context, UserName);
    return { ServiceSpecificCredentials: [] };
  },
};

export const otherCredentialRequirements: IamRequirements = {
  GetLoginProfile: ({ UserName }, context) => [onUser('GetLoginProfile', UserName, context)],
  ListMFADevices: ({ UserName }, context) => [onUser('ListMFADevices', UserName, context)],
  ListSigningCertificates: ({ UserName }, context) => [onUser('ListSigningCertificates', UserName, context)],
  ListSSHPublicKeys: ({ UserName }, context) => [onUser('ListSSHPublicKeys', UserName, context)],
  ListServiceSpecificCredentials: ({ UserName }, context) => [onUser('ListServiceSpecificCredentials', UserName, context)],
};
