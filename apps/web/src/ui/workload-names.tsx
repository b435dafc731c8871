import { RouteLink } from './route-link.tsx';

const most = 10;

/** Workloads by their names, as links; of many the first few, since a role may be shared by hundreds of instances. */
export function WorkloadNames({ of }: { of: readonly { id: string; name: string }[] }) {
  return (
    <>
      {of.slice(0, most).map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <RouteLink href={`/workloads/${id}`}>{name}</RouteLink>
        </span>
      ))}
      {of.length > most && ` and ${of.length - most} more`}
    </>
  );
}
