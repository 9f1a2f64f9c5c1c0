import { type ApiContext, toGlobalId, unauthenticated } from '#libs/api-kit';
import { fullViewer } from '#libs/people';
import type { LocalDate } from '#libs/vocabulary';
import { Temporal } from 'temporal-polyfill';
import type * as domain from '../domain/index.js';
import { outcomeFigures } from '../domain/index.js';
import type {
  Bug,
  ChecklistItem,
  Debt,
  Evidence,
  Experiment,
  ExperimentProposal,
  Milestone,
  OutcomeTarget,
  SuccessView,
} from './records.type.js';

const person = (id: string): string => toGlobalId('Person', id);

function todayOf({ viewer }: ApiContext): LocalDate {
  if (!viewer) throw unauthenticated();
  return fullViewer(viewer).today;
}

function windowOf(endsOn: LocalDate | null, today: LocalDate): string {
  if (endsOn === null) return 'NOT_LAUNCHED';
  return today > endsOn ? 'OVER' : 'OPEN';
}

/** The last day that counts for a launch on this one. */
const endOfWindow = (launchedOn: LocalDate | null, days: number): LocalDate | null =>
  launchedOn === null ? null : Temporal.PlainDate.from(launchedOn).add({ days }).toString();

export function toOutcome(target: domain.OutcomeTarget, launchedOn: LocalDate | null): OutcomeTarget {
  const { targetId, metric, baseline, windowDays, measurements } = target;
  const windowEndsOn = endOfWindow(launchedOn, windowDays);
  const last = measurements.at(-1);
  const figures = last ? outcomeFigures(target, last.value) : { changePercent: null, attainmentPercent: null };
  return {
    targetId,
    metric,
    baseline,
    targetKind: target.target.kind,
    targetValue: target.target.value,
    windowDays,
    windowEndsOn,
    window: (_args, context) => windowOf(windowEndsOn, todayOf(context)),
    measurements: [...measurements],
    lastValue: last?.value ?? null,
    ...figures,
  };
}

export const toBug = ({ reportedBy, ...bug }: domain.Bug): Bug => ({
  ...bug,
  reportedById: person(reportedBy.personId),
  open: bug.resolution === null,
});

export const toDebt = ({ paid, ...debt }: domain.Debt): Debt => ({
  ...debt,
  ownerId: person(debt.ownerId),
  open: paid === null,
  overdue: (_args, context) => paid === null && debt.paybackDate < todayOf(context),
  paidAt: paid?.at ?? null,
  note: paid?.note ?? null,
});

export const toExperiment = ({ ended, ...experiment }: domain.Experiment): Experiment => ({
  ...experiment,
  state: ended?.outcome ?? 'RUNNING',
  daysLeft: (_args, context) =>
    ended ? null : Temporal.PlainDate.from(todayOf(context)).until(experiment.endsOn, { largestUnit: 'day' }).days,
  endedAt: ended?.at ?? null,
  note: ended?.note ?? null,
});

export const toProposal = ({ proposedBy, ...proposal }: domain.ExperimentProposal): ExperimentProposal => ({
  ...proposal,
  proposedById: person(proposedBy.personId),
});

/** What most customers say comes first. */
export const toEvidence = (evidence: readonly domain.Evidence[]): Evidence[] =>
  evidence.toSorted((a, b) => b.count - a.count);

export const toSuccessViews = (views: domain.SuccessViews): SuccessView[] =>
  (['CONSUMER', 'PROVIDER'] as const).flatMap((side) => {
    const view = views[side];
    if (!view) return [];
    const { text, judged } = view;
    return [{ side, text, verdict: judged?.verdict ?? null, note: judged?.note ?? null, judgedAt: judged?.at ?? null }];
  });

export const toChecklistItem = ({ answered, ...item }: domain.ChecklistItem): ChecklistItem => ({
  ...item,
  answer: answered?.answer ?? null,
  note: answered?.note ?? null,
  byId: answered ? person(answered.by) : null,
  at: answered?.at ?? null,
});

export const toMilestone = ({ id, ownerId, ...milestone }: domain.Milestone): Milestone => ({
  ...milestone,
  milestoneId: id,
  ownerId: person(ownerId),
});
