import { readFile } from 'node:fs/promises';
import { Kind, type OperationDefinitionNode, parse, TokenKind } from 'graphql';

/** An operation of the README's way from an idea to an outcome, as somebody runs it in the explorer. */
export interface Turn {
  /** Who runs it, by what they are called at work. */
  readonly as: string;
  readonly operation: string;
  /** The whole block it was pasted with. */
  readonly document: string;
}

export interface Walk {
  /** The variables as printed: values are left to be filled in. */
  readonly variables: Readonly<Record<string, string>>;
  readonly turns: readonly Turn[];
}

const turnsOf = (document: string): Turn[] =>
  parse(document)
    .definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .map(({ loc, name }) => {
      const above = loc?.startToken.prev;
      if (above?.kind !== TokenKind.COMMENT || !name) throw new Error('An operation has no name or nobody above it.');
      return { as: above.value.trim(), operation: name.value, document };
    });

/** Reads the way between the README's walk marks. @throws where it is not there */
export const readWalk = async (): Promise<Walk> => {
  const readme = await readFile('README.md', 'utf8');
  const walk = /<!-- walk -->([^]*)<!-- \/walk -->/.exec(readme)?.[1] ?? '';
  const [, variables = ''] = /```json\n([^]*?)```/.exec(walk) ?? [];
  const blocks = [...walk.matchAll(/```graphql\n([^]*?)```/g)].map(([, block = '']) => block);
  return { variables: JSON.parse(variables) as Record<string, string>, turns: blocks.flatMap(turnsOf) };
};
