import {
  type ApiContext,
  Caller,
  Choice,
  Ctx,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { createdId, Directory } from '#libs/people';
import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import { Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import {
  archiveTemplate,
  changeTemplate,
  type ChangeTemplateInput as TemplateChange,
  defaultPolicy,
  defineTemplate,
  type DefineTemplateInput as NewTemplate,
  type RequestSettings,
  type RequestType,
  type SettingsEvent,
  type TemplateInput as Parts,
} from '../domain/index.js';
import { briefOf, peopleNamedIn } from '../intake/revise-brief.js';
import { BriefInput } from '../types/brief.input.js';
import { RequestTypeEnum } from '../types/enums.js';
import { CustomFieldValueInput, givenFields } from './custom-field-value.input.js';
import {
  type SettingsChange,
  SettingsCommand,
  SettingsCommands,
  SettingsHandler,
  SettingsPayload,
} from './settings-commands.js';
import { RequestTemplate } from './settings.type.js';
import { toTemplate } from './to-settings.js';

@InputType({ isAbstract: true })
abstract class TemplatePartsInput {
  @Text({
    nullable: true,
    description: 'Stands before the title, e.g. `Landing page:`; at most 100 characters. Null: nothing.',
  })
  titlePrefix?: string | null;

  @Nested(() => BriefInput, {
    nullable: true,
    description: 'The whole brief to begin with, at most 10,000 characters; its criteria have no ids. Null: none.',
  })
  brief?: BriefInput | null;

  @GlobalId('Label', { each: true, nullable: true, description: 'Labels to begin with; at most 20.' })
  labels?: string[] | null;

  @Nested(() => CustomFieldValueInput, {
    each: true,
    nullable: true,
    description: 'Values to begin with; at most 100.',
  })
  customFields?: CustomFieldValueInput[] | null;
}

@InputType({ description: 'A new template.' })
export class DefineTemplateInput extends TemplatePartsInput {
  @Choice(RequestTypeEnum, { description: 'The type of the requests it is for; never changes.' })
  requestType: RequestType;

  @Text({ description: 'What it is called, e.g. `Campaign page`: 1 to 100 characters, unique among those in use.' })
  name: string;
}

@InputType({ description: 'What changes about a template; parts that are left out stay as they are.' })
export class ChangeTemplateInput extends TemplatePartsInput {
  @GlobalId('RequestTemplate', { description: 'Which template.' })
  templateId: string;

  @Text({ nullable: true, description: 'Its new name, 1 to 100 characters.' })
  name?: string | null;
}

@InputType({ description: 'A template.' })
export class TemplateInput {
  @GlobalId('RequestTemplate', { description: 'Which template.' })
  templateId: string;
}

@ObjectType({ description: 'What became of a command on a template.' })
export class RequestTemplatePayload extends SettingsPayload {
  @Field(() => RequestTemplate, {
    nullable: true,
    description: 'The template after the command; null when it was refused.',
  })
  @Needs('settings.read')
  template?: RequestTemplate | null;
}

type Named = { readonly templateId: string };
type Defining = DefineTemplateInput & Named;

export class DefineTemplate extends SettingsCommand<Defining> {}
export class ChangeTemplate extends SettingsCommand<ChangeTemplateInput> {}
export class ArchiveTemplate extends SettingsCommand<Named> {}

/** The parts as rules take them. */
const partsOf = ({ brief, customFields, titlePrefix, labels }: TemplatePartsInput): Parts => ({
  titlePrefix,
  labels,
  brief: brief && briefOf(brief),
  customFields: customFields && givenFields(customFields),
});

/** Looks up the people a brief names before it is decided. */
@Injectable()
abstract class TemplateHandler<Input extends TemplatePartsInput> extends SettingsHandler<Input> {
  constructor(
    log: EventLog,
    private readonly directory: Directory,
  ) {
    super(log);
  }

  override async execute(command: SettingsCommand<Input>): Promise<SettingsChange> {
    const { brief } = command.input;
    if (brief) await this.directory.requirePeople(command.caller.command.workspaceId, peopleNamedIn(brief));
    return super.execute(command);
  }
}

@CommandHandler(DefineTemplate)
export class DefineTemplateHandler extends TemplateHandler<Defining> {
  protected readonly rule = (settings: RequestSettings, input: Defining): SettingsEvent[] => {
    const { templateId, requestType, name } = input;
    const template: NewTemplate = { templateId, requestType, name, ...partsOf(input) };
    return defineTemplate(settings, template, defaultPolicy.limits);
  };
}

@CommandHandler(ChangeTemplate)
export class ChangeTemplateHandler extends TemplateHandler<ChangeTemplateInput> {
  protected readonly rule = (settings: RequestSettings, input: ChangeTemplateInput): SettingsEvent[] => {
    const change: TemplateChange = { templateId: input.templateId, name: input.name, ...partsOf(input) };
    return changeTemplate(settings, change, defaultPolicy.limits);
  };
}

@CommandHandler(ArchiveTemplate)
export class ArchiveTemplateHandler extends SettingsHandler<Named> {
  protected readonly rule = archiveTemplate;
}

@Resolver()
export class TemplateMutations {
  constructor(private readonly commands: SettingsCommands) {}

  @Mutation(() => RequestTemplatePayload, {
    description:
      'Defines a template. NAME_TAKEN, LIMIT_REACHED from 100 in use on, NOT_FOUND for a label, a field or a person, ' +
      'CUSTOM_FIELD_INVALID, BRIEF_STORY_INCOMPLETE, VALIDATION_FAILED, PII_NOT_ALLOWED. `expect` is about the settings.',
  })
  @Needs('settings.manage')
  defineTemplate(
    @InputArg() input: DefineTemplateInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<RequestTemplatePayload> {
    const template = Object.assign(input, { templateId: createdId(caller.command, 'template') });
    return this.carryOut(new DefineTemplate(template, expectedVersion(expect), caller), context);
  }

  @Mutation(() => RequestTemplatePayload, {
    description:
      'Changes a template; requests that began with it stay as they are. NOT_FOUND when it is archived, and refusals as of defineTemplate.',
  })
  @Needs('settings.manage')
  changeTemplate(
    @InputArg() input: ChangeTemplateInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<RequestTemplatePayload> {
    return this.carryOut(new ChangeTemplate(input, expectedVersion(expect), caller), context);
  }

  @Mutation(() => RequestTemplatePayload, {
    description: 'Takes a template out of use for good: no further request begins with it. NOT_FOUND.',
  })
  @Needs('settings.manage')
  archiveTemplate(
    @InputArg() input: TemplateInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<RequestTemplatePayload> {
    return this.carryOut(new ArchiveTemplate(input, expectedVersion(expect), caller), context);
  }

  private async carryOut<Input extends Named>(
    command: SettingsCommand<Input>,
    context: ApiContext,
  ): Promise<RequestTemplatePayload> {
    const { payload, stored } = await this.commands.carryOut(command, context);
    const template = stored.templates.find(({ id }) => id === command.input.templateId);
    return { ...payload, template: template ? toTemplate(template, stored) : null };
  }
}
