import { adviceForGap, coverageState } from '@rolewright/shared/inventory/gap.ts';
import type { Coverage, CoverageReason } from '@rolewright/shared/inventory/scan.ts';
import type { AwsError, AwsErrorKind } from '../aws/aws-error.ts';

interface Page {
  region: string;
  service: Coverage['service'];
  seen: number;
  toSee: number;
  nothingSeen: boolean;
  gaps: Map<string, Coverage['gaps'][number]>;
}

const reasonOfKind: Record<AwsErrorKind, CoverageReason> = {
  denied: 'denied',
  throttled: 'throttled',
  'region-disabled': 'region-disabled',
  unreachable: 'unreachable',
  'not-found': 'missing',
  other: 'failed',
};

/** Why something was not seen, in coverage's words. AWS' own sentence tells a denial by the organization from one by the role (D-87). */
export const gapReason = (error: AwsError): CoverageReason =>
  error.kind === 'denied' && /service control policy/i.test(error.message) ? 'service-control-policy' : reasonOfKind[error.kind];

/** What a scan saw and did not see, by Region and service. Nothing is dropped silently: whoever skips something writes it here (D-88). */
export class CoverageBook {
  readonly #pages = new Map<string, Page>();

  /** Sets how much of a service there is and how much was seen. */
  count(region: string, service: Coverage['service'], seen: number, toSee: number): void {
    const page = this.#page(region, service);
    page.seen = seen;
    page.toSee = toSee;
  }

  /** Something was not seen. The same reason for the same thing adds up. */
  gap(region: string, service: Coverage['service'], reason: CoverageReason, what: string, count = 1): void {
    const { gaps } = this.#page(region, service);
    const key = `${reason}|${what}`;
    const known = gaps.get(key);
    gaps.set(key, { reason, what, count: (known?.count ?? 0) + count, advice: adviceForGap(reason, service) });
  }

  /** Nothing of a service was seen in a Region. */
  fail(region: string, service: Coverage['service'], reason: CoverageReason, what: string): void {
    this.gap(region, service, reason, what);
    this.#page(region, service).nothingSeen = true;
  }

  /** Places of D-09 that this version does not read; replaces what was said before. */
  notInspected(region: string, places: { what: string; count: number }[]): void {
    const { gaps } = this.#page(region, 'ecs');
    for (const [key, gap] of gaps) if (gap.reason === 'not-inspected') gaps.delete(key);
    for (const { what, count } of places) this.gap(region, 'ecs', 'not-inspected', what, count);
  }

  hasGap(region: string, service: Coverage['service'], isMeant: (what: string) => boolean): boolean {
    return [...this.#page(region, service).gaps.values()].some((gap) => isMeant(gap.what));
  }

  hasFailed(region: string, service: Coverage['service']): boolean {
    return this.#pages.get(`${region}|${service}`)?.nothingSeen ?? false;
  }

  toCoverage(): Coverage[] {
    return [...this.#pages.values()].map(({ region, service, seen, toSee, nothingSeen, gaps }) => ({
      region,
      service,
      state: coverageState([...gaps.values()], nothingSeen),
      seen,
      toSee,
      gaps: [...gaps.values()],
    }));
  }

  #page(region: string, service: Coverage['service']): Page {
    const key = `${region}|${service}`;
    const page = this.#pages.get(key) ?? { region, service, seen: 0, toSee: 0, nothingSeen: false, gaps: new Map() };
    this.#pages.set(key, page);
    return page;
  }
}
