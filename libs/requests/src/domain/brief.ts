import { RequestIncomplete } from './refusals.js';
import type { RequestPolicy } from './policy.js';
import type { Brief, BriefSection, RequestType } from './values.js';
import { briefSections } from './values.js';

const isFilled: Readonly<Record<BriefSection, (brief: Brief) => boolean>> = {
  STORY: ({ userStories }) => userStories.length > 0,
  CRITERIA: ({ criteria }) => criteria.length > 0,
  CONTEXT: ({ context }) =>
    context !== null && context.campaignGoal !== '' && context.audience !== '' && context.expectedImpact !== null,
  ASSETS: ({ assets, assetsNotNeeded }) => assets.length > 0 || assetsNotNeeded !== null,
  TRACKING: ({ tracking, trackingNotNeeded }) => tracking.length > 0 || trackingNotNeeded !== null,
};

/** How much of the brief is filled, 0..100: the weights of the filled sections. */
export const completeness = (brief: Brief, policy: RequestPolicy): number =>
  briefSections
    .filter((section) => isFilled[section](brief))
    .reduce((sum, section) => sum + policy.completenessWeights[section], 0);

/** Sections the type demands and the brief lacks, in the order of the page. */
export const missingSections = (type: RequestType, brief: Brief, policy: RequestPolicy): BriefSection[] =>
  briefSections.filter((section) => policy.requiredSections[type].includes(section) && !isFilled[section](brief));

/** @throws RequestIncomplete (R2) */
export function requireComplete(type: RequestType, brief: Brief, policy: RequestPolicy): void {
  const missing = missingSections(type, brief, policy);
  if (missing.length > 0) throw new RequestIncomplete(missing);
}

type Keyed = ReadonlyMap<string, unknown>;

/** The children of a value by name: list items by their id, else by their place. A scalar has none. */
function childrenOf(value: unknown): Keyed | null {
  if (Array.isArray(value)) return new Map(value.map((item, index) => [itemKey(item, index), item]));
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value));
  return null;
}

const itemKey = (item: unknown, index: number): string =>
  typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' ? item.id : String(index);

/** Items that stay but change places, which their own paths cannot show. */
function isReordered(before: Keyed, after: Keyed): boolean {
  const kept = [...before.keys()].filter((key) => after.has(key));
  const now = [...after.keys()].filter((key) => before.has(key));
  return kept.some((key, index) => key !== now[index]);
}

function differences(before: unknown, after: unknown, path: string): string[] {
  const [from, to] = [childrenOf(before), childrenOf(after)];
  if (!from || !to) return Object.is(before, after) ? [] : [path];
  const own = Array.isArray(after) && isReordered(from, to) ? [path] : [];
  const keys = [...new Set([...from.keys(), ...to.keys()])];
  return [
    ...own,
    ...keys.flatMap((key) => differences(from.get(key), to.get(key), path === '' ? key : `${path}.${key}`)),
  ];
}

/**
 * Paths that differ between two revisions, e.g. `context.audience`, `userStories.0.want`, `criteria.C2.text`.
 * What was added or removed as a whole is one path, e.g. `criteria.C3`.
 */
export const changedPaths = (before: Brief, after: Brief): string[] => differences(before, after, '');

/** What stands at a path of {@link changedPaths}; undefined when nothing does. */
export function partAt(brief: Brief, path: string): unknown {
  return path.split('.').reduce<unknown>((part, key) => childrenOf(part)?.get(key), brief);
}

/** One free text of a brief and where it stands. */
export interface BriefText {
  readonly path: string;
  readonly text: string;
}

/** The texts people wrote to be read by people: what lint and touch words look at. */
export function textsOf(brief: Brief): BriefText[] {
  const stories = brief.userStories.flatMap(({ role, want, benefit }, index) => [
    { path: `userStories.${index}.role`, text: role },
    { path: `userStories.${index}.want`, text: want },
    { path: `userStories.${index}.benefit`, text: benefit },
  ]);
  const criteria = brief.criteria.map(({ id, text }) => ({ path: `criteria.${id}.text`, text }));
  const context = brief.context
    ? [
        { path: 'context.campaignGoal', text: brief.context.campaignGoal },
        { path: 'context.audience', text: brief.context.audience },
      ]
    : [];
  return [...stories, ...criteria, ...context];
}
