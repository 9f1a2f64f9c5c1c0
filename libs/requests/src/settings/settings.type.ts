import { Instant, LocalDate, Node } from '#libs/api-kit';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import type { FieldDue, FieldKind, RequestType } from '../domain/index.js';
import { BriefType } from '../types/brief.type.js';
import { RequestTypeEnum } from '../types/enums.js';
import { CustomFieldDueEnum, CustomFieldKindEnum } from './enums.js';

@ObjectType({ implements: () => Node, description: 'A word that requests are sorted by, e.g. `Black Friday`.' })
export class Label extends Node {
  @Field(() => String, { description: 'What it is called; unique among those in use.' })
  name: string;

  @Field(() => String, { description: 'Its colour, e.g. `#1a7f37`.' })
  colour: string;

  @Field(() => Boolean, { description: 'Whether it is put on no further request.' })
  archived: boolean;
}

@ObjectType({ description: 'An option of a choice.' })
export class CustomFieldOption {
  @Field(() => ID, { description: 'Its id inside the field, e.g. `O1`.' })
  id: string;

  @Field(() => String, { description: 'What it is called, e.g. `Germany`.' })
  label: string;

  @Field(() => Boolean, { description: 'Whether it can be chosen no longer.' })
  archived: boolean;
}

@ObjectType({ implements: () => Node, description: 'A field that this workspace has added to its requests.' })
export class CustomField extends Node {
  @Field(() => String, { description: 'What it is called, e.g. `Budget code`; unique among those in use.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description: string | null;

  @Field(() => CustomFieldKindEnum, { description: 'What its values are; never changes.' })
  kind: FieldKind;

  @Field(() => Int, { nullable: true, description: 'Of a TEXT field: the most characters, e.g. 200.' })
  maxLength: number | null;

  @Field(() => Float, { nullable: true, description: 'Of a NUMBER field: the least value; null: no bound.' })
  min: number | null;

  @Field(() => Float, { nullable: true, description: 'Of a NUMBER field: the greatest value; null: no bound.' })
  max: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Of a NUMBER field: whether only whole numbers are taken.' })
  integer: boolean | null;

  @Field(() => [CustomFieldOption], {
    description: 'Of a CHOICE or CHOICES field: its options in their order, archived ones included; at most 100.',
  })
  options: CustomFieldOption[];

  @Field(() => [RequestTypeEnum], { description: 'The types of requests that have it; empty: all of them.' })
  requestTypes: RequestType[];

  @Field(() => CustomFieldDueEnum, { description: 'Until when a value is owed.' })
  requiredAt: FieldDue;

  @Field(() => Boolean, { description: 'Whether it takes no further values.' })
  archived: boolean;
}

@ObjectType({ description: 'A value of a custom field; by the kind of the field one of these is set.' })
export class CustomFieldValue {
  @Field(() => CustomField, { description: 'The field, as it is defined now.' })
  field: CustomField;

  @Field(() => String, { nullable: true, description: 'Value of a TEXT or URL field.' })
  text: string | null;

  @Field(() => Float, { nullable: true, description: 'Value of a NUMBER field.' })
  number: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Value of a BOOLEAN field.' })
  boolean: boolean | null;

  @Field(() => LocalDate, { nullable: true, description: 'Value of a DATE field.' })
  date: string | null;

  @Field(() => [CustomFieldOption], {
    nullable: true,
    description: 'What was chosen in a CHOICE (one) or CHOICES field; at most 100.',
  })
  choices: CustomFieldOption[] | null;
}

@ObjectType({ implements: () => Node, description: 'What a new request can begin with.' })
export class RequestTemplate extends Node {
  @Field(() => RequestTypeEnum, { description: 'The type of the requests it is for.' })
  requestType: RequestType;

  @Field(() => String, { description: 'What it is called; unique among those in use.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Stands before the title, e.g. `Landing page:`.' })
  titlePrefix: string | null;

  @Field(() => BriefType, {
    description: 'The brief to begin with; its criteria get ids of their own in each request.',
  })
  brief: BriefType;

  @Field(() => [Label], { description: 'Labels to begin with; at most 20.' })
  labels: Label[];

  @Field(() => [CustomFieldValue], { description: 'Values to begin with; at most 100.' })
  customFields: CustomFieldValue[];

  @Field(() => Boolean, { description: 'Whether no further request begins with it.' })
  archived: boolean;
}

@ObjectType({
  implements: () => Node,
  description: 'What forms and lists of requests are made of in this workspace. What is archived is listed as well.',
})
export class RequestSettings extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you change it.' })
  version: number;

  @Field(() => [Label], { description: 'Its labels in the order of definition; at most 200 in use.' })
  labels: Label[];

  @Field(() => [CustomField], { description: 'Its custom fields in the order of definition; at most 100 in use.' })
  customFields: CustomField[];

  @Field(() => [RequestTemplate], { description: 'Its templates in the order of definition; at most 100 in use.' })
  templates: RequestTemplate[];

  @Field(() => Instant, { nullable: true, description: 'When it last changed; null before anything was defined.' })
  updatedAt: Date | null;
}
