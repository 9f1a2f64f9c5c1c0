import type { LocalDate } from '#libs/vocabulary';
import { Refusal } from '#libs/event-log';

/** R8: a request does not stand for itself. */
export class MergeIntoItself extends Refusal {
  constructor() {
    const message = 'A request cannot be merged into itself; name the one that stands for it.';
    super('MERGE_INTO_ITSELF', 'VALIDATION', message, {}, { path: targetPath });
  }
}

/** R8: what stands for a request must be going on. */
export class MergeTargetEnded extends Refusal<{ state: string }> {
  constructor(state: string) {
    const message = `The other request is ${state}; merge into one that goes on.`;
    super('MERGE_TARGET_ENDED', 'PRECONDITION', message, { state }, { path: targetPath });
  }
}

/** R8: merges are one step deep. `mergedInto` is the survivor of the target; null when it is the source that others were merged into. */
export class MergeChain extends Refusal<{ mergedInto: string | null }> {
  constructor(mergedInto: string | null) {
    const message =
      mergedInto === null
        ? 'Others were merged into this request already; merge the other way round.'
        : 'The other request was merged itself; merge into the one that stands for it.';
    super('MERGE_CHAIN', 'PRECONDITION', message, { mergedInto }, { path: targetPath });
  }
}

/** Why a request cannot be the one that waits, or why nobody has to wait is not believed. */
export const displacementObstacles = [
  'NOT_NAMED',
  'SAME_REQUEST',
  'NOT_ACTIVE',
  'EXPEDITED',
  'OTHER_PROVIDER',
  'NO_PROVIDER',
  'NO_ROOM',
] as const;
export type DisplacementObstacle = (typeof displacementObstacles)[number];

const OBSTACLES: Readonly<Record<DisplacementObstacle, string>> = {
  NOT_NAMED: 'Name the request that has to wait, or say why nobody has to.',
  SAME_REQUEST: 'A request cannot make way for itself; name another one.',
  NOT_ACTIVE: 'The request that should wait is not active; name one from draft to acceptance.',
  EXPEDITED: 'The request that should wait goes first itself; name another one.',
  OTHER_PROVIDER: 'Another team builds the request that should wait, so this one gains nothing; name another one.',
  NO_PROVIDER: 'Nobody builds it yet, so no load shows room: triage it first, or name the request that has to wait.',
  NO_ROOM: 'The team works on as much as its limit allows; name the request that has to wait.',
};

/** P21: an urgent request says who has to wait for it. */
export class DisplacedRequestRequired extends Refusal<{ obstacle: DisplacementObstacle }> {
  constructor(obstacle: DisplacementObstacle) {
    super('DISPLACED_REQUEST_REQUIRED', 'PRECONDITION', OBSTACLES[obstacle], { obstacle }, { path: displacesPath });
  }
}

/** P21: who has to wait gets a new date, later than `after`. */
export class DisplacedDateRequired extends Refusal<{ after: LocalDate }> {
  constructor(after: LocalDate) {
    const message = `Say the new date of the request that has to wait: later than ${after}.`;
    const path = ['input', 'displacedNewDate'];
    super('DISPLACED_DATE_REQUIRED', 'PRECONDITION', message, { after }, { path });
  }
}

/** P21: one question at a time. */
export class ExpeditePending extends Refusal {
  constructor() {
    super('EXPEDITE_PENDING', 'STATE', 'This was asked already and waits for an answer of engineering.');
  }
}

export class ExpediteNotPending extends Refusal {
  constructor() {
    super('EXPEDITE_NOT_PENDING', 'STATE', 'Nobody waits for an answer on whether this goes first.');
  }
}

export class AlreadyExpedited extends Refusal {
  constructor() {
    super('ALREADY_EXPEDITED', 'STATE', 'This request goes first already.');
  }
}

/** P21: so many a month for each team that asks. */
export class ExpediteQuotaExceeded extends Refusal<{ quota: number; used: number }> {
  constructor(quota: number, used: number) {
    const message = `${used} of ${quota} urgent requests of this month are used; the next month brings new ones.`;
    super('EXPEDITE_QUOTA_EXCEEDED', 'LIMIT', message, { quota, used });
  }
}

/** P24: the team works on as much as it wants to at a time. */
export class WipLimitReached extends Refusal<{ limit: number; inProgress: number }> {
  constructor(limit: number, inProgress: number) {
    const message = `The team has ${inProgress} requests in work and takes no more than ${limit}; finish one first.`;
    super('WIP_LIMIT_REACHED', 'LIMIT', message, { limit, inProgress });
  }
}

/** P58: an alternative says what is kept and what is lost. */
export class AlternativeIncomplete extends Refusal<{ part: 'kept' | 'lost' }> {
  constructor(part: 'kept' | 'lost') {
    const message = `Say what is ${part}: an alternative names what is kept and what is lost.`;
    super('ALTERNATIVE_INCOMPLETE', 'VALIDATION', message, { part }, { path: ['input', part] });
  }
}

export class AlternativeClosed extends Refusal<{ alternativeId: string }> {
  constructor(alternativeId: string) {
    super('ALTERNATIVE_CLOSED', 'STATE', 'This alternative was answered already; propose a new one.', {
      alternativeId,
    });
  }
}

const targetPath = ['input', 'targetId'];
const displacesPath = ['input', 'displacesRequestId'];
