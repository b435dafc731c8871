import Header from '@cloudscape-design/components/header';
import type { Check } from '@rolewright/shared/proof/check.ts';
import { count } from '../../lib/format.ts';
import { CheckTable } from './check-table.tsx';

/** What AWS's own judges say beside the console's verdicts; nothing where none was asked. */
export function SecondOpinions({ checks, open }: { checks: readonly Check[]; open: string }) {
  const asked = checks.filter((check) => check.secondOpinion !== undefined);
  if (asked.length === 0) return null;
  const differences = asked.reduce((sum, check) => sum + (check.secondOpinion?.differences.length ?? 0), 0);
  return (
    <CheckTable
      checks={asked}
      label="AWS’s second opinions"
      open={open}
      header={
        <Header
          variant="h2"
          description={
            <>
              Asked of AWS’s own services, which see no trust policy in the simulator and no boundary in the comparison.{' '}
              {differences === 0
                ? 'Where AWS answered, the two do not differ.'
                : `The two differ on ${count(differences, 'point')}: both verdicts stand below.`}
            </>
          }
        >
          AWS’s second opinions
        </Header>
      }
    />
  );
}
