import type { LinkedPicture } from '#libs/api-kit';
import type { Right } from '#libs/people';
import type { DocumentNode } from 'graphql';

export type Variables = LinkedPicture['variables'];

/** What a picture shows, for whoever cannot see it: plain text, short enough for a chat. */
export interface PictureWords {
  /** E.g. `Risk matrix of 31 March 2026`. */
  readonly title: string;
  /** A sentence with the figures, which is understood by itself. */
  readonly sentence: string;
}

/** A picture of something the schema answers: as a file for whoever has a token, and by links that the service signed. */
export interface Picture {
  /** As links name it. */
  readonly name: string;
  /** Where it is for whoever has a token, e.g. `/risk/risk-matrix.svg`. */
  readonly url: string;
  /** Asked of the schema like anybody's query, so that rights and refusals are those of the API. */
  readonly document: DocumentNode;
  /** What whoever holds a link may read, for no more than this document. */
  readonly rights: readonly Right[];
  /** Variables of the document by the parameters of the URL, as they were written. */
  readonly variables: (parameters: Readonly<Record<string, string>>) => Variables;
  /** What the document takes beside these, of a URL's variables and of a link's. */
  readonly prepared: (variables: Variables) => Variables;
  /** An answer of the document in words. */
  readonly told: (answer: unknown) => PictureWords;
  /** The SVG of an answer of the document. */
  readonly draw: (answer: unknown) => string;
}

const INSTANT = /^\d{4}-\d\d-\d\dT/;

/** `?asOf=`: an instant or a position, as the input takes them. */
export const asOfParameter = (asOf: string | undefined): Readonly<Record<string, string>> | null => {
  if (asOf === undefined) return null;
  return INSTANT.test(asOf) ? { recordedAt: asOf } : { position: asOf };
};
