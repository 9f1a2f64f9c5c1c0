import { type Reader, readerOf, toGlobalId } from '#libs/api-kit';
import type { PeopleLoaders } from '#libs/people';
import type { Cause, FieldChange, Window } from '../domain/index.js';
import type { ItemReader } from '../items/item-reader.js';
import { summaryOf } from '../summary.js';
import type { ToldDiff } from './diff-reader.js';
import type { CauseType, FieldChangeType, RoadmapDiffType } from './diff.type.js';
import { fieldName } from './item-fields.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a difference is shown with. */
export interface DiffLookups {
  readonly items: ItemReader;
  readonly people: PeopleLoaders;
  readonly reader: Reader;
}

function toCause(cause: Cause | null, { events }: ToldDiff, { people }: DiffLookups): CauseType | null {
  if (cause === null) return null;
  const { actorId, ...where } = cause;
  const isPerson = UUID.test(actorId);
  return {
    ...where,
    actorId: isPerson ? toGlobalId('Person', actorId) : null,
    actor: (_args, context, info) => (isPerson ? people.person(readerOf(info), context, actorId) : null),
    summary: summaryOf(events.get(cause.eventId)!),
  };
}

const isWindow = (value: unknown): value is Window =>
  typeof value === 'object' && value !== null && 'precision' in value;

/** A value as a word, where it is one. */
function worded(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return isWindow(value) ? `${value.start} to ${value.end}` : null;
}

type ChangesOfDiff = Omit<RoadmapDiffType, 'fromPosition' | 'toPosition' | 'fromDay' | 'toDay' | 'unchanged'>;

/** The changes as the API shows them. */
export function toDiff(told: ToldDiff, lookups: DiffLookups): ChangesOfDiff {
  const { diff, rows } = told;
  const shown = new Map([...rows].map(([itemId, row]) => [itemId, lookups.items.show(row, lookups.reader)]));
  const ofItem = ({ itemId, cause }: { readonly itemId: string; readonly cause: Cause | null }) => {
    const item = shown.get(itemId)!;
    return { itemId: item.id, item, cause: toCause(cause, told, lookups) };
  };
  const ofDependency = ({ dependency, cause }: (typeof diff.dependenciesAdded)[number]) => ({
    ...ofItem({ itemId: dependency.fromId, cause }),
    toId: toGlobalId('RoadmapItem', dependency.toId),
    type: dependency.type,
    bufferWorkingDays: dependency.bufferWorkingDays,
  });
  const moved = new Set(diff.rescheduled.map(({ itemId }) => itemId));
  const ofField = (change: FieldChange): FieldChangeType[] => {
    const field = change.field === 'window' && moved.has(change.itemId) ? null : fieldName(change.field);
    return field ? [{ ...ofItem(change), field, before: worded(change.before), after: worded(change.after) }] : [];
  };
  return {
    added: diff.added.map(ofItem),
    dropped: diff.dropped.map(ofItem),
    shipped: diff.shipped.map(ofItem),
    rescheduled: diff.rescheduled.map((move) => ({ ...move, ...ofItem(move) })),
    confidence: diff.confidence.map((change) => ({ ...change, ...ofItem(change) })),
    dependenciesAdded: diff.dependenciesAdded.map(ofDependency),
    dependenciesRemoved: diff.dependenciesRemoved.map(ofDependency),
    changes: diff.changes.flatMap(ofField),
  };
}
