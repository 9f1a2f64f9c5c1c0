import { Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import { SideName } from '#libs/people';
import { publish } from '#libs/requests';
import type { Side } from '#libs/vocabulary';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import { type NoTieReason, noTieReasons } from './domain/index.js';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });
const requests = (ids: readonly string[]): string[] => ids.map((id) => toGlobalId('Request', id));

export const NoTieReasonEnum = publish(
  'NoTieReason',
  'Why there is no tie to break.',
  {
    NOT_RANKED_BY_BOTH: 'A side has not ranked both requests.',
    ORDERED_ALIKE: 'Both sides order the two requests alike.',
    AGREED_BY_LEADS: 'The two leads have agreed on a ranking since they last ranked.',
    BROKEN_ALREADY: 'The tie was broken in the same way before.',
  },
  noTieReasons,
);

@describe('The two teams have a priority board.')
export class BoardExistsProblem extends Problem {
  /** Not a field: the plain id. */
  boardId: string;

  @Field(() => ID, { description: 'Global id of the board they have.' })
  get existingBoardId(): string {
    return toGlobalId('PriorityBoard', this.boardId);
  }
}

@describe('A request stands more than once in one order.')
export class DuplicateRankProblem extends Problem {
  /** Not a field: the plain ids. */
  ids: readonly string[];

  @Field(() => [ID], { description: 'Global ids of the requests that do.' })
  get requestIds(): string[] {
    return requests(this.ids);
  }
}

@describe('Requests that are not there, not active, or not of the board’s two teams.')
export class RankNotActiveProblem extends Problem {
  /** Not a field: the plain ids. */
  ids: readonly string[];

  @Field(() => [ID], { description: 'Global ids of all of them, as they were given.' })
  get requestIds(): string[] {
    return requests(this.ids);
  }
}

@describe('The order agreed to is not the one that is proposed.')
export class RankingDiffersProblem extends Problem {
  /** Not a field: the plain ids. */
  proposed: readonly string[];

  @Field(() => [ID], { description: 'Global ids of the proposed order, the most urgent first.' })
  get proposedRequestIds(): string[] {
    return requests(this.proposed);
  }
}

@describe('Both sides have to rank first.')
export class RanksMissingProblem extends Problem {
  @Field(() => SideName, { description: 'The side that has not.' })
  side: Side;
}

@describe('The two sides do not disagree about this pair.')
export class NoTieProblem extends Problem {
  @Field(() => NoTieReasonEnum, { description: 'Why not.' })
  why: NoTieReason;
}

registerProblem('BOARD_EXISTS', BoardExistsProblem);
registerProblem('DUPLICATE_RANK', DuplicateRankProblem);
registerProblem('RANK_NOT_ACTIVE', RankNotActiveProblem);
registerProblem('RANKING_DIFFERS', RankingDiffersProblem);
registerProblem('RANKS_MISSING', RanksMissingProblem);
registerProblem('NO_TIE', NoTieProblem);
