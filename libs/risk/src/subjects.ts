import type { Aggregate, Fact, OtherStreams } from '#libs/event-log';
import type { Scope, Subject, SubjectView } from './domain/index.js';

/** What a review has to know of its subject, and what the subject's touches ask for. */
export interface ReviewedSubject {
  readonly view: SubjectView;
  readonly scope: Scope;
}

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
