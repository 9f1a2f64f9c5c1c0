import type { Caller } from '#libs/api-kit';
import {
  type Decided,
  EventLog,
  type ExpectedVersion,
  type Fact,
  Forbidden,
  type Instant,
  OtherStreams,
  type Command as LogCommand,
} from '#libs/event-log';
import { cellOf, circumstancesOf, localDate, type Right, ROLES, sideOfRole } from '#libs/people';
import type { Circumstances } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import { type Item, type ItemEvent, roadmapItem } from './domain/index.js';

/** What became of a command on an item. */
export interface ItemChange extends Pick<Decided, 'position' | 'replayed'> {
  readonly itemId: string;
}

/** A command on an item: what is asked, on which version, and by whom. */
export abstract class ItemCommand<Input> extends Command<ItemChange> {
  constructor(
    readonly input: Input,
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }

  /** A right that counts by a role of one of the two sides in the owners' teams alone; null where the rule says who, or anybody's role does. */
  get right(): Right | null {
    return null;
  }
}

/** A command that says what an item is and when. */
export abstract class PlannerCommand<Input> extends ItemCommand<Input> {
  override get right(): Right {
    return 'roadmap.plan';
  }
}

/** A command that promises an item, or says what becomes of it. */
export abstract class DeciderCommand<Input> extends ItemCommand<Input> {
  override get right(): Right {
    return 'roadmap.commit';
  }
}

export interface ItemTarget {
  readonly itemId: string;
  readonly expect?: ExpectedVersion;
  readonly command: LogCommand;
  /** Who acts and when: a person by `byCaller`, a process by `byProcess`. */
  readonly circumstances: (item: Item, now: Instant) => Circumstances;
}

/** What a rule may know beside its item. */
export interface ItemScene extends Circumstances {
  /** Streams the rule comes upon while it decides; facts are added through it as well. */
  readonly others: OtherStreams;
}

type Rule = (item: Item, scene: ItemScene) => readonly ItemEvent[];

/** A person. Where the owners' teams are known, a role of one of the two sides counts in them alone, if any of them is of that side. */
export const byCaller =
  (caller: Caller) =>
  (item: Item, now: Instant): Circumstances => {
    const marketing = item.status === 'unknown' ? null : (item.owners.marketing?.teamId ?? null);
    const engineering = item.status === 'unknown' ? null : (item.owners.engineering?.teamId ?? null);
    const teamOf = { CONSUMER: marketing, PROVIDER: engineering };
    return circumstancesOf(caller, now, ({ role, teamId }) => {
      const side = sideOfRole(role);
      return teamId === null || side === null || teamOf[side] === null || teamOf[side] === teamId;
    });
  };

/** The lead of another team neither moves nor promises what is not theirs. @throws Forbidden */
export function requireVoice({ right, caller }: ItemCommand<unknown>, item: Item, now: Instant): void {
  if (right === null) return;
  const { roles } = byCaller(caller)(item, now).actor;
  if (ROLES.some((role) => roles.includes(role) && cellOf(role, right) !== null)) return;
  throw new Forbidden(right, 'Who speaks for one side alone does so for the teams that answer for the item.');
}

/** A process or the clock; `timeZone` is the workspace's. */
export const byProcess =
  (name: string, timeZone: string) =>
  (_item: Item, now: Instant): Circumstances => ({
    now,
    today: localDate(now, timeZone),
    actor: { personId: `process:${name}`, roles: ['process'], side: null, grant: 'all' },
  });

/** One item and whatever else its rule looks at, in one append. */
export async function decideOnItem(log: Pick<EventLog, 'decide'>, target: ItemTarget, rule: Rule): Promise<ItemChange> {
  const { itemId, expect = 'latest', command } = target;
  const { position, replayed } = await OtherStreams.naming((named, othersOf) =>
    log.decide(command, { ...named, item: { aggregate: roadmapItem, id: itemId, expect } }, (states, { now }) => {
      const { item } = states;
      const others = othersOf(states);
      const facts = rule(item, { ...target.circumstances(item, now), others });
      return { ...(others.facts as Record<string, readonly Fact[]>), item: facts };
    }),
  );
  return { itemId, position, replayed };
}

/** Hands items to their rules: brings time, actor and other streams along, and keeps what the rules decide. */
@Injectable()
export class RoadmapDecisions {
  constructor(private readonly log: EventLog) {}

  /** @throws Refusal of the rule; StaleVersion, IdempotencyKeyReused */
  decide(target: ItemTarget, rule: Rule): Promise<ItemChange> {
    return decideOnItem(this.log, target, rule);
  }

  /** `decide` for a command on an item that is there. @throws Forbidden for the lead of another team */
  change<Input extends { readonly itemId: string }>(
    command: ItemCommand<Input>,
    rule: (item: Item, input: Input, scene: ItemScene) => readonly ItemEvent[],
  ): Promise<ItemChange> {
    const { input, expect, caller } = command;
    const target = { itemId: input.itemId, expect, command: caller.command, circumstances: byCaller(caller) };
    return this.decide(target, (item, scene) => {
      requireVoice(command, item, scene.now);
      return rule(item, input, scene);
    });
  }
}
