import { createRequire } from 'node:module';
import type { EventDefinition } from '#libs/event-log';
import type { JSONSchema7, JSONSchema7Definition } from 'json-schema';
import {
  type CompletedConfig,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  EnumType,
  SchemaGenerator,
  type SubNodeParser,
} from 'ts-json-schema-generator';
import type ts from 'typescript';

/** JSON schemas (draft-07) of the data of every event, by type and schema version. */
export type EventSchemas = Readonly<Record<string, Readonly<Record<string, JSONSchema7>>>>;

// The generator's own compiler: nodes of one are nothing to another.
const generatorsOwn = createRequire(createRequire(import.meta.url).resolve('ts-json-schema-generator'));
const { isIndexedAccessTypeNode, isTypeOperatorNode, isTypeQueryNode } = generatorsOwn('typescript') as typeof ts;

const CHOSEN = { tsconfig: 'tsconfig.json', type: 'AnyFact', skipTypeCheck: true, expose: 'none' } as const;

/**
 * Schemas of what is written today, from the types of the facts. Objects are open: a newer program may say more.
 * @param file that exports the union `AnyFact`
 */
export function schemasOfToday(file: string): ReadonlyMap<string, JSONSchema7> {
  const config: CompletedConfig = { ...DEFAULT_CONFIG, ...CHOSEN, path: file };
  const program = createProgram(config);
  const parser = createParser(program, config, (chain) =>
    chain.addNodeParser(wordsOfConstants(program.getTypeChecker() as unknown as ts.TypeChecker)),
  );
  const generator = new SchemaGenerator(program, parser, createFormatter(config), config);
  const { definitions = {}, ...whole } = generator.createSchema('AnyFact');
  const facts = factsOf(opened(whole.$ref ? definitions.AnyFact! : whole) as JSONSchema7);
  return new Map(
    facts.map(({ properties }) => [nameOf(properties!.type as JSONSchema7), properties!.data as JSONSchema7]),
  );
}

const factsOf = (schema: JSONSchema7): JSONSchema7[] =>
  schema.anyOf ? (schema.anyOf as JSONSchema7[]).flatMap(factsOf) : [schema];

/** The generator closes every object. */
const opened = (schema: JSONSchema7Definition): JSONSchema7Definition =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'additionalProperties' && value === false ? undefined : value,
    ),
  ) as JSONSchema7Definition;

/** `keyof typeof X` and `(typeof X)[number]`: words held by a constant, which the compiler knows however the constant is put together. */
const wordsOfConstants = (checker: ts.TypeChecker): SubNodeParser => ({
  supportsNode: (node) => wordsOf(checker, node) !== null,
  createType: (node) => new EnumType('words', [...wordsOf(checker, node)!]),
});

function wordsOf(checker: ts.TypeChecker, node: ts.Node): readonly string[] | null {
  const isNamed = isTypeOperatorNode(node) ? isTypeQueryNode(node.type) : isIndexedAccessTypeNode(node);
  if (!isNamed) return null;
  const type = checker.getTypeFromTypeNode(node as ts.TypeNode);
  const members = type.isUnion() ? type.types : [type];
  return members.every((member) => member.isStringLiteral()) ? members.map(({ value }) => value) : null;
}

const nameOf = ({ const: name }: JSONSchema7): string => {
  if (typeof name !== 'string') throw new Error('A fact has one name: its type is a single word.');
  return name;
};

/**
 * What has to be in the file: today's schema for the newest version of every type, and what was there for the older ones.
 * @throws Error for a type without a schema, or the other way round
 */
export function schemasOf(
  types: readonly EventDefinition[],
  today: ReadonlyMap<string, JSONSchema7>,
  written: EventSchemas,
): EventSchemas {
  const declared = new Map(types.map(({ type, version }) => [type, version]));
  const strange = [
    ...[...declared.keys()].filter((type) => !today.has(type)).map((type) => `${type} is not part of AnyFact`),
    ...[...today.keys()].filter((type) => !declared.has(type)).map((type) => `${type} is not declared by any context`),
  ];
  if (strange.length > 0) throw new Error(`${strange.join('; ')}.`);
  const sorted = [...declared].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([type, version]) => [type, { ...older(written[type] ?? {}, version), [version]: today.get(type)! }]),
  );
}

const older = (versions: Readonly<Record<string, JSONSchema7>>, newest: number): Record<string, JSONSchema7> =>
  Object.fromEntries(Object.entries(versions).filter(([version]) => Number(version) < newest));
