import { Forbidden, NotFound, ValidationFailed } from '#libs/event-log';
import {
  type Circumstances,
  hasRole,
  isSamePerson,
  otherSide,
  owedReason,
  requireRoom,
  type Side,
  sides,
} from '#libs/vocabulary';
import { type Board, type BoardEvent, type OpenBoard, orderDifferently, otherTies, type Proposal } from './board.js';
import { orderAfterTies, type Precedence } from './joint-order.js';
import { disagreementOf, placesOf } from './kendall.js';
import {
  BoardExists,
  BothSidesBySamePerson,
  DuplicateRank,
  NoTie,
  RankingDiffers,
  RankingNotProposed,
  RankNotActive,
  RanksMissing,
  TieContradicts,
} from './refusals.js';

/** The most requests one order holds. */
export const MAX_RANKED = 200;
/** Characters of a reason. */
export const MAX_REASON = 4000;

const leadOf: Readonly<Record<Side, string>> = { CONSUMER: 'MARKETING_LEAD', PROVIDER: 'ENGINEERING_LEAD' };
const idsPath = ['input', 'requestIds'];

/** The teams of an active request; the provider is not known before triage. */
export interface ActiveRequest {
  readonly consumerTeamId: string;
  readonly providerTeamId: string | null;
}

/**
 * Requests that were active when the command came, by id: an input that is completed from their rows, not a guard. Naming the
 * streams of two hundred requests would let every word on one of them send the ranking back; and nothing breaks when one ends in the
 * same moment or later: it keeps its place in the facts and drops out of every rank that is shown.
 */
export type ActiveRequests = ReadonlyMap<string, ActiveRequest>;

const requireOpen = (board: Board): OpenBoard => {
  if (board.status === 'unknown') throw new NotFound('priority board');
  return board;
};

function requireLead(side: Side, { actor }: Circumstances, right: string): void {
  if (!hasRole(actor, leadOf[side])) throw new Forbidden(right, `Only ${leadOf[side]} speaks for this side.`);
}

const repeated = (ids: readonly string[]): string[] => [...new Set(ids.filter((id, place) => ids.indexOf(id) < place))];

/** @throws RankNotActive naming all that are not active requests of the board's two teams */
function requireActive(
  board: OpenBoard,
  ids: readonly string[],
  active: ActiveRequests,
  path?: readonly string[],
): void {
  const { consumerTeamId, providerTeamId } = board;
  const strangers = ids.filter((id) => {
    const found = active.get(id);
    return found?.consumerTeamId !== consumerTeamId || (found.providerTeamId ?? providerTeamId) !== providerTeamId;
  });
  if (strangers.length > 0) throw new RankNotActive(strangers, path);
}

/** @throws LimitReached, DuplicateRank, RankNotActive */
function requireOrder(board: OpenBoard, { requestIds, active }: OrderInput): void {
  requireRoom(requestIds.length, MAX_RANKED, { what: 'requests in one order', path: idsPath });
  const twice = repeated(requestIds);
  if (twice.length > 0) throw new DuplicateRank(twice);
  requireActive(board, requestIds, active);
}

const sameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, place) => id === b[place]);

export interface OpenBoardInput {
  readonly boardId: string;
  readonly consumerTeamId: string;
  readonly providerTeamId: string;
}

/** Opens the board of two teams; whoever leads one of them may, and those who stand between them. @throws BoardExists, Forbidden */
export function openPriorityBoard(state: Board, input: OpenBoardInput, { actor }: Circumstances): BoardEvent[] {
  if (!hasRole(actor, 'MARKETING_LEAD', 'ENGINEERING_LEAD', 'PRODUCT_MANAGER', 'BRIDGE'))
    throw new Forbidden('priorityBoard.open', 'Only a lead of one of the two teams, or who stands between them.');
  const { boardId, consumerTeamId, providerTeamId } = input;
  if (state.status === 'open') throw new BoardExists(boardId);
  return [{ type: 'PriorityBoardOpened', data: { consumerTeamId, providerTeamId } }];
}

export interface OrderInput {
  /** The most urgent first. */
  readonly requestIds: readonly string[];
  readonly active: ActiveRequests;
}

export interface SideOrderInput extends OrderInput {
  readonly side: Side;
}

/**
 * A side's lead ranks: its whole list, in the place of the former one; an empty one takes its ranks back.
 * @throws NotFound, Forbidden, LimitReached, DuplicateRank, RankNotActive
 */
export function rankRequests(state: Board, input: SideOrderInput, ctx: Circumstances): BoardEvent[] {
  const board = requireOpen(state);
  requireLead(input.side, ctx, 'priorityBoard.rank');
  requireOrder(board, input);
  const order = input.requestIds;
  const former = board.ranks[input.side];
  if (former && sameOrder(former.order, order)) return [];
  return [{ type: 'RanksSubmitted', data: { side: input.side, order: [...order] } }];
}

/** @throws RanksMissing naming the first side that has not ranked */
function requireBothRanked(board: OpenBoard): void {
  const silent = sides.find((side) => board.ranks[side] === null);
  if (silent) throw new RanksMissing(silent);
}

/**
 * A side's lead proposes a joint order; a newer proposal takes the place of an older one, whoever made it. It may hold fewer
 * requests than the sides rank (the first five, say): what it leaves out has no joint rank.
 * @throws NotFound, Forbidden, ValidationFailed, LimitReached, DuplicateRank, RankNotActive, RanksMissing
 */
export function proposeRanking(state: Board, input: SideOrderInput, ctx: Circumstances): BoardEvent[] {
  const board = requireOpen(state);
  requireLead(input.side, ctx, 'priorityBoard.agree');
  if (input.requestIds.length === 0) throw new ValidationFailed('Name at least one request.', idsPath);
  requireOrder(board, input);
  requireBothRanked(board);
  return [{ type: 'RankingProposed', data: { side: input.side, order: [...input.requestIds] } }];
}

/** @throws RankingNotProposed, BothSidesBySamePerson, Forbidden */
function requireOtherLead(board: OpenBoard, ctx: Circumstances): Proposal {
  const { proposal } = board;
  if (!proposal) throw new RankingNotProposed();
  const side = otherSide[proposal.side];
  if (isSamePerson(ctx.actor, proposal.by)) throw new BothSidesBySamePerson(side);
  requireLead(side, ctx, 'priorityBoard.agree');
  return proposal;
}

/**
 * The other side's lead agrees to the very order that is proposed: two leads, two persons. It settles every tie.
 * @throws NotFound, RankingNotProposed, BothSidesBySamePerson, Forbidden, RankingDiffers, RankNotActive
 */
export function agreeRanking(state: Board, input: OrderInput, ctx: Circumstances): BoardEvent[] {
  const board = requireOpen(state);
  const { order, by } = requireOtherLead(board, ctx);
  if (!sameOrder(order, input.requestIds)) throw new RankingDiffers(order);
  requireActive(board, order, input.active);
  const agreed = placesOf(order);
  const [consumer, provider] = sides.map((side) => board.ranks[side]?.order.filter((id) => agreed.has(id)) ?? []);
  const { index, compared } = disagreementOf(consumer!, provider!);
  const byIds = [by.personId, ctx.actor.personId] as const;
  return [{ type: 'RankingAgreed', data: { order: [...order], disagreementIndex: index, compared, byIds } }];
}

export interface BreakTieInput {
  /** Goes before the second. */
  readonly firstRequestId: string;
  readonly secondRequestId: string;
  readonly reason?: string | null;
  readonly active: ActiveRequests;
}

/** True while the leads' agreement holds both and nobody has ranked since: they have settled it themselves. */
function isAgreed({ joint }: OpenBoard, { first, second }: Precedence): boolean {
  if (joint?.source !== 'AGREED' || joint.ranksChangedSince) return false;
  return joint.order.includes(first) && joint.order.includes(second);
}

/** @throws NoTie */
function requireTie(board: OpenBoard, pair: Precedence): void {
  const { ranks, ties } = board;
  const ranksBoth = (side: Side): boolean =>
    [pair.first, pair.second].every((id) => ranks[side]?.order.includes(id) ?? false);
  if (!sides.every(ranksBoth)) throw new NoTie('NOT_RANKED_BY_BOTH');
  if (!orderDifferently(ranks, pair)) throw new NoTie('ORDERED_ALIKE');
  if (isAgreed(board, pair)) throw new NoTie('AGREED_BY_LEADS');
  if (ties.some(({ first, second }) => first === pair.first && second === pair.second))
    throw new NoTie('BROKEN_ALREADY');
}

/**
 * The bridge decides a pair that the two sides order differently (P31), and with it the joint order: what both sides say alike and
 * what was decided stands, the rest goes by the sum of both places. What the two leads agree on later stands over it; a pair decided
 * before can be decided the other way round.
 * @throws NotFound, Forbidden, ValidationFailed, RankNotActive, NoTie, TieContradicts, ReasonRequired, PiiNotAllowed
 */
export function breakTie(state: Board, input: BreakTieInput, { actor }: Circumstances): BoardEvent[] {
  const board = requireOpen(state);
  if (!hasRole(actor, 'BRIDGE')) throw new Forbidden('priorityBoard.breakTie', 'Only BRIDGE breaks a tie.');
  const pair = { first: input.firstRequestId, second: input.secondRequestId };
  if (pair.first === pair.second) throw new ValidationFailed('Name two requests.', ['input', 'secondRequestId']);
  requireActive(board, [pair.first], input.active, ['input', 'firstRequestId']);
  requireActive(board, [pair.second], input.active, ['input', 'secondRequestId']);
  requireTie(board, pair);
  const reason = owedReason(input.reason, 'what decides this tie', { path: ['input', 'reason'], max: MAX_REASON });
  const [consumer, provider] = sides.map((side) => board.ranks[side]?.order ?? []);
  const order = orderAfterTies(consumer!, provider!, [...otherTies(board, pair), pair]);
  if (order === null) throw new TieContradicts();
  return [{ type: 'TieBroken', data: { ...pair, reason, order } }];
}
