import type { Role } from '#libs/people';
import { people } from '../domain/given.spec-kit.js';
import { incurDebt, proposeExperiment, reportBug, setOutcomeTarget, setSuccessView } from '../domain/index.js';
import * as late from '../domain/stages-delivery.spec-kit.js';
import * as stage from '../domain/stages.spec-kit.js';
import { handover } from '../delivery/delivery.fixture.js';
import type { Tried } from './rights.fixture.js';

const experiment = { hypothesis: 'Fewer fields bring more leads.', killCriterion: 'Fewer leads.', timeBoxDays: 10 };
const declared = stage.triaged
  .when(proposeExperiment, experiment, people.requester)
  .given([{ type: 'ExperimentDeclared', data: { ...experiment, endsOn: '2026-01-15' } }]);
const target = { metric: 'conversion', baseline: 2, windowDays: 30, target: { kind: 'ABSOLUTE', value: 3 } } as const;
const bug = { severity: 'HIGH', foundAt: '2026-01-05', text: 'The form is gone.' } as const;
const debt = { what: 'No tests.', paybackDate: '2026-03-01' };
const views = (['CONSUMER', 'PROVIDER'] as const).map((side) => ({ side, text: 'It sells.' }));
const viewed = views.reduce(
  (now, view) => now.when(setSuccessView, view, view.side === 'CONSUMER' ? people.cmo : people.cto),
  stage.triaged,
);
const judged = late.launched.given(views.map((data) => ({ type: 'SuccessViewSet', data })));

const BUILDERS: readonly Role[] = ['ENGINEER', 'ENGINEERING_LEAD'];
const consumerOnly: Tried['but'] = [
  { roles: BUILDERS, whose: 'another', code: 'FORBIDDEN', why: 'Builders speak for the provider.' },
];
const providerOnly: Tried['but'] = [
  { roles: ['MARKETING_LEAD'], code: 'FORBIDDEN', why: 'Marketing speaks for the consumer.' },
  {
    roles: ['MARKETING_MEMBER', 'PRODUCT_MANAGER', 'BRIDGE', 'INTEGRATION'],
    whose: 'own',
    code: 'FORBIDDEN',
    why: 'Who asked for it speaks for the consumer.',
  },
];

/** From the start of work to a close, and what is written down on the way. */
export const deliveredCommands: readonly Tried[] = [
  { mutation: 'startWork', at: stage.approved },
  { mutation: 'deliverRequest', at: late.started, input: () => handover },
  { mutation: 'verifyCriterion', at: late.delivered, input: () => ({ criterionId: 'C1' }) },
  { mutation: 'rejectCriterion', at: late.delivered, input: () => ({ criterionId: 'C1', cause: 'DEFECT' }) },
  { mutation: 'acceptRequest', at: late.verified },
  { mutation: 'returnToWork', at: late.accepted, input: () => ({ reason: 'It needs a switch.' }) },
  { mutation: 'verifyTracking', at: late.accepted, input: () => ({ evidence: 'Seen in the report.' }) },
  { mutation: 'waiveTracking', at: late.accepted, input: () => ({ reason: 'The tag comes later.' }) },
  { mutation: 'launchRequest', at: late.tracked },
  { mutation: 'rollBackLaunch', at: late.launched, input: () => ({ reason: 'DEFECT' }) },
  { mutation: 'waiveOutcome', at: late.launched, input: () => ({ reason: 'The campaign was cut.' }) },
  { mutation: 'closeRequest', at: late.waived },
  { mutation: 'reopenRequest', at: late.closed, input: () => ({ cause: 'DEFECT', expectedMinutes: 0 }) },
  { mutation: 'proposeExperiment', at: stage.triaged, input: () => experiment },
  {
    mutation: 'declareExperiment',
    variant: 'that engineering proposed',
    at: stage.triaged.when(proposeExperiment, experiment, people.cto),
    but: [{ roles: ['ENGINEERING_LEAD'], code: 'FORBIDDEN', why: 'It takes the other side.' }],
  },
  {
    mutation: 'declareExperiment',
    variant: 'that the requester proposed',
    at: stage.triaged.when(proposeExperiment, experiment, people.requester),
    but: [
      {
        roles: ['MARKETING_MEMBER', 'MARKETING_LEAD', 'ENGINEER', 'PRODUCT_MANAGER', 'BRIDGE', 'INTEGRATION'],
        whose: 'own',
        code: 'FORBIDDEN',
        why: 'It takes the other side.',
      },
    ],
  },
  { mutation: 'endExperiment', at: declared, input: () => ({ outcome: 'KEPT' }) },
  {
    mutation: 'incurDebt',
    at: late.started,
    input: ({ bench }) => ({ ...debt, ownerId: bench.cast.engineer.id }),
  },
  {
    mutation: 'payDebt',
    at: late.started.when(incurDebt, { ...debt, ownerId: 'p-enno' }, people.engineer),
    input: () => ({ debtId: 'D1' }),
  },
  { mutation: 'setOutcomeTarget', at: late.launched, input: () => target },
  {
    mutation: 'recordOutcome',
    at: late.launched.when(setOutcomeTarget, target, people.requester),
    input: () => ({ targetId: 'O1', value: 2.5, measuredAt: '2026-01-05', source: 'Shop report' }),
  },
  { mutation: 'reportBug', at: late.launched, input: () => bug },
  {
    mutation: 'resolveBug',
    at: late.launched.when(reportBug, bug, people.requester),
    input: () => ({ bugId: 'B1', resolution: 'It is back.' }),
  },
  {
    mutation: 'attachEvidence',
    at: stage.triaged,
    input: () => ({ quote: 'I cannot find it.', segment: 'Returning', count: 7, source: 'Survey', date: '2026-01-04' }),
  },
  {
    mutation: 'planPath',
    at: stage.triaged,
    input: ({ bench }) => ({
      milestones: [{ title: 'Design', date: '2026-01-12', ownerId: bench.cast.engineer.id }],
    }),
  },
  {
    mutation: 'setSuccessView',
    variant: 'of the consumer',
    at: viewed,
    input: () => ({ side: 'CONSUMER', text: 'It sells more.' }),
    but: consumerOnly,
  },
  {
    mutation: 'setSuccessView',
    variant: 'of the provider',
    at: viewed,
    input: () => ({ side: 'PROVIDER', text: 'It never breaks.' }),
    but: providerOnly,
  },
  {
    mutation: 'judgeSuccess',
    variant: 'of the consumer',
    at: judged,
    input: () => ({ side: 'CONSUMER', verdict: 'MET' }),
    but: consumerOnly,
  },
  {
    mutation: 'judgeSuccess',
    variant: 'of the provider',
    at: judged,
    input: () => ({ side: 'PROVIDER', verdict: 'MET' }),
    but: providerOnly,
  },
];
