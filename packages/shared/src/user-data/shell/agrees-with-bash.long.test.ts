import { test } from 'vitest';
import { expectSame, isInstalled } from './bash.fixture.ts';

test.skipIf(!isInstalled)(
  'D8 D-69: 1,500 scripts without their key do in bash what they did with it',
  () => {
    expectSame(1_500, 10_000);
  },
  3_600_000,
);
