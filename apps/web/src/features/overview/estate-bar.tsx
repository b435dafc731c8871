import type { Overview } from '@rolewright/shared/overview.ts';
import { RouteLink } from '../../ui/route-link.tsx';

/** How far the estate is: moved, moving, static keys, unknown and the rest; the legend has the numbers, so colour is not needed. */
export function EstateBar({ overview }: { overview: Overview }) {
  const of = (state: keyof Overview['byState']) => overview.byState[state] ?? 0;
  const parts = [
    { name: 'Verified', number: of('verified'), style: 'part-verified', href: '/workloads?state=verified' },
    { name: 'Moving', number: overview.moving, style: 'part-moving', href: '/workloads?state=moving' },
    {
      name: 'Static keys or shadowed',
      number: Math.max(0, of('static-keys') + of('shadowed') - overview.moving),
      style: 'part-static',
      href: '/workloads?state=static-keys,shadowed',
    },
    {
      name: 'No keys found, not proven',
      number: of('role-unproven') + of('no-credentials'),
      style: 'part-other',
      href: '/workloads?state=role-unproven,no-credentials',
    },
    { name: 'Unknown', number: of('unknown'), style: 'part-other', href: '/workloads?state=unknown' },
  ].filter((part) => part.number > 0);
  return (
    <div>
      <div className="estate-bar" aria-hidden="true">
        {parts.map((part) => (
          <span key={part.name} className={part.style} ref={(element) => element?.style.setProperty('flex-grow', String(part.number))} />
        ))}
      </div>
      <ul className="legend">
        {parts.map((part) => (
          <li key={part.name}>
            <span className={`key ${part.style}`} aria-hidden="true" />
            {part.name}: <RouteLink href={part.href}>{part.number.toLocaleString('en')}</RouteLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
