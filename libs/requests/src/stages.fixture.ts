import { checklistItemIds } from './domain/index.js';
import type { Cast, Member, RequestsApi } from './requests.fixture.js';

/** What a mutation on a request answered. */
export interface Payload {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly request: {
    readonly id: string;
    readonly version: number;
    readonly status: string;
    readonly [field: string]: unknown;
  } | null;
  readonly problems: { readonly __typename: string; readonly code: string; readonly [field: string]: unknown }[];
  readonly questionId?: string | null;
  readonly concernId?: string | null;
  readonly alternativeId?: string | null;
  readonly warnings?: readonly { readonly code: string }[];
  readonly workload?: { readonly version: number; readonly inProgress: number; readonly requestIds: string[] } | null;
}

export interface Given {
  readonly expect?: object;
  readonly key?: string;
  readonly onBehalfOf?: Member;
}

const MADE: Readonly<Record<string, string>> = {
  askQuestion: 'questionId',
  raiseConcern: 'concernId',
  proposeAlternative: 'alternativeId',
};
const REQUEST = `request { id version number title status waitingOn briefRevision completenessPercent }`;
/** What a mutation answers with, where that is more or something else. */
const OBJECTS: Readonly<Record<string, string>> = {
  approveRequest: `${REQUEST} warnings { code }`,
  closeRequest: `${REQUEST} warnings { code }`,
  setWipLimit: 'workload { id version teamId wipLimit hard inProgress hasRoom requestIds }',
};

const PROBLEMS = `problems { __typename code category message path retryable
  ... on BusinessProblem { details } ... on StaleVersionProblem { expected actual current { id ... on Request { version status } } }
  ... on InvalidStateProblem { state allowed } ... on ForbiddenProblem { right } ... on NotFoundProblem { what }
  ... on RequestIncompleteProblem { missing } ... on BriefStoryIncompleteProblem { part } ... on PiiNotAllowedProblem { kind }
  ... on LimitReachedProblem { what max } ... on CriterionIdReusedProblem { criterionId } ... on TouchLockedProblem { touch }
  ... on TouchSuggestionUnansweredProblem { touches } ... on QuestionOpenProblem { questionIds } ... on ConcernOpenProblem { concernIds }
  ... on BothSidesBySamePersonProblem { side } ... on SideAlreadyApprovedProblem { side approvedById }
  ... on EstimateMissingHiddenWorkProblem { missingParts touches } ... on EstimateOrderProblem { optimisticMinutes likelyMinutes pessimisticMinutes }
  ... on EstimateLinesMismatchProblem { likelyMinutes linesMinutes } ... on EarlyInvolvementRequiredProblem { minutes thresholdMinutes }
  ... on EstimateExpiredProblem { validUntil } ... on DateInPastProblem { date today } ... on RequestHeldProblem { reviewDate }
  ... on NotLaunchedProblem { status } ... on BugClosedProblem { bugId } ... on DebtPaidProblem { debtId } ... on ExperimentNotAllowedProblem { touches }
  ... on ExperimentRunningProblem { endsOn } ... on SuccessViewMissingProblem { side } ... on ChecklistIncompleteProblem { items }
  ... on MergeTargetEndedProblem { targetStatus } ... on MergeChainProblem { mergedIntoId } ... on DisplacedRequestRequiredProblem { obstacle }
  ... on DisplacedDateRequiredProblem { after } ... on ExpediteQuotaExceededProblem { quota used } ... on WipLimitReachedProblem { limit inProgress }
  ... on EstimateStaleProblem { estimateId owes } ... on CriteriaUnverifiedProblem { criterionIds } ... on OutcomeUnmeasuredProblem { targetIds }
  ... on AlternativeIncompleteProblem { part } }`;

/** The mutation by its name, with variables `input`, `expect` and `key`. */
export const documentOf = (name: string): string => {
  const isNew = name === 'createRequest';
  const input = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${input}!, ${isNew ? '' : '$expect: Expect!, '}$key: String) {
    ${name}(input: $input, ${isNew ? '' : 'expect: $expect, '}idempotencyKey: $key) {
      position replayed ${MADE[name] ?? ''} ${OBJECTS[name] ?? REQUEST} ${PROBLEMS} } }`;
};

/** The mutations of requests as somebody calls them. */
export class RequestClient {
  constructor(
    readonly api: RequestsApi,
    readonly cast: Cast,
  ) {}

  run(who: Member, name: string, input: object, { expect = { latest: true }, key, onBehalfOf }: Given = {}) {
    const variables = { input, key, ...(name === 'createRequest' ? {} : { expect }) };
    return this.api.run(documentOf(name), who, { variables, ...(onBehalfOf && { onBehalfOf }) });
  }

  /** The payload; fails on a top-level error. */
  async give(who: Member, name: string, input: object, given: Given = {}): Promise<Payload> {
    const { data, errors } = await this.run(who, name, input, given);
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as Record<string, Payload>)[name] as Payload;
  }

  /** The payload of a command that must be carried out. */
  async done(who: Member, name: string, input: object, given: Given = {}): Promise<Payload> {
    const payload = await this.give(who, name, input, given);
    if (payload.problems.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.problems)}`);
    return payload;
  }

  creation(more: object = {}) {
    return { title: 'Spring landing page', type: 'LANDING_PAGE', consumerTeamId: this.cast.marketing, ...more };
  }

  triage(requestId: string, more: object = {}) {
    const { engineering, manager } = this.cast;
    const fields = { providerTeamId: engineering, ownerId: manager.id, priorityClass: 'NORMAL', roughMinutes: 600 };
    return { requestId, ...fields, ...more };
  }

  /** A request brought as far as asked, one step after the other; its id. */
  async at(stage: Stage, brief: object = wholeBrief): Promise<string> {
    const { requester, manager, engineer, cmo, cto } = this.cast;
    const { request } = await this.done(requester, 'createRequest', this.creation());
    const requestId = request?.id ?? '';
    const steps: readonly [Stage, Member, string, object][] = [
      ['written', requester, 'reviseBrief', { requestId, brief }],
      ['submitted', requester, 'submitRequest', { requestId }],
      ['triaged', manager, 'triageRequest', this.triage(requestId)],
      ['triaged', engineer, 'answerChecklist', { requestId, ...checklistAnswers }],
      ['estimated', engineer, 'submitEstimate', { requestId, ...estimate }],
      ['dated', manager, 'agreeDate', { requestId, ...agreement }],
      ['halfApproved', cmo, 'approveRequest', { requestId, side: 'CONSUMER' }],
      ['approved', cto, 'approveRequest', { requestId, side: 'PROVIDER' }],
    ];
    const last = steps.findLastIndex(([name]) => name === stage);
    for (const [, who, name, input] of steps.slice(0, last + 1)) await this.done(who, name, input);
    return requestId;
  }
}

export type Stage =
  'drafted' | 'written' | 'submitted' | 'triaged' | 'estimated' | 'dated' | 'halfApproved' | 'approved';

/** All five sections, no warning, no touch. */
export const wholeBrief = {
  userStories: [
    { role: 'visitor', want: 'see the spring offers on one page', benefit: 'I find mine without a search' },
  ],
  criteria: [{ text: 'The page loads within 2 seconds' }, { text: 'The form shows the offer that was clicked' }],
  context: {
    campaignGoal: 'Sell 300 spring bundles',
    audience: 'Returning customers',
    expectedImpact: { metric: 'conversion', baseline: 2.1, target: 2.6, windowDays: 30 },
  },
  assetsNotNeeded: 'Uses the page kit',
  tracking: [{ event: 'offer_clicked', property: 'www', consentRequired: true }],
};

/** All items that a landing page owes. */
export const checklistAnswers = {
  answers: checklistItemIds.map((itemId) => ({ itemId, answer: 'YES' })),
};

export const estimate = {
  optimisticMinutes: 480,
  likelyMinutes: 600,
  pessimisticMinutes: 780,
  lines: [
    { kind: 'FRONTEND', minutes: 480 },
    { kind: 'QA', minutes: 120 },
  ],
  confidence: 'MEDIUM',
  durationForecastDays: 10,
  validUntil: '2026-02-05',
};

export const agreement = { date: '2026-01-23', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] };
