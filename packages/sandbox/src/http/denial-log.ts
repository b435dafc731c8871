import { decide } from '../auth/authorise.ts';
import { denialText, encodeMessage } from '../auth/encoded-denial.ts';
import type { CallObserver } from './observer.ts';

/** A call that was denied, and what DecodeAuthorizationMessage takes of it. */
export interface Denial {
  accountId: string;
  principal: string;
  action: string;
  resource: string;
  encoded: string;
}

const most = 100;

/**
 * The last hundred denied calls, encoded as EC2 encodes its denials: of the sandbox's services EC2 alone does so on the wire, hence the
 * admin API gives them out.
 */
export class DenialLog {
  private readonly last: { denial: Omit<Denial, 'encoded'>; encode: () => string }[] = [];

  readonly observe: CallObserver = ({ context, requirements, errorCode }) => {
    if (!/^(AccessDenied|UnauthorizedOperation)/.test(errorCode ?? '')) return;
    for (const requirement of requirements) {
      const decision = decide(context, requirement);
      if (decision.verdict === 'allowed') continue;
      const { account, principal, world } = context;
      const { action, resource } = requirement;
      const text = denialText(context, requirement, decision);
      const denial = { accountId: account.id, principal: principal.arn, action, resource };
      this.last.push({ denial, encode: () => encodeMessage(world, account, text) });
      if (this.last.length > most) this.last.shift();
      return;
    }
  };

  /** Oldest first. */
  list(): Denial[] {
    return this.last.map(({ denial, encode }) => ({ ...denial, encoded: encode() }));
  }
}
