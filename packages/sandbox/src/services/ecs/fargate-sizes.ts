const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);

/** Memory in MiB that Fargate has for each number of CPU units. Source: ECS guide, task definition parameters, task size. */
const sizes = new Map([
  [256, [512, 1024, 2048]],
  [512, range(1024, 4096, 1024)],
  [1024, range(2048, 8192, 1024)],
  [2048, range(4096, 16_384, 1024)],
  [4096, range(8192, 30_720, 1024)],
  [8192, range(16_384, 61_440, 4096)],
  [16_384, range(32_768, 122_880, 8192)],
]);

/** Does Fargate have this size? Both are text: units (`256`, `512`) or with a unit of their own (`.25 vCPU`, `0.5GB`). */
export function isFargateSize(cpu: string, memory: string): boolean {
  return sizes.get(inUnits(cpu, /\s*vcpu$/i))?.includes(inUnits(memory, /\s*gb$/i)) ?? false;
}

const inUnits = (text: string, unit: RegExp): number => (unit.test(text) ? Number(text.replace(unit, '')) * 1024 : Number(text));
