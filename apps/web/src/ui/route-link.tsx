import Link from '@cloudscape-design/components/link';
import { useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link in Cloudscape's look that the router follows without loading the page anew. */
export function RouteLink({
  href,
  children,
  variant = 'primary',
}: {
  href: string;
  children: ReactNode;
  variant?: 'primary' | 'secondary';
}) {
  const router = useRouter();
  return (
    <Link
      href={href}
      variant={variant}
      onFollow={(event) => {
        event.preventDefault();
        void router.navigate({ href });
      }}
    >
      {children}
    </Link>
  );
}
