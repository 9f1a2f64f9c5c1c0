import {
  type ApiContext,
  Caller,
  Ctx,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { createdId } from '#libs/people';
import { CommandHandler } from '@nestjs/cqrs';
import { Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import {
  archiveLabel,
  changeLabel,
  type ChangeLabelInput as LabelChange,
  defineLabel,
  type LabelDefinition,
  restoreLabel,
} from '../domain/index.js';
import { SettingsCommand, SettingsCommands, SettingsHandler, SettingsPayload } from './settings-commands.js';
import { Label } from './settings.type.js';
import { labelsIn } from './to-settings.js';

@InputType({ description: 'A new label.' })
export class DefineLabelInput {
  @Text({ description: 'What it is called, e.g. `Black Friday`: 1 to 100 characters, unique among those in use.' })
  name: string;

  @Text({ description: 'Its colour, e.g. `#1a7f37`.' })
  colour: string;
}

@InputType({ description: 'A label.' })
export class LabelInput {
  @GlobalId('Label', { description: 'Which label.' })
  labelId: string;
}

@InputType({ description: 'Another name or colour of a label.' })
export class ChangeLabelInput extends LabelInput {
  @Text({ nullable: true, description: 'Its new name, 1 to 100 characters; as it is when left out.' })
  name?: string | null;

  @Text({ nullable: true, description: 'Its new colour, e.g. `#1a7f37`; as it is when left out.' })
  colour?: string | null;
}

@ObjectType({ description: 'What became of a command on a label.' })
export class LabelPayload extends SettingsPayload {
  @Field(() => Label, { nullable: true, description: 'The label after the command; null when it was refused.' })
  @Needs('settings.read')
  label?: Label | null;
}

type Named = { readonly labelId: string };

export class DefineLabel extends SettingsCommand<LabelDefinition & Named> {}
export class ChangeLabel extends SettingsCommand<LabelChange> {}
export class ArchiveLabel extends SettingsCommand<Named> {}
export class RestoreLabel extends SettingsCommand<Named> {}

@CommandHandler(DefineLabel)
export class DefineLabelHandler extends SettingsHandler<LabelDefinition & Named> {
  protected readonly rule = defineLabel;
}

@CommandHandler(ChangeLabel)
export class ChangeLabelHandler extends SettingsHandler<LabelChange> {
  protected readonly rule = changeLabel;
}

@CommandHandler(ArchiveLabel)
export class ArchiveLabelHandler extends SettingsHandler<Named> {
  protected readonly rule = archiveLabel;
}

@CommandHandler(RestoreLabel)
export class RestoreLabelHandler extends SettingsHandler<Named> {
  protected readonly rule = restoreLabel;
}

@Resolver()
export class LabelMutations {
  constructor(private readonly commands: SettingsCommands) {}

  @Mutation(() => LabelPayload, {
    description:
      'Defines a label. NAME_TAKEN, LIMIT_REACHED from 200 in use on, VALIDATION_FAILED, PII_NOT_ALLOWED. `expect` is about the settings.',
  })
  @Needs('settings.manage')
  defineLabel(
    @InputArg() input: DefineLabelInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<LabelPayload> {
    const { name, colour } = input;
    const label = { labelId: createdId(caller.command, 'label'), name, colour };
    return this.carryOut(new DefineLabel(label, expectedVersion(expect), caller), context);
  }

  @Mutation(() => LabelPayload, {
    description:
      'Gives a label another name or colour. NOT_FOUND when it is archived, NAME_TAKEN, VALIDATION_FAILED, PII_NOT_ALLOWED.',
  })
  @Needs('settings.manage')
  changeLabel(
    @InputArg() input: ChangeLabelInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<LabelPayload> {
    return this.carryOut(new ChangeLabel(input, expectedVersion(expect), caller), context);
  }

  @Mutation(() => LabelPayload, {
    description: 'Takes a label out of use: requests keep it, no further one gets it. NOT_FOUND.',
  })
  @Needs('settings.manage')
  archiveLabel(
    @InputArg() input: LabelInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<LabelPayload> {
    return this.carryOut(new ArchiveLabel(input, expectedVersion(expect), caller), context);
  }

  @Mutation(() => LabelPayload, {
    description:
      'Brings a label back into use. NOT_FOUND, LIMIT_REACHED; NAME_TAKEN when another one has its name by now.',
  })
  @Needs('settings.manage')
  restoreLabel(
    @InputArg() input: LabelInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<LabelPayload> {
    return this.carryOut(new RestoreLabel(input, expectedVersion(expect), caller), context);
  }

  private async carryOut<Input extends Named>(
    command: SettingsCommand<Input>,
    context: ApiContext,
  ): Promise<LabelPayload> {
    const { payload, stored } = await this.commands.carryOut(command, context);
    const [label] = labelsIn(stored, [command.input.labelId]);
    return { ...payload, label: label ?? null };
  }
}
