import { acceptRequest, rejectCriterion, verifyCriterion } from './acceptance.js';
import { approveRequest } from './approval.js';
import { closeRequest, waiveOutcome } from './closing.js';
import { reviseBrief } from './drafting.js';
import { submitEstimate } from './estimate.js';
import { type Scenario, people } from './given.spec-kit.js';
import { launchRequest } from './launch.js';
import * as stage from './stages.spec-kit.js';
import { verifyTracking } from './tracking.js';
import { deliverRequest, startWork } from './work.js';

export const delivery = { notes: 'On the staging site', buildRef: 'https://build.example/12' };

/** Every criterion of the brief is found to hold. */
export const verifyAll = (scenario: Scenario): Scenario =>
  ['C1', 'C2'].reduce(
    (now, criterionId) => now.when(verifyCriterion, { criterionId, evidence: 'Seen' }, people.requester),
    scenario,
  );

/** The whole brief, with one criterion that says more than before. */
export const moveScope = (scenario: Scenario, text = 'The page loads within 1 second'): Scenario =>
  scenario.when(
    reviseBrief,
    {
      brief: {
        criteria: [
          { id: 'C1', text },
          { id: 'C2', text: 'The form shows the offer that was clicked' },
        ],
      },
      cause: 'CHANGED_MIND',
    },
    people.requester,
  );

/** What the sides sign anew after the scope moved. */
export const topUp = {
  ...stage.estimate,
  likely: 720,
  lines: [
    { kind: 'FRONTEND', minutes: 540 },
    { kind: 'QA', minutes: 180 },
  ],
} as const;

/** A new estimate of signed work, and the signatures of both sides. */
export const toppedUp = (scenario: Scenario): Scenario =>
  signedAnew(scenario.when(submitEstimate, topUp, people.engineer));
export const signedAnew = (scenario: Scenario): Scenario =>
  scenario
    .when(approveRequest, stage.approval('CONSUMER'), people.cmo)
    .when(approveRequest, stage.approval('PROVIDER'), people.cto);

/** A request at each of its stages, from the start of work on. */
export const started = stage.approved.when(startWork, {}, people.engineer);
export const delivered = started.when(deliverRequest, delivery, people.engineer);
export const rejected = delivered.when(
  rejectCriterion,
  { criterionId: 'C2', cause: 'DEFECT', note: 'It shows nothing' },
  people.requester,
);
export const verified = verifyAll(delivered);
export const accepted = verified.when(acceptRequest, {}, people.requester);
export const tracked = accepted.when(verifyTracking, { evidence: 'Seen in the report' }, people.requester);
export const launched = tracked.when(launchRequest, {}, people.cto);
export const waived = launched.when(waiveOutcome, { reason: 'The campaign was cut' }, people.cmo);
export const closed = waived.when(closeRequest, {}, people.requester);
