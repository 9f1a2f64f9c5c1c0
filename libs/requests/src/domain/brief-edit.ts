import { requireRoom } from '#libs/vocabulary';
import { ValidationFailed } from '#libs/event-log';
import {
  type BriefHolder,
  assetOf,
  contextOf,
  criteriaOf,
  ItemReader,
  measurementOf,
  notNeededOf,
  storyOf,
  trackingOf,
} from './brief-items.js';
import type { BriefInput, CriterionInput } from './brief-input.js';
import type { RequestLimits } from './policy.js';
import type { Brief, NotNeeded } from './values.js';

/** What came in for one part: nothing, `null` to empty it, or its new content. */
type Given<T> = T | null | undefined;

interface ListRule<Item, Input> {
  readonly field: string;
  readonly max: number;
  readonly read: (items: readonly Input[], reader: ItemReader) => readonly Item[];
}

const each =
  <Item, Input>(read: (item: Input, reader: ItemReader) => Item) =>
  (items: readonly Input[], reader: ItemReader): readonly Item[] =>
    items.map((item, index) => read(item, reader.at(String(index))));

function listOf<Item, Input>(
  given: Given<readonly Input[]>,
  present: readonly Item[],
  rule: ListRule<Item, Input>,
  root: ItemReader,
): readonly Item[] {
  if (given === undefined) return present;
  const reader = root.at(rule.field);
  requireRoom(given?.length ?? 0, rule.max, { what: rule.field, path: reader.path });
  return rule.read(given ?? [], reader);
}

function partOf<Part, Input>(
  given: Given<Input>,
  present: Part | null,
  reader: ItemReader,
  read: (input: Input, reader: ItemReader) => Part,
): Part | null {
  if (given === undefined) return present;
  return given === null ? null : read(given, reader);
}

/** Things and “none needed” exclude each other: giving one takes the other away, giving both is refused. */
function excluding(
  things: Given<readonly object[]>,
  none: Given<NotNeeded>,
  path: readonly string[],
): 'LIST' | 'NONE' | 'AS_IS' {
  const hasThings = things != null && things.length > 0;
  if (hasThings && none != null) throw new ValidationFailed('Either list what is needed or say that nothing is.', path);
  if (hasThings) return 'LIST';
  return none == null ? 'AS_IS' : 'NONE';
}

function assetsOf(input: BriefInput, brief: Brief, reader: ItemReader): Pick<Brief, 'assets' | 'assetsNotNeeded'> {
  const wins = excluding(input.assets, input.assetsNotNeeded, reader.at('assetsNotNeeded').path);
  const rule = { field: 'assets', max: reader.limits.maxAssets, read: each(assetOf) };
  const none = partOf(input.assetsNotNeeded, brief.assetsNotNeeded, reader.at('assetsNotNeeded'), notNeededOf);
  return {
    assets: wins === 'NONE' ? [] : listOf(input.assets, brief.assets, rule, reader),
    assetsNotNeeded: wins === 'LIST' ? null : none,
  };
}

function trackingPartOf(
  input: BriefInput,
  brief: Brief,
  reader: ItemReader,
): Pick<Brief, 'tracking' | 'trackingNotNeeded'> {
  const wins = excluding(input.tracking, input.trackingNotNeeded, reader.at('trackingNotNeeded').path);
  const rule = { field: 'tracking', max: reader.limits.maxTracking, read: each(trackingOf) };
  const none = partOf(input.trackingNotNeeded, brief.trackingNotNeeded, reader.at('trackingNotNeeded'), notNeededOf);
  return {
    tracking: wins === 'NONE' ? [] : listOf(input.tracking, brief.tracking, rule, reader),
    trackingNotNeeded: wins === 'LIST' ? null : none,
  };
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, part) => sum + lengthOf(part), 0)
    : 0;
}

/**
 * The brief after an input was laid over the present one, checked and trimmed.
 * @throws ValidationFailed, BriefStoryIncomplete, PiiNotAllowed, CriterionIdReused, LimitReached
 */
export function applyBrief(state: BriefHolder, input: BriefInput, limits: RequestLimits): Brief {
  const { brief } = state;
  const reader = new ItemReader(limits, ['input', 'brief']);
  const stories = { field: 'userStories', max: limits.maxStories, read: each(storyOf) };
  const criteria = {
    field: 'criteria',
    max: limits.maxCriteria,
    read: (items: readonly CriterionInput[], at: ItemReader) => criteriaOf(items, state, at),
  };
  const plan = { field: 'measurementPlan', max: limits.maxMeasurements, read: each(measurementOf) };
  const after: Brief = {
    userStories: listOf(input.userStories, brief.userStories, stories, reader),
    criteria: listOf(input.criteria, brief.criteria, criteria, reader),
    context: partOf(input.context, brief.context, reader.at('context'), contextOf),
    ...assetsOf(input, brief, reader),
    ...trackingPartOf(input, brief, reader),
    measurementPlan: listOf(input.measurementPlan, brief.measurementPlan, plan, reader),
  };
  requireRoom(lengthOf(after), limits.maxBriefLength, { what: 'characters in one brief', path: reader.path });
  return after;
}
