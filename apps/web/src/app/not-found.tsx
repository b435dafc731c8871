import { Page } from '../ui/page.tsx';
import { RouteLink } from '../ui/route-link.tsx';

export function NotFound() {
  return (
    <Page title="There is no such page" description="The address may be of an older version, or misspelt.">
      <RouteLink href="/overview">Go to the overview</RouteLink>
    </Page>
  );
}
