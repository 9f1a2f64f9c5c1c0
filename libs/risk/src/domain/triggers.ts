import type { ReviewTerms, TriggerMap } from './policy.js';
import { type Lens, lenses, type TouchKind } from './values.js';

/** A touch, and the expected requests a minute where it is a public peak. */
export interface Touch {
  readonly touch: TouchKind;
  readonly expectedPeakRpm?: number | null;
}

/** What a review looks at, as the subject's own facts tell it. */
export interface Scope {
  readonly touches: readonly Touch[];
  readonly expedite?: boolean;
  /** It works on a property everybody can reach. */
  readonly publicProperty?: boolean;
  /** Null while nobody estimated it. */
  readonly likelyMinutes?: number | null;
}

/** A peak nobody put a figure on counts as one. */
const counts = ({ touch, expectedPeakRpm }: Touch, { peakThresholdRpm }: TriggerMap): boolean =>
  touch !== 'PUBLIC_PEAK' || expectedPeakRpm == null || expectedPeakRpm >= peakThresholdRpm;

/** The lenses of one touch, whether it counts today or not: what has to look again when the touch comes, goes or changes. */
export const lensesOfTouch = (touch: TouchKind, triggers: TriggerMap): readonly Lens[] => triggers.lensesOf[touch];

/** The lenses a scope asks for, in the order of the lenses themselves. */
export function lensesFor({ touches, expedite, publicProperty }: Scope, triggers: TriggerMap): Lens[] {
  const wanted = new Set(
    touches.filter((one) => counts(one, triggers)).flatMap(({ touch }) => triggers.lensesOf[touch]),
  );
  if (expedite === true && publicProperty === true) for (const lens of triggers.expeditePublic) wanted.add(lens);
  return lenses.filter((lens) => wanted.has(lens));
}

/** A request small enough for the short list; never one with payments. */
export function isShort({ touches, likelyMinutes }: Scope, { short }: ReviewTerms): boolean {
  const isSmall = likelyMinutes != null && likelyMinutes <= short.upToMinutes;
  return isSmall && touches.every(({ touch }) => touch !== 'PAYMENTS');
}

/** The ids of what a lens asks about a scope. */
export function itemsOf(lens: Lens, scope: Scope, terms: ReviewTerms): string[] {
  const items = terms.checklists[lens];
  const asked = isShort(scope, terms) ? items.slice(0, terms.short.items) : items;
  return asked.map(({ itemId }) => itemId);
}
