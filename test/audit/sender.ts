import type pg from 'pg';
import type { TwoWorlds } from '../journeys/two-worlds.js';

interface ReadError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}
interface ReadProblem {
  readonly code: string;
  readonly message: string;
}

/** An answer of the service, read without trust in it. */
export interface Answered {
  readonly status: number;
  /** Codes of top-level errors, then of problems. */
  readonly codes: readonly string[];
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly stored: boolean;
}

export interface Sent {
  readonly body?: string | Uint8Array;
  readonly method?: string;
  /** Behind `/graphql`. */
  readonly search?: string;
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const STORED = `select (select count(*) from log.event) + (select count(*) from log.command) as stored`;

/** Words that belong to our insides alone. */
const INTERNAL =
  /INTERNAL_SERVER_ERROR|node_modules|\bat \S+:\d+|syntax error at or near|ECONN|\brequest_row\b|call stack|TypeError/i;

/** Sends anything to the api of the demo and holds against every answer what is promised of all of them. */
export class Sender {
  constructor(
    private readonly worlds: TwoWorlds,
    private readonly pool: pg.Pool,
  ) {}

  graphql(query: unknown, variables?: unknown, sent: Sent = {}): Promise<Answered> {
    return this.send({ ...sent, body: JSON.stringify({ query, variables }) });
  }

  /** @throws when the answer is a 5xx, shows something internal, or has no request id */
  async send({ body, method = 'POST', search = '', as = 'CMO', headers }: Sent): Promise<Answered> {
    const { api } = this.worlds;
    const before = await this.count();
    const response = await fetch(`${api.url}/graphql${search}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${api.who(as).token}`, ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const requestId = response.headers.get('x-request-id');
    const { data = null, errors = [] } = JSON.parse(text) as {
      data?: Record<string, { problems?: readonly ReadProblem[] } | null> | null;
      errors?: readonly ReadError[];
    };
    const problems = Object.values(data ?? {}).flatMap((payload) => payload?.problems ?? []);
    expect({ status: response.status, requestId }).toEqual({
      status: expect.any(Number),
      requestId: expect.any(String),
    });
    expect(response.status).toBeLessThan(500);
    const words = [...errors, ...problems].map(({ message }) => message);
    for (const { extensions } of errors) {
      expect(extensions).toMatchObject({ requestId, code: expect.any(String) as string });
      words.push(String(extensions['code']));
    }
    expect(words.filter((word) => INTERNAL.test(word))).toEqual([]);
    const codes = [...errors.map(({ extensions }) => String(extensions['code'])), ...problems.map(({ code }) => code)];
    return { status: response.status, codes, data, stored: (await this.count()) !== before };
  }

  private async count(): Promise<string | undefined> {
    return (await this.pool.query<{ stored: string }>(STORED)).rows[0]?.stored;
  }
}
