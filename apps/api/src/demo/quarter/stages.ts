import { planOf } from './hours.js';
import type { Quarter, Reference } from './quarter.js';
import { asked, estimates } from './requests.js';

const BOTH = ['CONSUMER', 'PROVIDER'];

export const drafted = async (quarter: Quarter, reference: Reference): Promise<void> => {
  const { title, type, by, brief } = asked[reference]!;
  await quarter.create(by, reference, { title, type });
  await quarter.does(by, 'reviseBrief', reference, { brief });
};

export const submitted = async (quarter: Quarter, reference: Reference): Promise<void> => {
  const { by, touches } = asked[reference]!;
  if (touches.length > 0) await quarter.does(by, 'setTouches', reference, { add: touches });
  await quarter.does(by, 'submitRequest', reference);
};

export const triaged = (quarter: Quarter, reference: Reference, roughMinutes: number): Promise<unknown> => {
  const ownerId = quarter.personId('Web Team Lead');
  const input = { providerTeamId: quarter.teamId('Engineering'), ownerId, priorityClass: 'NORMAL', roughMinutes };
  return quarter.does('Product Manager', 'triageRequest', reference, input);
};

export const answered = async (quarter: Quarter, reference: Reference): Promise<void> => {
  const { checklist } = await quarter.shows<{ checklist: { itemId: string; required: boolean }[] }>(
    reference,
    'checklist { itemId required }',
  );
  const answers = checklist.filter(({ required }) => required).map(({ itemId }) => ({ itemId, answer: 'YES' }));
  await quarter.does('Web Team Lead', 'answerChecklist', reference, { answers });
};

/** When it is expected, and how long the figures hold. */
export interface Foreseen {
  readonly durationForecastDays: number;
  readonly validUntil: string;
}

/** The lead hands in what an engineer has worked out, and so countersigns it. */
export const estimateOf = (quarter: Quarter, which: keyof typeof estimates, foreseen: Foreseen): object => ({
  ...estimates[which],
  ...foreseen,
  preparedById: quarter.personId('Backend Engineer'),
});

export const dated = (quarter: Quarter, reference: Reference, date: string, reason?: string): Promise<unknown> =>
  quarter.does('Product Manager', 'agreeDate', reference, { date, dateKind: 'PREFERENCE', sides: BOTH, reason });

/** The consumer's signature names the plan; the provider signs the same one. */
export const signed = (quarter: Quarter, reference: Reference, side: 'CONSUMER' | 'PROVIDER'): Promise<unknown> =>
  side === 'CONSUMER'
    ? quarter.does('CMO', 'approveRequest', reference, { side, reservationPlan: planOf(quarter, reference) })
    : quarter.does('CTO', 'approveRequest', reference, { side });

export const approved = async (quarter: Quarter, reference: Reference): Promise<void> => {
  await signed(quarter, reference, 'CONSUMER');
  await signed(quarter, reference, 'PROVIDER');
};

export const started = (quarter: Quarter, reference: Reference): Promise<unknown> =>
  quarter.does('Web Team Lead', 'startWork', reference);

export const delivered = (quarter: Quarter, reference: Reference, notes: string): Promise<unknown> =>
  quarter.does('Frontend Engineer', 'deliverRequest', reference, { notes });

/** Its only criterion does not hold: the work goes back. */
export const rejected = (quarter: Quarter, reference: Reference, found: { cause: string; note: string }) =>
  quarter.does(asked[reference]!.by, 'rejectCriterion', reference, { criterionId: 'C1', ...found });

export const accepted = async (quarter: Quarter, reference: Reference): Promise<void> => {
  const { by } = asked[reference]!;
  await quarter.does(by, 'verifyCriterion', reference, { criterionId: 'C1' });
  await quarter.does(by, 'acceptRequest', reference);
};

export const launched = async (quarter: Quarter, reference: Reference): Promise<void> => {
  await quarter.does('Marketing Analyst', 'verifyTracking', reference, { evidence: 'Seen in the report' });
  await quarter.does('CTO', 'launchRequest', reference);
};

/** The engineer does not understand, the requester explains, the engineer understands. */
export const understood = async (quarter: Quarter, reference: Reference, talk: Talk): Promise<void> => {
  const question = { kind: 'DONT_GET_IT', text: talk.question, blocking: false };
  const { questionId } = await quarter.does('Frontend Engineer', 'askQuestion', reference, question);
  await quarter.does(asked[reference]!.by, 'answerQuestion', reference, { questionId, answerText: talk.answer });
  await quarter.does('Frontend Engineer', 'resolveQuestion', reference, { questionId, understood: true });
};

interface Talk {
  readonly question: string;
  readonly answer: string;
}

export const bugFound = (quarter: Quarter, reference: Reference, foundAt: string): Promise<unknown> =>
  quarter.does('Marketing Analyst', 'reportBug', reference, {
    severity: 'MEDIUM',
    foundAt,
    text: 'The report and the page differ.',
  });
