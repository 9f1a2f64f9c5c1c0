import type { EventCatalogue, Recorded } from '#libs/event-log';
import { spokenName } from '#libs/api-kit';
import { validate as isUuid } from 'uuid';
import { sentenceOf } from './sentence.js';

/** A timer that fired and made commands. */
export interface FiredTimer {
  readonly firingId: string;
  readonly process: string;
  readonly key: string;
  readonly dueAt: string;
  /** What had led to it. */
  readonly causationId: string;
}

/** An event or a timer, and the step that it came of. */
export interface Step {
  readonly id: string;
  readonly causeId: string | null;
  readonly depth: number;
  readonly of: { readonly event: Recorded } | { readonly timer: FiredTimer };
}

export const isEvent = (of: Step['of']): of is { readonly event: Recorded } => 'event' in of;

/** `MARKETING_LEAD` → `a marketing lead`; a process by its name. */
export function authorOf({ actorId, actorRole, onBehalfOf }: Recorded['meta']): string {
  if (!isUuid(actorId)) return `the process ${actorId.replace(/^process:/, '')}`;
  const role = actorRole.toLowerCase().replaceAll('_', ' ');
  const one = `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`;
  return onBehalfOf === undefined ? one : `${one} as a deputy`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A step as a person is told it. */
export function sentenceOfStep(catalogue: EventCatalogue, of: Step['of']): string {
  if (!isEvent(of)) return `A timer of ${of.timer.process} was due at ${of.timer.dueAt}.`;
  const { event } = of;
  const told = sentenceOf(catalogue, event) ?? `${capital(spokenName(event.type))}.`;
  return `By ${authorOf(event.meta)}: ${told}`;
}

/** The chain as a whole. @param chain causes, the nearest first */
export function sentenceOfWhy(chain: readonly Step[], event: Recorded, operation: string | null): string {
  const first = chain.map(({ of }) => of).findLast(isEvent)?.event ?? event;
  const by = `by ${authorOf(first.meta)}`;
  if (chain.length === 0) return `It was done ${operation === null ? by : `by ${operation}, ${by}`}.`;
  const begun = `${operation ?? 'a command'} ${by}`;
  return `It goes back to ${begun}, over ${chain.length} ${chain.length === 1 ? 'step' : 'steps'}.`;
}

/** Each step followed by what came of it, in the order things happened. */
export function asTree(steps: readonly Step[], rootId: string): Step[] {
  const children = new Map<string | null, Step[]>();
  for (const step of steps) children.set(step.causeId, [...(children.get(step.causeId) ?? []), step]);
  const below = (id: string): Step[] => (children.get(id) ?? []).flatMap((step) => [step, ...below(step.id)]);
  return below(rootId);
}
