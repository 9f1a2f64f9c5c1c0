import type { Sql } from '#libs/api-kit';
import type { PictureScope } from '../pictures/picture-scope.js';

/** Pieces of work that may be more than one subject: all items of the roadmap, or its campaigns and events alone. */
export const initiativeSorts = ['ROADMAP_ITEM', 'CAMPAIGN'] as const;
export type InitiativeSort = (typeof initiativeSorts)[number];

/** Which subjects of reviews belong to which piece of work: the roadmap knows, and risk does not know the roadmap. */
export abstract class Initiatives {
  /**
   * A SELECT of `initiative_id uuid`, `reference text` (e.g. `RM-1`), `title text`, `subject_kind text` and `subject_id uuid`, as of a safe position: for each
   * piece of work itself (as `ROADMAP_ITEM`) and whatever belongs to it, each once. A part of the statement that adds up, not an answer,
   * so that the greatest are found where the figures are.
   */
  abstract subjectsAt(at: Pick<PictureScope, 'workspaceId' | 'position'>, sort: InitiativeSort): Sql;
}
