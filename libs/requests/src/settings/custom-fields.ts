import {
  type ApiContext,
  Caller,
  Choice,
  Ctx,
  Decimal,
  Expect,
  expectedVersion,
  Flag,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  Nested,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { createdId } from '#libs/people';
import { CommandHandler } from '@nestjs/cqrs';
import { Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import {
  archiveCustomField,
  changeCustomField,
  type ChangeFieldInput,
  defineCustomField,
  type DefineFieldInput,
  type FieldDue,
  type FieldKind,
  type RequestType,
} from '../domain/index.js';
import { RequestTypeEnum } from '../types/enums.js';
import { CustomFieldDueEnum, CustomFieldKindEnum } from './enums.js';
import { SettingsCommand, SettingsCommands, SettingsHandler, SettingsPayload } from './settings-commands.js';
import { CustomField } from './settings.type.js';
import { toField } from './to-settings.js';

@InputType({ description: 'An option of a choice.' })
export class CustomFieldOptionInput {
  @InnerId({
    nullable: true,
    description: 'Its id inside the field, e.g. `O1`, to keep, rename or archive it; leave it out to add an option.',
  })
  id?: string | null;

  @Text({ description: 'What it is called, e.g. `Germany`: 1 to 100 characters.' })
  label: string;

  @Flag({ nullable: true, description: 'Whether it can be chosen no longer; as it is when left out.' })
  archived?: boolean | null;
}

@InputType({ isAbstract: true })
abstract class CustomFieldPartsInput {
  @Text({ nullable: true, description: 'What it is for; at most 1,000 characters. Null takes it away.' })
  description?: string | null;

  @Whole({ nullable: true, description: 'Of a TEXT field: the most characters, 1 to 4,000; 4,000 unless told.' })
  maxLength?: number | null;

  @Decimal({ nullable: true, description: 'Of a NUMBER field: the least value; null: no bound.' })
  min?: number | null;

  @Decimal({ nullable: true, description: 'Of a NUMBER field: the greatest value; null: no bound.' })
  max?: number | null;

  @Flag({ nullable: true, description: 'Of a NUMBER field: whether only whole numbers are taken; no unless told.' })
  integer?: boolean | null;

  @Nested(() => CustomFieldOptionInput, {
    each: true,
    nullable: true,
    description:
      'Of a CHOICE or CHOICES field: its options in their order, at most 100. Those left out of a change stay behind the others.',
  })
  options?: CustomFieldOptionInput[] | null;

  @Choice(RequestTypeEnum, {
    each: true,
    nullable: true,
    description: 'The types of requests that have it; empty: all of them.',
  })
  requestTypes?: RequestType[] | null;

  @Choice(CustomFieldDueEnum, { nullable: true, description: 'Until when a value is owed; NONE unless told.' })
  requiredAt?: FieldDue | null;
}

@InputType({ description: 'A new custom field.' })
export class DefineCustomFieldInput extends CustomFieldPartsInput {
  @Text({ description: 'What it is called, e.g. `Budget code`: 1 to 100 characters, unique among those in use.' })
  name: string;

  @Choice(CustomFieldKindEnum, { description: 'What its values are; never changes.' })
  kind: FieldKind;
}

@InputType({ description: 'What changes about a custom field; parts that are left out stay as they are.' })
export class ChangeCustomFieldInput extends CustomFieldPartsInput {
  @GlobalId('CustomField', { description: 'Which field.' })
  fieldId: string;

  @Text({ nullable: true, description: 'Its new name, 1 to 100 characters.' })
  name?: string | null;
}

@InputType({ description: 'A custom field.' })
export class CustomFieldInput {
  @GlobalId('CustomField', { description: 'Which field.' })
  fieldId: string;
}

@ObjectType({ description: 'What became of a command on a custom field.' })
export class CustomFieldPayload extends SettingsPayload {
  @Field(() => CustomField, { nullable: true, description: 'The field after the command; null when it was refused.' })
  @Needs('settings.read')
  customField?: CustomField | null;
}

type Named = { readonly fieldId: string };

export class DefineCustomField extends SettingsCommand<DefineFieldInput> {}
export class ChangeCustomField extends SettingsCommand<ChangeFieldInput> {}
export class ArchiveCustomField extends SettingsCommand<Named> {}

@CommandHandler(DefineCustomField)
export class DefineCustomFieldHandler extends SettingsHandler<DefineFieldInput> {
  protected readonly rule = defineCustomField;
}

@CommandHandler(ChangeCustomField)
export class ChangeCustomFieldHandler extends SettingsHandler<ChangeFieldInput> {
  protected readonly rule = changeCustomField;
}

@CommandHandler(ArchiveCustomField)
export class ArchiveCustomFieldHandler extends SettingsHandler<Named> {
  protected readonly rule = archiveCustomField;
}

@Resolver()
export class CustomFieldMutations {
  constructor(private readonly commands: SettingsCommands) {}

  @Mutation(() => CustomFieldPayload, {
    description:
      'Defines a custom field. NAME_TAKEN, LIMIT_REACHED from 100 in use on, VALIDATION_FAILED for bounds of another kind, ' +
      'PII_NOT_ALLOWED. `expect` is about the settings.',
  })
  @Needs('settings.manage')
  defineCustomField(
    @InputArg() input: DefineCustomFieldInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<CustomFieldPayload> {
    const field = Object.assign(input, { fieldId: createdId(caller.command, 'custom field') });
    return this.carryOut(new DefineCustomField(field, expectedVersion(expect), caller), context);
  }

  @Mutation(() => CustomFieldPayload, {
    description:
      'Changes a custom field, but for its kind. Requests keep the values they have. Options can be added, renamed and archived, and ' +
      'are never removed. NOT_FOUND when it is archived, NAME_TAKEN, LIMIT_REACHED, VALIDATION_FAILED, PII_NOT_ALLOWED.',
  })
  @Needs('settings.manage')
  changeCustomField(
    @InputArg() input: ChangeCustomFieldInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<CustomFieldPayload> {
    return this.carryOut(new ChangeCustomField(input, expectedVersion(expect), caller), context);
  }

  @Mutation(() => CustomFieldPayload, {
    description:
      'Takes a custom field out of use for good: requests keep their values, and none is owed any more. NOT_FOUND.',
  })
  @Needs('settings.manage')
  archiveCustomField(
    @InputArg() input: CustomFieldInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
    @Ctx() context: ApiContext,
  ): Promise<CustomFieldPayload> {
    return this.carryOut(new ArchiveCustomField(input, expectedVersion(expect), caller), context);
  }

  private async carryOut<Input extends Named>(
    command: SettingsCommand<Input>,
    context: ApiContext,
  ): Promise<CustomFieldPayload> {
    const { payload, stored } = await this.commands.carryOut(command, context);
    const field = stored.custom_fields.find(({ id }) => id === command.input.fieldId);
    return { ...payload, customField: field ? toField(field) : null };
  }
}
