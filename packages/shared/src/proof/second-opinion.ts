import type { PolicyDocument } from '../aws/policy-document.ts';

/** What AWS's simulator says of one action on one resource: identity policies, boundary and SCPs, never a trust policy (D-57). */
export interface Simulated {
  action: string;
  resource: string;
  decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Policies whose statements decided. */
  by: string[];
  /** Condition keys that the policies ask for and nobody gave. */
  missingKeys: string[];
  /** Null where there is no boundary, or no organisation. */
  boundaryAllows: boolean | null;
  organisationAllows: boolean | null;
}

/** One call of the simulator: a principal that exists, with more policies, or policies of nobody. */
export interface Simulation {
  /** ARN of a user or role; null: SimulateCustomPolicy. */
  principalArn: string | null;
  policies: PolicyDocument[];
  boundary: PolicyDocument | null;
  /** Every action on every resource. */
  actions: string[];
  resources: string[];
}

/** One finding of access-analyzer:ValidatePolicy. */
export interface PolicyFinding {
  type: 'ERROR' | 'SECURITY_WARNING' | 'WARNING' | 'SUGGESTION';
  code: string;
  details: string;
  link: string;
  /** Line of the document as it was sent, from 1. */
  line: number | null;
}

/** What access-analyzer:CheckNoNewAccess answers. FAIL: it found new access, or could not rule it out. */
export interface NewAccessAnswer {
  result: 'PASS' | 'FAIL';
  reasons: { description: string; statementIndex: number | null }[];
}
