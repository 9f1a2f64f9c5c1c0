import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import type { Member, RequestsApi } from '../requests.fixture.js';
import { RequestClient } from '../stages.fixture.js';

export interface BulkProblem {
  readonly __typename: string;
  readonly code: string;
  readonly path: readonly string[];
  readonly [field: string]: unknown;
}

export interface BulkAnswer {
  readonly position: string | null;
  readonly replayed: boolean;
  readonly problems: readonly BulkProblem[];
  readonly changed: number;
  readonly refused: number;
  readonly rows: readonly {
    readonly requestId: string;
    readonly fate: string;
    readonly request: { readonly id: string; readonly status: string; readonly version: number } | null;
    readonly problems: readonly BulkProblem[];
    readonly warnings: readonly { readonly code: string }[];
  }[];
}

const PROBLEM = `__typename code category message path retryable
  ... on StaleVersionProblem { expected actual current { id ... on Request { version } } }
  ... on InvalidStateProblem { state allowed } ... on LimitReachedProblem { what max }`;

const documentOf = (name: string): string => `mutation ($input: B${name.slice(1)}Input!, $key: String) {
  ${name}(input: $input, idempotencyKey: $key) { position replayed changed refused problems { ${PROBLEM} }
    rows { requestId fate request { id status version } problems { ${PROBLEM} } warnings { code } } } }`;

/** Commands on many requests as somebody calls them. */
export class BulkClient extends RequestClient {
  static async of(api: RequestsApi): Promise<BulkClient> {
    return new BulkClient(api, await api.cast());
  }

  async bulk(
    who: Member,
    name: 'bulkTriage' | 'bulkLabel',
    items: readonly object[],
    key?: string,
  ): Promise<BulkAnswer> {
    const { data, errors } = await this.api.run(documentOf(name), who, { variables: { input: { items }, key } });
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as Record<string, BulkAnswer>)[name]!;
  }

  /** So many requests at the same stage. */
  async several(count: number, stage: Parameters<RequestClient['at']>[0]): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push(await this.at(stage));
    return ids;
  }
}

export const nobody = (type: string): string => toGlobalId(type, randomUUID());

/** What every row says, in short. */
export const told = ({ rows }: BulkAnswer): string[] => rows.map(({ fate, problems }) => problems[0]?.code ?? fate);
