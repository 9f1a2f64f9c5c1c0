import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** Whom a client talks to, as whom. */
export interface FeedAccess {
  readonly url: string;
  readonly token: string;
}

/** What every transport is asked for alike. */
export interface FeedAsked {
  readonly after?: string | undefined;
  readonly from?: 'NOW' | 'BEGINNING';
  readonly types?: readonly string[];
  readonly subject?: string;
  readonly versions?: readonly { readonly type: string; readonly version: number }[];
}

/** What every transport tells alike; without an id the cursor alone. */
export interface Told {
  readonly id: string | null;
  readonly type?: string;
  readonly position: string;
}

export interface Errors {
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** An answer other than a feed, or its last word. */
export class Refused extends Error {
  constructor(
    readonly code: unknown,
    readonly status: number | null,
    readonly details: unknown,
  ) {
    super(`${String(code)} ${status}`);
  }

  static by({ errors: [error] }: Errors, status: number | null = null): Refused {
    return new Refused(error?.extensions['code'], status, error?.extensions['details']);
  }
}

/** Opens one feed; ends or throws when it is cut by the signal. */
export type FeedClient = (access: FeedAccess, asked: FeedAsked, cut: AbortSignal) => AsyncGenerator<Told>;

export const SUBSCRIPTION = `subscription ($after: LogPosition, $from: FeedBeginning, $types: [String!], $subject: String, $versions: [EventVersionInput!]) {
  eventStream(after: $after, from: $from, types: $types, subject: $subject, versions: $versions) { cursor event { eventId type data } } }`;

interface Answer {
  readonly data?: {
    readonly eventStream: {
      readonly cursor: string;
      readonly event: { readonly eventId: string; readonly type: string } | null;
    };
  } | null;
  readonly errors?: Errors['errors'];
}

const toldBy = ({ data, errors }: Answer): Told => {
  if (errors || !data) throw Refused.by({ errors: errors ?? [] });
  const { cursor, event } = data.eventStream;
  return { id: event?.eventId ?? null, position: cursor, ...(event && { type: event.type }) };
};

export const bySocket: FeedClient = async function* ({ url, token }, asked, cut) {
  // Cut without a goodbye, as a line that breaks.
  class Line extends WebSocket {
    constructor(address: string, protocol: string) {
      super(address, protocol);
      this.on('error', () => undefined);
      cut.addEventListener('abort', () => this.terminate());
    }
  }
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: Line,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  try {
    for await (const answer of client.iterate({ query: SUBSCRIPTION, variables: { ...asked } }))
      yield toldBy(answer as unknown as Answer);
  } catch (error) {
    throw Array.isArray(error) ? Refused.by({ errors: error }) : error;
  } finally {
    await client.dispose();
  }
};

export const byServerSentEvents: FeedClient = async function* ({ url, token }, asked, cut) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: SUBSCRIPTION, variables: asked }),
    signal: cut,
  });
  for await (const block of split(response, '\n\n')) {
    const [, data] = /^event: next\ndata: (.*)$/.exec(block) ?? [];
    if (data !== undefined) yield toldBy(JSON.parse(data) as Answer);
  }
};

/** @param encoding what it says that it accepts */
export const byLines = (encoding: 'gzip' | 'identity'): FeedClient =>
  async function* ({ url, token }, asked, cut) {
    const response = await fetch(`${url}/events?${parametersOf(asked)}`, {
      headers: { authorization: `Bearer ${token}`, 'accept-encoding': encoding },
      signal: cut,
    });
    if (response.status !== 200) throw Refused.by((await response.json()) as Errors, response.status);
    for await (const line of split(response, '\n')) {
      if (line === '') continue;
      const value = JSON.parse(line) as Partial<Told> & Partial<Errors>;
      if (value.errors) throw Refused.by({ errors: value.errors });
      const { id = null, type, position = '' } = value;
      yield { id, position, ...(type !== undefined && { type }) };
    }
  };

export const TRANSPORTS: Readonly<Record<string, FeedClient>> = {
  WebSocket: bySocket,
  'server-sent events': byServerSentEvents,
  lines: byLines('identity'),
  'lines with gzip': byLines('gzip'),
};

export const parametersOf = ({ after, from, types, subject, versions }: FeedAsked): string =>
  new URLSearchParams({
    follow: 'true',
    ...(after !== undefined && { after }),
    ...(from && { from: from.toLowerCase() }),
    ...(types && { types: types.join(',') }),
    ...(subject !== undefined && { subject }),
    ...(versions && { versions: versions.map(({ type, version }) => `${type}:${version}`).join(',') }),
  }).toString();

/** The parts of a body as they come; one that was cut off in the middle is none. */
async function* split(response: Response, end: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body ?? []) {
    const parts = (rest + decoder.decode(bytes as Uint8Array, { stream: true })).split(end);
    rest = parts.pop() ?? '';
    yield* parts;
  }
}

/** Follows until it was told the event with this id; cut at random moments, it comes back with the last cursor it was told. */
export class Follower {
  readonly told: string[] = [];
  cuts = 0;
  private after: string | undefined;

  constructor(
    private readonly client: FeedClient,
    private readonly access: FeedAccess,
    private readonly asked: FeedAsked = {},
  ) {}

  /** @param last id of the last event, known once everything has been written */
  async until(last: () => string | null): Promise<void> {
    const isOver = (): boolean => this.told.length > 0 && this.told.at(-1) === last();
    while (!isOver()) {
      const cut = new AbortController();
      // In the middle of whatever is on the line, unless so many items come before.
      const timer = setTimeout(() => cut.abort(), Math.random() * 300);
      await this.once(isOver, 1 + Math.floor(Math.random() * 120), cut).catch((error: unknown) => {
        if (!cut.signal.aborted) throw error;
      });
      clearTimeout(timer);
      if (cut.signal.aborted) this.cuts += 1;
    }
  }

  private async once(isOver: () => boolean, most: number, cut: AbortController): Promise<void> {
    const { after } = this;
    const begin = after === undefined ? { from: 'BEGINNING' as const } : { after };
    let count = 0;
    for await (const { id, position } of this.client(this.access, { ...this.asked, ...begin }, cut.signal)) {
      if (cut.signal.aborted) return;
      this.after = position;
      if (id !== null) this.told.push(id);
      count += 1;
      if (count >= most) cut.abort();
      if (isOver() || cut.signal.aborted) return;
    }
  }
}
