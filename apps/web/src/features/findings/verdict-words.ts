import type { InspectAnswer } from '@rolewright/shared/user-data/contract.ts';

interface Words {
  type: 'success' | 'info' | 'warning';
  header: string;
  text: string;
}

/** What the verdict means, and what to do next. */
export function verdictWords({ verdict, findings }: InspectAnswer): Words {
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  switch (verdict) {
    case 'clean':
      return {
        type: 'success',
        header: 'No static key was found',
        text: 'No access key id, no secret of one, and no variable that SDKs take credentials from. Other passwords are masked below and are not judged.',
      };
    case 'automatic':
      return {
        type: 'info',
        header: `${count}: the key can be taken out by itself`,
        text: 'Each is a command that does nothing but set the key, and nothing uses it afterwards. Everything else stays to the byte. Give the workload its role first; what runs already keeps the key until it is restarted or replaced.',
      };
    case 'manual':
      return {
        type: 'warning',
        header: `${count}: a person has to look`,
        text: 'At least one cannot be taken out with certainty, so nothing is. Each says why. Where the document can be edited below, it is checked as you type.',
      };
  }
}
