import type { RequestEvent } from '#libs/requests';
import type { Instant } from '#libs/event-log';
import type { RequestDossier, SignalKind } from '../domain/dossiers.js';
import type { Changes } from './fold-kit.js';

type Signal = RequestDossier['signals'][number];

export const signal = ({ signals }: RequestDossier, kind: SignalKind, at: Instant): readonly Signal[] => [
  ...signals,
  { at, kind },
];

const confusing: ReadonlySet<string> = new Set(['HOW_DOES_IT_WORK', 'DONT_GET_IT']);
const unsaid: ReadonlySet<string> = new Set(['MISUNDERSTOOD', 'MISSING_REQUIREMENT']);
const engineers: ReadonlySet<string> = new Set(['ENGINEER', 'ENGINEERING_LEAD']);

/** An engineer took part before both sides had signed. */
export const involving = (row: RequestDossier, isEngineer: boolean): Partial<RequestDossier> =>
  row.approvedAt === null && isEngineer ? { engineerInvolved: true } : {};

/** Ends what is open; nothing changes where nothing is. */
const closed = <T extends { readonly to: Instant | null }>(
  stretches: readonly T[],
  at: Instant,
  isMeant: (one: T) => boolean = () => true,
): readonly T[] => stretches.map((one) => (one.to === null && isMeant(one) ? { ...one, to: at } : one));

/** Whatever was running ends with the request. */
export const rested = ({ holds, clarifying }: RequestDossier, at: Instant): Partial<RequestDossier> => ({
  holds: closed(holds, at),
  clarifying: closed(clarifying, at),
});

type Talk =
  | 'BriefRevised'
  | 'QuestionAsked'
  | 'QuestionAnswered'
  | 'QuestionResolved'
  | 'ConcernRaised'
  | 'CoAuthorAdded'
  | 'AlternativeProposed'
  | 'AlternativeAccepted'
  | 'CriterionRejected'
  | 'RequestHeld'
  | 'RequestResumed';

/** What was said about a request. */
export const talk: Changes<RequestDossier, RequestEvent, Talk> = {
  BriefRevised: (row, { data, recordedAt }) => ({
    brief: { completeness: data.completeness, warnings: data.lint.length },
    ...(row.approvedAt !== null && unsaid.has(data.cause) && { signals: signal(row, 'BRIEF_REVISED', recordedAt) }),
  }),
  QuestionAsked: (row, { data, recordedAt }) => ({
    waiting: { ...row.waiting, [data.questionId]: recordedAt },
    ...(data.blocking && {
      clarifying: [...row.clarifying, { questionId: data.questionId, from: recordedAt, to: null }],
    }),
    ...(row.approvedAt === null && { questionsBeforeApproval: row.questionsBeforeApproval + 1 }),
    ...(row.working && confusing.has(data.kind) && { signals: signal(row, 'QUESTION_ASKED', recordedAt) }),
    ...(data.side === 'PROVIDER' && row.submitted && { respondedAt: row.respondedAt ?? recordedAt }),
  }),
  QuestionAnswered: (row, { data, recordedAt }) => {
    const { [data.questionId]: since = recordedAt, ...waiting } = row.waiting;
    const answer = { at: recordedAt, since, byRole: data.byRole, side: data.side };
    const clarifying = closed(row.clarifying, recordedAt, ({ questionId }) => questionId === data.questionId);
    return { waiting, answers: [...row.answers, answer], clarifying };
  },
  QuestionResolved: (row, { data, recordedAt }) => {
    if (!data.understood) {
      const { questionId } = data;
      const wasBlocking = row.clarifying.some((one) => one.questionId === questionId);
      const again = wasBlocking ? [{ questionId, from: recordedAt, to: null }] : [];
      return { waiting: { ...row.waiting, [questionId]: recordedAt }, clarifying: [...row.clarifying, ...again] };
    }
    const { [data.questionId]: _settled, ...waiting } = row.waiting;
    return { waiting, clarifying: closed(row.clarifying, recordedAt, (one) => one.questionId === data.questionId) };
  },
  ConcernRaised: (row, { meta }) => ({ concernRaised: true, ...involving(row, engineers.has(meta.actorRole)) }),
  CoAuthorAdded: (row, { data }) => involving(row, data.side === 'PROVIDER'),
  AlternativeProposed: (row, { data, meta }) => ({
    ...involving(row, engineers.has(meta.actorRole)),
    savings: { ...row.savings, [data.alternativeId]: data.estimatedSavedMinutes ?? 0 },
  }),
  AlternativeAccepted: (row, { data, recordedAt }) => {
    const minutes = row.savings[data.alternativeId] ?? 0;
    return minutes === 0 ? {} : { avoided: [...row.avoided, { at: recordedAt, minutes, by: 'ALTERNATIVE' }] };
  },
  CriterionRejected: (row, { data, recordedAt }) => ({
    working: true,
    ...(data.cause === 'MISUNDERSTOOD' && { signals: signal(row, 'CRITERION_REJECTED', recordedAt) }),
  }),
  RequestHeld: (row, { recordedAt }) => ({ holds: [...closed(row.holds, recordedAt), { from: recordedAt, to: null }] }),
  RequestResumed: (row, { recordedAt }) => ({ holds: closed(row.holds, recordedAt) }),
};
