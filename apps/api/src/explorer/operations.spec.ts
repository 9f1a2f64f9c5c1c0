import { buildSchema, type OperationTypeNode, parse, validate } from 'graphql';
import { existsSync, readFileSync } from 'node:fs';
import { type ReadyMade, readOperations } from './operations.js';

const file = 'apps/api/schema.graphql';
const withSchema = existsSync(file) ? describe : describe.skip;

describe('the ready-made operations', () => {
  let operations: readonly ReadyMade[];
  beforeAll(async () => {
    operations = await readOperations();
  });

  it('are there, in order, each with a title, a description and a name of its own', () => {
    expect(operations.length).toBeGreaterThanOrEqual(7);
    for (const { title, description, query } of operations) {
      expect([title, description].every((text) => text.length > 5)).toBe(true);
      expect(query).toMatch(/^(query|mutation|subscription) [A-Z]/);
    }
  });

  it('name exactly the variables that they declare', () => {
    for (const { query, variables } of operations) {
      const declared = parse(query).definitions.flatMap((node) =>
        'variableDefinitions' in node ? (node.variableDefinitions ?? []) : [],
      );
      const names = declared.map((node) => ('variable' in node ? node.variable.name.value : ''));
      expect(Object.keys((variables ? JSON.parse(variables) : {}) as object)).toEqual(names);
    }
  });

  withSchema(`and ${file}${existsSync(file) ? '' : ' (SKIPPED: not written yet, run npm run schema)'}`, () => {
    it('agree', () => {
      const schema = buildSchema(readFileSync(file, 'utf8'));
      // A root type that is not there fails no rule of validate: it is looked for by itself.
      const faults = operations.flatMap(({ name, type, query }) =>
        schema.getRootType(type as OperationTypeNode)
          ? validate(schema, parse(query)).map(({ message }) => `${name}: ${message}`)
          : [`${name}: there is no ${type} type`],
      );
      expect(faults).toEqual([]);
    });
  });
});
