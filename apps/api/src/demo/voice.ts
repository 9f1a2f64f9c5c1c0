/** Who asks, by what they are called at work, e.g. `CMO`. */
export interface Asking {
  readonly as: string;
  readonly variables?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

/** Somebody through whom the people of a story speak to the service: over the wire, or in its own process. */
export interface Voice {
  /** The answer of the operation's only root field. @throws for a top-level error */
  answer<Shape>(document: string, asking: Asking): Promise<Shape>;
}
