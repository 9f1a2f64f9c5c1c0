import {
  type Fold,
  type FoldOptions,
  type Position,
  type Recorded,
  replayKeyed,
  replayMonoid,
  replaySequential,
  type ReplaySource,
} from '#libs/event-log';
import type { Circumstances, Report } from './report.js';
import type { Section } from './sections.js';

/** A report with what it stands on. */
export interface Presented {
  readonly report: Pick<Report, 'name' | 'title' | 'about'>;
  readonly circumstances: Circumstances;
  readonly sections: readonly Section[];
}

export interface RunOptions {
  readonly source: ReplaySource;
  readonly circumstances: Circumstances;
  readonly signal?: AbortSignal;
  /** Ranges that are read at the same time, for folds that can be made of parts; 1 unless told. */
  readonly ranges?: number;
  /** Told now and then how far the log has been read. */
  readonly reached?: (position: Position) => void;
}

/** Folds the log of a workspace up to the position of the circumstances, and presents what became of it. */
export async function runReport(report: Report, { source, circumstances, ...how }: RunOptions): Promise<Presented> {
  const { workspace, position } = circumstances;
  const options = { workspaceId: workspace.id, upTo: position, ...(how.signal && { signal: how.signal }) };
  const fold = how.reached ? watched(report.fold, how.reached) : report.fold;
  const folded = await foldLog(source, fold, { ...options, ranges: how.ranges ?? 1 });
  const { name, title, about } = report;
  return { report: { name, title, about }, circumstances, sections: report.present(folded, circumstances) };
}

function foldLog(
  source: ReplaySource,
  fold: Fold<unknown, unknown>,
  { ranges, ...options }: FoldOptions & { readonly ranges: number },
): Promise<unknown> {
  if (fold.kind === 'keyed') return replayKeyed(source, fold, options);
  if (fold.kind === 'sequential') return replaySequential(source, fold, options);
  return replayMonoid(source, fold, { ...options, ranges });
}

const TELL_EVERY = 1_000;

/** The same fold, telling where it is. */
function watched(fold: Fold<unknown, unknown>, tell: (position: Position) => void): Fold<unknown, unknown> {
  let seen = 0;
  const see = ({ position }: Recorded): void => {
    seen += 1;
    if (seen % TELL_EVERY === 0) tell(position);
  };
  const step = (state: unknown, event: Recorded): unknown => {
    see(event);
    return fold.step(state, event);
  };
  return { ...fold, step };
}
