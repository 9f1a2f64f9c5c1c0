import type { AppendOutcome, AppendRequest } from '../store.js';
import { isConnectionLoss } from './failures.js';

/** Sends one group to the database; throws when a statement threw and nothing of the group was stored. */
export type SendGroup = (group: readonly AppendRequest[]) => Promise<AppendOutcome[]>;

interface Waiting {
  readonly request: AppendRequest;
  readonly keys: readonly string[];
  readonly settle: (outcome: AppendOutcome) => void;
  readonly fail: (error: unknown) => void;
}

const MAX_GROUP = 64;
const MAX_WAITING = 10_000;

/**
 * Calls that wait together go to the database together, in one group for each of the `lanes` that are free. Two calls that share
 * a stream or a command id never share a group: the second needs the first one's outcome.
 *
 * Groups are made after the turn in which calls came: callers whose group was just answered come back in that turn, and share the
 * next groups. (Made at once, groups were half as large and appends a quarter slower, with 16 callers as with 64.)
 */
export class GroupAppender {
  private waiting: Waiting[] = [];
  private underWay = 0;
  private isDue = false;

  constructor(
    private readonly send: SendGroup,
    private readonly lanes = 2,
  ) {}

  append(request: AppendRequest): Promise<AppendOutcome> {
    if (this.waiting.length >= MAX_WAITING) return Promise.reject(new Error('Too many appends are waiting.'));
    return new Promise((settle, fail) => {
      this.waiting.push({ request, keys: keysOf(request), settle, fail });
      this.pumpSoon();
    });
  }

  private pumpSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      this.pump();
    });
  }

  private pump(): void {
    for (let free = this.lanes - this.underWay; free > 0 && this.waiting.length > 0; free -= 1) {
      const group = this.nextGroup(Math.min(MAX_GROUP, Math.ceil(this.waiting.length / free)));
      this.underWay += 1;
      void this.run(group).finally(() => {
        this.underWay -= 1;
        this.pumpSoon();
      });
    }
  }

  private nextGroup(size: number): Waiting[] {
    const group: Waiting[] = [];
    const rest: Waiting[] = [];
    const taken = new Set<string>();
    for (const call of this.waiting) {
      const fits = group.length < size && !call.keys.some((key) => taken.has(key));
      (fits ? group : rest).push(call);
      // Also the keys of those left behind: calls on one stream keep their order.
      for (const key of call.keys) taken.add(key);
    }
    this.waiting = rest;
    return group;
  }

  private async run(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.send(group.map(({ request }) => request));
      group.forEach((call, index) => call.settle(outcomes[index]!));
    } catch (error) {
      // Without a connection the members would only fail one after the other, each after a wait of its own.
      if (group.length === 1 || isConnectionLoss(error)) group.forEach((call) => call.fail(error));
      else await this.runAlone(group);
    }
  }

  /** One member's statement threw and took the group with it: each runs alone, so that only its own error reaches a caller. */
  private async runAlone(group: readonly Waiting[]): Promise<void> {
    for (const call of group) {
      await this.send([call.request]).then(([outcome]) => call.settle(outcome!), call.fail);
    }
  }
}

const keysOf = ({ command, streams }: AppendRequest): string[] => [
  `${command.workspaceId}/${command.commandId}`,
  ...streams.map(({ streamId }) => `${command.workspaceId}/${streamId}`),
];
