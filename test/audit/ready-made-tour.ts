import { readOperations } from '../../apps/api/src/explorer/operations.js';
import type { RunningApi } from '../kit/api.js';

/** Who tries the ready-made operations, unless somebody else is named. */
export const AS = 'Campaign Manager';

type Known = Readonly<Record<string, string>>;

export interface Tour {
  /** File names without their ending, in order. */
  readonly names: readonly string[];
  /** With what its marks stand for filled in. @throws where it is not there, or where a mark is left */
  readonly readyMade: (name: string, known?: Known) => { readonly query: string; readonly variables: object };
  /** The answer of its first field. @throws for a top-level error, and where a mutation was refused */
  readonly run: <Shape extends object>(name: string, known?: Known, as?: string) => Promise<Shape>;
}

/** The explorer's ready-made operations, as somebody runs them. */
export async function tourOf(api: RunningApi): Promise<Tour> {
  const operations = await readOperations();
  const readyMade: Tour['readyMade'] = (name, known = {}) => {
    const found = operations.find((one) => one.name.endsWith(name));
    if (!found) throw new Error(`There is no ready-made operation called ${name}.`);
    const filled = Object.entries(known).reduce((text, [mark, value]) => text.replaceAll(mark, value), found.variables);
    if (filled.includes('<')) throw new Error(`${name} is not filled in: ${filled}`);
    return { query: found.query, variables: filled ? (JSON.parse(filled) as Record<string, unknown>) : {} };
  };
  const run: Tour['run'] = (name, known, as = AS) => {
    const { query, variables } = readyMade(name, known);
    const asking = { as, variables: { ...variables } };
    return query.startsWith('mutation') ? api.done(query, asking) : api.answer(query, asking);
  };
  return { names: operations.map(({ name }) => name), readyMade, run };
}
