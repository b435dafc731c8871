import type { Migration } from 'kysely/migration';
import * as base from './001-base.ts';
import * as inventory from './002-inventory.ts';
import * as plan from './003-plan.ts';
import * as principals from './004-principals.ts';
import * as subject from './005-subject.ts';
import * as principalIds from './006-principal-ids.ts';
import * as olderPrincipals from './007-older-principals.ts';
import * as observedTruth from './008-observed-truth.ts';
import * as instances from './010-instances.ts';

/** Every migration, in order. A released one is never changed: write the next one. */
export const migrations: Record<string, Migration> = {
  '001-base': base,
  '002-inventory': inventory,
  '003-plan': plan,
  '004-principals': principals,
  '005-subject': subject,
  '006-principal-ids': principalIds,
  '007-older-principals': olderPrincipals,
  '008-observed-truth': observedTruth,
  '010-instances': instances,
};
