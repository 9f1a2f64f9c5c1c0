import type { ItemState } from './state.js';
import type { ItemKind, ItemStatus, Window } from './values.js';

export const publicStages = ['CONSIDERED', 'PLANNED', 'IN_DELIVERY', 'SHIPPED'] as const;
export type PublicStage = (typeof publicStages)[number];

/**
 * What everybody may see (I6). A type of its own: it has no place for hours, risk, names or money, nor for reasons, owners, agreements,
 * confidence, links or what an item is hoped to bring.
 */
export interface PublicItem {
  readonly number: number;
  readonly title: string;
  readonly kind: ItemKind;
  readonly stage: PublicStage;
  readonly window: Window | null;
}

const stageOf: Readonly<Record<ItemStatus, PublicStage | null>> = {
  PROPOSED: 'CONSIDERED',
  PLANNED: 'PLANNED',
  COMMITTED: 'PLANNED',
  IN_DELIVERY: 'IN_DELIVERY',
  SHIPPED: 'SHIPPED',
  MEASURED: 'SHIPPED',
  DROPPED: null,
};

/** The public view of an item; null unless it is PUBLIC and not dropped. Written out field by field, so that a new one stays inside. */
export function publicView({ visibility, status, number, title, kind, window }: ItemState): PublicItem | null {
  const stage = stageOf[status];
  if (visibility !== 'PUBLIC' || stage === null) return null;
  return {
    number,
    title,
    kind,
    stage,
    window: window && { start: window.start, end: window.end, precision: window.precision },
  };
}
