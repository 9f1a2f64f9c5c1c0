import { Refusal } from '#libs/event-log';
import type { Side } from '#libs/vocabulary';

/** The two teams have a board already; its id is told, so that the caller can go on with it. */
export class BoardExists extends Refusal<{ boardId: string }> {
  constructor(boardId: string) {
    super('BOARD_EXISTS', 'STATE', 'These two teams have a priority board already; rank on that one.', { boardId });
  }
}

/** A request stands twice in one order. */
export class DuplicateRank extends Refusal<{ ids: readonly string[] }> {
  constructor(ids: readonly string[]) {
    super('DUPLICATE_RANK', 'VALIDATION', 'A request has one place in an order; name each once.', { ids }, { path });
  }
}

/** Requests that are not there, belong to other teams, or need no rank any more because their work is done or given up. */
export class RankNotActive extends Refusal<{ ids: readonly string[] }> {
  constructor(ids: readonly string[], at: readonly string[] = path) {
    const message = 'Only active requests of these two teams can be ranked; leave the others out.';
    super('RANK_NOT_ACTIVE', 'PRECONDITION', message, { ids }, { path: at });
  }
}

/** Nothing is proposed that could be agreed. */
export class RankingNotProposed extends Refusal {
  constructor() {
    super('RANKING_NOT_PROPOSED', 'STATE', 'No ranking is proposed; propose one first (proposeRanking).');
  }
}

/** What is agreed is not what the other lead has proposed. */
export class RankingDiffers extends Refusal<{ proposed: readonly string[] }> {
  constructor(proposed: readonly string[]) {
    const message = 'This is not the order the other side proposes; agree to theirs or propose yours.';
    super('RANKING_DIFFERS', 'CONFLICT', message, { proposed }, { path });
  }
}

/** A side has to rank before an order can be called joint. */
export class RanksMissing extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    super('RANKS_MISSING', 'PRECONDITION', 'Both sides rank first; one has not yet.', { side });
  }
}

/** Two approvals need two persons, counting whom a deputy stands for. */
export class BothSidesBySamePerson extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    const message = 'You, or whom you stand for, proposed this ranking; somebody else must agree for the other side.';
    super('BOTH_SIDES_BY_SAME_PERSON', 'FORBIDDEN', message, { side });
  }
}

/** The two sides do not disagree about this pair, so there is nothing to break. */
export class NoTie extends Refusal<{ why: NoTieReason }> {
  constructor(why: NoTieReason) {
    super('NO_TIE', 'PRECONDITION', NO_TIE[why], { why });
  }
}

export const noTieReasons = ['NOT_RANKED_BY_BOTH', 'ORDERED_ALIKE', 'AGREED_BY_LEADS', 'BROKEN_ALREADY'] as const;
export type NoTieReason = (typeof noTieReasons)[number];

const NO_TIE: Readonly<Record<NoTieReason, string>> = {
  NOT_RANKED_BY_BOTH: 'There is a tie only between two requests that both sides rank.',
  ORDERED_ALIKE: 'Both sides order these two alike; there is no tie.',
  AGREED_BY_LEADS: 'The two leads have agreed on a ranking since they last ranked; there is no tie.',
  BROKEN_ALREADY: 'This tie was broken in the same way before.',
};

/** The decision contradicts what stands: the order would go in a circle. */
export class TieContradicts extends Refusal {
  constructor() {
    const message = 'With what both sides say alike and what was decided before, this goes in a circle.';
    super('TIE_CONTRADICTS', 'CONFLICT', message);
  }
}

const path = ['input', 'requestIds'];
