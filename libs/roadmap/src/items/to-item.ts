import { type ApiContext, readerOf, toGlobalId } from '#libs/api-kit';
import type { PeopleLoaders, Person } from '#libs/people';
import type { RequestReader } from '#libs/requests';
import { type LocalDate, sides } from '#libs/vocabulary';
import type { GraphQLResolveInfo } from 'graphql';
import {
  closedGates,
  itemScopeHash,
  type ItemState,
  type Owner,
  roadmapItem,
  type Signature,
} from '../domain/index.js';
import type { LookedUp } from '../looked-up.js';
import type { ItemRow } from './item-row.js';
import { type ItemDependencyType, RoadmapItemObject } from './item.type.js';
import type {
  ItemAgreementType,
  ItemGateType,
  LinkedRequestType,
  OwnersType,
  OwnerType,
  SuggestionType,
  WorthinessType,
} from './item-values.type.js';

/** What a row of an item needs to be shown; rows of its versions are shown as the one of the present is. */
export interface StoredItem extends Pick<ItemRow, 'item_id' | 'document'> {
  readonly workspace_id: string;
  readonly version: number;
  readonly updated_at: Date;
}

/** What items point at, by plain ids. */
export interface ItemLookups {
  readonly people: PeopleLoaders;
  readonly requests: RequestReader;
  readonly item: (context: ApiContext, info: GraphQLResolveInfo, itemId: string) => Promise<RoadmapItemObject | null>;
}

/** `RM-<n>`, as people say it. */
export const itemLabel = (number: number): string => `RM-${number}`;

function shownOwner({ personId, teamId }: Owner, { people }: ItemLookups): OwnerType {
  return {
    personId: toGlobalId('Person', personId),
    teamId: toGlobalId('Team', teamId),
    person: (_args, context, info) => people.person(readerOf(info), context, personId),
    team: (_args, context, info) => people.team(readerOf(info), context, teamId),
  };
}

function shownOwners({ owners }: ItemState, lookups: ItemLookups): OwnersType {
  const { marketing, engineering, product } = owners;
  return {
    marketing: marketing && shownOwner(marketing, lookups),
    engineering: engineering && shownOwner(engineering, lookups),
    product: product && shownOwner(product, lookups),
  };
}

const person =
  (id: string | null, { people }: ItemLookups): LookedUp<Person> =>
  (_args, context, info) =>
    id === null ? null : people.person(readerOf(info), context, id);

const signed = ({ personId, onBehalfOf }: Signature, lookups: ItemLookups) => ({
  by: person(personId, lookups),
  onBehalfOf: person(onBehalfOf, lookups),
});

const shownAgreements = ({ agreements }: ItemState, lookups: ItemLookups): ItemAgreementType[] =>
  sides.flatMap((side) => {
    const by = agreements[side];
    return by ? [{ side, byId: toGlobalId('Person', by.personId), ...signed(by, lookups) }] : [];
  });

const shownWorthiness = ({ worthiness }: ItemState, lookups: ItemLookups): WorthinessType => ({
  verdict: worthiness?.verdict ?? 'UNASSESSED',
  reason: worthiness?.reason ?? null,
  by: person(worthiness?.by.personId ?? null, lookups),
});

const shownLinks = ({ links }: ItemState, { requests }: ItemLookups): LinkedRequestType[] =>
  links.map(({ requestId, primary }) => ({
    requestId: toGlobalId('Request', requestId),
    primary,
    request: (_args, context, info) => requests.one(readerOf(info), context, requestId),
  }));

const shownDependencies = ({ dependencies }: ItemState, lookups: ItemLookups): ItemDependencyType[] =>
  dependencies.map(({ toId, type, bufferWorkingDays }) => ({
    itemId: toGlobalId('RoadmapItem', toId),
    type,
    bufferWorkingDays,
    item: (_args, context, info) => lookups.item(context, info, toId),
  }));

const openSuggestions = ({ suggestions }: ItemState): SuggestionType[] =>
  suggestions
    .filter(({ answer }) => answer === null)
    .map(({ answer: _none, requestId, ...suggestion }) => ({
      ...suggestion,
      requestId: toGlobalId('Request', requestId),
    }));

const shownGate = (state: ItemState, today: LocalDate): ItemGateType[] =>
  Object.entries(state.gate).map(([reviewId, entry]) => ({
    reviewId: toGlobalId('RiskReview', reviewId),
    outcome: entry?.outcome ?? null,
    validUntil: entry?.validUntil ?? null,
    open: closedGates({ [reviewId]: entry }, { scopeHash: itemScopeHash(state), day: today }).length === 0,
  }));

/** An item as the API shows it on a day of the workspace. */
export function toItem(row: StoredItem, lookups: ItemLookups, today: LocalDate): RoadmapItemObject {
  const { document: state, item_id: itemId } = row;
  const { number, title, lane, kind, status, horizon, window, confidence, visibility, expectedImpact } = state;
  return Object.assign(new RoadmapItemObject(), {
    number,
    title,
    lane,
    kind,
    status,
    horizon,
    window,
    confidence,
    visibility,
    expectedImpact,
    id: toGlobalId('RoadmapItem', itemId),
    version: row.version,
    reference: itemLabel(number),
    owners: shownOwners(state, lookups),
    agreements: shownAgreements(state, lookups),
    worthiness: shownWorthiness(state, lookups),
    goalIds: state.goalIds,
    propertyIds: state.propertyIds.map((id) => toGlobalId('Property', id)),
    links: shownLinks(state, lookups),
    dependencies: shownDependencies(state, lookups),
    suggestions: openSuggestions(state),
    gate: shownGate(state, today),
    shippedOn: state.shippedOn,
    outcome: state.measured,
    updatedAt: row.updated_at,
    itemId,
    workspaceId: row.workspace_id,
    streamId: `${roadmapItem.type}-${itemId}`,
    state,
  });
}
