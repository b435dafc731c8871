import { expect, test } from 'vitest';
import { isSameSource, resolvedSource, sourceInWords } from './launch-source.ts';

const data = (stepId: string): Record<string, unknown> =>
  ({ 'template-1': { launchTemplateId: 'lt-1' }, 'version-1': { launchTemplateId: 'lt-1', version: '2' }, 'version-2': { version: '8' } })[
    stepId
  ] ?? {};
const template = (LaunchTemplateId: string, Version: string) => ({ LaunchTemplate: { LaunchTemplateId, Version } });

test('D9: references to steps become what these made', () => {
  expect(resolvedSource(template('step:template-1', 'step:version-1'), data)).toEqual(template('lt-1', '2'));
  expect(resolvedSource({ LaunchConfigurationName: 'step:ladder' }, data)).toEqual({ LaunchConfigurationName: 'step:ladder' });
});

test('D10: so they do inside a mixed instances policy, and nothing else changes', () => {
  const policy = (own: string, override: string) => ({
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: own },
        Overrides: [{ InstanceType: 't3.small', LaunchTemplateSpecification: { LaunchTemplateId: 'lt-2', Version: override } }],
      },
      InstancesDistribution: { OnDemandBaseCapacity: 0 },
    },
  });
  expect(resolvedSource(policy('step:version-1', 'step:version-2'), data)).toEqual(policy('2', '8'));
});

test('what no step has made is never sent', () => {
  expect(() => resolvedSource(template('step:template-9', '1'), data)).toThrow('template-9');
});

test('the name and the default that AWS tells besides make no other source', () => {
  const told = { LaunchTemplate: { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web', Version: '2' } };
  expect(isSameSource(told, template('lt-1', '2'))).toBe(true);
  expect(isSameSource(template('lt-1', ''), template('lt-1', '$Default'))).toBe(true);
  expect(isSameSource(told, template('lt-1', '3'))).toBe(false);
  expect(isSameSource({ LaunchConfigurationName: 'a' }, { LaunchConfigurationName: 'b' })).toBe(false);
});

test('D11: a source in words, by the names of templates', () => {
  expect(sourceInWords({ LaunchConfigurationName: 'web-v5' })).toBe('launch configuration web-v5');
  expect(sourceInWords(template('lt-1', '2'), { 'lt-1': 'web' })).toBe('launch template web, version 2');
  expect(sourceInWords(template('step:template-1', 'step:version-1'), { 'step:template-1': 'web' })).toBe(
    'launch template web, the new version',
  );
});
