import { toGlobalId } from '#libs/api-kit';
import { Temporal } from 'temporal-polyfill';
import type { DemoCaller } from './demo-caller.js';

/** What every step of the story knows: who speaks, for whom, and which day it is. */
export interface Stage {
  readonly caller: DemoCaller;
  /** Global ids of the two teams. */
  readonly marketing: string;
  readonly engineering: string;
  readonly today: string;
  /** What was drafted, by its title. */
  readonly drafts: ReadonlyMap<string, Draft>;
}

/** A request that somebody wants. */
export interface Wanted {
  /** Who asks, by what they are called at work. */
  readonly by: string;
  readonly type: string;
  readonly title: string;
  readonly brief: object;
}

export interface Draft extends Wanted {
  readonly requestId: string;
}

export interface Estimated {
  readonly requestId: string;
  readonly likelyMinutes: number;
  readonly lines: readonly object[];
}

/** The day so many days after another one. */
export const after = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** A draft of somebody; its id. */
export const drafted = async (
  { caller, marketing }: Pick<Stage, 'caller' | 'marketing'>,
  { by, type, title }: Omit<Wanted, 'brief'>,
): Promise<string> => {
  const input = { title, type, consumerTeamId: marketing };
  const { request } = await caller.command(by, 'createRequest', input, title);
  return request!.id;
};

/** The draft with this title gets its brief and is handed in. */
export const submitted = async ({ caller, drafts }: Stage, title: string): Promise<Draft> => {
  const draft = drafts.get(title);
  if (!draft) throw new Error(`Nobody of the demo has drafted ${title}.`);
  const { requestId, by, brief } = draft;
  await caller.command(by, 'reviseBrief', { requestId, brief }, title);
  await caller.command(by, 'submitRequest', { requestId }, title);
  return draft;
};

export const triaged = async (
  { caller, engineering }: Stage,
  requestId: string,
  priorityClass: string,
  roughMinutes: number,
): Promise<void> => {
  const ownerId = toGlobalId('Person', caller.personId('Web Team Lead'));
  const input = { requestId, providerTeamId: engineering, ownerId, priorityClass, roughMinutes };
  await caller.command('Product Manager', 'triageRequest', input, requestId);
};

export const estimated = async ({ caller, today }: Stage, title: string, input: Estimated): Promise<void> => {
  const { requestId } = input;
  const seen = await caller.query<{ request: { checklist: { itemId: string }[] } }>(
    `{ request(id: "${requestId}") { checklist { itemId } } }`,
  );
  const answers = seen.request.checklist.map(({ itemId }) => ({ itemId, answer: 'YES' }));
  if (answers.length > 0) await caller.command(title, 'answerChecklist', { requestId, answers }, requestId);
  const estimate = {
    ...input,
    optimisticMinutes: Math.round(input.likelyMinutes * 0.8),
    pessimisticMinutes: Math.round(input.likelyMinutes * 1.4),
    confidence: 'MEDIUM',
    durationForecastDays: 14,
    validUntil: after(today, 30),
  };
  await caller.command(title, 'submitEstimate', estimate, requestId);
};

/** Both sides count on a day so many days ahead, and sign. */
export const approved = async ({ caller, today }: Stage, requestId: string, days: number): Promise<void> => {
  const date = { requestId, date: after(today, days), dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] };
  await caller.command('Product Manager', 'agreeDate', date, requestId);
  await caller.command('CMO', 'approveRequest', { requestId, side: 'CONSUMER' }, `${requestId}/consumer`);
  await caller.command('CTO', 'approveRequest', { requestId, side: 'PROVIDER' }, `${requestId}/provider`);
};
