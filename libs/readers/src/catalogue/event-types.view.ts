import { Json, limitExceeded, Needs } from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { Args, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { schemaPath } from '../feed/cloud-event.js';
import { MOST_TYPES } from '../feed/selection.js';
import { eventSchemas } from './event-schemas.js';

@ObjectType({ description: 'One form in which a fact was or is stored.' })
export class EventTypeVersion {
  @Field(() => Int, { description: 'Counts from 1, e.g. `1`.' })
  version: number;

  @Field(() => Json, {
    description:
      'JSON schema (draft-07) of `data` in this version. Objects are open and words may be added: take what you know.',
  })
  jsonSchema: object;

  @Field(() => String, {
    description: 'Where the same is served without a token, e.g. `/events/schemas/RequestDrafted/1.json`.',
  })
  path: string;
}

@ObjectType({ description: 'A kind of fact that may stand in the log.' })
export class EventType {
  @Field(() => String, { description: 'Its name, e.g. `RequestDrafted`; what filters of events take.' })
  name: string;

  @Field(() => Int, { description: 'The version written today; older ones are lifted to it unless you pin another.' })
  version: number;

  @Field(() => [String], {
    description: 'Kinds of streams it stands in, e.g. `["request"]`: the words before the id of a subject.',
  })
  streamTypes: string[];

  @Field(() => Json, { description: 'JSON schema (draft-07) of `data` in the version written today.' })
  jsonSchema: object;

  @Field(() => [EventTypeVersion], { description: 'All versions, the oldest first: each can be pinned.' })
  versions: EventTypeVersion[];
}

/** What may be in the log. */
@Resolver(() => EventType)
export class EventTypes {
  private readonly types: readonly EventType[];

  constructor({ model }: EventLog) {
    const names = [...new Set(model.catalogue.types.map(({ type }) => type))].sort();
    this.types = names.map((name) => {
      const definitions = model.catalogue.types.filter(({ type }) => type === name);
      return eventTypeOf(
        name,
        definitions[0]!.version,
        definitions.map(({ streamType }) => streamType),
      );
    });
  }

  @Query(() => [EventType], {
    description:
      'The catalogue of facts, by name. A fact says more only by what may be left out and by further words; whatever else changes is a new ' +
      'version, and the old one stays readable for whoever pinned it.',
    complexity: 500,
  })
  @Needs('log.read')
  eventTypes(
    @Args('names', {
      type: () => [String],
      nullable: true,
      description: `Only these, at most ${MOST_TYPES}; all unless told. Unknown names give nothing.`,
    })
    names: string[] | null,
  ): readonly EventType[] {
    if (names && names.length > MOST_TYPES) throw limitExceeded(`At most ${MOST_TYPES} names at once.`, MOST_TYPES);
    return names ? this.types.filter(({ name }) => names.includes(name)) : this.types;
  }
}

function eventTypeOf(name: string, version: number, streamTypes: string[]): EventType {
  const schemas = eventSchemas().get(name) ?? {};
  const versions = Array.from({ length: version }, (_, index) => index + 1).map((each) => ({
    version: each,
    jsonSchema: schemas[each] ?? {},
    path: schemaPath(name, each),
  }));
  return { name, version, streamTypes, jsonSchema: versions.at(-1)!.jsonSchema, versions };
}
