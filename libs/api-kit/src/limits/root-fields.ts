import { Kind } from 'graphql';
import type { FragmentDefinitionNode, SelectionNode, SelectionSetNode } from 'graphql';

export type Fragments = Readonly<Record<string, FragmentDefinitionNode | undefined>>;

/** Response names of an operation's root fields, fragments opened; `__typename` asks for nothing. */
export function rootFields(root: SelectionSetNode, fragments: Fragments): Set<string> {
  const names = new Set<string>();
  const opened = new Set<string>();
  const open: SelectionSetNode[] = [root];
  const visit = (node: SelectionNode): void => {
    if (node.kind === Kind.FIELD) names.add((node.alias ?? node.name).value);
    else if (node.kind === Kind.INLINE_FRAGMENT) open.push(node.selectionSet);
    else if (!opened.has(node.name.value)) {
      opened.add(node.name.value);
      const set = fragments[node.name.value]?.selectionSet;
      if (set) open.push(set);
    }
  };
  for (let next = open.pop(); next; next = open.pop()) next.selections.forEach(visit);
  names.delete('__typename');
  return names;
}
