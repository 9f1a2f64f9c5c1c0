/** A bug of a request. */
export interface BugKey {
  /** Uuid of the request. */
  readonly requestId: string;
  /** `B1`, `B2`, … of its request. */
  readonly bugId: string;
}

/** How a bug is named as an occurrence: the request, a slash, the bug inside of it. */
export const bugKeyText = ({ requestId, bugId }: BugKey): string => `${requestId}/${bugId}`;

export function bugKeyOf(id: string): BugKey {
  const slash = id.indexOf('/');
  return { requestId: id.slice(0, slash), bugId: id.slice(slash + 1) };
}
