import { approved, estimated, type Draft, type Stage, submitted, triaged } from './demo-stages.js';

interface Work {
  readonly title: string;
  readonly likelyMinutes: number;
  /** Days until the date both sides count on. */
  readonly days: number;
}

const started = async (stage: Stage, { title, likelyMinutes, days }: Work): Promise<Draft> => {
  const draft = await submitted(stage, title);
  const { requestId } = draft;
  await triaged(stage, requestId, 'NORMAL', likelyMinutes);
  const lines = [
    { kind: 'FRONTEND', minutes: likelyMinutes - 60 },
    { kind: 'QA', minutes: 60 },
  ];
  await estimated(stage, 'Frontend Engineer', { requestId, likelyMinutes, lines });
  await approved(stage, requestId, days);
  await stage.caller.command('Frontend Engineer', 'startWork', { requestId }, requestId);
  return draft;
};

const delivered = async (stage: Stage, work: Work): Promise<Draft> => {
  const draft = await started(stage, work);
  const { requestId } = draft;
  const handover = { requestId, notes: 'On the staging site', buildRef: 'https://build.example/12' };
  await stage.caller.command('Frontend Engineer', 'deliverRequest', handover, requestId);
  return draft;
};

interface Measured {
  readonly metric: string;
  readonly value: number;
  readonly source: string;
}

/** Gone live with a figure of what it brought: from 40 on, 15 % more were wanted. Each of these briefs has one criterion. */
const launched = async (stage: Stage, work: Work, { metric, ...outcome }: Measured): Promise<Draft> => {
  const { caller, today } = stage;
  const draft = await delivered(stage, work);
  const { requestId, by } = draft;
  const steps: readonly (readonly [who: string, mutation: string, input?: object])[] = [
    [by, 'setOutcomeTarget', { metric, baseline: 40, target: { kind: 'RELATIVE', value: 15 }, windowDays: 30 }],
    [by, 'verifyCriterion', { criterionId: 'C1', evidence: 'Seen on the staging site' }],
    [by, 'acceptRequest'],
    [by, 'verifyTracking', { evidence: 'Seen in the report' }],
    ['CTO', 'launchRequest'],
    [by, 'recordOutcome', { targetId: 'O1', measuredAt: today, ...outcome }],
  ];
  for (const [who, mutation, input] of steps) await caller.command(who, mutation, { requestId, ...input }, requestId);
  return draft;
};

export const startedCleanUp = (stage: Stage): Promise<unknown> =>
  started(stage, { title: 'Analytics event clean-up', likelyMinutes: 600, days: 10 });

export const deliveredReminder = (stage: Stage): Promise<unknown> =>
  delivered(stage, { title: 'Webinar reminder', likelyMinutes: 480, days: 5 });

/** Live, and the first figure is there. */
export const launchedFairPage = (stage: Stage): Promise<unknown> => {
  const outcome = { metric: 'booked talks', value: 44.2, source: 'Fair report' };
  return launched(stage, { title: 'Page of the autumn fair', likelyMinutes: 900, days: 3 }, outcome);
};

/** Live, measured and done. */
export async function closedStories(stage: Stage): Promise<void> {
  const outcome = { metric: 'story readers a day', value: 48.8, source: 'Web report' };
  const work = { title: 'Customer stories on the start page', likelyMinutes: 360, days: 2 };
  const { requestId, by } = await launched(stage, work, outcome);
  await stage.caller.command(by, 'closeRequest', { requestId, note: 'Readers stay twice as long' }, requestId);
}
