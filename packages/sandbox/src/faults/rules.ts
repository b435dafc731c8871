/** A fault that is asked for: which calls, how often, and what happens to them. */
export interface FaultRule {
  id: string;
  /** Signing name (`ecs`, `iam`, `monitoring`, …), or `*`. */
  service: string;
  /** Operation, or `*`. */
  operation: string;
  /** How many calls it still hits; null: all. */
  times: number | null;
  /** 0 to 1; by a generator with `seed`, so that a test sees the same again. */
  probability: number;
  seed: number;
  when: 'before' | 'after';
  /** Only one of the three: an error of this code, a wait, or an answer that never comes. */
  code?: string;
  message?: string;
  latencyMs?: number;
  dropAnswer?: boolean;
  /** Calls of this principal only: part of its ARN. */
  principal?: string;
  /** Calls to this Region only. */
  region?: string;
}

interface Armed {
  rule: FaultRule;
  random: () => number;
}

/** The rules in force. Each call asks for those that hit it; asking uses them up. */
export class Faults {
  private armed: Armed[] = [];

  list(): FaultRule[] {
    return this.armed.map(({ rule }) => rule);
  }

  set(rules: FaultRule[]): void {
    this.armed = rules.map((rule) => ({ rule, random: generator(rule.seed) }));
  }

  /** The rules that hit this call at this moment, in their order. */
  take(when: FaultRule['when'], service: string, operation: string, principalArn: string, region = ''): FaultRule[] {
    const hit = this.armed.filter(({ rule, random }) => {
      const named = (rule.service === '*' || rule.service === service) && (rule.operation === '*' || rule.operation === operation);
      if (!named || rule.when !== when || rule.times === 0) return false;
      if (rule.principal !== undefined && !principalArn.includes(rule.principal)) return false;
      if (rule.region !== undefined && rule.region !== region) return false;
      if (random() >= rule.probability) return false;
      if (rule.times !== null) rule.times -= 1;
      return true;
    });
    return hit.map(({ rule }) => rule);
  }
}

/** mulberry32: small, seeded, full period. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
