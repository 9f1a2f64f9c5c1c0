import type { ExecutionResult } from 'graphql';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningApi } from '#test/kit/api';

const PLACE = 'consumer { position lag } problems { code }';
const REGISTER = `mutation ($name: String!) {
  registerConsumer(input: { name: $name, startAt: { from: BEGINNING } }) { ${PLACE} } }`;
const EVENTS = `query ($name: String!) { consumerEvents(name: $name, first: 40) {
  cursor nodes { eventId } pageInfo { hasNextPage } } }`;
const ACKNOWLEDGE = `mutation ($name: String!, $position: LogPosition!) {
  acknowledge(name: $name, position: $position) { ${PLACE} } }`;

interface Page {
  readonly cursor: string;
  readonly nodes: readonly { readonly eventId: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/**
 * A job that reads the log by a named consumer and keeps no place of its own: it takes a page, works on it, and says so. What fails for a
 * moment is asked again.
 */
export class Job {
  /** Ids of the events it worked on, in order. */
  readonly seen: string[] = [];
  private ending = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly api: RunningApi,
    private readonly name: string,
  ) {
    this.running = this.run();
  }

  /** Resolves when nothing was left to read. */
  async end(): Promise<void> {
    this.ending = true;
    await this.running;
  }

  private async run(): Promise<void> {
    await this.ask(REGISTER);
    for (let over = false; !over;) {
      const last = this.ending;
      const page = (await this.ask(EVENTS)) as Page;
      this.seen.push(...page.nodes.map(({ eventId }) => eventId));
      await this.ask(ACKNOWLEDGE, page.cursor);
      over = last && page.nodes.length === 0;
      if (page.nodes.length === 0) await sleep(20);
    }
  }

  /** The answer of the only field, asked for as often as it takes. */
  private async ask(query: string, position?: string): Promise<object> {
    for (;;) {
      const asking = { as: 'Reporting Job', variables: { name: this.name, position } };
      const { data, errors } = await this.api.run(query, asking).catch((): ExecutionResult => ({}));
      const answer = Object.values(data ?? {})[0] as { problems?: readonly object[] } | undefined;
      if (answer && (answer.problems ?? []).length === 0) return answer;
      if (this.isFinal(errors, answer)) throw new Error(`The job was refused: ${JSON.stringify(errors ?? answer)}`);
      await sleep(20);
    }
  }

  private isFinal(errors: ExecutionResult['errors'], answer: object | undefined): boolean {
    if (answer) return true;
    return errors !== undefined && errors.some(({ extensions }) => extensions['retryable'] !== true);
  }
}
