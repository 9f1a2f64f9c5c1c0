import type { RequestEvent } from '#libs/requests';
import type { Band, GateFactData, LocalDate } from '#libs/vocabulary';
import type { RequestDossier } from '../domain/dossiers.js';
import { daysBetween } from '../domain/window.js';
import { type Changes, dossierFold } from './fold-kit.js';
import { rested, signal, talk } from './request-talk.js';

const nothingYet: RequestDossier = {
  number: 0,
  type: 'OTHER',
  consumerTeamId: '',
  providerTeamId: null,
  brief: { completeness: 0, warnings: 0 },
  firstSubmitted: null,
  submitted: null,
  respondedAt: null,
  holds: [],
  clarifying: [],
  waiting: {},
  answers: [],
  questionsBeforeApproval: 0,
  engineerInvolved: false,
  concernRaised: false,
  firstForecastDays: null,
  likelyMinutes: null,
  signedMinutes: null,
  savings: {},
  avoided: [],
  approvedAt: null,
  working: false,
  deliveredAt: [],
  signals: [],
  firstDate: null,
  lastDate: null,
  expeditedAt: [],
  displaced: [],
  gate: {},
  heldBackAt: [],
  launch: null,
  bugs: [],
  outcomes: [],
};

/** A review lets pass: what it asks for before a launch is met. */
const isClear = ({ outcome, conditions }: GateFactData): boolean =>
  outcome === 'CLEARED' || (outcome === 'CONDITIONAL' && conditions.every(({ preLaunch, met }) => met || !preLaunch));

const ranks: Readonly<Record<Band, number>> = { LOW: 0, MEDIUM: 1, HIGH: 2, CRITICAL: 3 };

const highest = ({ gate }: RequestDossier): Band | null =>
  Object.values(gate).reduce<Band | null>(
    (worst, entry) => (entry !== null && (worst === null || ranks[entry.band] > ranks[worst]) ? entry.band : worst),
    null,
  );

const isHeldBack = ({ gate }: RequestDossier): boolean => Object.values(gate).some((entry) => !entry?.clear);

const dated = (row: RequestDossier, date: LocalDate): Partial<RequestDossier> => ({
  firstDate: row.firstDate ?? date,
  lastDate: date,
});

type Ways =
  | 'RequestDrafted'
  | 'RequestSubmitted'
  | 'RequestTriaged'
  | 'EstimateSubmitted'
  | 'RequestApproved'
  | 'RequestDeclined'
  | 'RequestWithdrawn'
  | 'RequestMerged'
  | 'RequestRevived'
  | 'WorkStarted'
  | 'RequestDelivered'
  | 'RequestAccepted'
  | 'RequestReturnedToWork'
  | 'RequestReopened'
  | 'RequestLaunched'
  | 'LaunchRolledBack';

const way: Changes<RequestDossier, RequestEvent, Ways> = {
  RequestDrafted: (_row, { data: { number, type, consumerTeamId } }) => ({ number, type, consumerTeamId }),
  RequestSubmitted: (row, { data, recordedAt }) => ({
    firstSubmitted: row.firstSubmitted ?? { ...row.brief, completeness: data.completeness, at: recordedAt },
    submitted: { at: recordedAt, responseMinutes: data.slaTargets.firstResponseMinutes },
  }),
  RequestTriaged: (row, { data, recordedAt }) => ({
    providerTeamId: data.providerTeamId,
    respondedAt: row.respondedAt ?? recordedAt,
  }),
  EstimateSubmitted: (row, { data }) => ({
    firstForecastDays: row.firstForecastDays ?? data.durationForecastDays,
    likelyMinutes: data.likely,
  }),
  RequestApproved: (row, { recordedAt }) => ({
    approvedAt: row.approvedAt ?? recordedAt,
    signedMinutes: row.likelyMinutes,
  }),
  RequestDeclined: (row, { recordedAt }) => ({
    ...rested(row, recordedAt),
    respondedAt: row.respondedAt ?? recordedAt,
    working: false,
  }),
  RequestWithdrawn: (row, { recordedAt }) => ({
    ...rested(row, recordedAt),
    ...(row.submitted && { respondedAt: row.respondedAt ?? recordedAt }),
    working: false,
    ...(row.concernRaised &&
      row.likelyMinutes && {
        avoided: [...row.avoided, { at: recordedAt, minutes: row.likelyMinutes, by: 'CONCERN' }],
      }),
  }),
  RequestMerged: (row, { recordedAt }) => ({
    ...rested(row, recordedAt),
    ...(row.submitted && { respondedAt: row.respondedAt ?? recordedAt }),
    working: false,
  }),
  // Its number, its questions and its first brief stay; whatever was promised does not.
  RequestRevived: () => ({
    submitted: null,
    respondedAt: null,
    approvedAt: null,
    providerTeamId: null,
    firstForecastDays: null,
    likelyMinutes: null,
    signedMinutes: null,
    firstDate: null,
    lastDate: null,
  }),
  WorkStarted: () => ({ working: true }),
  RequestDelivered: (row, { recordedAt }) => ({ working: false, deliveredAt: [...row.deliveredAt, recordedAt] }),
  RequestAccepted: (row, { recordedAt }) => (isHeldBack(row) ? { heldBackAt: [...row.heldBackAt, recordedAt] } : {}),
  RequestReturnedToWork: () => ({ working: true }),
  RequestReopened: (row, { data, recordedAt }) => ({
    working: true,
    ...(data.cause === 'MISUNDERSTOOD' && { signals: signal(row, 'REQUEST_REOPENED', recordedAt) }),
  }),
  RequestLaunched: (row, { data }) => ({ launch: { on: data.localDate, band: highest(row) } }),
  LaunchRolledBack: () => ({ launch: null, working: true }),
};

type Records =
  | 'DateAgreed'
  | 'RequestExpedited'
  | 'Displaced'
  | 'RiskReviewRequired'
  | 'RiskGateFactRecorded'
  | 'BugReported'
  | 'OutcomeTargetSet'
  | 'OutcomeMeasured';

const records: Changes<RequestDossier, RequestEvent, Records> = {
  DateAgreed: (row, { data }) => dated(row, data.date),
  RequestExpedited: (row, { recordedAt }) => ({ expeditedAt: [...row.expeditedAt, recordedAt] }),
  Displaced: (row, { data: { oldDate, newDate }, recordedAt }) => ({
    displaced: [...row.displaced, { at: recordedAt, days: oldDate === null ? 0 : daysBetween(oldDate, newDate) }],
    lastDate: newDate,
  }),
  RiskReviewRequired: ({ gate }, { data: { reviewId } }) => ({ gate: { ...gate, [reviewId]: gate[reviewId] ?? null } }),
  RiskGateFactRecorded: ({ gate }, { data }) => {
    const { [data.reviewId]: _before, ...others } = gate;
    // The work of a cancelled review is over, or another one looks at it.
    if (data.outcome === 'CANCELLED') return { gate: others };
    return { gate: { ...others, [data.reviewId]: { clear: isClear(data), band: data.highestBand } } };
  },
  BugReported: ({ bugs }, { data }) => ({ bugs: [...bugs, data.foundAt] }),
  OutcomeTargetSet: ({ outcomes }, { data }) => ({ outcomes: [...outcomes, { ...data, measured: [] }] }),
  OutcomeMeasured: ({ outcomes }, { data: { targetId, value, measuredAt: on } }) => ({
    outcomes: outcomes.map((one) =>
      one.targetId === targetId ? { ...one, measured: [...one.measured, { value, on }] } : one,
    ),
  }),
};

/** One dossier a request. */
export const requestDossier = dossierFold({
  name: 'metrics.request',
  streamType: 'request',
  source: import.meta.url,
  empty: nothingYet,
  changes: { ...talk, ...way, ...records },
});
