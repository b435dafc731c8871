import { Empty } from '../ui/empty.tsx';
import { RouteLink } from '../ui/route-link.tsx';

export function NotFound() {
  return (
    <Empty title="There is no such page" action={<RouteLink href="/overview">Go to the overview</RouteLink>}>
      The address may be of an older version, or misspelt.
    </Empty>
  );
}
