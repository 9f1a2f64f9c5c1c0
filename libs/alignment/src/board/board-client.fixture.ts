import { toGlobalId } from '#libs/api-kit';
import {
  type AlignmentApi,
  type Cast,
  type Member,
  mutation,
  type Payload,
  requestGid,
  teamGid,
} from '../alignment.fixture.js';

export interface Board {
  readonly id: string;
  readonly version: number;
  readonly entries: readonly { readonly requestId: string; readonly jointRank: number | null }[];
  readonly [field: string]: unknown;
}

const BOARD = `board { id version disagreementIndex normalisedDisagreement comparedRequests
  entries { requestId consumerRank providerRank jointRank } joint { source ranksChangedSince } proposal { side requestIds byId }
  agreement { requestIds disagreementIndex comparedRequests byIds } brokenTies { firstRequestId secondRequestId reason byId }
  widestDisagreements { consumerFirstId providerFirstId width } ranks { side byId onBehalfOfId } }`;

const READ = `query ($consumerTeamId: ID!, $providerTeamId: ID!) {
  priorityBoard(consumerTeamId: $consumerTeamId, providerTeamId: $providerTeamId) {
    id version disagreementIndex normalisedDisagreement comparedRequests consumerTeam { id } providerTeam { id } openedAt updatedAt
    entries { requestId consumerRank providerRank jointRank request { id reference jointRank } }
    joint { source at ranksChangedSince } agreement { at byIds requestIds } } }`;

interface Given {
  readonly expect?: object;
  readonly key?: string;
}

/** A board of a cast's marketing and engineering, with requests both have ranked. */
export interface Ranked {
  readonly boardId: string;
  /** Plain ids, in the order of the consumer side. */
  readonly ids: readonly string[];
}

export const gids = (ids: readonly string[]): string[] => ids.map(requestGid);

/** The plain id in a global one. */
export const plainId = (globalId: string): string => Buffer.from(globalId, 'base64url').toString().split(':')[1] ?? '';

export const nobodysBoard = (id: string): string => toGlobalId('PriorityBoard', id);

export const withdrawn = { type: 'RequestWithdrawn', data: { reason: 'NO_LONGER_NEEDED', note: null } };

const slaTargets = { firstResponseMinutes: 480, answerMinutes: 480 };
export const triagedTo = (providerTeamId: string) => [
  { type: 'RequestSubmitted', data: { revision: 1, completeness: 100, slaTargets } },
  { type: 'RequestTriaged', data: { providerTeamId, priorityClass: 'NORMAL', roughMinutes: 60 } },
];

/** Priority boards as somebody calls them. */
export class BoardClient {
  constructor(
    readonly api: AlignmentApi,
    readonly cast: Cast,
  ) {}

  get pair() {
    const { marketing, engineering } = this.cast.teams;
    return { consumerTeamId: teamGid(marketing), providerTeamId: teamGid(engineering) };
  }

  give(who: Member, name: string, input: object, { expect = { latest: true }, key }: Given = {}) {
    const variables = { input, key, ...(!name.startsWith('open') && { expect }) };
    return this.api.answer<Payload<Board>>(mutation(name, BOARD), who, variables);
  }

  /** The board after a command that must be carried out. */
  async done(who: Member, name: string, input: object): Promise<Board> {
    const { it, problems } = await this.give(who, name, input);
    if (!it || problems.length > 0) throw new Error(`${name}: ${JSON.stringify(problems)}`);
    return it;
  }

  read(who: Member): Promise<Board | null> {
    return this.api.answer<Board | null>(READ, who, this.pair);
  }

  /** A board and so many drafts; both sides have ranked them, the provider the other way round. */
  async ranked(count: number): Promise<Ranked> {
    const { cmo, cto } = this.cast;
    const ids = await this.api.drafts(this.cast, count);
    const { id: boardId } = await this.done(cmo, 'openPriorityBoard', this.pair);
    await this.done(cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds: gids(ids) });
    await this.done(cto, 'rankRequests', { boardId, side: 'PROVIDER', requestIds: gids(ids.toReversed()) });
    return { boardId, ids };
  }
}

export const proposalOf = ({ boardId, ids }: Ranked) => ({ boardId, side: 'CONSUMER', requestIds: gids(ids) });
export const agreementOf = ({ boardId, ids }: Ranked) => ({ boardId, requestIds: gids(ids) });
