import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import Table from '@cloudscape-design/components/table';
import type { Observations } from '@rolewright/shared/apply/run.ts';
import { useState } from 'react';
import { absolute, clock, count } from '../../lib/format.ts';
import { type CutOver, cutOverOf, instancesOf, type Moment } from './cut-over.ts';

interface Props {
  /** What the chart is headed with. */
  name: string;
  description?: string;
  observations: Observations | undefined;
  /** Moments to mark, such as a step; `at` in milliseconds. */
  marks?: Mark[];
}

interface Mark {
  at: number;
  text: string;
}

/** The workload's calls by identity over time: the user's colour gives way to the role's. What is not visible is said. */
export function CutOverChart({
  name,
  description = 'Seen from outside, for the eye; the verdict rests on the evidence below',
  observations,
  marks = [],
}: Props) {
  const [instanceId, setInstanceId] = useState('');
  if (!observations) return null;
  const instances = instancesOf(observations.items);
  const items = observations.items.filter((one) => instanceId === '' || one.instanceId === instanceId);
  const chart = items.length > 0 ? cutOverOf(items) : null;
  return (
    <Container
      header={
        <Header variant="h2" description={description}>
          {chart ? `${name}: ${count(chart.calls, 'call')}, ${chart.failed} failed` : `${name}: no call was seen`}
        </Header>
      }
    >
      {observations.notVisible && <Box color="text-body-secondary">{observations.notVisible}</Box>}
      {instances.length > 1 && <InstanceChoice instances={instances} value={instanceId} onChange={setInstanceId} />}
      {chart && <Chart chart={chart} marks={marks} />}
    </Container>
  );
}

/** The calls of all of a group's instances, or of one: those that are gone by now stay to be seen. */
function InstanceChoice({ instances, value, onChange }: { instances: string[]; value: string; onChange: (id: string) => void }) {
  const options = [
    { value: '', label: `All ${count(instances.length, 'instance')}` },
    ...instances.map((id) => ({ value: id, label: id })),
  ];
  return (
    <FormField label="Calls of">
      <Select
        options={options}
        selectedOption={options.find((one) => one.value === value) ?? options[0] ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
      />
    </FormField>
  );
}

const kinds = ['failed', 'user', 'role', 'none'] as const;
const words = { failed: 'failed', user: 'IAM user', role: 'role', none: 'no credentials' };

function Chart({ chart, marks }: { chart: CutOver; marks: Mark[] }) {
  const { moments, width } = chart;
  const [first] = moments;
  if (!first) return null;
  const top = Math.max(...moments.map((moment) => moment.user + moment.role + moment.none + moment.failed));
  const slots = Math.max(20, Math.round(((moments.at(-1)?.at ?? 0) - first.at) / width) + 1);
  const x = (at: number) => ((at - first.at) / width) * (1000 / slots);
  const within = marks.filter(({ at }) => at >= first.at && x(at) <= 1000);
  return (
    <>
      <svg
        className="cut-over"
        viewBox="0 0 1000 180"
        preserveAspectRatio="none"
        role="img"
        aria-label={`Calls by identity: ${chart.identities.join(', then ')}; ${chart.failed} failed`}
      >
        <line className="axis" x1="0" x2="1000" y1="170" y2="170" />
        {chart.cutOverAt !== null && <line className="mark" x1={x(chart.cutOverAt)} x2={x(chart.cutOverAt)} y1="0" y2="170" />}
        {within.map(({ at, text }) => (
          <line key={text} className="mark" x1={x(at)} x2={x(at)} y1="0" y2="170" />
        ))}
        {moments.map((moment) => (
          <Bar key={moment.at} moment={moment} x={x(moment.at)} width={1000 / slots - 1} scale={150 / top} />
        ))}
      </svg>
      <div className="chart-times">
        <time>{clock(first.at)}</time>
        {chart.cutOverAt !== null && <b>Dashed: the role is first seen at work, {clock(chart.cutOverAt)}</b>}
        <time>{clock(first.at + slots * width)}</time>
      </div>
      {within.length > 0 && (
        <Box color="text-body-secondary" fontSize="body-s">
          Dashed: {within.map(({ at, text }) => `${text} at ${clock(at)}`).join(', ')}.
        </Box>
      )}
      <Box color="text-body-secondary" fontSize="body-s">
        Each bar is {count(width / 1000, 'second')}; the highest is {count(top, 'call')}.
      </Box>
      <ul className="legend">
        {kinds
          .filter((kind) => moments.some((moment) => moment[kind] > 0))
          .map((kind) => (
            <li key={kind}>
              <svg className="key" width="10" height="10" aria-hidden="true">
                <g className="cut-over">
                  <rect className={kind} width="10" height="10" />
                </g>
              </svg>
              {kind === 'user' || kind === 'role' ? chart.identities.filter((name) => name.startsWith(kind)).join(', ') : words[kind]}
            </li>
          ))}
      </ul>
      <ExpandableSection headerText="As a table">
        <Table<Moment>
          variant="embedded"
          items={moments}
          trackBy={(moment) => String(moment.at)}
          ariaLabels={{ tableLabel: 'Calls by identity over time' }}
          columnDefinitions={[
            { id: 'at', header: 'From', isRowHeader: true, cell: (moment) => absolute(new Date(moment.at).toISOString()) },
            ...kinds.map((kind) => ({ id: kind, header: words[kind], cell: (moment: Moment) => moment[kind] })),
          ]}
        />
      </ExpandableSection>
    </>
  );
}

function Bar({ moment, x, width, scale }: { moment: Moment; x: number; width: number; scale: number }) {
  let bottom = 170;
  return (
    <>
      {kinds.map((kind) => {
        const height = moment[kind] * scale;
        bottom -= height;
        return height > 0 ? <rect key={kind} className={kind} x={x} y={bottom} width={width} height={height} /> : null;
      })}
    </>
  );
}
