import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import type { Access, ApiClient } from '#test/kit/api';

/** One command of a caller: the same key and variables, however often it has to be sent. */
interface Sent {
  readonly as: string;
  readonly key: string;
  readonly mutation: string;
  readonly variables: Record<string, unknown>;
}

/** What an acknowledged command says of its request. */
interface Answer {
  readonly request: { readonly id: string; readonly title: string; readonly version: number } | null;
  readonly replayed: boolean;
  readonly problems: readonly { readonly code: string; readonly retryable: boolean }[];
}

/** A request as the list shows it. */
export interface Listed {
  readonly title: string;
  readonly version: number;
}

const ASKED = 'request { id title version } replayed problems { code retryable }';
const CREATE = `mutation ($input: CreateRequestInput!) { createRequest(input: $input) { ${ASKED} } }`;
const REVISE = `mutation ($input: ReviseBriefInput!) { reviseBrief(input: $input, expect: { version: 1 }) { ${ASKED} } }`;
const LIST = `query ($after: String) { requests(first: 250, after: $after) {
  nodes { title version } pageInfo { hasNextPage endCursor } } }`;

/** Several, because each has a number of operations a minute. */
const CALLERS = ['CMO', 'Campaign Manager', 'Web Content Manager', 'CRM Manager', 'Marketing Analyst'];

/**
 * Callers that create requests and write their briefs without a pause. What fails in a way that may be retried is sent again with
 * its key until it is answered or the load is halted; anything else counts as unexpected.
 */
export class RequestLoad {
  /** Title -> version, of everything acknowledged. */
  readonly acknowledged = new Map<string, number>();
  readonly unexpected: string[] = [];
  /** Requests that failed in a way that may be retried, by what they failed with. */
  readonly failures = new Map<string, number>();
  /** Retried commands that turned out to have been carried out the first time. */
  replayed = 0;
  private readonly unanswered: Sent[] = [];
  private state: 'running' | 'ending' | 'halted' = 'running';
  private readonly running: Promise<void>[];

  constructor(
    private client: ApiClient<Access>,
    private readonly about: { readonly teamId: string; readonly name: string },
  ) {
    this.running = [...CALLERS, ...CALLERS].map((as, number) => this.call(as, number));
  }

  /** Resolves when so many more commands have been acknowledged. */
  async more(count: number): Promise<void> {
    const goal = this.answers + count;
    while (this.answers < goal && this.unexpected.length === 0) await sleep(5);
  }

  /** Every caller gets its last command answered. */
  async end(): Promise<void> {
    this.state = 'ending';
    await Promise.all(this.running);
  }

  /** Nobody sends anything any more; what got no answer is kept for `resend`. */
  async halt(): Promise<void> {
    this.state = 'halted';
    await Promise.all(this.running);
  }

  /** Sends what got no answer again, to a service that has come back; how many that were. */
  async resend(client: ApiClient<Access>): Promise<number> {
    this.client = client;
    this.state = 'ending';
    const again = this.unanswered.splice(0);
    for (const sent of again) await this.send(sent);
    return again.length;
  }

  private answers = 0;

  private async call(as: string, number: number): Promise<void> {
    for (let round = 1; this.state === 'running' && this.unexpected.length === 0; round += 1) {
      const title = `${this.about.name}: caller ${number}, round ${round}`;
      const input = { title, type: 'BUG', consumerTeamId: this.about.teamId };
      const created = await this.send({ as, key: randomUUID(), mutation: CREATE, variables: { input } });
      if (created === null) return;
      const brief = { criteria: [{ text: 'The form is sent within two seconds.' }] };
      const revision = { input: { requestId: created, brief } };
      await this.send({ as, key: randomUUID(), mutation: REVISE, variables: revision });
    }
  }

  /** The id of the request when the command was acknowledged, else null. */
  private async send(sent: Sent): Promise<string | null> {
    for (let attempt = 1; this.unexpected.length === 0; attempt += 1) {
      const answer = await this.attempt(sent);
      if (answer?.request) {
        this.answers += 1;
        this.replayed += attempt > 1 && answer.replayed ? 1 : 0;
        this.acknowledged.set(answer.request.title, answer.request.version);
        return answer.request.id;
      }
      if (this.state === 'halted') {
        this.unanswered.push(sent);
        return null;
      }
      await sleep(20);
    }
    return null;
  }

  /** Null when it failed in a way that may be retried, or must not go on. */
  private async attempt({ as, key, mutation, variables }: Sent): Promise<Answer | null> {
    const asking = { as, variables, headers: { 'idempotency-key': key } };
    const result = await this.client.run(mutation, asking).catch(() => 'no answer' as const);
    const failure = failureOf(result);
    if (failure === null) return Object.values((result as ExecutionResult).data ?? {})[0] as Answer;
    if (failure.retryable) this.failures.set(failure.name, (this.failures.get(failure.name) ?? 0) + 1);
    else this.unexpected.push(failure.name);
    return null;
  }
}

const failureOf = (result: ExecutionResult | 'no answer'): { name: string; retryable: boolean } | null => {
  if (result === 'no answer') return { name: result, retryable: true };
  const [error] = result.errors ?? [];
  if (error) {
    const { code, retryable } = error.extensions ?? {};
    return retryable === true ? { name: String(code), retryable } : { name: JSON.stringify(error), retryable: false };
  }
  const { problems = [] } = (Object.values(result.data ?? {})[0] ?? {}) as Partial<Answer>;
  const [problem] = problems;
  return problem ? { name: problem.code, retryable: problem.retryable } : null;
};

/** The team whose requests everybody here may create. */
export const teamOf = async (client: ApiClient<Access>): Promise<string> => {
  const viewer = await client.answer<{ roles: { team: { id: string } | null }[] }>(
    '{ viewer { roles { team { id } } } }',
    { as: 'Campaign Manager' },
  );
  return viewer.roles[0]?.team?.id ?? '';
};

/** Every request of a load, by its name. */
export const requestsOf = async (client: ApiClient<Access>, name: string): Promise<Listed[]> => {
  const listed: Listed[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page: { nodes: Listed[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } = await client.answer(
      LIST,
      { as: 'CMO', variables: { after } },
    );
    listed.push(...page.nodes);
    after = page.pageInfo.endCursor;
    more = page.pageInfo.hasNextPage;
  }
  return listed.filter(({ title }) => title.startsWith(`${name}:`));
};

/** What is stored that nobody was told, or otherwise than told, or twice; what was told and is not stored. */
export const differences = (stored: readonly Listed[], acknowledged: ReadonlyMap<string, number>): string[] => {
  const titles = stored.map(({ title }) => title);
  const twice = titles
    .filter((title, place) => titles.indexOf(title) !== place)
    .map((title) => `${title} is there twice`);
  const other = stored
    .filter(({ title, version }) => acknowledged.get(title) !== version)
    .map(({ title, version }) => `${title} is stored with version ${version}, told was ${acknowledged.get(title)}`);
  const lost = [...acknowledged.keys()].filter((title) => !titles.includes(title)).map((title) => `${title} is lost`);
  return [...twice, ...other, ...lost];
};
