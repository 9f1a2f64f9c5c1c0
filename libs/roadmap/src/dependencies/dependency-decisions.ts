import { type DecisionStream, EventLog, type ExpectedVersion, type Fact, Unavailable } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { type ItemChange, type ItemCommand, requireVoice } from '../decisions.js';
import {
  addDependency,
  type DependencyOrder,
  dependencyOrder,
  dependencyOrderId,
  type DependencyInput,
  DependencySelf,
  isOrdering,
  type Item,
  type ItemEvent,
  type OrderEvent,
  removeDependency,
  roadmapItem,
} from '../domain/index.js';
import { Ordering, type OrderingSeen } from './ordering.js';

/** Somebody added an edge between looking and deciding. */
class SeenBefore extends Error {}

/** Looks of one addition at most. Each but the last means that somebody else's was added meanwhile. */
const MOST_LOOKS = 100;

const itemStream = (id: string, expect: ExpectedVersion = 'latest'): DecisionStream<Item, ItemEvent> => ({
  aggregate: roadmapItem,
  id,
  expect,
});

const guardStream: DecisionStream<DependencyOrder, OrderEvent> = {
  aggregate: dependencyOrder,
  id: dependencyOrderId,
  expect: 'latest',
};

/** Decisions on what two items have to do with each other. */
@Injectable()
export class DependencyDecisions {
  constructor(
    private readonly log: EventLog,
    private readonly ordering: Ordering,
  ) {}

  /**
   * Whether the two lead back to each other is looked up before the decision, together with the version of the guard; where the decision
   * finds another one, it is looked up again. The facts of the guard go into the same append (I2).
   * @throws Refusal of the rule; StaleVersion, IdempotencyKeyReused; Unavailable where others are faster all the time
   */
  async add(command: ItemCommand<object>, input: DependencyInput): Promise<ItemChange> {
    if (input.fromId === input.toId) throw new DependencySelf();
    if (!isOrdering(input.type)) return this.decideToAdd(command, input, null);
    const { workspaceId } = command.caller.viewer;
    for (let looks = 1; ; looks += 1) {
      const seen = await this.ordering.between(workspaceId, input.toId, input.fromId);
      try {
        return await this.decideToAdd(command, input, seen);
      } catch (error) {
        if (!(error instanceof SeenBefore)) throw error;
        if (looks >= MOST_LOOKS) throw new Unavailable('Too many others add dependencies at the same time.', error);
      }
    }
  }

  /** `seen`: null for what makes no order. @throws SeenBefore where the guard has moved on */
  private async decideToAdd(
    command: ItemCommand<object>,
    input: DependencyInput,
    seen: OrderingSeen | null,
  ): Promise<ItemChange> {
    const { caller, expect } = command;
    const ends = { from: itemStream(input.fromId, expect), to: itemStream(input.toId) };
    const streams: Record<string, DecisionStream<unknown, Fact>> = seen ? { ...ends, order: guardStream } : ends;
    const { position, replayed } = await this.log.decide(caller.command, streams, (states, { versions, now }) => {
      if (seen && versions['order'] !== seen.version) throw new SeenBefore();
      const { from, to } = states as { readonly from: Item; readonly to: Item };
      requireVoice(command, from, now);
      const { item, order } = addDependency({ from, to, path: seen?.path ?? null }, input);
      return { from: item, order };
    });
    return { itemId: input.fromId, position, replayed };
  }

  /** @throws Refusal of the rule; StaleVersion, IdempotencyKeyReused */
  async remove(command: ItemCommand<object>, input: DependencyInput): Promise<ItemChange> {
    const { caller, expect } = command;
    if (input.fromId === input.toId) throw new DependencySelf();
    const streams = { from: itemStream(input.fromId, expect), to: itemStream(input.toId) };
    const { position, replayed } = await this.log.decide(caller.command, streams, (ends, { now }) => {
      requireVoice(command, ends.from, now);
      return removeDependency(ends, input);
    });
    return { itemId: input.fromId, position, replayed };
  }
}
