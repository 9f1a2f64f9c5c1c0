import {
  compareInlineView,
  type LogModel,
  verify,
  type VerifyOptions,
  verifySeals,
  type VerifySealsOptions,
  type ViewComparison,
} from '#libs/event-log';
import type { Pool } from 'pg';
import { print } from './print.js';
import { progress } from './progress.js';

/** What there is to verify. */
export const PARTS = ['chains', 'seals', 'views'] as const;
export type Part = (typeof PARTS)[number];

/** What a part was found to be: a line for a person, and the first break in words. */
export interface Verdict {
  readonly line: string;
  readonly first: string | null;
}

/** The hash of every event from what is stored, and the chain of every stream. */
export async function verifyChains(owner: Pool, options: VerifyOptions): Promise<Verdict> {
  const bar = progress(0, { unit: 'events' });
  const result = await verify(owner, options, ({ events, atMost }) => bar.at(events, atMost)).finally(() => bar.end());
  const line = `Chains: ${result.events} events in ${result.streams} streams, ${result.broken} broken.`;
  if (result.first === null) return { line, first: null };
  const { kind, workspaceId, streamId, version, position, message } = result.first;
  const place = `${kind} at position ${position ?? '(none)'}, ${streamId} version ${version}, workspace ${workspaceId}`;
  return { line, first: `${place}: ${message}` };
}

/** The seals, their chain and signatures, and whether the events are those that were sealed. */
export async function verifyAllSeals(owner: Pool, options: VerifySealsOptions): Promise<Verdict> {
  const bar = progress(0, { unit: 'sealed events' });
  const result = await verifySeals(owner, options, ({ events, total }) => bar.at(events, total)).finally(() =>
    bar.end(),
  );
  const { seals, events, unsealed, broken, keys, first } = result;
  const anchored = options.anchors ? `, compared with ${options.anchors.length} exported ones` : '';
  const line = `Seals: ${seals} over ${events} events${anchored}, ${broken} broken; ${unsealed} events are not sealed yet.`;
  const signed = keys.map((key) => `\n  ${key.seals} signed by the key ${key.keyId}`).join('');
  return { line: line + signed, first: first && `${first.kind}: ${first.message}` };
}

/** The rows of read models that are written with the events, against the log. */
export async function verifyViews(owner: Pool, model: LogModel, signal: AbortSignal): Promise<Verdict> {
  const bar = progress(model.views.length, { unit: 'read models' });
  const found: string[] = [];
  let rows = 0;
  try {
    for (const [index, view] of model.views.entries()) {
      signal.throwIfAborted();
      const comparison = await compareInlineView(owner, model, view);
      rows += comparison.rows;
      if (comparison.differing > 0) found.push(`${view.table}: ${told(comparison)}`);
      bar.at(index + 1);
    }
  } finally {
    bar.end();
  }
  const line = `Read models: ${rows} rows in ${model.views.length} tables, ${found.length} tables differ from the log.`;
  return { line, first: found[0] ?? null };
}

function told({ differing, differences: [first] }: ViewComparison): string {
  if (!first) return `${differing} rows differ.`;
  const { kind, streamId, workspaceId, columns } = first;
  const which = columns.length > 0 ? ` in ${columns.join(', ')}` : '';
  return `${differing} rows differ; the first is ${kind}${which}: stream ${streamId}, workspace ${workspaceId}.`;
}

/** Prints what was found. @returns whether all is sound */
export function say(verdicts: readonly Verdict[]): boolean {
  for (const { line } of verdicts) print(line);
  for (const { first } of verdicts) if (first !== null) print(`First break: ${first}`);
  return verdicts.every(({ first }) => first === null);
}
