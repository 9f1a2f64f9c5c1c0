import type { KeyedFold } from '#libs/event-log';
import {
  type AllDossiers,
  circumstancesOf,
  type FiledDossier,
  type Figure as MeasuredFigure,
  figureOf,
  gather,
  keyedDossiers,
  type Measuring,
  metricOf,
  windowOf,
} from '#libs/metrics';
import type { Circumstances } from '../report.js';
import type { Figure, Kind } from '../sections.js';

/** What metrics know of a stream, and how people call it where it is a request. */
export interface MeasuredStream {
  readonly filed: FiledDossier;
  readonly title: string | null;
}

/** The reducers by which the API measures, so that figures are the same; beside them the titles of requests. */
export const measuredStreams: KeyedFold<string, MeasuredStream> = {
  ...keyedDossiers,
  step(state, event) {
    const drafted = event.type === 'RequestDrafted' ? (event.data as { readonly title: string }).title : null;
    return { filed: keyedDossiers.step(state?.filed ?? null, event), title: drafted ?? state?.title ?? null };
  },
};

export type RequestDossier = AllDossiers['requests'] extends ReadonlyMap<string, infer Dossier> ? Dossier : never;

/** A request with its id and its name, e.g. `REQ-3 Paid webinar payment form`. */
export interface NamedRequest {
  readonly id: string;
  readonly name: string;
  readonly dossier: RequestDossier;
}

const PREFIX = 'request-';

/** Everything that is measured from one reading of the log. */
export class MeasuredLog {
  readonly dossiers: AllDossiers;
  readonly measuring: Measuring;
  private readonly titles: ReadonlyMap<string, string>;

  constructor(streams: ReadonlyMap<string, MeasuredStream>, { window, instant, workspace }: Circumstances) {
    const { timeZone } = workspace;
    this.dossiers = gather([...streams.values()].map(({ filed }) => filed));
    const circumstances = circumstancesOf(this.dossiers, { now: instant, timeZone });
    const asked = windowOf({ from: window.from, until: window.to });
    this.measuring = { dossiers: this.dossiers, window: asked, circumstances };
    this.titles = new Map(
      [...streams].flatMap(([streamId, { title }]) => (title === null ? [] : [[streamId.slice(PREFIX.length), title]])),
    );
  }

  /** A metric of the service by its key, e.g. `M22`. */
  figure(key: string): MeasuredFigure {
    const metric = metricOf(this.dossiers, key);
    if (!metric) throw new Error(`There is no metric ${key}.`);
    return figureOf(metric, this.measuring);
  }

  /** In the order of their numbers. */
  requests(): NamedRequest[] {
    return [...this.dossiers.requests]
      .map(([id, dossier]) => ({ id, dossier, name: `REQ-${dossier.number} ${this.titles.get(id) ?? ''}`.trim() }))
      .sort((a, b) => a.dossier.number - b.dossier.number);
  }
}

/** A metric's value as a figure of a report. */
export function figureFrom(
  { metric, measured, flags }: MeasuredFigure,
  kind: Kind,
  label: string = metric.name,
): Figure {
  const few = flags.includes('INSUFFICIENT_DATA') ? `fewer than ${metric.definition.minSample}: says little` : null;
  const young = measured.immature.length;
  const early = young > 0 ? `${young} too young to count` : null;
  const notes = [few, early].filter((one) => one !== null);
  return { label, value: measured.value, kind, n: measured.n, ...(notes.length > 0 && { note: notes.join('; ') }) };
}

/** A part of a metric by its key; null where it has none of that name. */
export const partOf = ({ measured }: MeasuredFigure, key: string): number | null =>
  measured.parts.find((part) => part.key === key)?.value ?? null;
