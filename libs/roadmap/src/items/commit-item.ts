import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { DeciderCommand, type ItemChange, RoadmapDecisions } from '../decisions.js';
import { commitItem, neededBy, roadmapItem, startItem, uncommitItem } from '../domain/index.js';
import { ItemCommands, ItemPayload } from './item-payload.js';

@InputType({ description: 'The promise of an item.' })
export class CommitItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;
}

@InputType({ description: 'A promise that is taken back.' })
export class UncommitItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Text({ description: 'Why, at most 4,000 characters.' })
  reason: string;
}

@InputType({ description: 'The beginning of work on an item.' })
export class StartItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;
}

export class CommitItem extends DeciderCommand<CommitItemInput> {}
export class UncommitItem extends DeciderCommand<UncommitItemInput> {}
export class StartItem extends DeciderCommand<StartItemInput> {}

@CommandHandler(CommitItem)
export class CommitItemHandler implements ICommandHandler<CommitItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: CommitItem): Promise<ItemChange> {
    return this.decisions.change(command, (item, _input, { others }) => {
      others.foresee(neededBy(item).map((id) => ({ aggregate: roadmapItem, id, expect: 'latest' })));
      return commitItem({ item, itemOf: (id) => others.read(roadmapItem, id) });
    });
  }
}

@CommandHandler(UncommitItem)
export class UncommitItemHandler implements ICommandHandler<UncommitItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: UncommitItem): Promise<ItemChange> {
    return this.decisions.change(command, uncommitItem);
  }
}

@CommandHandler(StartItem)
export class StartItemHandler implements ICommandHandler<StartItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: StartItem): Promise<ItemChange> {
    return this.decisions.change(command, startItem);
  }
}

@Resolver()
export class CommitItemMutations {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Promises a PLANNED item for its window. NOT_FOUND; INVALID_STATE; CAMPAIGN_WORTHINESS_UNASSESSED on the lanes PRODUCT and ' +
      'MARKETING; AGREEMENT_MISSING where it is SHARED or worth a campaign and a side has not agreed; DEPENDENCY_LATER where something ' +
      'it needs or follows is put off to LATER.',
  })
  @Needs('roadmap.commit')
  commitItem(
    @InputArg() input: CommitItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new CommitItem(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ItemPayload, {
    description:
      'Takes the promise of an item back: it is PLANNED again, and both sides agree anew. Counts in the stability of plans. NOT_FOUND; ' +
      'INVALID_STATE; REASON_REQUIRED; PII_NOT_ALLOWED.',
  })
  @Needs('roadmap.commit')
  uncommitItem(
    @InputArg() input: UncommitItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new UncommitItem(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ItemPayload, {
    description: 'Says that work on a COMMITTED item has begun: it is IN_DELIVERY. NOT_FOUND; INVALID_STATE.',
  })
  @Needs('roadmap.commit')
  startItem(
    @InputArg() input: StartItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new StartItem(input, expectedVersion(expect), caller));
  }
}
