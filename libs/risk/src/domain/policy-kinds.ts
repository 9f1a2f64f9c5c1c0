import { ValidationFailed } from '#libs/event-log';
import { freeText, type PolicyKind, plainText, requireRoom } from '#libs/vocabulary';
import { defaultGrid, type MatrixGrid, requireGrid } from './matrix.js';
import type { ChecklistItem } from './policy-checklists.js';
import { defaultReviewTerms, defaultTriggers, type ReviewTerms, type TriggerMap } from './policy.js';
import { bands, type Lens, lenses, scopeParts, touchKinds } from './values.js';

/** How much a policy of risk may hold; lengths in characters. */
export const policyLimits = { checklistItems: 30, itemId: 40, itemText: 500, reviewerRoles: 13 } as const;

type Path = readonly string[];
type Bounds = { readonly min: number; readonly max: number };

function whole(value: number, { min, max }: Bounds, path: Path): number {
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw new ValidationFailed(`Write a whole number from ${min} to ${max}.`, path);
  return value;
}

/** Each key with what `make` makes of it. */
const record = <K extends string, T>(keys: readonly K[], make: (key: K) => T): Record<K, T> =>
  Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, T>;

/** In the order of the lenses, each once; none is an answer only where it was asked for. */
function someLenses(given: readonly Lens[], path: Path): readonly Lens[] {
  if (given.length === 0) throw new ValidationFailed('Name at least one lens.', path);
  return lenses.filter((lens) => given.includes(lens));
}

/** @throws ValidationFailed */
function requireTriggers({ lensesOf, peakThresholdRpm, expeditePublic, lensesOfPart }: TriggerMap): TriggerMap {
  return {
    lensesOf: record(touchKinds, (touch) => someLenses(lensesOf[touch], ['input', 'touches', touch])),
    peakThresholdRpm: whole(peakThresholdRpm, { min: 1, max: 100_000_000 }, ['input', 'peakThresholdRpm']),
    expeditePublic: someLenses(expeditePublic, ['input', 'expeditePublic']),
    lensesOfPart: record(scopeParts, (part) => {
      const wanted = lensesOfPart[part];
      return wanted === 'ALL' ? wanted : someLenses(wanted, ['input', 'scopeParts', part]);
    }),
  };
}

/** Days by band, in the order from LOW to CRITICAL, must not grow: what is graver is not left alone for longer. */
function requireFalling(days: readonly number[], path: Path): void {
  if (days.some((one, index) => one > (days[index - 1] ?? one)))
    throw new ValidationFailed('A graver band must not have more days than a milder one.', path);
}

function reviewDaysOf({ reviewDays }: ReviewTerms): ReviewTerms['reviewDays'] {
  const path = ['input', 'bands'];
  const checked = record(bands, (band) =>
    whole(reviewDays[band], { min: 1, max: 1096 }, [...path, band, 'reviewDays']),
  );
  requireFalling(Object.values(checked), path);
  return checked;
}

function acceptanceDaysOf({ acceptanceDays }: ReviewTerms): ReviewTerms['acceptanceDays'] {
  const path = ['input', 'bands'];
  const checked = record(bands, (band) => {
    const days = acceptanceDays[band];
    return days === null ? null : whole(days, { min: 1, max: 731 }, [...path, band, 'acceptanceDays']);
  });
  if (checked.CRITICAL !== null)
    throw new ValidationFailed('A critical risk cannot be accepted by anybody.', [
      ...path,
      'CRITICAL',
      'acceptanceDays',
    ]);
  requireFalling(
    Object.values(checked).map((days) => days ?? 0),
    path,
  );
  return checked;
}

function targetHoursOf({ targetHours: { NORMAL, FAST } }: ReviewTerms): ReviewTerms['targetHours'] {
  const normal = whole(NORMAL, { min: 1, max: 400 }, ['input', 'normalTargetHours']);
  return { NORMAL: normal, FAST: whole(FAST, { min: 1, max: normal }, ['input', 'fastTargetHours']) };
}

function rolesOf({ reviewerRoles }: ReviewTerms, lens: Lens): readonly string[] {
  const path = ['input', 'lenses', lens, 'reviewerRoles'];
  const roles = [...new Set(reviewerRoles[lens])];
  if (roles.length === 0) throw new ValidationFailed('Name at least one role that may review this lens.', path);
  requireRoom(roles.length, policyLimits.reviewerRoles, { what: 'roles of one lens', path });
  return roles.map((role) => plainText(role, { path, max: 40 }));
}

function itemOf({ itemId, text, evidence }: ChecklistItem, path: Path): ChecklistItem {
  const id = plainText(itemId, { path: [...path, 'itemId'], max: policyLimits.itemId });
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))
    throw new ValidationFailed('Write an id in small letters, digits and hyphens, e.g. `load-test`.', [
      ...path,
      'itemId',
    ]);
  return { itemId: id, text: freeText(text, { path: [...path, 'text'], max: policyLimits.itemText }), evidence };
}

function checklistOf({ checklists }: ReviewTerms, lens: Lens): readonly ChecklistItem[] {
  const path = ['input', 'lenses', lens, 'checklist'];
  const items = checklists[lens].map((item, index) => itemOf(item, [...path, String(index)]));
  if (items.length === 0) throw new ValidationFailed('Ask at least one question.', path);
  requireRoom(items.length, policyLimits.checklistItems, { what: 'questions of one lens', path });
  if (new Set(items.map(({ itemId }) => itemId)).size < items.length)
    throw new ValidationFailed('Each question of a lens has an id of its own.', path);
  return items;
}

/** @throws ValidationFailed, LimitReached, PiiNotAllowed */
function requireReviewTerms(terms: ReviewTerms): ReviewTerms {
  const { upToMinutes, items } = terms.short;
  return {
    reviewDays: reviewDaysOf(terms),
    acceptanceDays: acceptanceDaysOf(terms),
    targetHours: targetHoursOf(terms),
    reviewerRoles: record(lenses, (lens) => rolesOf(terms, lens)),
    checklists: record(lenses, (lens) => checklistOf(terms, lens)),
    short: {
      upToMinutes: whole(upToMinutes, { min: 0, max: 1_000_000 }, ['input', 'shortUpToMinutes']),
      items: whole(items, { min: 1, max: policyLimits.checklistItems }, ['input', 'shortItems']),
    },
  };
}

/** How likelihood and impact make a band (K5: ratings that were given keep theirs). */
export const riskMatrixPolicy: PolicyKind<MatrixGrid> = {
  kind: 'RISK_MATRIX',
  initial: defaultGrid,
  requireValid: (grid) => requireGrid(grid, ['input', 'rows']),
};

/** Which lenses a piece of work gets by what it touches. */
export const riskTriggersPolicy: PolicyKind<TriggerMap> = {
  kind: 'RISK_TRIGGERS',
  initial: defaultTriggers,
  requireValid: requireTriggers,
};

/** How long things hold, who may look, and what is asked. */
export const reviewTermsPolicy: PolicyKind<ReviewTerms> = {
  kind: 'RISK_REVIEW_TERMS',
  initial: defaultReviewTerms,
  requireValid: requireReviewTerms,
};
