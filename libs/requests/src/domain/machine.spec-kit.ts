import type { Actor } from '#libs/vocabulary';
import { closeRequest } from './closing.js';
import type { RequestEvent } from './facts.js';
import { nothing, people, type Rule, type Scenario } from './given.spec-kit.js';
import { declineRequest, withdrawRequest } from './lifecycle.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';
import { type RequestStatus } from './state.js';

/** Statuses in which a command is possible, and the one it leads to from each. */
export type Ways = Readonly<Partial<Record<RequestStatus | 'unknown', RequestStatus>>>;

/** One command of the machine. The actor may give it anywhere: what is tested is the status alone. */
export interface Row {
  readonly name: string;
  readonly ways: Ways;
  /** What it is refused with where the status forbids it; INVALID_STATE unless told. */
  readonly otherwise?: string;
  readonly run: (at: Scenario) => Scenario;
}

interface Attempt<Input> {
  readonly rule: Rule<Input>;
  /** The name of the command, where the rule is one made of several. */
  readonly name?: string;
  readonly otherwise?: string;
  readonly input: Input;
  readonly by?: Actor;
  /** What the command needs beside the status: in every one, or in those it is told for. */
  readonly given?: readonly RequestEvent[] | Readonly<Partial<Record<RequestStatus, readonly RequestEvent[]>>>;
}

const isSameForAll = (given: NonNullable<Attempt<unknown>['given']>): given is readonly RequestEvent[] =>
  Array.isArray(given);

export const row = <Input>(
  ways: Ways,
  { rule, name = rule.name, otherwise, input, by = people.both, given = [] }: Attempt<Input>,
): Row => ({
  name,
  ways,
  ...(otherwise && { otherwise }),
  run: (at) => {
    const { status } = at.state;
    const before = isSameForAll(given) ? given : status === 'unknown' ? [] : (given[status] ?? []);
    return at.given(before).when(rule, input, by);
  },
});

/** Stays where it is, in each of these. */
export const same = (statuses: readonly RequestStatus[]): Ways => Object.fromEntries(statuses.map((one) => [one, one]));
export const into = (to: RequestStatus, ...from: readonly RequestStatus[]): Ways =>
  Object.fromEntries(from.map((one) => [one, to]));

/** A request in each status, ready for whatever is possible there. */
export const inStatus: Readonly<Record<RequestStatus | 'unknown', Scenario>> = {
  unknown: nothing,
  DRAFT: stage.written,
  SUBMITTED: stage.submitted,
  TRIAGED: stage.triaged,
  ESTIMATED: stage.dated,
  APPROVED: stage.approved,
  IN_PROGRESS: late.started,
  DELIVERED: late.verified,
  ACCEPTED: late.tracked,
  LAUNCHED: late.waived,
  // With what outlasts a close: an experiment that still runs, and a view of success to judge.
  CLOSED: late.waived
    .given([
      { type: 'SuccessViewSet', data: { side: 'CONSUMER', text: 'It sells' } },
      {
        type: 'ExperimentDeclared',
        data: { hypothesis: 'x', timeBoxDays: 14, killCriterion: 'x', endsOn: '2026-01-30' },
      },
    ])
    .when(closeRequest, {}, people.requester),
  DECLINED: stage.triaged.when(declineRequest, { reason: 'NO_CAPACITY' }, people.manager),
  WITHDRAWN: stage.triaged.when(withdrawRequest, { reason: 'NO_BUDGET' }, people.requester),
  MERGED: stage.triaged.given([{ type: 'RequestMerged', data: { targetId: 'r-2', note: null } }]),
};
