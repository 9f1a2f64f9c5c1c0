import type { Aggregate, Fact, OtherStreams } from '#libs/event-log';
import type { Side } from '#libs/vocabulary';
import type { Scope, Subject, SubjectView } from './domain/index.js';

/** Whether roles of a side that are held in a team count. */
export type Speaks = (held: { readonly side: Side; readonly teamId: string }) => boolean;

/** What a review has to know of its subject, and what the subject's touches ask for. */
export interface ReviewedSubject {
  readonly view: SubjectView;
  readonly scope: Scope;
  /** Who speaks for a side of it; unless told the people of its teams, and of all teams where it has none. */
  readonly speaks?: Speaks;
}

/** Who speaks for a side of a subject. */
export const speakersOf = ({ view: { teamIds }, speaks }: ReviewedSubject): Speaks =>
  speaks ?? (({ teamId }) => teamIds.length === 0 || teamIds.includes(teamId));

/** A kind of thing that can be reviewed, as the context that keeps it shows it. */
export interface SubjectSource {
  readonly kind: Subject['kind'];
  /** How people call it. */
  readonly what: string;
  /** Its own stream, whose version guards every decision about its review. */
  readonly aggregate: Aggregate<unknown, Fact>;
  /** Whether that stream keeps what its review says to a launch. */
  readonly recordsGate: boolean;
  /** Null: nobody made it. Whatever else it looks at, it reads without guarding. */
  show(id: string, state: unknown, others: OtherStreams): ReviewedSubject | null;
}

const sources = new Map<Subject['kind'], SubjectSource>();

/** Told once, when a context is loaded; what a program does not load cannot be reviewed. */
export function registerSubject(source: SubjectSource): void {
  sources.set(source.kind, source);
}

/** Null for a kind no context keeps. */
export const sourceOf = (kind: Subject['kind']): SubjectSource | null => sources.get(kind) ?? null;
